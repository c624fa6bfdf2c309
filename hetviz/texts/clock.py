"""Sentences of the clock in the Costs tab: key -> (English, Chinese)."""

SENTENCES: dict[str, tuple[str, str]] = {
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
}
