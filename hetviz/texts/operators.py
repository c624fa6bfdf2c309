"""Sentences about each operator, in every tab: key -> (English, Chinese)."""

SENTENCES = {
    # why a cell is what it is
    "kernels_why_own": (
        "{k}×{k}, because filter {s} mod {p} = {a} = channel {j} mod {p}.",
        "{k}×{k}，因为滤波器 {s} mod {p} = {a} = 通道 {j} mod {p}。",
    ),
    "kernels_why_other": (
        "1×1, because filter {s} mod {p} = {a}, but channel {j} mod {p} = {b}.",
        "1×1，因为滤波器 {s} mod {p} = {a}，而通道 {j} mod {p} = {b}。",
    ),
    "kernels_why_standard": (
        "{k}×{k}, because in a standard convolution every filter has a {k}×{k} kernel on every channel.",
        "{k}×{k}，因为标准卷积的每个滤波器对每个通道都有 {k}×{k} 卷积核。",
    ),
    "kernels_why_orepa": (
        "{k}×{k}: OREPA's branches are squeezed into one {k}×{k} kernel for every filter and channel.",
        "{k}×{k}：OREPA 的各分支被压缩成每个滤波器、每个通道一个 {k}×{k} 卷积核。",
    ),
    "kernels_why_both": (
        "{k}×{k} and 1×1, because filter {s} and channel {j} are both in group {g}; the 1×1 could be part of the {k}×{k}'s centre.",
        "{k}×{k} 加 1×1，因为滤波器 {s} 与通道 {j} 同在第 {g} 组；这个 1×1 本可并入 {k}×{k} 的中心。",
    ),
    "kernels_why_pointwise_only": (
        "1×1 only, because filter {s} is in group {g} and channel {j} in group {h}.",
        "只有 1×1，因为滤波器 {s} 在第 {g} 组，通道 {j} 在第 {h} 组。",
    ),
    "kernels_why_group": (
        "{k}×{k}, because filter {s} and channel {j} are both in group {g}.",
        "{k}×{k}，因为滤波器 {s} 与通道 {j} 同在第 {g} 组。",
    ),
    "kernels_why_no_group": (
        "No kernel, because filter {s} is in group {g} and channel {j} in group {h}; the next stage mixes the groups.",
        "没有卷积核，因为滤波器 {s} 在第 {g} 组，通道 {j} 在第 {h} 组；下一阶段再混合各组。",
    ),
    "kernels_why_depthwise": (
        "{k}×{k}, because depthwise filter {s} sees its own channel {j}.",
        "{k}×{k}，因为深度卷积的滤波器 {s} 只看自己的通道 {j}。",
    ),
    "kernels_why_not_depthwise": (
        "No kernel, because depthwise filter {s} sees channel {s} only; the next stage mixes the channels.",
        "没有卷积核，因为深度卷积的滤波器 {s} 只看通道 {s}；下一阶段再混合通道。",
    ),
    "kernels_why_pointwise": (
        "1×1, because the second stage mixes all channels at each pixel.",
        "1×1，因为第二阶段在每个像素处混合所有通道。",
    ),
    "kernels_why_quarter": (
        "{k}×{k}, because filter {s} and channel {j} are both among the first {quarter}, the convolved quarter.",
        "{k}×{k}，因为滤波器 {s} 与通道 {j} 都在前 {quarter} 个，即参与卷积的四分之一。",
    ),
    "kernels_why_pass": (
        "Copied: channel {j} is not among the first {quarter} and passes through unchanged.",
        "直接复制：通道 {j} 不在前 {quarter} 个之内，原样通过。",
    ),
    "kernels_why_nothing": (
        "No kernel: only the first {quarter} channels are convolved, the others are copied one to one.",
        "没有卷积核：只有前 {quarter} 个通道参与卷积，其余一一复制。",
    ),
    "kernels_why_redundant": (
        "1×1, because channel {j} is not among the first {half}, the representative half.",
        "1×1，因为通道 {j} 不在前 {half} 个，即有代表性的那一半之内。",
    ),
    "kernels_why_primary": (
        "{k}×{k}: the first stage is a standard convolution to half of the filters.",
        "{k}×{k}：第一阶段是标准卷积，只算出一半的滤波器。",
    ),
    "kernels_why_ghost": (
        "{k}×{k}, because ghost {s} is made of channel {j} of the first stage alone.",
        "{k}×{k}，因为第 {s} 个幻影特征只由第一阶段的通道 {j} 生成。",
    ),
    "kernels_why_no_ghost": (
        "No kernel, because ghost {s} is made of channel {s} of the first stage alone.",
        "没有卷积核，因为第 {s} 个幻影特征只由第一阶段的通道 {s} 生成。",
    ),
    # what an operator cannot have
    "kernels_bad_parts": (
        "{name} = {p} must divide M = {m} and N = {n}: every group needs as many channels and filters as the others.",
        "{name} = {p} 必须整除 M = {m} 和 N = {n}：每组的通道数与滤波器数必须相同。",
    ),
    "kernels_bad_pconv": (
        "PConv copies channels, so N = {n} must equal M = {m}.",
        "PConv 会复制通道，因此 N = {n} 必须等于 M = {m}。",
    ),
    "kernels_bad_quarter": (
        "PConv convolves a quarter of the channels, so 4 must divide M = {m}.",
        "PConv 只卷积四分之一的通道，因此 4 必须整除 M = {m}。",
    ),
    "kernels_bad_spconv": (
        "SPConv puts half of the channels through two groups, so 4 must divide M = {m} and 2 must divide N = {n}.",
        "SPConv 让一半通道经过两组卷积，因此 4 必须整除 M = {m}，2 必须整除 N = {n}。",
    ),
    "kernels_bad_ghostconv": (
        "GhostConv computes half of the filters and derives the others, so 2 must divide N = {n}.",
        "GhostConv 只计算一半滤波器，其余由它们生成，因此 2 必须整除 N = {n}。",
    ),
    # what a formula leaves out
    "kernels_noted_spconv": (
        "Both halves get their own BatchNorm and are mixed by a softmax over their averages (not counted).",
        "两半各有自己的 BatchNorm，再按平均值的 softmax 混合（未计入）。",
    ),
    "kernels_noted_orepa": (
        "By its paper it buys accuracy and cheaper training; at inference it costs what the standard convolution does.",
        "按其论文，它换来精度和更省的训练；推理时与标准卷积代价相同。",
    ),
    "kernels_noted_dualconv": (
        "It computes the same functions as HetConv with P = G, and stores M · N/G weights more.",
        "与 P = G 的 HetConv 能表示的函数完全相同，却多存 M · N/G 个权重。",
    ),
    "kernels_noted_ghostconv": (
        "Its paper puts BatchNorm and ReLU behind each of the two convolutions (not counted).",
        "论文在两个卷积之后各加 BatchNorm 与 ReLU（未计入）。",
    ),
    # the flow of data
    "kernels_flow_raster": ("{k}×{k}", "{k}×{k}"),
    "kernels_flow_hetero": ("{k}×{k} on 1 in {p}, 1×1 on the others", "每 {p} 个中 1 个 {k}×{k}，其余 1×1"),
    "kernels_flow_grouped": ("{k}×{k} in {p} groups", "{k}×{k}，{p} 组"),
    "kernels_flow_depthwise": ("{k}×{k} per channel", "逐通道 {k}×{k}"),
    "kernels_flow_dots": ("1×1", "1×1"),
    "kernels_flow_quarter": ("{k}×{k} on a quarter", "四分之一做 {k}×{k}"),
    "kernels_flow_copy": ("copy the rest", "其余复制"),
    "kernels_flow_half": ("{k}×{k} in 2 groups on half", "一半做 2 组 {k}×{k}"),
    "kernels_flow_half_dots": ("1×1 on that half", "同一半做 1×1"),
    "kernels_flow_rest": ("1×1 on the other half", "另一半做 1×1"),
    "kernels_flow_mix": ("mix", "混合"),
    "kernels_flow_squeezed": ("{k}×{k}, squeezed", "压缩成的 {k}×{k}"),
    "kernels_flow_primary": ("{k}×{k} to half of the filters", "{k}×{k}，输出一半滤波器"),
    "kernels_flow_keep": ("keep them", "原样保留"),
    "kernels_flow_ghost": ("{k}×{k} per channel, as the other half", "逐通道 {k}×{k}，作为另一半"),
    # names and rules beside the costs of one layer
    "costs_operator_standard": ("Standard", "标准卷积"),
    "costs_operator_hetconv": ("HetConv, P = {p}", "HetConv，P = {p}"),
    "costs_operator_dualconv": ("DualConv, G = {groups}", "DualConv，G = {groups}"),
    "costs_operator_gwc_pwc": ("GWC+PWC, G = {groups}", "GWC+PWC，G = {groups}"),
    "costs_operator_dwc_pwc": ("DWC+PWC", "DWC+PWC"),
    "costs_operator_pconv": ("PConv, a quarter of the channels", "PConv，四分之一通道"),
    "costs_operator_spconv": ("SPConv, α = ½", "SPConv，α = ½"),
    "costs_operator_ghostconv": ("GhostConv, ratio 2", "GhostConv，比例 2"),
    "costs_operator_orepa": ("OREPA, squeezed", "OREPA，合并后"),
    "costs_rule_hetconv": ("P = {p} must divide M = {m} and N = {n}", "P = {p} 必须整除 M = {m} 和 N = {n}"),
    "costs_rule_dualconv": ("G = {groups} must divide M = {m} and N = {n}", "G = {groups} 必须整除 M = {m} 和 N = {n}"),
    "costs_rule_gwc_pwc": ("G = {groups} must divide M = {m} and N = {n}", "G = {groups} 必须整除 M = {m} 和 N = {n}"),
    "costs_rule_ghostconv": ("N = {n} must be even", "N = {n} 必须是偶数"),
    "costs_rule_pconv": (
        "M = {m} must equal N = {n}, and be a multiple of 4",
        "M = {m} 必须等于 N = {n}，且是 4 的倍数",
    ),
    "costs_rule_spconv": (
        "M = {m} must be a multiple of 4, and N = {n} even",
        "M = {m} 必须是 4 的倍数，N = {n} 必须是偶数",
    ),
}
