"""Coded video that asks for more than may be shown, or for as much as may be in the dearest way."""
import re
import struct

from bombs.made import black, clip, ffmpeg, mkv, mkv_cluster, mkv_track, replaced

X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-x264-params", "ref=1:bframes=0:sync-lookahead=0:rc-lookahead=0")
X265 = ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error:pools=1:frame-threads=1")
MOST = "8192x4320"


def wide(path):
    """The same stream in any container; made once a folder."""
    stream = path.with_name("wide.h264")
    if not stream.exists():
        FILES["wide.h264"](stream)
    ffmpeg(path, "-r", "5", "-i", stream, "-c", "copy")


def held_pictures(path):
    """As many pictures to look back to as the format allows."""
    black(path, "4096x2304", 20, "-c:v", "libx264", "-preset", "ultrafast", "-x264-params", "ref=16:bframes=16:b-pyramid=normal:rc-lookahead=0")


def vp8(path, width=0x3FFF, height=0x3FFF):
    clip(path, "320x240", 3, words=("-c:v", "libvpx", "-deadline", "realtime"))
    replaced(path, b"\x9d\x01\x2a\x40\x01\xf0\x00", b"\x9d\x01\x2a" + struct.pack("<HH", width, height))


def grows(path, codec, *words):
    """Small first, then larger than may be shown: two streams in one."""
    small, large = path.with_name("small-" + path.name), path.with_name("large-" + path.name)
    black(small, "160x120", 10, "-c:v", codec, *words)
    black(large, "10240x6144", 1, "-c:v", codec, *words)
    path.write_bytes(small.read_bytes() + large.read_bytes())
    small.unlink()
    large.unlink()


def mpeg2(path):
    """The sequence header's size, with the two bits more that its extension has."""
    body = bytearray(clip(path, "320x240", 3, words=("-c:v", "mpeg2video", "-f", "mpeg2video")))
    for at in (m.start() for m in re.finditer(b"\0\0\1\xb3", body)):
        body[at + 4:at + 7] = b"\xff\xff\xff"
    for at in (m.start() for m in re.finditer(b"\0\0\1\xb5[\x10-\x1f]", body)):
        body[at + 5] |= 0x01
        body[at + 6] |= 0xE0
    path.write_bytes(body)


def theora(path):
    body = clip(path, "320x240", 3, words=("-c:v", "libtheora", "-f", "nut"))
    head = body.find(b"\x80theora\x03")
    path.write_bytes(body[:head + 10] + b"\xff\xff\xff\xff" + b"\xff\xff\xf0\xff\xff\xf0" + body[head + 20:])


def y4m(path, width, height):
    path.write_bytes(f"YUV4MPEG2 W{width} H{height} F5:1 Ip A1:1 C420jpeg\nFRAME\n".encode() + bytes(4096))


def raw_mkv(path, width, height):
    path.write_bytes(mkv(tracks=mkv_track(b"V_UNCOMPRESSED", width, height, colours=b"I420"), clusters=mkv_cluster(bytes(4096))))


def jpeg_avi(path):
    clip(path, "64x64", 3, words=("-c:v", "mjpeg", "-pix_fmt", "yuvj420p"))
    replaced(path, b"\x08\x00\x40\x00\x40", b"\x08\xff\xdc\xff\xdc")


def many_pictures(path):
    """A million pictures of nothing, all of the same moment."""
    one = clip(path, "16x16", 1, words=("-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-f", "mjpeg"))
    path.write_bytes(one * min(1_000_000, (24 << 20) // len(one)))


FILES = {
    "wide.mp4": wide,
    "wide.mkv": wide,
    "wide.ts": wide,
    "wide.avi": wide,
    "wide.flv": wide,
    "wide.h264": lambda p: black(p, "16384x8192", 2, *X264),
    "grows.h264": lambda p: grows(p, "libx264", *X264[2:]),
    "held.mp4": held_pictures,
    "within.mp4": lambda p: black(p, MOST, 4, *X264),
    "hevc.mp4": lambda p: black(p, "8192x8192", 2, *X265),
    "within.hevc.mp4": lambda p: black(p, MOST, 4, *X265),
    "vp8.webm": vp8,
    "vp8.ivf": vp8,
    "within.vp8.webm": lambda p: vp8(p, 8192, 4320),
    "vp9.webm": lambda p: black(p, "10240x6144", 2, "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"),
    "within.vp9.webm": lambda p: black(p, MOST, 2, "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"),
    "av1.mkv": lambda p: black(p, "10240x6144", 1, "-c:v", "libaom-av1", "-usage", "realtime", "-cpu-used", "8"),
    "mpeg2.mpg": mpeg2,
    "mpeg4.avi": lambda p: black(p, "8160x8160", 2, "-c:v", "mpeg4"),
    "theora.nut": theora,
    "jpeg.avi": jpeg_avi,
    "jpeg.mov": lambda p: black(p, "12000x12000", 2, "-c:v", "mjpeg", "-pix_fmt", "yuvj420p"),
    "prores.mov": lambda p: black(p, "10240x6144", 1, "-c:v", "prores_ks"),
    "dnxhr.mov": lambda p: black(p, "10240x6144", 1, "-c:v", "dnxhd", "-profile:v", "dnxhr_lb", "-pix_fmt", "yuv422p"),
    "ffv1.mkv": lambda p: black(p, "16384x8192", 1, "-c:v", "ffv1"),
    "within.ffv1.mkv": lambda p: black(p, MOST, 3, "-c:v", "ffv1", "-pix_fmt", "gbrp16le"),
    "runs.mov": lambda p: black(p, "16384x8192", 2, "-c:v", "qtrle"),
    "within.runs.mov": lambda p: black(p, MOST, 3, "-c:v", "qtrle", "-pix_fmt", "argb"),
    "png.mov": lambda p: black(p, "16384x8192", 1, "-c:v", "png"),
    "zmbv.avi": lambda p: black(p, "16384x8192", 1, "-c:v", "zmbv"),
    "flash.flv": lambda p: black(p, "4095x4095", 3, "-c:v", "flashsv"),
    "cinepak.avi": lambda p: black(p, "8192x6144", 1, "-c:v", "cinepak"),
    "huff.avi": lambda p: black(p, "10240x6144", 1, "-c:v", "huffyuv"),
    "claims.y4m": lambda p: y4m(p, 2_000_000, 2_000_000),
    "within.y4m": lambda p: y4m(p, 8192, 4320),
    "raw.mkv": lambda p: raw_mkv(p, 100_000, 100_000),
    "raw-most.mkv": lambda p: raw_mkv(p, 2**31 - 1, 2**31 - 1),
    "many.mjpeg": many_pictures,
}
