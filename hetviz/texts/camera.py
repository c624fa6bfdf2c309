"""Sentences about the camera, which two tabs use: key -> (English, Chinese)."""

SENTENCES: dict[str, tuple[str, str]] = {
    "camera_other": ("Other camera", "切换摄像头"),
    "camera_view": ("Live picture of the camera", "摄像头实时画面"),
    "camera_asking": ("Waiting for the camera…", "正在等待摄像头……"),
    "camera_off": ("The camera is off.", "摄像头已关闭。"),
    "camera_by_itself": ("Open the page by itself", "单独打开本页"),
    "error_camera_denied": (
        "The camera was refused. Allow it in the browser's address bar, and in the settings of the system, and start it "
        "again; or choose a file instead.",
        "摄像头权限被拒绝。请在浏览器地址栏和系统设置中允许后重新打开，或改为选择文件。",
    ),
    "error_camera_missing": (
        "No camera was found. Plug one in and start it again, or choose a file instead.",
        "没有找到摄像头。请连接后重新打开，或改为选择文件。",
    ),
    "error_camera_busy": (
        "The camera is there but gives nothing: another program may be using it. Close that and start the camera again, or "
        "choose a file instead.",
        "找到了摄像头，但无法打开：可能正被其他程序使用。请关闭该程序后重新打开，或改为选择文件。",
    ),
    "error_camera_insecure": (
        "Browsers give the camera only to pages from the same machine or over HTTPS. Open the page that way, or choose a "
        "file instead.",
        "浏览器只允许本机页面或 HTTPS 页面使用摄像头。请以这种方式打开本页，或改为选择文件。",
    ),
    "error_camera_framed": (
        "The page is shown inside another one, which does not let it use the camera.",
        "本页嵌在另一个页面中，而那个页面不允许使用摄像头。",
    ),
    "error_camera_unplugged": (
        "The camera was unplugged or taken by another program. Start it again when it is back.",
        "摄像头已断开或被其他程序占用。恢复后请重新打开。",
    ),
    "error_camera_unseen": (
        "The camera was put out, since nobody saw its picture. Start it again when you like.",
        "由于画面不再显示，摄像头已关闭。需要时请重新打开。",
    ),
    "error_camera_no_picture": (
        "The camera is on, but no picture has come from it yet. Another camera or browser may help.",
        "摄像头已打开，但还没有画面。可以尝试其他摄像头或浏览器。",
    ),
}
