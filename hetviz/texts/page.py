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
    "tab_costs": ("Costs", "代价"),
    # P control
    "p_title": ("Parts P", "分组数 P"),
    "p_standard": ("Every kernel is 3×3: the standard convolution.", "所有卷积核都是 3×3，即标准卷积。"),
    "p_meaning": ("{share} % of the kernels are 3×3, the others 1×1.", "{share} % 的卷积核是 3×3，其余是 1×1。"),
    "glance_standard": (
        "P = 1 saves nothing in a layer, and the whole detector is {detector} % heavier than with C3: "
        "the frame of CSPHet is the wider one.",
        "P = 1 时单层没有任何节省，整个检测器比 C3 重 {detector} %，因为 CSPHet 的骨架更宽。",
    ),
    "glance_heavier": (
        "P = {p} saves {layer} % of a layer's weights, yet the whole detector is {detector} % heavier than with C3: "
        "the frame of CSPHet is the wider one.",
        "P = {p} 为单层省下 {layer} % 的权重，但整个检测器反而比 C3 重 {detector} %，因为 CSPHet 的骨架更宽。",
    ),
    "glance_lighter": (
        "P = {p} saves {layer} % of a layer's weights, but only {detector} % of the whole detector's: "
        "most of those are not in these layers.",
        "P = {p} 为单层省下 {layer} % 的权重，但整个检测器只省 {detector} %，因为大部分权重不在这些层里。",
    ),
    "classes": ("Classes", "类别数"),
    "input_size": ("Input size", "输入尺寸"),
    "difference": ("CSPHet against C3", "CSPHet 相对 C3"),
    "layer": ("Weights of one 3×3 layer", "单个 3×3 层的权重"),
    "parameters": ("Parameters, whole detector", "整个检测器的参数量"),
    "gflops": ("GFLOPs, whole detector", "整个检测器的 GFLOPs"),
    "map50": ("mAP50, measured", "mAP50（实测）"),
    "not_trained": ("not trained", "未训练"),
    "counts_convention": (
        "Counted by formula: YOLOv5n, {classes} classes, {size}×{size} pixels, BatchNorm included (not fused); "
        "GFLOPs = 2 × multiply-adds of the convolutions; the one layer has {channels} channels in and out.",
        "按公式计算：YOLOv5n，{classes} 类，{size}×{size} 像素，含 BatchNorm（未融合）；"
        "GFLOPs = 2 × 卷积的乘加次数；单层的输入和输出各 {channels} 个通道。",
    ),
    "map_convention": (
        "mAP50: our own validation split ({images} photographs of VOC 2007, {size}×{size} pixels, 20 classes, "
        "one seed), not comparable with published VOC figures.",
        "mAP50：我们自己划分的验证集（VOC 2007 的 {images} 张照片，{size}×{size} 像素，20 类，一个随机种子），"
        "不能与公开的 VOC 结果比较。",
    ),
    "p_without_weights": (
        "P = {p} is counted but has no trained weights yet, so it cannot show boxes. Trained: {trained}.",
        "P = {p} 只有计数，还没有训练好的权重，因此无法显示检测框。已训练：{trained}。",
    ),
}
