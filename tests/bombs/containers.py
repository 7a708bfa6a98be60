"""Containers whose tables and counts are larger than the file: streams, samples, times, rates."""
import struct

from bombs.made import box, boxes, clip, edited, element, mkv, mkv_cluster, mkv_track, number, png, zeros

UINT = 2**32 - 1


def mp4(path, change):
    path.write_bytes(edited(clip(path, words=("-c:v", "mpeg4")), change))


def table(*numbers):
    return bytes(4) + struct.pack(f">{len(numbers)}I", *numbers)


def samples(path, count):
    """So many of one byte each, in one piece."""
    mp4(path, {b"stsz": lambda _: table(1, count), b"stts": lambda _: table(1, count, 1), b"stss": lambda _: None, b"ctts": lambda _: None,
               b"stsc": lambda _: table(1, 1, count, 1)})


def tracks(path, count, many_samples=0):
    def repeat(moov):
        tracks_, others = b"", b""
        for kind, body in boxes(moov):
            if kind != b"trak":
                others += box(kind, body)
                continue
            if many_samples:
                body = edited(body, {b"stsz": lambda _: table(1, many_samples), b"stts": lambda _: table(1, many_samples, 1),
                                     b"stsc": lambda _: table(1, 1, many_samples, 1)})
            tracks_ += box(kind, body)
        return others + tracks_ * count

    mp4(path, {b"moov": repeat})


def squeezed(path, size):
    """A moov that is zlib's: so many zeros."""
    body = box(b"cmov", box(b"dcom", b"zlib") + box(b"cmvd", struct.pack(">I", size & UINT) + zeros(size)))
    path.write_bytes(box(b"ftyp", b"qt  \0\0\0\0qt  ") + box(b"moov", body))


def claims(path, kind, size):
    """A box that says it goes on for ever."""
    path.write_bytes(box(b"ftyp", b"isom\0\0\2\0isomiso2") + struct.pack(">I4sQ", 1, kind, size) + bytes(4096))


def edits(path, count):
    entry = struct.pack(">IiHH", 1000, 0, 1, 0)
    mp4(path, {b"edts": lambda _: box(b"elst", table(count) + entry * count)})


def fragments(path, count):
    """One picture each, said to be many."""
    body = clip(path, words=("-c:v", "mpeg4", "-movflags", "frag_keyframe+empty_moov"))
    parts = [box(kind, inner) for kind, inner in boxes(body)]
    heads = [p for p in parts if p[4:8] in (b"ftyp", b"moov")]
    run = [p for p in parts if p[4:8] == b"moof"][0]
    at = run.find(b"trun")
    run = run[:at + 8] + struct.pack(">I", UINT) + run[at + 12:]
    path.write_bytes(b"".join(heads) + run * count)


def entries(path, count):
    mp4(path, {b"stsd": lambda old: old[:4] + struct.pack(">I", count) + old[8:] * min(count, 200_000)})


def timed(path, scale, each):
    mp4(path, {b"mdhd": lambda old: old[:12] + struct.pack(">II", scale, UINT) + old[20:],
               b"mvhd": lambda old: old[:12] + struct.pack(">II", scale, UINT) + old[20:],
               b"stts": lambda old: table(1, 5, each)})


def mkv_encoding(where):
    """zlib: 1, of what is in blocks; 2, of the track's head."""
    return element("6D80", element("6240", number("5031", 0) + number("5032", where) + number("5033", 0) + element("5034", number("4254", 0))))


def mkv_squeezed_beside(path, size, kind, codec):
    """A video as it should be, and beside it a track that is packed."""
    picture = clip(path, frames=1, words=("-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-f", "mjpeg"))
    other = element("AE", number("D7", 2) + number("73C5", 2) + number("83", kind) + element("86", codec) + mkv_encoding(1) +
                    (element("E1", number("9F", 1)) if kind == 2 else b""))
    blocks = b"".join(element("A3", bytes([0x80 | track]) + struct.pack(">hB", 200 * i, 0x80) + body)
                      for i in range(10) for track, body in ((1, picture), (2, zeros(size))))
    path.write_bytes(mkv(tracks=mkv_track(b"V_MJPEG", 160, 120) + other, clusters=element("1F43B675", number("E7", 0) + blocks)))


def mkv_squeezed(path, size, where):
    squeeze = mkv_encoding(where)
    secret = element("63A2", zeros(size)) if where == 2 else b""
    pictures = [zeros(size)] * 5 if where == 1 else [b"x"]
    path.write_bytes(mkv(tracks=mkv_track(b"V_VP8", 160, 120, 1, squeeze, secret), clusters=mkv_cluster(*pictures)))


def mkv_tracks(path, count):
    path.write_bytes(mkv(tracks=b"".join(mkv_track(b"V_VP8", 160, 120, i + 1) for i in range(count)), clusters=mkv_cluster(b"x")))


def mkv_rate(path):
    still = png(16, 16, 2, 8)
    track = mkv_track(b"V_MJPEG", 16, 16, 1, number("23E383", 1))
    path.write_bytes(mkv(tracks=track, clusters=b"".join(mkv_cluster(still, at=2**62 + n) for n in range(3))))


def many_ts(path):
    """Eight thousand programmes of one packet each, and their tables."""
    def packet(pid, body):
        return struct.pack(">BHB", 0x47, 0x4000 | pid, 0x10) + b"\0" + body.ljust(183, b"\xff")[:183]

    def section(kind, number_, body):
        body = bytes([kind]) + struct.pack(">H", 0xB000 | (len(body) + 9)) + struct.pack(">HBBB", number_, 0xC1, 0, 0) + body
        return body + struct.pack(">I", mpeg_crc(body))

    pids = range(32, 8000)
    out = b""
    for first in range(0, len(pids), 40):
        some = pids[first:first + 40]
        out += packet(0, section(0, 1, b"".join(struct.pack(">HH", pid, 0xE000 | pid) for pid in some)))
        for pid in some:
            streams = b"".join(struct.pack(">BHH", 0x1B, 0xE000 | (pid + n) % 8000 + 32, 0xF000) for n in range(30))
            out += packet(pid, section(2, pid, struct.pack(">HH", 0xE000 | pid, 0xF000) + streams))
    path.write_bytes(out * 3)


def mpeg_crc(body):
    crc = UINT
    for byte in body:
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1 ^ 0x04C11DB7 if crc & 0x80000000 else crc << 1) & UINT
    return crc


def patched_avi(path, **fields):
    """dwMicroSecPerFrame, the streams' scale, rate and length."""
    body = bytearray(clip(path, words=("-c:v", "mjpeg", "-pix_fmt", "yuvj420p")))
    at = body.find(b"strh") + 8
    for name, value in fields.items():
        struct.pack_into("<I", body, at + {"scale": 20, "rate": 24, "start": 28, "length": 32, "size": 36}[name], value)
    path.write_bytes(body)


def avi_streams(path, count):
    body = clip(path, words=("-c:v", "mjpeg", "-pix_fmt", "yuvj420p"))
    at = body.find(b"LIST", 20)
    size = struct.unpack("<I", body[at + 4:at + 8])[0]
    more = body[at:at + 8 + size] * (count - 1)
    out = bytearray(body[:at] + more + body[at:])
    for place in (4, 16):  # of all, and of the head's list
        struct.pack_into("<I", out, place, struct.unpack_from("<I", out, place)[0] + len(more))
    path.write_bytes(out)


def ogg_streams(path, count):
    def page(serial, body):
        head = b"OggS\0\x02" + struct.pack("<qIII", 0, serial, 0, 0) + bytes([1, len(body)])
        crc = 0
        for byte in head + body:
            crc ^= byte << 24
            for _ in range(8):
                crc = (crc << 1 ^ 0x04C11DB7 if crc & 0x80000000 else crc << 1) & UINT
        return head[:22] + struct.pack("<I", crc) + head[26:] + body

    head = b"\x80theora\x03\x02\x01" + struct.pack(">HH", 20, 15) + b"\0\0\xf0\0\0\xf0\0\0" + bytes([0, 0, 0, 5, 0, 0, 0, 1]) + bytes(14)
    path.write_bytes(b"".join(page(n, head) for n in range(count)))


def head_only(path, head, size=1 << 20):
    path.write_bytes(head + bytes(size))


FILES = {
    "samples.mp4": lambda p: samples(p, UINT),
    "samples-within.mp4": lambda p: samples(p, 4_000_000),
    "tracks.mp4": lambda p: tracks(p, 20_000),
    "tracks-samples.mp4": lambda p: tracks(p, 300, 4_000_000),
    "squeezed.mov": lambda p: squeezed(p, 1 << 30),
    "claims-moov.mp4": lambda p: claims(p, b"moov", 2**62),
    "claims-mdat.mp4": lambda p: claims(p, b"mdat", 2**62),
    "edits.mp4": lambda p: edits(p, 1_000_000),
    "fragments.mp4": lambda p: fragments(p, 10_000),
    "entries.mp4": lambda p: entries(p, 100_000),
    "slow.mp4": lambda p: timed(p, 1, UINT),
    "fast.mp4": lambda p: timed(p, UINT, 1),
    "timeless.mp4": lambda p: timed(p, 0, 0),
    "squeezed.mkv": lambda p: mkv_squeezed(p, 1 << 30, 1),
    "squeezed-within.mkv": lambda p: mkv_squeezed(p, 100 << 20, 1),
    "squeezed-head.mkv": lambda p: mkv_squeezed(p, 1 << 30, 2),
    "squeezed-sound.mkv": lambda p: mkv_squeezed_beside(p, 100 << 20, 2, b"A_PCM/INT/LIT"),
    "squeezed-words.mkv": lambda p: mkv_squeezed_beside(p, 100 << 20, 17, b"S_VOBSUB"),
    "tracks.mkv": lambda p: mkv_tracks(p, 50_000),
    "rate.mkv": mkv_rate,
    "many.ts": many_ts,
    "rate.avi": lambda p: patched_avi(p, rate=UINT, scale=1),
    "rateless.avi": lambda p: patched_avi(p, rate=0, scale=0),
    "slow.avi": lambda p: patched_avi(p, rate=1, scale=UINT, length=UINT),
    "streams.avi": lambda p: avi_streams(p, 5_000),
    "streams.ogg": lambda p: ogg_streams(p, 20_000),
    "frame.ivf": lambda p: head_only(p, b"DKIF\0\0\x20\0VP80" + struct.pack("<HHIIII", 320, 240, 5, 1, 1, 0) + struct.pack("<IQ", UINT, 0)),
    "head.nut": lambda p: head_only(p, b"nut/multimedia container\0" + b"N\x4d\x7a\x56\x1f\x5f\x04\xad" + b"\xff" * 9 + b"\x7f"),
}
