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
        "mAP50 is measured on our validation split, at the input size that the detector serves at; “–”: not trained here.",
        "mAP50 在我们自己的验证集上、以检测时的输入尺寸测得；“–”表示此处未训练。",
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
    # P against everything
    "costs_room_plots": ("P against everything", "P 与各项指标"),
    "costs_plots_more": (
        "At P = {p} one 3×3 convolution ({channels} → {channels} channels) loses {layer} % of its weights; but CSPHet's "
        "frame is wider, and the whole detector has {detector} % more parameters than with C3. The next plot shows where.",
        "P = {p} 时，一个 3×3 卷积（{channels} → {channels} 通道）减少 {layer} % 的权重；但 CSPHet 的外框更宽，整个检测器的参数比 C3 版多"
        " {detector} %。下一组图说明在哪里。",
    ),
    "costs_plots_fewer": (
        "At P = {p} one 3×3 convolution ({channels} → {channels} channels) loses {layer} % of its weights; the whole "
        "detector has {detector} % fewer parameters than with C3. The next plot shows where the rest is.",
        "P = {p} 时，一个 3×3 卷积（{channels} → {channels} 通道）减少 {layer} % 的权重；整个检测器的参数比 C3 版少 {detector} %。"
        "下一组图说明其余参数在哪里。",
    ),
    "costs_scope": ("Shown", "显示"),
    "costs_scope_detector": ("the whole detector", "整个检测器"),
    "costs_scope_layer": ("one layer", "一层"),
    "costs_width": ("Channels and output size", "通道数与输出尺寸"),
    "costs_every_p": ("CSPHet, every P", "CSPHet，各个 P"),
    "costs_measured_ms": ("Milliseconds, measured ({at})", "实测毫秒（{at}）"),
    "costs_no_ms": (
        "Nothing has been measured yet: let the clock below run. A formula is no clock.",
        "尚无实测数据，请运行下方的计时。公式不能代替计时。",
    ),
    "costs_no_map": ("No detector has been trained yet.", "尚无训练好的检测器。"),
    "costs_map_of_layer": (
        "Accuracy belongs to a whole detector, not to a layer.",
        "精度属于整个检测器，而不属于某一层。",
    ),
    "costs_no_plotly": (
        "The plots could not be loaded; the tables have the same numbers.",
        "图表无法加载，表格中有相同的数字。",
    ),
    "costs_plots_note": (
        "For one layer the lines are the operator that stands in each block: standard 3×3 (C3), PConv, DualConv, HetConv "
        "with P = 4; biases and BatchNorm are left out.",
        "单层模式下，横线是各模块中的算子：标准 3×3（C3）、PConv、DualConv、P = 4 的 HetConv；不含偏置和 BatchNorm。",
    ),
    # where the rest is
    "costs_room_shares": ("Where the rest is", "其余在哪里"),
    "costs_shares_lead": (
        "P acts on the inside of eight blocks alone. Their 1×1 frames, the downsampling convolutions between them and "
        "the head stay; and CSPHet's frame is wider than C3's.",
        "P 只作用于八个模块的内部。模块的 1×1 外框、模块之间的下采样卷积和检测头都不变；而且 CSPHet 的外框比 C3 的更宽。",
    ),
    "costs_quantity": ("Quantity", "指标"),
    "costs_shares_bars": ("Every detector by part", "各检测器的组成"),
    "costs_share_inside": ("inside of the blocks", "模块内部"),
    "costs_share_frame": ("frames of the blocks", "模块外框"),
    "costs_share_outside": ("between the blocks", "模块之间"),
    "costs_share_head": ("head", "检测头"),
    "costs_areas_note": (
        "Each area is a block, or its inside or frame; click one to open it in the table below.",
        "每块面积代表一个模块（或其内部、外框），点击可在下表中展开。",
    ),
    # Pareto
    "costs_room_pareto": ("Accuracy against cost", "精度与代价"),
    "costs_pareto_lead": (
        "Each trained detector is a point; up and to the left is better. The dotted front joins those that no other "
        "beats in both.",
        "每个训练好的检测器是一个点，越靠左上越好。虚线连接没有被其他检测器同时超过的点。",
    ),
    "costs_pareto_params": ("mAP50, parameters", "mAP50 与参数量"),
    "costs_million_params": ("parameters, millions", "参数量（百万）"),
    "costs_pareto_note": (
        "mAP50 measured on our validation split ({images} photographs of VOC 2007, {size}×{size} pixels, 20 classes); cost "
        "by the convention above. Bars: lowest and highest of the seeds; a single seed has no bar, and small differences "
        "between single seeds mean nothing. The upright axis does not begin at zero.",
        "mAP50 在我们自己的验证集上测得（VOC 2007 的 {images} 张照片，{size}×{size} 像素，20 类）；代价按上方约定计算。"
        "误差线为各随机种子的最低与最高值；只有一个种子时没有误差线，此时的小差异没有意义。纵轴不从零开始。",
    ),
    "costs_one_seed": ("one seed", "一个随机种子"),
    "costs_seeds": ("{count} seeds", "{count} 个随机种子"),
    "costs_not_trained": ("Counted, but not trained here: {missing}.", "只有计数、此处未训练：{missing}。"),
    # learning curves
    "costs_room_training": ("How training went", "训练过程"),
    "costs_training_lead": (
        "Every run started from random weights and followed one recipe for {epochs} epochs. The two detectors chosen "
        "above are drawn in bold; the dotted lines are where the input size changes.",
        "所有训练都从随机权重开始，采用同一方案，共 {epochs} 轮。上方选中的两个检测器用粗线表示；虚线处改变输入尺寸。",
    ),
    "costs_training_loss": ("Loss a photograph, in training", "训练中每张照片的损失"),
    "costs_training_map": ("mAP50 on photographs held out", "留出照片上的 mAP50"),
    "costs_training_epochs": ("epoch", "轮次"),
    "costs_training_epoch": ("epoch {epoch}, {size} pixels", "第 {epoch} 轮，{size} 像素"),
    "costs_training_seed": ("seed {seed}", "随机种子 {seed}"),
    "costs_training_note": (
        "The {held_out} photographs held out belong to the training part and are few, so this mAP50 is rough: it served "
        "to choose the recipe and must not be compared with the mAP50 of the validation split shown elsewhere. The loss "
        "drops where mosaics end, as whole photographs are easier.",
        "留出的 {held_out} 张照片取自训练集，数量少，所以这里的 mAP50 比较粗略：它只用于选择训练方案，不能与别处显示的验证集 mAP50 相比。"
        "停用马赛克增强后损失骤降，因为整张照片更容易。",
    ),
    # own layer
    "costs_room_own": ("Bring your own layer", "自定义一层"),
    "costs_own_lead": (
        "Any layer, every operator: weights, operations, and their ratio to the standard convolution.",
        "任意一层、所有算子：权重、运算量，以及与标准卷积之比。",
    ),
    "costs_own_m": ("Channels in, M", "输入通道 M"),
    "costs_own_n": ("Filters, N", "滤波器 N"),
    "costs_own_kernel_size": ("Kernel, K", "卷积核 K"),
    "costs_own_p": ("Parts, P", "分组数 P"),
    "costs_own_groups": ("Groups, G", "组数 G"),
    "costs_own_side": ("Input side", "输入边长"),
    "costs_own_stride": ("Stride", "步长"),
    "costs_own_note": (
        "Output {side} × {side}; {unit} on one picture; no bias, no BatchNorm. Of the two stages of GWC+PWC and DWC+PWC "
        "the first has the stride. A formula, not a clock.",
        "输出 {side} × {side}；{unit}，一张图片；不含偏置与 BatchNorm。GWC+PWC 和 DWC+PWC 的步长在第一级。这是公式，不是计时。",
    ),
    "costs_operator": ("Operator", "算子"),
    "costs_weights": ("Weights", "权重"),
    "costs_ratio": ("Weights, ratio to standard", "权重与标准卷积之比"),
    "costs_save_layer": ("This layer as CSV", "下载本层 CSV"),
    "costs_save_detectors": ("All detectors as CSV", "下载全部检测器 CSV"),
    "costs_link": ("Link to this setting", "此设置的链接"),
    "costs_copy_link": ("Copy the link", "复制链接"),
    "costs_copied": ("Copied.", "已复制。"),
    "costs_copy_yourself": ("Selected: copy it with the keyboard.", "已选中，请用键盘复制。"),
}
