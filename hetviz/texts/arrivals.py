"""Sentences about what is dropped on the page or pasted: key -> (English, Chinese)."""

SENTENCES: dict[str, tuple[str, str]] = {
    "arrived_folder": (
        "A folder cannot be examined. Drop one picture or one video of it.",
        "无法检测整个文件夹，请拖入其中的一张图片或一个视频。",
    ),
    "arrived_other": (
        "“{name}” is neither a picture nor a video.",
        "“{name}”既不是图片，也不是视频。",
    ),
    "arrived_address": (
        "That is an address, not a picture, and the page loads nothing from other hosts. Save the picture and drop its file.",
        "这是一个网址而不是图片，本页面不从其他网站加载内容。请先保存图片，再拖入该文件。",
    ),
    "arrived_nothing": (
        "There is neither a picture nor a video in that.",
        "其中没有图片，也没有视频。",
    ),
    "arrived_several": (
        "{count} things came at once; only “{name}” is taken.",
        "一次收到 {count} 项，只采用“{name}”。",
    ),
}
