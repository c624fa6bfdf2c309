"""Every sentence a user sees, in English and Chinese, by key.

`{name}` marks are filled in by whoever shows the sentence. The page gets the whole table and chooses the language:
`?lang=` first, then the browser's.
"""

LANGUAGES = {"en": "English", "zh": "中文"}

SENTENCES: dict[str, tuple[str, str]] = {
    # header
    "title": ("hetviz: HetConv on real detectors", "hetviz：在真实检测器上看 HetConv"),
    "tagline": (
        "Two YOLOv5n detectors, trained alike on the same photographs: one built of C3 blocks, one of CSPHet blocks, "
        "in which only one kernel in P is 3×3 and the others are 1×1.",
        "两个 YOLOv5n 检测器，用同样的照片、同样的方法训练：一个由 C3 模块组成，另一个由 CSPHet 模块组成——"
        "其中每 P 个卷积核只有一个是 3×3，其余都是 1×1。",
    ),
    "language": ("Language", "语言"),
    "tab_detect": ("Detect", "检测"),
    # P control
    "p_title": ("Parts P", "分组数 P"),
    "p_hint": (
        "One kernel in P is 3×3, the others are 1×1. Move P: the counts follow at once.",
        "每 P 个卷积核中一个是 3×3，其余是 1×1。移动 P，数字立即随之变化。",
    ),
    "p_standard": ("P = 1 is the standard convolution: every kernel is 3×3.", "P = 1 就是标准卷积：所有卷积核都是 3×3。"),
    "p_meaning": ("P = {p}: {share} % of the kernels are 3×3.", "P = {p}：{share} % 的卷积核是 3×3。"),
    "classes": ("Classes", "类别数"),
    "input_size": ("Input size", "输入尺寸"),
    "quantity": ("Whole detector", "整个检测器"),
    "difference": ("CSPHet against C3", "CSPHet 相对 C3"),
    "parameters": ("Parameters", "参数量"),
    "gflops": ("GFLOPs", "GFLOPs"),
    "map50": ("mAP50", "mAP50"),
    "not_trained": ("not trained yet", "尚未训练"),
    "counts_convention": (
        "Counted by formula: YOLOv5n, {classes} classes, {size}×{size} pixels; GFLOPs = 2 × multiply-adds of the "
        "convolutions; BatchNorm's parameters included (not fused).",
        "按公式计算：YOLOv5n，{classes} 类，{size}×{size} 像素；GFLOPs = 2 × 卷积的乘加次数；"
        "参数包含 BatchNorm（未融合）。",
    ),
    "map_convention": (
        "mAP50 measured on our validation split ({images} photographs of VOC 2007, {size}×{size} pixels, 20 classes, "
        "one seed): not comparable with published VOC figures.",
        "mAP50 在我们自己的验证集上测得（VOC 2007 的 {images} 张照片，{size}×{size} 像素，20 类，一个随机种子），"
        "不能与公开的 VOC 结果比较。",
    ),
    "p_without_weights": (
        "P = {p} is counted but has no trained weights yet, so it cannot show boxes. Trained: {trained}.",
        "P = {p} 只有计数，还没有训练好的权重，因此无法显示检测框。已训练：{trained}。",
    ),
    # input
    "choose": ("Choose a picture", "选择图片"),
    "photo": ("Take a photo", "拍照"),
    "shoot": ("Shoot", "拍摄"),
    "cancel": ("Cancel", "取消"),
    "drop_hint": ("or drop or paste one here", "也可以拖放或粘贴图片"),
    "limits": (
        "JPEG, PNG, WebP, GIF, BMP or TIFF; up to {megabytes} MB and {megapixels} megapixels. "
        "Pictures are read on this server and deleted within a day.",
        "支持 JPEG、PNG、WebP、GIF、BMP、TIFF；最大 {megabytes} MB、{megapixels} 百万像素。图片只在本服务器读取，一天内删除。",
    ),
    "examples": ("Examples", "示例"),
    "camera_refused": (
        "The camera is not available: {reason}. Allow it in the browser's address bar, or choose a picture instead.",
        "无法使用摄像头：{reason}。请在浏览器地址栏中允许，或改为选择图片。",
    ),
    "camera_view": ("Live picture of the camera", "摄像头实时画面"),
    # results
    "confidence": ("Confidence at least", "最低置信度"),
    "nms_iou": ("Overlap allowed (NMS IoU)", "允许重叠（NMS IoU）"),
    "sliders_hint": (
        "Both act at once on what was found; nothing is computed anew.",
        "两个滑块直接作用于已有结果，无需重新计算。",
    ),
    "working": ("Detecting…", "检测中……"),
    "stale": ("The boxes below belong to the last choice; the new ones are on their way.", "下面的框属于上一次选择，新的结果正在计算。"),
    "found_status": ("C3 found {left}, CSPHet P={p} found {right}; {both} in common.", "C3 找到 {left} 个，CSPHet P={p} 找到 {right} 个，共同 {both} 个。"),
    "objects": ("{count} found", "找到 {count} 个"),
    "view_label": ("What {model} found", "{model} 的检测结果"),
    "picture_alt": ("The picture that was examined", "被检测的图片"),
    "both": ("Found by both", "两者都找到"),
    "only_left": ("Only by C3", "仅 C3"),
    "only_right": ("Only by CSPHet", "仅 CSPHet"),
    "matched_hint": (
        "Both: same class and IoU of at least 0.5. A dashed box has no partner in the other picture.",
        "“两者”：类别相同且 IoU 不低于 0.5。虚线框在另一张图中没有对应。",
    ),
    "nothing": ("nothing", "无"),
    "box_label": ("{name}, confidence {confidence}", "{name}，置信度 {confidence}"),
    "box_both": ("found by both", "两者都找到"),
    "box_single": ("found by this detector only", "仅此检测器找到"),
    "timing_title": ("Time, measured", "实测耗时"),
    "stage": ("Stage", "阶段"),
    "letterbox": ("Fit into a square", "缩放补边"),
    "network": ("Network", "网络"),
    "boxes": ("Boxes", "解码检测框"),
    "total": ("Together", "合计"),
    "timing_convention": (
        "Milliseconds of this one picture, measured on the server by a clock: {processor}, {threads} threads, "
        "{engine}, {size}×{size} pixels, BatchNorm fused. One run: expect it to vary.",
        "本次图片在服务器上的实际用时（毫秒）：{processor}，{threads} 线程，{engine}，{size}×{size} 像素，"
        "BatchNorm 已融合。单次测量，会有波动。",
    ),
    "credit": ("Picture: {credit}", "图片：{credit}"),
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
    "error_gone": ("The picture is no longer on the server. Please choose it again.", "图片已不在服务器上，请重新选择。"),
    "error_no_weights": ("{variant} has no trained weights yet.", "{variant} 还没有训练好的权重。"),
    "error_failed": (
        "Something went wrong on the way to the server. Please try again.",
        "与服务器通信出错，请重试。",
    ),
    "go_on": ("The last picture stays; choose another one.", "上一张图片仍保留，请换一张。"),
}


def table() -> dict[str, dict[str, str]]:
    """Return language -> key -> sentence, as the page reads it."""
    return {
        language: {key: sentences[index] for key, sentences in SENTENCES.items()}
        for index, language in enumerate(LANGUAGES)
    }


def sentence(key: str, language: str = "en", **facts: object) -> str:
    """Return one sentence with its marks filled in.

    >>> sentence("objects", "zh", count=3)
    '找到 3 个'
    """
    return table()[language][key].format(**facts)
