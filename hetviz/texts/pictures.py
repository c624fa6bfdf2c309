"""Sentences about a picture that was read, or could not be: key -> (English, Chinese)."""

SENTENCES: dict[str, tuple[str, str]] = {
    # what was done to a picture
    "note_first_frame": ("This is an animation; its first frame is examined.", "这是动图，只检测第一帧。"),
    "note_rotated": ("Turned upright, as the camera noted.", "已按相机记录的方向转正。"),
    "note_flattened": ("Transparent parts are laid on white.", "透明部分以白色填充。"),
    "note_sixteen_bit": ("16-bit grey is scaled to 8 bits.", "16 位灰度已换算为 8 位。"),
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
