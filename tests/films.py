"""Videos of the kinds that visitors bring, made here."""

import base64
import struct
import wave
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np
from playwright.sync_api import Page

# Records the page's own canvas as browsers do: a WebM without its length, in base64.
RECORD = """async (seconds) => {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: 320, height: 240 });
  const context = canvas.getContext("2d");
  const paint = setInterval(() => {
    context.fillStyle = `hsl(${performance.now() % 360} 80% 50%)`;
    context.fillRect(0, 0, 320, 240);
  }, 40);
  const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: "video/webm;codecs=vp8" });
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((done) => (recorder.onstop = done));
  recorder.start(200);
  await new Promise((done) => setTimeout(done, 1000 * seconds));
  recorder.stop();
  await stopped;
  clearInterval(paint);
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""


CODECS = {".webm": "VP80", ".mp4": "vp09"}


def film(path: Path, frames: Iterable[np.ndarray], rate: float = 20) -> Path:
    """Write frames (H, W, 3; BGR) as a WebM or MP4 file."""
    writer = None
    for frame in frames:
        if writer is None:
            size = (frame.shape[1], frame.shape[0])
            writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*CODECS[path.suffix]), rate, size)
        writer.write(frame)
    writer.release()
    return path


def noise(count: int, width: int = 320, height: int = 240) -> Iterable[np.ndarray]:
    """Yield frames that compress badly, so that half of a file holds half of them."""
    random = np.random.default_rng(0)
    for _ in range(count):
        small = random.integers(0, 256, (max(1, height // 8), max(1, width // 8), 3), np.uint8)
        yield cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST)


def half(path: Path, whole: Path) -> Path:
    """Write the first half of a file, as a download that broke off leaves it."""
    content = whole.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    return path


def sound(path: Path) -> Path:
    """Write a file of one second of sound (WAV)."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(16_000))
    return path


def recording(page: Page, path: Path, seconds: float) -> Path:
    """Write what the page's browser records of a canvas."""
    path.write_bytes(base64.b64decode(page.evaluate(RECORD, seconds)))
    return path


def fast_start(path: Path, whole: Path) -> Path:
    """Write an MP4 with its index before its pictures, as cameras and converters for the web do; half of it still opens."""
    content = whole.read_bytes()
    boxes, place = {}, 0
    while place < len(content):
        size, name = struct.unpack(">I4s", content[place : place + 8])
        boxes[name] = content[place : place + size]
        place += size
    index = bytearray(boxes[b"moov"])
    table = index.index(b"stco")  # type, version, count, then where each chunk of pictures begins
    (count,) = struct.unpack(">I", index[table + 8 : table + 12])
    offsets = struct.unpack(f">{count}I", index[table + 12 : table + 12 + 4 * count])
    moved = [offset + len(index) for offset in offsets]
    index[table + 12 : table + 12 + 4 * count] = struct.pack(f">{count}I", *moved)
    others = b"".join(box for name, box in boxes.items() if name not in (b"ftyp", b"moov"))
    path.write_bytes(boxes[b"ftyp"] + bytes(index) + others)
    return path


def still_at_the_end(path: Path, whole: Path, seconds: float) -> Path:
    """Write a WebM whose last picture stays until a later end, as a recorder of a screen on which nothing moves leaves it."""
    content, name = whole.read_bytes(), bytes.fromhex("448988")  # Duration, eight bytes long, in milliseconds
    place = content.index(name) + len(name)
    path.write_bytes(content[:place] + struct.pack(">d", 1000 * seconds) + content[place + 8 :])
    return path
