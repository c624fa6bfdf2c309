"""Sentences of the Heat maps tab: key -> (English, Chinese)."""

SENTENCES: dict[str, tuple[str, str]] = {
    # choosing
    "heat_hint": (
        "Click a box, in either picture: both maps answer for that object. The picture is the one of the Detect tab; "
        "there you can choose your own.",
        "点击任意一张图中的检测框，两个检测器都会给出该物体的热力图。图片与“检测”页相同，可在那里选择自己的图片。",
    ),
    "heat_no_picture": ("No picture has been examined yet: choose an example.", "还没有检测过图片：请选择一个示例。"),
    "heat_nothing_found": (
        "No box was found in this picture at these thresholds, so there is nothing to explain. Lower the confidence in "
        "the Detect tab, or choose another picture.",
        "在当前阈值下没有检测到物体，因此无可解释。请在“检测”页降低置信度，或换一张图片。",
    ),
    "heat_no_box": ("There is no box at that place. Click inside one.", "那里没有检测框，请点击框内。"),
    "error_not_explained": (
        "This cannot be explained: the box, method, layer or detector does not exist. The last maps stay.",
        "无法解释：检测框、方法、层或检测器不存在。上一次的热力图仍保留。",
    ),
    "heat_method": ("Method", "方法"),
    "heat_layer": ("Layer", "层"),
    "heat_score": ("What is explained", "解释的对象"),
    "heat_opacity": ("Opacity", "不透明度"),
    "heat_scale": ("Colour scale", "色标"),
    "heat_scale_own": ("share of each map's own peak", "相对各自峰值"),
    "heat_scale_same": ("the same numbers in both maps", "两图使用相同数值"),
    # methods: the name, and what it does
    "method_name_gradcam": ("Grad-CAM", "Grad-CAM"),
    "method_name_gradcam++": ("Grad-CAM++", "Grad-CAM++"),
    "method_name_hirescam": ("HiResCAM", "HiResCAM"),
    "method_name_layercam": ("LayerCAM", "LayerCAM"),
    "method_name_xgradcam": ("XGrad-CAM", "XGrad-CAM"),
    "method_name_eigencam": ("Eigen-CAM (not class-specific)", "Eigen-CAM（与类别无关）"),
    "method_gradcam": (
        "Grad-CAM: weighs each channel by its gradient, averaged over the whole picture, and adds the channels up. It "
        "says which features count; other objects with the same features light up too.",
        "Grad-CAM：用整幅图上平均的梯度给每个通道加权再求和。它说明哪些特征重要；具有相同特征的其他物体也会亮起。",
    ),
    "method_gradcam++": (
        "Grad-CAM++: like Grad-CAM, but counts positive gradients only, and more where an activation stands alone; "
        "made for several objects of one class.",
        "Grad-CAM++：与 Grad-CAM 类似，但只计正梯度，并加强孤立的激活；适合同类多个物体。",
    ),
    "method_hirescam": (
        "HiResCAM: multiplies gradient and activation place by place, then adds the channels up. It keeps what speaks "
        "for this very box apart from what speaks for others.",
        "HiResCAM：逐位置把梯度与激活相乘再对通道求和，因此能把支持这个框的位置与支持其他框的位置区分开。",
    ),
    "method_layercam": (
        "LayerCAM: like HiResCAM with positive gradients only; smoother, and usable in early layers.",
        "LayerCAM：与 HiResCAM 类似，但只用正梯度；更平滑，浅层也可用。",
    ),
    "method_xgradcam": (
        "XGrad-CAM: weighs each channel by gradients taken where it is active, so that the sum stays close to the score.",
        "XGrad-CAM：按激活所在处的梯度给通道加权，使总和接近得分。",
    ),
    "method_eigencam": (
        "Eigen-CAM (not class-specific): the main pattern of the layer, without gradients. It is the same for every box "
        "of a picture.",
        "Eigen-CAM（与类别无关）：不用梯度，只取该层的主成分。同一张图中每个框的结果都相同。",
    ),
    # layers
    "layer_auto": ("by the box's size", "按框的大小选择"),
    "layer_P3": ("P3 of the neck (1/8)", "颈部 P3（1/8）"),
    "layer_P4": ("P4 of the neck (1/16)", "颈部 P4（1/16）"),
    "layer_P5": ("P5 of the neck (1/32)", "颈部 P5（1/32）"),
    "layer_merge4": ("block merge4 of the neck (1/16)", "颈部模块 merge4（1/16）"),
    "layer_pool": ("pyramid pooling of the backbone (1/32)", "主干金字塔池化（1/32）"),
    "layer_stage5": ("backbone stage 5 (1/32)", "主干第 5 级（1/32）"),
    "layer_stage4": ("backbone stage 4 (1/16)", "主干第 4 级（1/16）"),
    "layer_stage3": ("backbone stage 3 (1/8)", "主干第 3 级（1/8）"),
    "layer_stage2": ("backbone stage 2 (1/4)", "主干第 2 级（1/4）"),
    "layer_why": (
        "Level {level} answered for this box ({width}×{height} pixels), so {layer} is shown: a layer that it draws on, fine "
        "enough for parts of such an object. Of {level} itself, place by place, one single cell would count.",
        "这个框（{width}×{height} 像素）由 {level} 给出，因此显示{layer}：{level} 以它为输入，其分辨率足以显示物体的局部。"
        "若逐位置看 {level} 本身，只有一个单元起作用。",
    ),
    "layer_chosen": (
        "Shown is {layer}; level {level} answered for this box.",
        "显示的是{layer}；这个框由 {level} 给出。",
    ),
    "one_cell": (
        "Place by place, this layer can show one cell only: the head behind it is a 1×1 convolution. An earlier layer "
        "shows what that cell looked at.",
        "在这一层逐位置只能看到一个单元：其后的检测头是 1×1 卷积。更早的层能显示该单元看到了什么。",
    ),
    # targets
    "score_confidence": ("confidence: objectness × class", "置信度：目标性 × 类别"),
    "score_class": ("class score alone, before the sigmoid", "仅类别得分（sigmoid 之前）"),
    "score_box": ("place and size of the box", "框的位置和大小"),
    # results
    "explaining": ("Making the maps…", "正在生成热力图……"),
    "explained": (
        "Maps of {name}: {left_model} {left}, {right_model} {right}.",
        "{name} 的热力图：{left_model} {left}，{right_model} {right}。",
    ),
    "heat_view": ("Where {model} looked", "{model} 看了哪里"),
    "heat_explain_box": ("Explain {name}, confidence {confidence}", "解释 {name}，置信度 {confidence}"),
    "how_asked": ("The box that was clicked.", "所点击的框。"),
    "how_matched": ("This detector's own box of the same object.", "该检测器自己对同一物体的框。"),
    "how_same_place": (
        "This detector has no box there; the same class at the same place is explained (confidence {confidence}).",
        "该检测器在那里没有框；解释的是同一位置的同一类别（置信度 {confidence}）。",
    ),
    "heat_range": (
        "Range {low} to {high}; negative parts speak against the answer and are cut off.",
        "范围 {low} 到 {high}；负值表示反对，已截去。",
    ),
    "reason_saturated": (
        "No map: the score is saturated, so no small change moves it and its gradient is zero. Explain the class score "
        "alone instead.",
        "没有热力图：得分已饱和，微小变化不再影响它，梯度为零。请改为只解释类别得分。",
    ),
    "reason_no_path": (
        "No map: this layer has no influence on the answer, because level {level} is computed without it. Choose another "
        "layer.",
        "没有热力图：{level} 的计算不经过这一层，因此它对结果没有影响。请选择其他层。",
    ),
    "reason_negative": (
        "No map: everything in this layer speaks against the answer; nothing positive is left to show.",
        "没有热力图：这一层的所有位置都反对该结果，没有正值可显示。",
    ),
    "reason_padding": (
        "No map: what speaks for the answer lies in the grey padding around the picture.",
        "没有热力图：支持该结果的位置都在图片周围的灰色补边中。",
    ),
    "reason_not_finite": ("No map: the numbers overflowed.", "没有热力图：数值溢出。"),
    "colour_bar": ("Colours from 0 to the peak", "颜色从 0 到峰值"),
    "save_png": ("Save both as PNG", "保存两图（PNG）"),
    "save_npy": ("Save {model}'s map as .npy", "保存 {model} 的热力图（.npy）"),
    # figures
    "figures_title": ("The maps in figures", "热力图的数据"),
    "figure": ("Figure", "指标"),
    "figure_confidence": ("Confidence of the explained answer", "被解释结果的置信度"),
    "figure_energy": ("Energy inside the box", "框内能量占比"),
    "figure_peak": ("Peak inside the box", "峰值在框内"),
    "figure_deletion": ("Area under deletion (low is good)", "删除曲线面积（越低越好）"),
    "figure_insertion": ("Area under insertion (high is good)", "插入曲线面积（越高越好）"),
    "figure_correlation": ("Correlation of the two maps", "两图相关系数"),
    "figure_similarity": ("Structural similarity (SSIM)", "结构相似度（SSIM）"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "figures_note": (
        "Energy: the share of the map's sum within this detector's box. Correlation is Pearson's over all pixels; SSIM is "
        "scikit-image's, each map scaled to its peak. Areas are of the confidence over the changed share of the pixels.",
        "能量：该检测器的框内热力值占总和的比例。相关系数为全部像素的皮尔逊相关；SSIM 由 scikit-image 计算，各图按峰值缩放。"
        "面积为置信度随改变像素比例的曲线下面积。",
    ),
    # trust test
    "trust_title": ("Can the maps be trusted?", "热力图可信吗？"),
    "trust_hint": (
        "The weights are made random from the head down, step by step, each with the mean and spread it had. A map that "
        "does not change does not explain what was learned. Below each: the correlation with the trained map, the mean of {draws} draws.",
        "从检测头向下逐步把权重随机化（保持原来的均值和离散程度）。如果热力图不变，它就没有解释模型学到的东西。"
        "每张图下方是与训练后热力图的相关系数（{draws} 次随机的平均）。",
    ),
    "trust_run": ("Make the weights random", "随机化权重"),
    "depth_trained": ("trained", "训练后"),
    "depth_head": ("head", "检测头"),
    "depth_neck": ("+ neck", "+ 颈部"),
    "depth_stage5": ("+ stage 5", "+ 第 5 级"),
    "depth_stage4": ("+ stage 4", "+ 第 4 级"),
    "depth_stage3": ("+ stage 3", "+ 第 3 级"),
    "depth_everything": ("all random", "全部随机"),
    "blank": ("blank", "空白"),
    "progress": ("{done} of {all}", "{done} / {all}"),
    "stopped": ("Stopped at {done} of {all}.", "已停止：{done} / {all}。"),
    "stop": ("Stop", "停止"),
    # curves
    "curves_title": ("Do the bright places matter?", "亮处真的重要吗？"),
    "curves_hint": (
        "Deletion: the brightest pixels are blurred away first. Insertion: everything is blurred but the brightest. If "
        "the map is right, the confidence falls, or rises, soon.",
        "删除：先把最亮的像素模糊掉。插入：除最亮的像素外全部模糊。如果热力图正确，置信度会很快下降或上升。",
    ),
    "curves_run": ("Measure deletion and insertion", "测量删除与插入"),
    "deletion": ("Deletion", "删除"),
    "insertion": ("Insertion", "插入"),
    "curves_axis": ("share of pixels changed (deletion) or kept (insertion)", "被删除（或保留）的像素比例"),
    "curve_label": (
        "{title}: {left_model} from {left_first} to {left_last}, {right_model} from {right_first} to {right_last}",
        "{title}：{left_model} 从 {left_first} 到 {left_last}，{right_model} 从 {right_first} 到 {right_last}",
    ),
    # channels
    "channels_title": ("What the sum is made of", "求和的组成"),
    "channels_hint": (
        "The channels of the layer that put most into each map, with the weight in the sum (for methods that weigh places, "
        "the mean gradient) and the share of the sum in absolute numbers. Each on its own range.",
        "对热力图贡献最大的通道，以及它们在求和中的权重（按位置加权的方法取平均梯度）和绝对值占比。每张图使用各自的范围。",
    ),
    "channel": ("channel {index} of {count}", "通道 {index}（共 {count}）"),
    "channel_numbers": ("weight {weight}, {share} %", "权重 {weight}，{share} %"),
}
