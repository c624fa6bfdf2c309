"""Sentences of the Detect tab: key -> (English, Chinese)."""

SENTENCES: dict[str, tuple[str, str]] = {
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
}
