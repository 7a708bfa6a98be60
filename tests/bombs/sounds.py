"""Sound and subtitles beside a small video."""
import struct

from bombs.made import clip, element, ffmpeg, mkv, mkv_cluster, mkv_track, number

VIDEO = ("-f", "lavfi", "-i", "testsrc2=s=160x120:r=5:d=3")


def beside(path, sound, *words):
    ffmpeg(path, *VIDEO, "-f", "lavfi", "-i", sound, "-t", "3", "-c:v", "mpeg4", *words)


def channels(path, count, rate):
    beside(path, f"aevalsrc={'|'.join(['0'] * count)}:s={rate}:d=3", "-c:a", "pcm_f32le", "-strict", "-2")


def claims(path, count, rate, depth=32):
    """What a Matroska track says about its sound, and one block of it."""
    sound = element("AE", number("D7", 2) + number("73C5", 2) + number("83", 2) + element("86", b"A_PCM/FLOAT/IEEE") +
                    element("E1", element("B5", struct.pack(">d", rate)) + number("9F", count) + number("6264", depth)))
    picture = clip(path.with_suffix(".jpg"), frames=1, words=("-c:v", "mjpeg", "-pix_fmt", "yuvj420p"))
    path.with_suffix(".jpg").unlink()
    blocks = b"".join(element("A3", bytes([0x80 | n]) + struct.pack(">hB", 200 * i, 0x80) + body)
                      for i in range(10) for n, body in ((1, picture), (2, bytes(4096))))
    path.write_bytes(mkv(tracks=mkv_track(b"V_MJPEG", 160, 120) + sound, clusters=element("1F43B675", number("E7", 0) + blocks)))


def wav(path, count, rate):
    head = struct.pack("<HHIIHH", 1, count, rate, UINT, count * 2 & 0xFFFF, 16)
    path.write_bytes(b"RIFF" + struct.pack("<I", UINT) + b"WAVEfmt " + struct.pack("<I", len(head)) + head + b"data" +
                     struct.pack("<I", UINT) + bytes(1 << 16))


def subtitles(path, megabytes):
    """One line of so many."""
    line = element("A0", element("A1", b"\x82\0\0\0" + b"a" * (megabytes << 20)) + number("9B", 1000))
    words = element("AE", number("D7", 2) + number("73C5", 2) + number("83", 17) + element("86", b"S_TEXT/UTF8"))
    picture = clip(path.with_suffix(".jpg"), frames=1, words=("-c:v", "mjpeg", "-pix_fmt", "yuvj420p"))
    path.with_suffix(".jpg").unlink()
    path.write_bytes(mkv(tracks=mkv_track(b"V_MJPEG", 160, 120) + words,
                         clusters=element("1F43B675", number("E7", 0) + line) + mkv_cluster(*[picture] * 10)))


def lines(path, count):
    """Very many subtitles of one moment."""
    line = element("A0", element("A1", b"\x82\0\0\0a") + number("9B", 1000))
    words = element("AE", number("D7", 2) + number("73C5", 2) + number("83", 17) + element("86", b"S_TEXT/UTF8"))
    picture = clip(path.with_suffix(".jpg"), frames=1, words=("-c:v", "mjpeg", "-pix_fmt", "yuvj420p"))
    path.with_suffix(".jpg").unlink()
    path.write_bytes(mkv(tracks=mkv_track(b"V_MJPEG", 160, 120) + words,
                         clusters=element("1F43B675", number("E7", 0) + line * count) + mkv_cluster(*[picture] * 10)))


def attachment(path, megabytes):
    whole = element("1941A469", element("61A7", element("466E", b"a.jpg") + element("4660", b"image/jpeg") +
                                        element("465C", bytes(megabytes << 20)) + number("46AE", 1)))
    picture = clip(path.with_suffix(".jpg"), frames=1, words=("-c:v", "mjpeg", "-pix_fmt", "yuvj420p"))
    path.with_suffix(".jpg").unlink()
    path.write_bytes(mkv(whole, tracks=mkv_track(b"V_MJPEG", 160, 120), clusters=mkv_cluster(*[picture] * 10)))


UINT = 2**32 - 1

FILES = {
    "channels.mkv": lambda p: channels(p, 32, 192_000),
    "channels.mov": lambda p: channels(p, 32, 96_000),
    "claims-sound.mkv": lambda p: claims(p, 65_535, 1e12),
    "claims-rate.mkv": lambda p: claims(p, 2, 1e300),
    "many-channels.mkv": lambda p: claims(p, 4_000, 48_000),
    "claims.wav": lambda p: wav(p, 65_535, UINT),
    "subtitles.mkv": lambda p: subtitles(p, 100),
    "lines.mkv": lambda p: lines(p, 1_000_000),
    "attachment.mkv": lambda p: attachment(p, 100),
}
