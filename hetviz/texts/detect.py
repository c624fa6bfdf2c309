"""Sentences of the Detect tab: key -> (English, Chinese)."""

SENTENCES: dict[str, tuple[str, str]] = {
    # input
    "choose": ("Choose a picture", "选择图片"),
    "photo": ("Take a photo", "拍照"),
    "shoot": ("Shoot", "拍摄"),
    "cancel": ("Cancel", "取消"),
    "limits": (
        "Or drop or paste a picture anywhere here: JPEG, PNG, WebP, GIF, BMP or TIFF, up to {megabytes} MB and "
        "{megapixels} megapixels. It is read on this server and deleted within a day.",
        "也可以把图片拖放或粘贴到这里：JPEG、PNG、WebP、GIF、BMP、TIFF，最大 {megabytes} MB、{megapixels} 百万像素。"
        "图片只在本服务器读取，一天内删除。",
    ),
    "examples": ("Examples", "示例"),
    "example_astronaut": ("Astronaut Eileen Collins", "宇航员艾琳·柯林斯"),
    "example_chelsea": ("Chelsea the cat", "小猫切尔西"),
    "example_grace_hopper": ("Grace Hopper", "格蕾丝·霍珀"),
    "example_china": ("A tower of the Summer Palace in Beijing", "北京颐和园的佛香阁"),
    "credit_astronaut": (
        "Eileen Collins, photograph by NASA, public domain; carried by scikit-image",
        "艾琳·柯林斯，NASA 摄，公有领域；由 scikit-image 提供",
    ),
    "credit_chelsea": (
        "Chelsea, photograph by Stefan van der Walt, CC0; carried by scikit-image",
        "小猫切尔西，Stefan van der Walt 摄，CC0；由 scikit-image 提供",
    ),
    "credit_grace_hopper": (
        "Grace Hopper, photograph by the US Navy, public domain; carried by Matplotlib",
        "格蕾丝·霍珀，美国海军摄，公有领域；由 Matplotlib 提供",
    ),
    "credit_china": (
        "Photograph by danielbuechele (Flickr), CC BY 2.0; carried by scikit-learn",
        "danielbuechele（Flickr）摄，CC BY 2.0；由 scikit-learn 提供",
    ),
    "source": ("source", "来源"),
    "picture_name": ("Your picture: {name}", "您的图片：{name}"),
    # results
    "confidence": ("Confidence at least", "最低置信度"),
    "nms_iou": ("Overlap allowed (NMS IoU)", "允许重叠（NMS IoU）"),
    "sliders_hint": (
        "Both act at once on what was found; nothing is computed anew.",
        "两个滑块直接作用于已有结果，无需重新计算。",
    ),
    "working": ("Detecting…", "检测中……"),
    "stale": ("Still the boxes of the last choice", "仍是上一次选择的检测框"),
    "found_status": (
        "{left_model} found {left}, {right_model} found {right}; {both} in common.",
        "{left_model} 找到 {left} 个，{right_model} 找到 {right} 个，共同找到 {both} 个。",
    ),
    "no_weights_no_boxes": (
        "{model} has no trained weights yet, so there are no boxes to show.",
        "{model} 还没有训练好的权重，因此没有检测框可显示。",
    ),
    "objects": ("{count} found", "找到 {count} 个"),
    "view_label": ("What {model} found", "{model} 的检测结果"),
    "picture_alt": ("The picture that was examined", "被检测的图片"),
    "both": ("Found by both", "两者都找到"),
    "only_left": ("Only by {model}", "仅 {model}"),
    "only_right": ("Only by {model}", "仅 {model}"),
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
        "Milliseconds of this one picture, measured on the server by a clock: {processor}, threads: {threads}, "
        "{engine} {precision}, {size}×{size} pixels, BatchNorm fused. Median of {runs} runs: expect it to vary.",
        "本次图片在服务器上的实际用时（毫秒）：{processor}，线程数 {threads}，{engine} {precision}，{size}×{size} 像素，"
        "BatchNorm 已融合。取 {runs} 次的中位数，会有波动。",
    ),
}
