"""Sentences of the Live tab: key -> (English, Chinese)."""

SENTENCES: dict[str, tuple[str, str]] = {
    "tab_live": ("Live", "实时"),
    "live_camera": ("Start the camera", "打开摄像头"),
    "live_file": ("Choose a video file", "选择视频文件"),
    "live_stop": ("Stop", "停止"),
    "live_pause": ("Pause", "暂停"),
    "live_resume": ("Go on", "继续"),
    "live_mirror": ("Mirror", "镜像"),
    "live_snapshot": ("Take this frame to Detect", "把这一帧送到“检测”"),
    "live_privacy": (
        "Frames are scaled down in this page, examined by the server one by one and forgotten: none is stored. "
        "A video file stays in the browser; only its frames are sent, {rate} a second.",
        "画面在本页面缩小后逐帧发给服务器检测，随即丢弃，不会保存。视频文件留在浏览器中，只按每秒 {rate} 帧发送画面。",
    ),
    "live_limits": (
        "Video: MP4 or WebM, as far as this browser plays it; up to {seconds} seconds and {megabytes} MB.",
        "视频：本浏览器可播放的 MP4 或 WebM，最长 {seconds} 秒、{megabytes} MB。",
    ),
    "live_view": ("{model} on the moving picture", "{model} 的实时检测"),
    "live_off": ("No picture yet. Start the camera or choose a video file.", "暂无画面。请打开摄像头或选择视频文件。"),
    "live_on": ("The camera is on.", "摄像头已打开。"),
    "live_paused": ("Paused: the camera stays on, no frame is sent.", "已暂停：摄像头仍开着，但不再发送画面。"),
    "live_meters": (
        "Measured in this page: {rate} frames a second through both detectors; {lag} ms from capture to boxes (median); "
        "{server} ms of it on the server.",
        "本页面实测：两个检测器合计每秒处理 {rate} 帧；从采集到出框 {lag} 毫秒（中位数），其中服务器用时 {server} 毫秒。",
    ),
    "live_meters_none": (
        "Frame rate and lag are shown here while the camera runs.",
        "摄像头运行时，这里显示帧率和延迟。",
    ),
    "live_meters_stale": (
        "No frame has come back for {seconds} s: the server is busy, or out of reach.",
        "已有 {seconds} 秒没有收到结果：服务器繁忙，或无法连接。",
    ),
    "live_count": ("{count} in this frame", "本帧 {count} 个"),
    "live_progress": ("Frame {done} of {total} examined", "已检测 {done} / {total} 帧"),
    "live_progress_label": ("Progress through the video", "视频检测进度"),
    "live_cancelled": ("Cancelled after {done} of {total} frames; those are kept.", "已取消，保留前 {done} / {total} 帧的结果。"),
    "live_opening": ("Opening {name}…", "正在打开 {name}……"),
    "live_kept": (
        "Stopped after {done} of {total} frames; those are kept.",
        "在 {done} / {total} 帧处停止，已检测的结果保留。",
    ),
    "live_ready": (
        "{total} frames examined ({rate} a second of the video). Play it back, or take the boxes along.",
        "已检测 {total} 帧（每秒视频 {rate} 帧）。可以回放，也可以下载检测框。",
    ),
    "live_play": ("Play", "播放"),
    "live_position": ("Place in the video", "视频位置"),
    "live_download": ("Boxes as JSON lines", "下载检测框（JSON Lines）"),
    "error_live_unreadable": (
        "This browser cannot play the file. Choose an MP4 (H.264) or WebM file.",
        "本浏览器无法播放该文件。请选择 MP4（H.264）或 WebM 文件。",
    ),
    "error_live_silent": (
        "This browser shows no picture of the file. Choose another file, or open the page in another browser.",
        "本浏览器没有显示该文件的画面。请换一个文件，或用其他浏览器打开本页。",
    ),
    "error_live_no_picture": (
        "There is sound in the file, but no picture that this browser can show.",
        "文件中只有声音，没有本浏览器可以显示的画面。",
    ),
    "error_live_endless": (
        "How long the video is cannot be found. Save it as MP4 or WebM with another program and choose that.",
        "无法得知视频的长度。请用其他程序另存为 MP4 或 WebM 后再选择。",
    ),
    "error_live_cut_off": (
        "The file cannot be read any further: it is cut off or damaged.",
        "文件从这里起无法读取：内容不完整或已损坏。",
    ),
    "error_live_ends_early": (
        "The last picture of the file is at {last} s of {seconds} s: it may be cut off.",
        "文件的最后一帧在 {last} 秒处，而标称长度为 {seconds} 秒：内容可能不完整。",
    ),
    "error_live_too_narrow": (
        "The video is {width}×{height} pixels; the longer side may be at most {limit} times the shorter.",
        "视频为 {width}×{height} 像素，长边最多是短边的 {limit} 倍。",
    ),
    "error_live_too_small": (
        "The video is {width}×{height} pixels; each side must have at least {limit}.",
        "视频为 {width}×{height} 像素，每边至少需要 {limit} 像素。",
    ),
    "error_live_too_long": (
        "The video has {seconds} seconds; at most {limit} are examined.",
        "视频长 {seconds} 秒，最多检测 {limit} 秒。",
    ),
    "error_live_too_large": ("The video has {megabytes} MB; at most {limit} MB are read.", "视频大小 {megabytes} MB，最多 {limit} MB。"),
    "error_busy": (
        "Many visitors are here at this moment; frames wait for their turn.",
        "当前访问者较多，画面正在排队。",
    ),
}
