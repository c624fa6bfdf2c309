"""Sentences of the Costs tab: key -> (English, Chinese)."""

SENTENCES: dict[str, tuple[str, str]] = {
    # shared
    "costs_whole": ("a whole number from 1 to {largest}", "请输入 1 到 {largest} 的整数"),
    "costs_refused": ("This setting cannot be counted: {rule}.", "无法按此设置计数：{rule}。"),
    "costs_convention": (
        "Counted by formula: {classes} classes, {size}×{size} pixels; {unit}; BatchNorm {fused}; counted: {terms}.",
        "按公式计数：{classes} 类，{size}×{size} 像素；{unit}；BatchNorm {fused}；计入：{terms}。",
    ),
    "costs_detector": ("Detector", "检测器"),
    "costs_against": ("against the original", "与原版相比"),
    "costs_operations": ("Operations", "运算量"),
    "difference_short": ("Difference", "差"),
    # conventions
    "costs_room_conventions": ("Conventions: one detector, many true figures", "计数约定：同一检测器，多个正确数字"),
    "costs_conventions_lead": (
        "A figure without its convention cannot be compared with another. Choose one; everything in this tab is then "
        "counted so. The class count and input size follow the control above when that is moved.",
        "没有写明约定的数字无法互相比较。选定约定后，本页所有数字都按它计算。上方控件改变类别数或输入尺寸时，这里随之改变。",
    ),
    "costs_presets": ("Who counts how", "谁怎样计数"),
    "costs_preset_page": ("The live numbers above", "上方的实时数字"),
    "costs_preset_page_says": (
        "FLOPs of the convolutions, two for each multiply-add; BatchNorm not fused.",
        "卷积的 FLOPs，每次乘加计两次；BatchNorm 未融合。",
    ),
    "costs_preset_log": ("YOLO's log", "YOLO 日志"),
    "costs_preset_log_says": (
        "FLOPs with the terms that the counter thop adds for BatchNorm and upsampling; the header of a run shows the "
        "80-class model at 640 pixels, not fused.",
        "FLOPs，外加计数器 thop 为 BatchNorm 和上采样增加的项；运行开头显示 80 类、640 像素、未融合的模型。",
    ),
    "costs_preset_paper": ("HetConv's paper", "HetConv 论文"),
    "costs_preset_paper_says": (
        "One operation for each multiply-add, and it calls them FLOPs: half of what a log prints.",
        "每次乘加计一次，却称为 FLOPs：只有日志数字的一半。",
    ),
    "costs_unit": ("Unit", "单位"),
    "costs_flops": ("FLOPs = 2 × multiply-adds", "FLOPs = 2 × 乘加次数"),
    "costs_macs": ("MACs = multiply-adds", "MACs = 乘加次数"),
    "costs_unfused": ("not fused", "未融合"),
    "costs_fused": ("fused", "已融合"),
    "costs_terms": ("Counted", "计入的运算"),
    "costs_terms_convolutions": ("convolutions alone", "仅卷积"),
    "costs_terms_norm": ("convolutions and BatchNorm", "卷积和 BatchNorm"),
    "costs_terms_thop": ("convolutions, BatchNorm, upsampling", "卷积、BatchNorm、上采样"),
    "costs_map_note": (
        "mAP50 is measured on our validation split, at the size that the detector was trained at; “–”: not trained here.",
        "mAP50 在我们自己的验证集上、以训练时的尺寸测得；“–”表示此处未训练。",
    ),
    # layers
    "costs_room_layers": ("Layer by layer: where the weights are", "逐层对照：权重在哪里"),
    "costs_layers_lead": (
        "Each row is a block of the detector; open one to see its layers. Only the eight stage, merge and out blocks "
        "differ: everything else is the same on both sides.",
        "每行是检测器的一个模块，展开可看各层。只有 stage、merge、out 八个模块不同，其余两边完全相同。",
    ),
    "costs_family": ("Family", "系列"),
    "costs_beside": ("Beside it", "对照"),
    "costs_moving": ("CSPHet, with the P above", "CSPHet（上方的 P）"),
    "costs_bars_of": ("Bars", "条形"),
    "costs_block": ("Block", "模块"),
    "costs_difference_params": ("Difference", "差"),
    "costs_total": ("Whole detector", "整个检测器"),
    "costs_open_all": ("Open all blocks", "全部展开"),
    "costs_close_all": ("Close all", "全部收起"),
    "costs_open_layer": ("Open {path} of {name} in Kernels", "在“卷积核”中打开 {name} 的 {path}"),
}
