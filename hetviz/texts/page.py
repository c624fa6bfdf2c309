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
    "glance_less_less": (
        "{right}: {layer}\u00a0% fewer weights than {left} in one such layer, but only {detector}\u00a0% fewer in the whole detector; "
        "most weights are elsewhere.",
        "{right} 的单个此类层比 {left} 少 {layer}\u00a0% 的权重，但整个检测器只少 {detector} %，因为大部分权重在别处。",
    ),
    "glance_less_more": (
        "{right}: {layer}\u00a0% fewer weights than {left} in one such layer, yet {detector}\u00a0% more in the whole detector: "
        "its frame is the wider one.",
        "{right} 的单个此类层比 {left} 少 {layer}\u00a0% 的权重，但整个检测器反而多 {detector} %，因为它的骨架更宽。",
    ),
    "glance_more_less": (
        "{right}: {layer}\u00a0% more weights than {left} in one such layer, {detector}\u00a0% fewer in the whole detector.",
        "{right} 的单个此类层比 {left} 多 {layer}\u00a0% 的权重，整个检测器少 {detector} %。",
    ),
    "glance_more_more": (
        "{right}: {layer}\u00a0% more weights than {left} in one such layer, {detector}\u00a0% more in the whole detector.",
        "{right} 的单个此类层比 {left} 多 {layer}\u00a0% 的权重，整个检测器多 {detector} %。",
    ),
    "glance_same": (
        "{right} and {left} have the same layer; the whole detector has {all}\u00a0% weights, for the rest differs.",
        "{right} 与 {left} 的该层相同；整个检测器的权重相差 {all} %，差别在其余部分。",
    ),
    "glance_one": ("Both sides show {left}: there is no difference.", "两侧都是 {left}，没有差别。"),
    "classes": ("Classes", "类别数"),
    "input_size": ("Input size", "输入尺寸"),
    "detector_left": ("Detector on the left", "左侧的检测器"),
    "detector_right": ("Detector on the right", "右侧的检测器"),
    "difference": ("Right against left", "右侧相对左侧"),
    "layer": ("Weights of one 3×3 layer", "单个 3×3 层的权重"),
    "parameters": ("Parameters, whole detector", "整个检测器的参数量"),
    "gflops": ("GFLOPs, whole detector", "整个检测器的 GFLOPs"),
    "map50": ("mAP50, measured", "mAP50（实测）"),
    "seed_range": ("{model}: {low} to {high} over {seeds} seeds.", "{model}：{seeds} 个随机种子，{low} 至 {high}。"),
    "within_spread": (
        "The difference is within the spread of seeds ({spread}): it says nothing.",
        "差值在种子间的波动（{spread}）之内，不说明问题。",
    ),
    "beyond_spread": (
        "The difference is larger than the spread of seeds ({spread}).",
        "差值大于种子间的波动（{spread}）。",
    ),
    "one_seed_each": ("One seed each: a small difference says nothing.", "各只有一个种子：小的差别不说明问题。"),
    "trained_otherwise": (
        "Trained in different ways, on other photographs or for another time: these two scores cannot be compared.",
        "两者的训练方式不同（照片或训练时间不同）：这两个分数不能比较。",
    ),
    "interval": (
        "On other photographs of this kind the difference would be between {low} and {high} (95 %, paired bootstrap over "
        "{images} photographs).",
        "换成另一批同类照片，差值会在 {low} 与 {high} 之间（95%，对 {images} 张照片做配对自助抽样）。",
    ),
    "taught": (
        "All of them learned alike: from VOC's boxes, and from the feature maps of {teacher}. Imitating the same maps may "
        "make detectors more alike than learning from boxes alone would.",
        "它们的训练方式相同：学习 VOC 的标注框，并模仿 {teacher} 的特征图。模仿同样的特征图，可能使各检测器比只学标注框时更相似。",
    ),
    "milliseconds": ("One picture, measured", "单张图片耗时（实测）"),
    "milliseconds_value": ("{value} ms", "{value} 毫秒"),
    "not_trained": ("not trained", "未训练"),
    "counts_convention": (
        "Counted by formula: YOLOv5n, {classes} classes, {size}×{size} pixels, BatchNorm included (not fused); "
        "GFLOPs = 2 × multiply-adds of the convolutions; the one layer has {channels} channels in and out.",
        "按公式计算：YOLOv5n，{classes} 类，{size}×{size} 像素，含 BatchNorm（未融合）；"
        "GFLOPs = 2 × 卷积的乘加次数；单层的输入和输出各 {channels} 个通道。",
    ),
    "map_convention": (
        "mAP50: our own validation split ({images} photographs of VOC 2007, {size}×{size} pixels, 20 classes), not "
        "comparable with published VOC figures.",
        "mAP50：我们自己划分的验证集（VOC 2007 的 {images} 张照片，{size}×{size} 像素，20 类），不能与公开的 VOC 结果比较。",
    ),
    "speed_convention": (
        "Time: pixels in, boxes out, at {size}×{size}; {engine} {precision}, {processor}, {threads} threads; median of "
        "{rounds} rounds in one run of all detectors. Your own times stand in the Detect tab.",
        "耗时：从像素到检测框，{size}×{size}；{engine} {precision}，{processor}，{threads} 线程；所有检测器在同一次运行中"
        "轮流测量，取 {rounds} 轮的中位数。您机器上的耗时见“检测”标签页。",
    ),
    "without_weights": (
        "Counted, but without trained weights yet, hence without boxes: {model}. Trained: {trained}.",
        "只有计数、还没有训练好的权重，因此无法显示检测框：{model}。已训练：{trained}。",
    ),
    "error_script": (
        "This part of the page could not be loaded. Reload the page; the server may have been renewed meanwhile.",
        "页面的这一部分无法加载。请刷新页面；服务器可能已更新。",
    ),
}
