"""The pictures that every server shows: small, in motion, with a red frame around them by which a viewer knows a clean
picture from the grey smear that a decoder makes of half a stream."""

import io
import subprocess

from PIL import Image

FPS = 12
KBITS = 600  # a second, H.264, always the same: so a line can be too narrow for it
SIZES = {"small": (320, 240), "large": (480, 352)}
LONG_LAPS = 15


def ffmpeg(*arguments):
    subprocess.run(["ffmpeg", "-v", "error", "-y", *map(str, arguments)], check=True, stdin=subprocess.DEVNULL)


def make(folder):
    """small, large: .mp4 (20 s), .long.mp4 (5 min), .h264 (20 s, Annex B), .mjpeg (20 s, pictures one after another);
    gop10: .h264 with a keyframe every 10 s."""
    for size in SIZES:
        _encode(folder / size, size, keyframe_s=1)
        _make_long(folder / size)
        ffmpeg("-i", folder / f"{size}.mp4", "-an", "-c:v", "mjpeg", "-q:v", "5", "-pix_fmt", "yuvj420p", "-f", "mjpeg",
               folder / f"{size}.mjpeg")  # fmt: skip
    _encode(folder / "gop10", "small", keyframe_s=10)


def _encode(path, size, keyframe_s):
    width, height = SIZES[size]
    picture = f"testsrc2=size={width - 64}x{height - 64}:rate={FPS}:duration=20,pad={width}:{height}:32:32:red"
    gop = round(keyframe_s * FPS)
    ffmpeg("-f", "lavfi", "-i", picture, "-c:v", "libx264", "-profile:v", "baseline", "-preset", "veryfast", "-pix_fmt",
           "yuv420p", "-g", gop, "-keyint_min", gop, "-sc_threshold", "0", "-b:v", f"{KBITS}k", "-maxrate", f"{KBITS}k",
           "-bufsize", f"{KBITS // 2}k", "-x264-params", "nal-hrd=cbr", "-movflags", "+faststart",
           f"{path}.mp4")  # fmt: skip
    ffmpeg("-i", f"{path}.mp4", "-c", "copy", "-bsf:v", "h264_mp4toannexb,h264_metadata=aud=insert", f"{path}.h264")


def _make_long(path):
    ffmpeg("-stream_loop", LONG_LAPS - 1, "-i", f"{path}.mp4", "-c", "copy", "-movflags", "+faststart",
           f"{path}.long.mp4")  # fmt: skip


def is_clean(jpeg):
    """Whether the frame is red all around."""
    try:
        picture = Image.open(io.BytesIO(jpeg)).convert("RGB")
    except OSError:
        return False
    width, height = picture.size
    near, far = 0.03, 0.97
    spots = [(0.5, near), (0.5, far), (near, 0.5), (far, 0.5)]
    colours = [picture.getpixel((int(x * width), int(y * height))) for x, y in spots]
    return all(red > 150 and green < 90 and blue < 90 for red, green, blue in colours)
