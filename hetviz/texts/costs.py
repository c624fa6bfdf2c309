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
    "costs_curve": ("CSPHet, over P", "CSPHet，随 P 变化"),
    "costs_measured_ms": ("Milliseconds, measured ({at})", "实测毫秒（{at}）"),
    "costs_no_ms": (
        "Nothing has been measured yet: let the clock below run. A formula is no clock.",
        "尚无实测数据，请运行下方的计时。公式不能代替计时。",
    ),
    "costs_no_map": ("No detector has been trained yet.", "尚无训练好的检测器。"),
    "costs_map_of_layer": ("Accuracy belongs to a whole detector, not to a layer.", "精度属于整个检测器，而不属于某一层。"),
    "costs_no_plotly": ("The plots could not be loaded; the tables have the same numbers.", "图表无法加载，表格中有相同的数字。"),
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
        "between single seeds mean nothing.",
        "mAP50 在我们自己的验证集上测得（VOC 2007 的 {images} 张照片，{size}×{size} 像素，20 类）；代价按上方约定计算。"
        "误差线为各随机种子的最低与最高值；只有一个种子时没有误差线，此时的小差异没有意义。",
    ),
    "costs_one_seed": ("one seed", "一个随机种子"),
    "costs_seeds": ("{count} seeds", "{count} 个随机种子"),
    "costs_not_trained": ("Counted, but not trained here: {missing}.", "只有计数、此处未训练：{missing}。"),
    # clock
    "costs_room_clock": ("The clock", "计时"),
    "costs_clock_lead": (
        "Neither formula nor counter says how long something takes. Measure it on the machine that serves this page; the "
        "P above is the layer's.",
        "公式和计数都不能说明实际耗时。请在运行本页的机器上实测；单层采用上方的 P。",
    ),
    "costs_clock_scope": ("Measure", "测量"),
    "costs_scope_detectors": ("whole detectors", "整个检测器"),
    "costs_clock_channels": ("Channels, M → N", "通道 M → N"),
    "costs_clock_side": ("Output size", "输出尺寸"),
    "costs_clock_detectors": ("Detectors (at most {most})", "检测器（最多 {most} 个）"),
    "costs_clock_start": ("Measure now", "开始测量"),
    "costs_clock_progress": ("Progress of the measurement", "测量进度"),
    "costs_clock_busy": (
        "A measurement for another visitor is running. One at a time, or both would be wrong: please try again in a minute.",
        "正在为另一位访客测量。同时测量会互相干扰，请一分钟后再试。",
    ),
    "costs_clock_preparing": ("Preparing…", "准备中……"),
    "costs_clock_running": ("{done} of {total} samples", "{total} 个样本中的第 {done} 个"),
    "costs_clock_finished": ("Done: {rounds} rounds.", "完成：{rounds} 轮。"),
    "costs_clock_cancelled": ("Cancelled after {rounds} whole rounds.", "已取消，完成了 {rounds} 轮。"),
    "costs_clock_failed": ("The measurement failed.", "测量失败。"),
    "costs_form": ("Form", "形式"),
    "costs_form_standard": ("standard 3×3", "标准 3×3"),
    "costs_form_loop": ("loop", "循环"),
    "costs_form_mask": ("mask", "掩码"),
    "costs_form_group": ("group", "分组"),
    "costs_form_coarse": ("coarse", "粗分组"),
    "costs_form_plain": ("plain", "原样"),
    "costs_what_network": ("network", "网络"),
    "costs_what_end_to_end": ("end to end", "端到端"),
    "costs_clock_multiplied": ("Multiply-adds done", "实际乘加"),
    "costs_clock_what": ("Measured", "测量对象"),
    "costs_clock_promise": ("Formula's promise", "公式的承诺"),
    "costs_clock_time": ("Time", "耗时"),
    "costs_clock_median": ("Median", "中位数"),
    "costs_clock_quartiles": ("Middle half, ms", "四分位区间（毫秒）"),
    "costs_clock_sentence": (
        "At P = {p} the formula promises {promise} % of the standard convolution's work. The clock says {loop} % of its "
        "time in the form that most public code has (loop), {coarse} % in the form that runs here (coarse).",
        "P = {p} 时，公式承诺只需标准卷积 {promise} % 的运算。实测耗时：多数公开代码的写法（循环）为 {loop} %，本程序采用的写法（粗分组）为 {coarse} %。",
    ),
    "costs_clock_why": (
        "Small groups leave a processor's vector units half empty, and gathering channels moves memory without computing "
        "anything. Every one of the many small calls costs its own overhead, which grows with P while the work shrinks.",
        "分组太小时，处理器的向量单元填不满；收集通道只搬运内存，不做计算。许多小调用各有开销，P 越大开销越多，而工作量越少。",
    ),
    "costs_clock_noisy": (
        "The times scatter widely: something else was running on this machine, so take the percentages as rough.",
        "各次用时相差很大：机器上还有其他程序在运行，百分比只供粗略参考。",
    ),
    "costs_clock_layer_convention": (
        "One HetConv of {channels} → {channels} channels, output {side}×{side}, P = {p}, torch, one picture: {processor}, "
        "threads: {threads}; {rounds} interleaved rounds. Percentages: of the standard 3×3.",
        "一个 HetConv，{channels} → {channels} 通道，输出 {side}×{side}，P = {p}，torch，单张图片：{processor}，{threads} 线程，"
        "{rounds} 轮交错测量。百分比以标准 3×3 为基准。",
    ),
    "costs_clock_detector_convention": (
        "{size}×{size} pixels, one picture, BatchNorm fused: {processor}, threads: {threads}; {rounds} interleaved rounds. "
        "Percentages: of the original (C3 or C2f) where it was measured too. End to end: letterbox, network and boxes, "
        "for detectors that are trained.",
        "{size}×{size} 像素，单张图片，BatchNorm 已融合：{processor}，{threads} 线程，{rounds} 轮交错测量。百分比以同时测得的原版"
        "（C3 或 C2f）为基准。端到端包括缩放补边、网络和解码，仅限已训练的检测器。",
    ),
    "costs_clock_command": ("The same as a command:", "对应的命令："),
    # claims
    "costs_room_claims": ("The article's claims, counted", "文章的说法与计数"),
    "costs_claims_lead": (
        "The article that CSPHet comes from states savings without its settings. Here they are counted; change the "
        "settings and see what comes out.",
        "提出 CSPHet 的文章给出了节省的数量，却没有写明设置。这里逐一计数；可更改设置，看看结果如何变化。",
    ),
    "costs_own_classes": ("Classes of the new detector", "新检测器的类别数"),
    "costs_reference_classes": ("Classes of the original", "原检测器的类别数"),
    "costs_frame": ("CSP frame", "CSP 外框"),
    "costs_frame_own": ("the block's own", "模块自己的"),
    "costs_frame_c3": ("C3's", "C3 的"),
    "costs_frame_c2f": ("C2f's", "C2f 的"),
    "costs_replaced": ("Replaced blocks", "替换的模块"),
    "costs_replaced_all": ("all eight blocks", "全部八个模块"),
    "costs_replaced_backbone": ("the backbone's four", "骨干网络的四个"),
    "costs_replaced_neck": ("the neck's four", "颈部的四个"),
    "costs_claim": ("Claim", "说法"),
    "costs_claimed": ("Claimed", "声称"),
    "costs_counted": ("Counted at your setting", "按所选设置计数"),
    "costs_nearest": ("Nearest usual setting", "最接近的常见设置"),
    "costs_verdict": ("Verdict", "结论"),
    "costs_instead": ("in place of {original}", "替换 {original}"),
    "costs_met": ("met", "符合"),
    "costs_unmet": ("not met", "不符"),
    "costs_to": ("{first} to {last}", "{first} 至 {last}"),
    "costs_where": ("{own} classes against {reference}, {blocks}", "{own} 类对 {reference} 类，{blocks}"),
    "costs_verdict_holds": (
        "Holds: equal class counts and all eight blocks give it.",
        "成立：类别数相同、替换全部八个模块即可得到。",
    ),
    "costs_verdict_only_there": (
        "Comes out in the nearest setting, not at equal class counts with all eight blocks.",
        "只在最接近的设置下得到；类别数相同且替换全部八个模块时得不到。",
    ),
    "costs_verdict_off": ("No usual setting gives it.", "没有常见设置能得到。"),
    "costs_together": (
        "Both halves come out in one setting: {where}.",
        "两个数字可在同一设置下得到：{where}。",
    ),
    "costs_apart": (
        "No single usual setting gives both halves: counted, not reproduced.",
        "没有一个常见设置能同时得到两个数字：这是计数，不是复现。",
    ),
    "costs_accuracy_claim": (
        "The article also says that CSPHet is more accurate than CSPPC, and heavier.",
        "文章还说 CSPHet 比 CSPPC 更准确，也更重。",
    ),
    "costs_heavier": ("Heavier, counted on YOLOv5n: {params} parameters.", "更重：在 YOLOv5n 上计得 {params} 个参数。"),
    "costs_accuracy_open": (
        "More accurate: open, since not trained here: {missing}.",
        "更准确：尚无结论，此处未训练：{missing}。",
    ),
    "costs_accuracy": (
        "Accuracy, measured by us: mAP50 {het} for CSPHet P=4, {partial} for CSPPC (validation split, {images} photographs).",
        "精度由我们实测：CSPHet P=4 的 mAP50 为 {het}，CSPPC 为 {partial}（验证集，{images} 张照片）。",
    ),
    "costs_claims_note": (
        "A claim is met by a count that rounds to what it says. Counted at 640×640 pixels: parameters with BatchNorm not "
        "fused, GFLOPs as YOLO's logs print them (thop: convolutions, BatchNorm, upsampling). Usual settings: 20 or 80 "
        "classes, or 20 against the 80-class figure of YOLO's header; all eight blocks, the backbone's or the neck's.",
        "计数四舍五入后与说法一致，即为符合。按 640×640 像素计数：参数含未融合的 BatchNorm，GFLOPs 与 YOLO 日志相同"
        "（thop：卷积、BatchNorm、上采样）。常见设置：20 或 80 类，或 20 类与 YOLO 开头显示的 80 类数字相比；替换全部八个、"
        "骨干网络或颈部的模块。",
    ),
    "costs_solver": ("Which class count gives this figure?", "哪个类别数能得到这个数字？"),
    "costs_figure": ("Figure", "数字"),
    "costs_figure_rule": (
        "a number above 0 and below 1000, such as 4.1",
        "请输入大于 0、小于 1000 的数字，例如 4.1",
    ),
    "costs_solved": ("{classes} classes", "{classes} 类"),
    "costs_unsolved": (
        "none from 1 to 200; the nearest is {classes} with {giga}",
        "1 到 200 类都不行；最接近的是 {classes} 类，为 {giga}",
    ),
    "costs_solver_note": (
        "Found by counting 1 to 200 classes at 640×640 pixels, with the frame and the replaced blocks chosen above; the "
        "last digit written says how the figure was rounded.",
        "在 640×640 像素下逐一计数 1 到 200 类得出，外框与替换的模块按上方选择；写出的最后一位表示舍入到哪一位。",
    ),
    # papers
    "costs_room_papers": ("The paper's tables, published and counted", "论文表格：发表值与计数"),
    "costs_papers_lead": (
        "Singh, Verma, Rai and Namboodiri, “HetConv”, CVPR 2019 (arXiv 1903.04120). Published figures stand beside our "
        "own count of the same networks.",
        "Singh、Verma、Rai、Namboodiri，“HetConv”，CVPR 2019（arXiv 1903.04120）。发表的数字与我们对同一网络的计数并列。",
    ),
    "costs_vgg16": ("VGG-16 on CIFAR-10", "CIFAR-10 上的 VGG-16"),
    "costs_paper_published": ("FLOPs published (M)", "发表的 FLOPs（M）"),
    "costs_paper_macs": ("Multiply-adds counted (M)", "计得的乘加（M）"),
    "costs_paper_missing": ("Published is higher by", "发表值高出"),
    "costs_paper_with_bias": ("With a bias (M)", "加上偏置（M）"),
    "costs_paper_weights": ("Parameters", "参数量"),
    "costs_paper_accuracy": ("Accuracy published (%)", "发表的精度（%）"),
    "costs_vgg16_note": (
        "The paper's FLOPs are one for each multiply-add. Pure multiply-adds fall 0.1 to 0.2 % short; one operation more "
        "for each output element, as for a bias, scaled with its layer and cut after two decimals, gives all seven "
        "figures. That rule was found by fitting; the paper does not state it. The first convolution is standard; "
        "parameters: convolutions and the layers 512-512-10, without BatchNorm.",
        "论文的 FLOPs 每次乘加计一次。纯乘加比发表值少 0.1 % 到 0.2 %；每个输出元素再加一次运算（相当于偏置），随该层按比例缩放，"
        "截取两位小数，七个数字全部吻合。这一规则是拟合得出的，论文并未说明。第一个卷积为标准卷积；参数含卷积与全连接层"
        " 512-512-10，不含 BatchNorm。",
    ),
    "costs_resnet50": ("ResNet-50 on ImageNet", "ImageNet 上的 ResNet-50"),
    "costs_plain": ("plain", "原版"),
    "costs_paper_published_giga": ("FLOPs published", "发表的 FLOPs"),
    "costs_paper_macs_giga": ("Multiply-adds counted", "计得的乘加"),
    "costs_resnet50_note": (
        "224×224 pixels; HetConv takes the place of the 3×3s, strides included; the 7×7 and the 1×1s stay.",
        "224×224 像素；HetConv 替换 3×3 卷积（含带步长的），7×7 和 1×1 保持不变。",
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
    "costs_operator_standard": ("Standard", "标准卷积"),
    "costs_operator_hetconv": ("HetConv, P = {p}", "HetConv，P = {p}"),
    "costs_operator_dualconv": ("DualConv, G = {groups}", "DualConv，G = {groups}"),
    "costs_operator_gwc_pwc": ("GWC+PWC, G = {groups}", "GWC+PWC，G = {groups}"),
    "costs_operator_dwc_pwc": ("DWC+PWC", "DWC+PWC"),
    "costs_operator_pconv": ("PConv, a quarter of the channels", "PConv，四分之一通道"),
    "costs_operator_spconv": ("SPConv, α = ½", "SPConv，α = ½"),
    "costs_operator_orepa": ("OREPA, squeezed", "OREPA，合并后"),
    "costs_rule_hetconv": ("P = {p} must divide M = {m} and N = {n}", "P = {p} 必须整除 M = {m} 和 N = {n}"),
    "costs_rule_dualconv": ("G = {groups} must divide M = {m} and N = {n}", "G = {groups} 必须整除 M = {m} 和 N = {n}"),
    "costs_rule_gwc_pwc": ("G = {groups} must divide M = {m} and N = {n}", "G = {groups} 必须整除 M = {m} 和 N = {n}"),
    "costs_rule_pconv": (
        "M = {m} must equal N = {n}, and be a multiple of 4",
        "M = {m} 必须等于 N = {n}，且是 4 的倍数",
    ),
    "costs_rule_spconv": (
        "M = {m} must be a multiple of 4, and N = {n} even",
        "M = {m} 必须是 4 的倍数，N = {n} 必须是偶数",
    ),
    "costs_save_layer": ("This layer as CSV", "下载本层 CSV"),
    "costs_save_detectors": ("All detectors as CSV", "下载全部检测器 CSV"),
    "costs_link": ("Link to this setting", "此设置的链接"),
    "costs_copy_link": ("Copy the link", "复制链接"),
    "costs_copied": ("Copied.", "已复制。"),
    "costs_copy_yourself": ("Selected: copy it with the keyboard.", "已选中，请用键盘复制。"),
}
