"""Sentences of the header and of the one P control: key -> (English, Chinese)."""

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
    "tab_heat_maps": ("Heat maps", "热力图"),
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
}
