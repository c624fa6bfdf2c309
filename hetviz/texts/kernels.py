"""Sentences of the Kernels tab: the grid, its cells and the formula. key -> (English, Chinese)."""

SENTENCES: dict[str, tuple[str, str]] = {
    "tab_kernels": ("Kernels", "卷积核"),
    "kernels_title": ("A layer as a grid of kernels", "把一层看成卷积核网格"),
    "kernels_intro": (
        "A convolution is a table of small kernels: one row for each filter, one column for each input channel. "
        "HetConv keeps K×K only where filter and channel leave the same remainder when divided by P, and puts 1×1 everywhere else.",
        "一层卷积就是一张小卷积核的表：每行是一个滤波器，每列是一个输入通道。"
        "HetConv 只在滤波器与通道除以 P 余数相同之处保留 K×K，其余都换成 1×1。",
    ),
    # controls
    "kernels_operator": ("Operator", "算子"),
    "kernels_m": ("Channels M", "输入通道 M"),
    "kernels_n": ("Filters N", "滤波器 N"),
    "kernels_k": ("Kernel K", "卷积核 K"),
    "kernels_d": ("Output side D", "输出边长 D"),
    "kernels_parts": ("{name} = {p}: moved by the control at the top", "{name} = {p}：由页面顶部的滑块调节"),
    "kernels_layer_parts": (
        "This trained layer has {name} = {p}; the control at the top does not move it.",
        "这个训练好的层 {name} = {p}，不随页面顶部的滑块改变。",
    ),
    "kernels_layer_no_parts": ("This trained layer is a standard convolution.", "这个训练好的层是标准卷积。"),
    "kernels_no_parts": ("This operator has neither P nor G.", "此算子没有 P 也没有 G。"),
    "kernels_sort": ("Sort by remainder mod P", "按模 P 的余数排序"),
    "kernels_sort_none": ("Only HetConv's pattern needs sorting.", "只有 HetConv 的图案需要排序。"),
    "kernels_sorted_says": (
        "Sorted, the diagonals become {p} blocks: HetConv is a grouped {k}×{k} convolution with {p} groups, plus a 1×1 "
        "convolution whose diagonal blocks are empty. DualConv fills those blocks too, although the {k}×{k} can already do it.",
        "排序后，斜线变成 {p} 个方块：HetConv 就是 {p} 组的 {k}×{k} 分组卷积，加上对角块为空的 1×1 卷积。"
        "DualConv 把这些对角块也填上了，尽管 {k}×{k} 本来就能完成同样的事。",
    ),
    "kernels_stored_says": (
        "As stored, the pattern shifts by one channel from filter to filter, so there are {p} different rows.",
        "按存储顺序，图案每个滤波器平移一个通道，因此共有 {p} 种不同的行。",
    ),
    "kernels_stages": ("Stage shown", "显示的阶段"),
    "kernels_stage": ("Stage {index} of {count}", "第 {index} / {count} 阶段"),
    "kernels_zoom_in": ("Enlarge", "放大"),
    "kernels_zoom_out": ("Reduce", "缩小"),
    "kernels_zoom_fit": ("Show the whole grid", "显示整个网格"),
    # the grid
    "kernels_grid_role": ("kernel grid", "卷积核网格"),
    "kernels_grid_label": (
        "{name}: {rows} filters down, {columns} input channels across",
        "{name}：{rows} 个滤波器（行），{columns} 个输入通道（列）",
    ),
    "kernels_keys": (
        "Filters down, input channels across, counted from 0. Arrow keys move, Page Up and Down move by P, Enter pins, Escape "
        "unpins all, + − 0 zoom. Pinch or Ctrl + wheel zooms; drag moves the enlarged grid.",
        "行为滤波器，列为输入通道，从 0 起编号。方向键移动，翻页键移动 P 行，回车固定，Esc 取消全部固定，+ − 0 缩放。"
        "双指或 Ctrl + 滚轮缩放，放大后可拖动。",
    ),
    "kernels_kind_none": ("no kernel: {count}", "没有卷积核：{count}"),
    "kernels_kind_dot": ("1×1: {count}", "1×1：{count}"),
    "kernels_kind_raster": ("{k}×{k}: {count}", "{k}×{k}：{count}"),
    "kernels_kind_both": ("{k}×{k} and 1×1: {count}", "{k}×{k} 加 1×1：{count}"),
    "kernels_kind_pass": ("copied channel, no weight: {count}", "直接复制的通道，无权重：{count}"),
    "kernels_copied": ("copied", "复制"),
    # one cell
    "kernels_cell": ("Filter {s}, channel {j}", "滤波器 {s}，通道 {j}"),
    "kernels_filter": ("filter {s}", "滤波器 {s}"),
    "kernels_channel": ("channel {j}", "通道 {j}"),
    "kernels_pin": ("Pin this cell", "固定此单元"),
    "kernels_unpin": ("Unpin this cell", "取消固定"),
    "kernels_unpin_one": ("Unpin filter {s}, channel {j}", "取消固定滤波器 {s}、通道 {j}"),
    "kernels_pins": ("Pinned", "已固定"),
    "kernels_no_kernel": ("No kernel and no weight.", "没有卷积核，也没有权重。"),
    "kernels_no_weight_copied": ("The channel is copied; there is no weight.", "通道直接复制，没有权重。"),
    # the formula
    "kernels_formula": ("Weights, by formula", "权重数公式"),
    "kernels_formula_hint": (
        "Point at a factor and the cells it counts light up; the factor of the chosen cell is coloured. No bias is counted.",
        "指向某个因子，它所计数的单元会亮起；所选单元对应的因子会着色。不计偏置。",
    ),
    "kernels_counts_channels": ("{m} kernels in a filter", "每个滤波器有 {m} 个卷积核"),
    "kernels_counts_filters": ("{n} filters on a channel", "每个通道上有 {n} 个滤波器"),
    "kernels_counts_kernels": ("{count} kernels with {each} weights each", "{count} 个卷积核，每个 {each} 个权重"),
    "kernels_term": ("{count} kernels {size} × {each}", "{count} 个 {size} 卷积核 × {each}"),
    "kernels_weights": ("Weights", "权重数"),
    "kernels_macs": ("Multiply-adds at D×D output pixels (FLOPs = 2 ×)", "D×D 输出像素的乘加次数（FLOPs = 2 ×）"),
    "kernels_share": ("Of a standard convolution's", "相对标准卷积"),
    "kernels_paper_ratio": ("The paper's ratio", "论文中的比例"),
    "kernels_ratio": ("The ratio as a formula", "比例公式"),
    # values that break a rule
    "kernels_bad_count": (
        "{name} = {value} must be a whole number from 1 to {limit}.",
        "{name} = {value} 不合要求：必须是 1 到 {limit} 的整数。",
    ),
    # the table
    "kernels_as_table": ("The same as a table", "以表格显示"),
    "kernels_pattern": (
        "Filters {filters}: {k}×{k} on the {own} channels {channels}; 1×1 on the other {others}.",
        "滤波器 {filters}：在 {own} 个通道 {channels} 上为 {k}×{k}，其余 {others} 个为 1×1。",
    ),
    "kernels_table_caption": (
        "The first {rows} of {all_rows} filters and {columns} of {all_columns} channels",
        "{all_rows} 个滤波器中的前 {rows} 个，{all_columns} 个通道中的前 {columns} 个",
    ),
    # the operators side by side
    "kernels_operators": ("Side by side", "并排比较"),
    "kernels_operators_intro": (
        "The same M, N and K for every operator, and one P = G for all that have groups. The bar is the share of the standard "
        "convolution's weights. A name opens that operator in the grid above.",
        "所有算子使用相同的 M、N、K，凡是分组的都用同一个 P = G。横条为占标准卷积权重的比例。点击名称在上方网格中打开。",
    ),
    "kernels_card_numbers": (
        "{weights} weights, {macs} multiply-adds, {percent} % of standard",
        "{weights} 个权重，{macs} 次乘加，为标准卷积的 {percent} %",
    ),
    "kernels_one_stage": ("One stage.", "一个阶段。"),
    "kernels_two_stages": ("Two stages: the second waits for the first.", "两个阶段：第二个要等第一个完成。"),
    "kernels_stages_caution": (
        "Stages are counted as in the paper's argument about latency: what must wait for what. A stage is not a number of "
        "milliseconds. Weights are those of the convolutions, no bias, no BatchNorm.",
        "阶段数按论文关于延迟的论证来数：谁必须等谁。阶段数不等于毫秒数。权重只含卷积，不含偏置和 BatchNorm。",
    ),
}
