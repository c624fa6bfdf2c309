"""Sentences of the claims and the papers' tables in the Costs tab: key -> (English, Chinese)."""

SENTENCES: dict[str, tuple[str, str]] = {
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
}
