"""Sentences of the Live tab: key -> (English, Chinese)."""

SENTENCES: dict[str, tuple[str, str]] = {
    "tab_live": ("Live", "实时"),
    "live_camera": ("Start the camera", "打开摄像头"),
    "live_file": ("Choose a video file", "选择视频文件"),
    "live_stop": ("Stop", "停止"),
    "live_pause": ("Pause", "暂停"),
    "live_resume": ("Go on", "继续"),
    "live_turn": ("Other camera", "切换摄像头"),
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
    "live_asking": ("Waiting for the camera…", "正在等待摄像头……"),
    "live_on": ("The camera is on.", "摄像头已打开。"),
    "live_paused": ("Paused: the camera stays on, no frame is sent.", "已暂停：摄像头仍开着，但不再发送画面。"),
    "live_stopped": ("The camera is off.", "摄像头已关闭。"),
    "live_meters": (
        "Measured in this page: {rate} frames a second through both detectors; {lag} ms from capture to boxes (median); "
        "{server} ms of it on the server.",
        "本页面实测：两个检测器合计每秒处理 {rate} 帧；从采集到出框 {lag} 毫秒（中位数），其中服务器用时 {server} 毫秒。",
    ),
    "live_meters_none": (
        "Frame rate and lag are shown here while the camera runs.",
        "摄像头运行时，这里显示帧率和延迟。",
    ),
    "live_count": ("{count} in this frame", "本帧 {count} 个"),
    "live_progress": ("Frame {done} of {total} examined", "已检测 {done} / {total} 帧"),
    "live_progress_label": ("Progress through the video", "视频检测进度"),
    "live_cancelled": (
        "Cancelled after {done} of {total} frames; those are kept.",
        "已取消，保留前 {done} / {total} 帧的结果。",
    ),
    "live_ready": (
        "{total} frames examined ({rate} a second of the video). Play it back, or take the boxes along.",
        "已检测 {total} 帧（每秒视频 {rate} 帧）。可以回放，也可以下载检测框。",
    ),
    "live_play": ("Play", "播放"),
    "live_position": ("Place in the video", "视频位置"),
    "live_download": ("Boxes as JSON lines", "下载检测框（JSON Lines）"),
    "error_live_denied": (
        "The camera was refused. Allow it in the browser's address bar and start it again, or choose a video file.",
        "摄像头权限被拒绝。请在浏览器地址栏中允许后重新打开，或选择视频文件。",
    ),
    "error_live_missing": (
        "No camera was found. Plug one in and start it again, or choose a video file.",
        "没有找到摄像头。请连接后重新打开，或选择视频文件。",
    ),
    "error_live_insecure": (
        "The browser gives the camera only to pages from this machine or over HTTPS. Open the page that way, or choose a "
        "video file.",
        "浏览器只允许本机页面或 HTTPS 页面使用摄像头。请以这种方式打开本页，或选择视频文件。",
    ),
    "error_live_unplugged": (
        "The camera was unplugged or taken by another program. Start it again when it is back.",
        "摄像头已断开或被其他程序占用。恢复后请重新打开。",
    ),
    "error_live_unreadable": (
        "This browser cannot play the file. Choose an MP4 (H.264) or WebM file.",
        "本浏览器无法播放该文件。请选择 MP4（H.264）或 WebM 文件。",
    ),
    "error_live_too_long": (
        "The video has {seconds} seconds; at most {limit} are examined.",
        "视频长 {seconds} 秒，最多检测 {limit} 秒。",
    ),
    "error_live_too_large": (
        "The video has {megabytes} MB; at most {limit} MB are read.",
        "视频大小 {megabytes} MB，最多 {limit} MB。",
    ),
    "error_busy": (
        "Many visitors are here at this moment; frames wait for their turn.",
        "当前访问者较多，画面正在排队。",
    ),
}
