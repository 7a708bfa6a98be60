"""Bytes of the formats that bombs are made of."""
import struct
import subprocess
import zlib


def ffmpeg(path, *words):
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", *map(str, words), str(path)], check=True)


def clip(path, size="160x120", frames=5, rate=5, picture="testsrc2", words=()):
    ffmpeg(path, "-f", "lavfi", "-i", f"{picture}=s={size}:r={rate}", "-frames:v", frames, "-threads", "1", *words)
    return path.read_bytes()


def black(path, size, frames, *words):
    ffmpeg(path, "-f", "lavfi", "-i", f"color=black:s={size}:r=5", "-frames:v", frames, "-threads", "1", *words)


def replaced(path, old, new):
    """The file with every `old` in it turned into `new`, of the same length."""
    bytes_ = path.read_bytes()
    assert old in bytes_ and len(old) == len(new), (path, old)
    path.write_bytes(bytes_.replace(old, new))


def zeros(count):
    """So many zeros as zlib packs them: the same block of a mebibyte again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    rest = packer.compress(bytes(count & 0xFFFFF)) + packer.flush()
    return b"\x78\xda" + block * (count >> 20) + rest + struct.pack(">HH", count % 65521, 1)


def png_chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width, height, kind, depth, *before, rows=None):
    """Of one colour; `kind` is PNG's colour type. `rows`: as many as it really has, where that is a lie."""
    samples = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[kind]
    row = 1 + (width * depth * samples + 7) // 8
    body = zeros(row * (height if rows is None else rows))
    return (b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)) +
            b"".join(before) + png_chunk(b"IDAT", body) + png_chunk(b"IEND", b""))


def gif(width, height, frames, picture=(1, 1), pixels=b"\x02\x02\x44\x01\x00"):
    one = (b"\x21\xf9\x04\x00\x0a\x00\x00\x00" + b"\x2c" + struct.pack("<HHHHB", 0, 0, *picture, 0) + pixels)
    return (b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(6) +
            b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00" + one * frames + b";")


def lzw_zeros(count):
    """GIF's compression of so many pixels of colour 0, in codes that grow: a few bytes for a million of them."""
    bits, held, out, width, following = 0, 0, bytearray(), 3, 6

    def put(code):
        nonlocal bits, held
        held |= code << bits
        bits += width
        while bits >= 8:
            out.append(held & 0xFF)
            held >>= 8
            bits -= 8

    put(4)
    put(0)
    count -= 1
    run = 1
    while count > 0:
        run += 1
        if run > count:  # a shorter one ends it
            put(0)
            count -= 1
            run = 1
            continue
        put(following)
        count -= run
        if following == (1 << width) - 1 and width < 12:
            width += 1
        following += 1
        if following == 4096:
            put(4)
            width, following, run = 3, 6, 1
            if count > 0:
                put(0)
                count -= 1
    put(5)
    if bits:
        out.append(held & 0xFF)
    body = bytes(out)
    return b"\x02" + b"".join(bytes([len(body[i:i + 255])]) + body[i:i + 255] for i in range(0, len(body), 255)) + b"\x00"


# --- MP4 --------------------------------------------------------------------------------------------------------------

HOLDERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"udta"}


def box(kind, body):
    return struct.pack(">I", 8 + len(body)) + kind + body


def boxes(body):
    """(kind, body) of each."""
    at = 0
    while at + 8 <= len(body):
        size, kind = struct.unpack(">I4s", body[at:at + 8])
        yield kind, body[at + 8:at + size]
        at += max(size, 8)


def edited(body, change):
    """Boxes anew: `change` maps a kind to what makes another body of its own; None leaves the box out."""
    out = b""
    for kind, inner in boxes(body):
        if kind in change:
            inner = change[kind](inner)
            if inner is None:
                continue
        elif kind in HOLDERS:
            inner = edited(inner, change)
        out += box(kind, inner)
    return out


# --- Matroska ---------------------------------------------------------------------------------------------------------

def element(identity, body):
    """`identity` in hex, as the specification writes it."""
    return bytes.fromhex(identity) + (1 << 56 | len(body)).to_bytes(8, "big") + body


def number(identity, value):
    return element(identity, value.to_bytes(8, "big"))


def mkv(*parts, tracks, clusters=b""):
    head = element("1A45DFA3", element("4282", b"matroska") + number("4287", 4) + number("4285", 2))
    info = element("1549A966", number("2AD7B1", 1_000_000) + element("4D80", b"np") + element("5741", b"np"))
    return head + element("18538067", info + element("1654AE6B", tracks) + b"".join(parts) + clusters)


def mkv_track(codec, width, height, index=1, *more, colours=b""):
    picture = element("E0", number("B0", width) + number("BA", height) + (element("2EB524", colours) if colours else b""))
    return element("AE", number("D7", index) + number("73C5", index) + number("83", 1) + element("86", codec) + picture + b"".join(more))


def mkv_cluster(*pictures, at=0):
    """One a block, 200 ms apart."""
    blocks = b"".join(element("A3", b"\x81" + struct.pack(">hB", 200 * i, 0x80) + p) for i, p in enumerate(pictures))
    return element("1F43B675", number("E7", at) + blocks)
