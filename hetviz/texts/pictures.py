"""Sentences about a picture that was read, or could not be: key -> (English, Chinese)."""

SENTENCES: dict[str, tuple[str, str]] = {
    # what was done to a picture
    "note_first_frame": ("This is an animation; its first frame is examined.", "这是动图，只检测第一帧。"),
    "note_first_page": ("The file has several pages; the first one is examined.", "文件有多页，只检测第一页。"),
    "note_main_picture": (
        "The file holds several pictures; its main one is examined.",
        "文件含有多张图片，只检测主图。",
    ),
    "note_turned": ("Turned upright, as the camera noted.", "已按相机记录的方向转正。"),
    "note_mirrored": ("Mirrored and turned upright, as the file notes.", "已按文件记录的方向镜像并转正。"),
    "note_flattened": ("Transparent parts are laid on white.", "透明部分以白色填充。"),
    "note_sixteen_bit": ("16 bits a value are scaled to 8.", "每个值由 16 位换算为 8 位。"),
    "note_scaled": (
        "The pixel values are not 0 to 255; the range that they have is scaled to it.",
        "像素值不在 0–255 的范围，已按其自身范围换算。",
    ),
    "note_colour_profile": ("Colours are converted by the file's own profile.", "已按文件自带的色彩配置文件转换颜色。"),
    "note_profile_ignored": (
        "The file's colour profile cannot be used; its colours are taken as sRGB.",
        "文件的色彩配置文件无法使用，颜色按 sRGB 处理。",
    ),
    # what can go wrong
    "error_empty": ("The file is empty (0 bytes).", "文件是空的（0 字节）。"),
    "error_too_many_bytes": (
        "The file has {megabytes} MB; at most {limit} MB are read.",
        "文件大小为 {megabytes} MB，最多可读取 {limit} MB。",
    ),
    "error_not_a_picture": (
        "The file is not a picture that can be read ({formats}).",
        "这不是可以读取的图片（{formats}）。",
    ),
    "error_other_format": (
        "{kind} files are not read here. Save the picture as JPEG or PNG and choose that ({formats} are read).",
        "这里不读取 {kind} 文件。请将图片另存为 JPEG 或 PNG 后再选择（可读取 {formats}）。",
    ),
    "error_video": (
        "The file is a video, not a picture. The Live tab examines videos.",
        "这是视频，不是图片。视频请在“实时”标签页中打开。",
    ),
    "error_too_many_pixels": (
        "The picture has {megapixels} megapixels; at most {limit} are read.",
        "图片有 {megapixels} 百万像素，最多可读取 {limit} 百万像素。",
    ),
    "error_too_small": (
        "The picture is {width}×{height} pixels; each side must have at least {limit}.",
        "图片只有 {width}×{height} 像素，每边至少需要 {limit} 像素。",
    ),
    "error_too_narrow": (
        "The picture is {width}×{height} pixels; the longer side may be at most {limit} times the shorter.",
        "图片为 {width}×{height} 像素，长边最多是短边的 {limit} 倍。",
    ),
    "error_damaged": (
        "The picture is damaged or cut off and cannot be decoded.",
        "图片已损坏或不完整，无法解码。",
    ),
    "error_gone": (
        "The picture is no longer on the server. Please choose it again.",
        "图片已不在服务器上，请重新选择。",
    ),
    "error_no_weights": ("{variant} has no trained weights yet.", "{variant} 还没有训练好的权重。"),
    "error_failed": (
        "Something went wrong on the way to the server. Please try again.",
        "与服务器通信出错，请重试。",
    ),
    "go_on": ("The last picture stays; choose another one.", "上一张图片仍保留，请换一张。"),
}
