"""Sentences of the Kernels tab about real weights, the identity, the blocks and files: key -> (English, Chinese)."""

SENTENCES: dict[str, tuple[str, str]] = {
    "kernels_layer_absent": (
        "{path} of {variant} has no K×K kernels to show here; choose another layer.",
        "{variant} 的 {path} 没有可在此显示的 K×K 卷积核，请选择其他层。",
    ),
    # real weights
    "kernels_detector": ("Real weights of", "真实权重来自"),
    "kernels_pattern_only": ("none: the pattern alone", "无：只看图案"),
    "kernels_layer": ("Layer", "层"),
    "kernels_layer_option": ("{path}: {what}, {m} → {n}", "{path}：{what}，{m} → {n}"),
    "kernels_name_hetconv": ("HetConv P={p}", "HetConv P={p}"),
    "kernels_name_dualconv": ("DualConv G={p}", "DualConv G={p}"),
    "kernels_loading": ("Fetching the layer's weights…", "正在读取该层权重……"),
    "kernels_weights_legend": (
        "Colour: blue is negative, orange positive, full at ±{limit}. Bars: the norm of each filter (right) and of each "
        "channel (below).",
        "颜色：蓝为负，橙为正，±{limit} 处最深。边上的条：每个滤波器（右）与每个通道（下）的范数。",
    ),
    "kernels_dual_folded": (
        "DualConv is shown as what it computes: its 1×1 added to the centre taps.",
        "DualConv 按其实际计算显示：1×1 已加到中心权重上。",
    ),
    "kernels_lost": ("What is lost where a 3×3 becomes a dot?", "3×3 变成一个点，失去了什么？"),
    "kernels_axis": ("share of a kernel's energy in its centre tap", "中心权重占该卷积核能量的比例"),
    "kernels_bin": ("{from}–{to} %: {count} kernels", "{from}–{to} %：{count} 个卷积核"),
    "kernels_median": (
        "Of {count} {k}×{k} kernels of this layer, the middle one has {median} % of its energy (squared weights) in its centre "
        "tap; spread evenly it would be {even} %.",
        "这一层的 {count} 个 {k}×{k} 卷积核中，居中的那个有 {median} % 的能量（权重平方）在中心；若均匀分布则为 {even} %。",
    ),
    "kernels_kept": (
        "A dot can hold only the centre tap. Cut to HetConv's pattern with P = {p} (the control at the top), this layer would "
        "keep {kept} % of its energy and lose {lost} %. That is why HetConv is trained as such and not cut out of a trained layer.",
        "一个点只能保留中心权重。若按 P = {p}（页面顶部的滑块）裁成 HetConv 的图案，这一层会保留 {kept} % 的能量，失去 {lost} %。"
        "所以 HetConv 要从头这样训练，而不是从训练好的层里裁出来。",
    ),
    "kernels_lost_hint": (
        "These are this layer's own K×K kernels. Open a 3×3 layer of v5n-c3 to see what a standard convolution learned in "
        "the places where HetConv has only a dot.",
        "这些是该层自己的 K×K 卷积核。打开 v5n-c3 的 3×3 层，可以看到标准卷积在 HetConv 只有一个点的地方学到了什么。",
    ),
    # the identity
    "kernels_identity": ("HetConv and DualConv are the same, live", "现场验证：HetConv 与 DualConv 相同"),
    "kernels_identity_intro": (
        "Sorted by remainder, HetConv(P) is a grouped K×K plus a 1×1 whose diagonal blocks are empty. DualConv(G = P) fills "
        "these blocks. Here they get random values, and the K×K centres give up just as much: other weights, the same result.",
        "按余数排序后，HetConv(P) 就是分组 K×K 加上对角块为空的 1×1。DualConv(G = P) 把这些块也填上。"
        "这里给它们填入随机数，同时从 K×K 的中心减去同样的数：权重不同，结果相同。",
    ),
    "kernels_picture": ("Picture", "图片"),
    "kernels_run": ("Run both", "运行两者"),
    "kernels_source_real": (
        "Weights and input: {path} of {variant}, the layer opened above.",
        "权重与输入：上方打开的 {variant} 的 {path}。",
    ),
    "kernels_source_random": (
        "New random weights each time, M = {m}, N = {n}, K = {k}, P = {p}, on the first {m} channels of a layer inside a trained "
        "detector. Open a HetConv layer above to use its own weights.",
        "每次都用新的随机权重，M = {m}、N = {n}、K = {k}、P = {p}，输入取训练好的检测器内部某层的前 {m} 个通道。"
        "在上方打开一个 HetConv 层即可使用它自己的权重。",
    ),
    "kernels_map": ("{name}: filter {filter}, {width}×{height}", "{name}：滤波器 {filter}，{width}×{height}"),
    "kernels_identity_result": (
        "is the largest difference between the two on all {filters} filters, single precision, where results reach {largest}. "
        "DualConv stored {redundant} weights more (M · N/G, M = {m}, G = {p}); they were not zero (root mean square {rms}; the "
        "{k}×{k} weights have {weight}), and they changed nothing.",
        "是两者在全部 {filters} 个滤波器上的最大差（单精度），而结果的绝对值可达 {largest}。"
        "DualConv 多存了 {redundant} 个权重（M · N/G，M = {m}，G = {p}）；它们不是零（均方根 {rms}，{k}×{k} 权重为 {weight}），却什么也没有改变。",
    ),
    # the blocks
    "kernels_blocks": ("The two blocks", "两种模块"),
    "kernels_blocks_intro": (
        "The same place of YOLOv5n, built of either block; numbers at the arrows are channels. A box opens its operator in "
        "the grid.",
        "YOLOv5n 的同一位置，分别用两种模块搭建；箭头旁的数字是通道数。点击方框，在网格中打开其算子。",
    ),
    "kernels_block": ("Place in the detector", "在检测器中的位置"),
    "kernels_block_option": ("{path}: {m} → {n}, {depth} in a chain", "{path}：{m} → {n}，串联 {depth} 个"),
    "kernels_flow_unit": ("+ BatchNorm + SiLU", "+ BatchNorm + SiLU"),
    "kernels_flow_bare": ("no BatchNorm, no SiLU", "无 BatchNorm、无 SiLU"),
    "kernels_flow_nothing": ("no activation between", "中间没有激活"),
    "kernels_split": ("{parts}, split {hidden} + {hidden}", "{parts}，分成 {hidden} + {hidden}"),
    "kernels_concat": ("concatenate", "拼接"),
    "kernels_open_box": ("Open {title}, {m} → {n} channels, in the grid", "在网格中打开 {title}，{m} → {n} 通道"),
    "kernels_flow_label": (
        "{name} with {m} channels in, {n} out, {depth} bottlenecks of {hidden} channels",
        "{name}：输入 {m} 通道，输出 {n} 通道，{depth} 个 {hidden} 通道的瓶颈",
    ),
    "kernels_c3_says": (
        "Half of the channels take the chain, half bypass it. Every convolution is followed by BatchNorm and SiLU.",
        "一半通道走瓶颈链，一半绕行。每个卷积后都有 BatchNorm 和 SiLU。",
    ),
    "kernels_csphet_says": (
        "C2f's frame: every part is kept for the concatenation. Inside a bottleneck are two bare HetConvs and nothing between: "
        "no activation, so each bottleneck is one linear map with a 5×5 window.",
        "C2f 的框架：每一部分都留到拼接。瓶颈内是两个直接相连的 HetConv，中间没有激活，因此每个瓶颈只是一个 5×5 窗口的线性映射。",
    ),
    # files
    "kernels_take": ("Take it away", "带走"),
    "kernels_take_intro": (
        "The grid as it is shown, the numbers of all operators, and the chosen operator in plain PyTorch, which prints the "
        "number of weights that stands here.",
        "当前网格、所有算子的数字，以及所选算子的纯 PyTorch 代码；代码打印的权重数与此处一致。",
    ),
    "kernels_save_svg": ("SVG picture", "SVG 图"),
    "kernels_save_png": ("PNG picture", "PNG 图"),
    "kernels_save_csv": ("CSV of the numbers", "CSV 数字"),
    "kernels_save_python": ("PyTorch code", "PyTorch 代码"),
    "kernels_python": ("PyTorch code of the operator", "算子的 PyTorch 代码"),
    "kernels_copy": ("Copy the code", "复制代码"),
}
