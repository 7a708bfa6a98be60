"""Stills and moving stills."""
import io
import struct
import zlib

from PIL import Image

from bombs.made import black, clip, ffmpeg, gif, lzw_zeros, png, png_chunk, zeros

MOST = (3840, 2160)  # what may be shown of these
MOST_JPEG = (8192, 4320)


def svg(path, width, body='<rect width="9" height="9"/>', before=""):
    path.write_text(f'{before}<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{width}">{body}</svg>')


def laughs():
    names = "abcdefghij"
    lines = ['<!ENTITY a "ha">'] + [f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip(names, names[1:])]
    return f'<?xml version="1.0"?><!DOCTYPE svg [{"".join(lines)}]>'


def webp(path, width, height, frames=1, **how):
    pictures = [Image.new("RGB", (width, height), (n % 256, 0, 0)) for n in range(frames)]
    pictures[0].save(path, "WEBP", save_all=frames > 1, append_images=pictures[1:], **how)


def webp_claim(path, chunk, body):
    path.write_bytes(b"RIFF" + struct.pack("<I", 12 + len(body)) + b"WEBP" + chunk + struct.pack("<I", len(body)) + body)


def jpeg(path, width, height, **how):
    Image.new("RGB", (width, height)).save(path, "JPEG", **how)


def jpeg_claim(path, width, height):
    jpeg(path, 64, 64)
    path.write_bytes(path.read_bytes().replace(b"\x08\x00\x40\x00\x40", b"\x08" + struct.pack(">HH", height, width)))


def jpeg_scans(path, width, height, times):
    """A progressive one, whose last scan comes again and again."""
    whole = io.BytesIO()
    Image.new("RGB", (width, height)).save(whole, "JPEG", progressive=True)
    body = whole.getvalue()[:-2]
    last = body.rfind(b"\xff\xda")
    path.write_bytes(body + body[last:] * times + b"\xff\xd9")


def jpeg_segments(path, times):
    jpeg(path, 64, 64)
    body = path.read_bytes()
    path.write_bytes(body[:2] + b"\xff\xe1\x00\x04xx" * times + body[2:])


def jp2(path, width, height, components=1, tile=None, depth=7):
    """A codestream's head that claims all this, with one tile of nothing."""
    tile = tile or (width, height)
    size = struct.pack(">HIIIIIIIIH", 0, width, height, 0, 0, *tile, 0, 0, components) + bytes([depth, 1, 1]) * components
    stream = (b"\xff\x4f\xff\x51" + struct.pack(">H", 2 + len(size)) + size +
              b"\xff\x52\x00\x0c\x00\x00\x00\x01\x00\x00\x04\x04\x00\x00" + b"\xff\x5c\x00\x04\x40\x40" +
              b"\xff\x90\x00\x0a\x00\x00\x00\x00\x00\x00\x00\x01\xff\x93" + b"\x00" * 64 + b"\xff\xd9")
    path.write_bytes(stream)


def apng(path, frames, size):
    picture = zlib.compress(bytes((1 + size) * size))
    one = lambda n: (png_chunk(b"fcTL", struct.pack(">IIIIIHHBB", 2 * n + 1, size, size, 0, 0, 1, 1000, 0, 0)) +  # noqa: E731
                     png_chunk(b"fdAT", struct.pack(">I", 2 * n + 2) + picture))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)) +
                     png_chunk(b"acTL", struct.pack(">II", frames, 0)) + png_chunk(b"IDAT", picture) +
                     b"".join(one(n) for n in range(frames)) + png_chunk(b"IEND", b""))


def tiff(path):
    """Its first directory is followed by itself."""
    entries = [(256, 4, 1, 60000), (257, 4, 1, 60000), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 8)]
    body = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *e) for e in entries) + struct.pack("<I", 8)
    path.write_bytes(b"II*\0\x08\0\0\0" + body)


def bmp(path, width, height):
    path.write_bytes(b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0) + bytes(64))


def still_avif(path):
    ffmpeg(path, "-f", "lavfi", "-i", "color=black:s=64x64", "-frames:v", "1", "-c:v", "libaom-av1", "-still-picture", "1", "-cpu-used", "8")


FILES = {
    "wide.svg": lambda p: svg(p, 2_000_000_000),
    "large.svg": lambda p: svg(p, 32000),
    "laughs.svg": lambda p: svg(p, 64, "<text>&j;</text>", laughs()),
    "nested.svg": lambda p: svg(p, 64, "<g>" * 200_000 + "</g>" * 200_000),
    "canvas.gif": lambda p: p.write_bytes(gif(16000, 16000, 30)),
    "most-canvas.gif": lambda p: p.write_bytes(gif(65535, 65535, 2)),
    "wide-canvas.gif": lambda p: p.write_bytes(gif(65535, 500, 50)),
    "within.gif": lambda p: p.write_bytes(gif(*MOST, 30)),
    "beyond.gif": lambda p: p.write_bytes(gif(*MOST_JPEG, 30)),
    "filled.gif": lambda p: p.write_bytes(gif(*MOST, 3, MOST, lzw_zeros(MOST[0] * MOST[1]))),
    "outside.gif": lambda p: p.write_bytes(gif(16, 16, 30, (65535, 65535))),
    "many.gif": lambda p: p.write_bytes(gif(16, 16, 200_000)),
    "bits.png": lambda p: p.write_bytes(png(32767, 32767, 0, 1)),
    "grey.png": lambda p: p.write_bytes(png(30000, 30000, 0, 8)),
    "rgb.png": lambda p: p.write_bytes(png(12000, 12000, 2, 8)),
    "claims.png": lambda p: p.write_bytes(png(2**31 - 1, 2**31 - 1, 0, 1, rows=0)),
    "within.png": lambda p: p.write_bytes(png(*MOST, 2, 8)),
    "within-deep.png": lambda p: p.write_bytes(png(*MOST, 6, 16)),
    "beyond-deep.png": lambda p: p.write_bytes(png(*MOST_JPEG, 6, 16)),
    "tall.png": lambda p: p.write_bytes(png(1, 35_000_000, 0, 8)),
    "words.png": lambda p: p.write_bytes(png(16, 16, 0, 8, png_chunk(b"zTXt", b"a\0\0" + zeros(200 << 20)))),
    "colours.png": lambda p: p.write_bytes(png(16, 16, 2, 8, png_chunk(b"iCCP", b"a\0\0" + zeros(200 << 20)))),
    "overlong.png": lambda p: p.write_bytes(png(16, 16, 0, 8, rows=20_000_000)),
    "chunks.png": lambda p: p.write_bytes(png(16, 16, 0, 8, png_chunk(b"tEXt", b"a\0b") * 500_000)),
    "many.apng": lambda p: apng(p, 100_000, 16),
    "large.apng": lambda p: apng(p, 20, 8192),
    "canvas.webp": lambda p: webp_claim(p, b"VP8X", b"\0\0\0\0" + b"\xff\xff\xff" * 2),
    "lossless.webp": lambda p: webp_claim(p, b"VP8L", b"\x2f" + struct.pack("<I", 16382 | 16382 << 14) + bytes(64)),
    "beyond.webp": lambda p: webp(p, *MOST_JPEG, lossless=True, method=0),
    "within.webp": lambda p: webp(p, *MOST, lossless=True, method=0),
    "many.webp": lambda p: webp(p, 16, 16, 3000),
    "claims.jpg": lambda p: jpeg_claim(p, 65500, 65500),
    "within.jpg": lambda p: jpeg(p, *MOST_JPEG),
    "scans.jpg": lambda p: jpeg_scans(p, 8191, 4319, 1000),
    "segments.jpg": lambda p: jpeg_segments(p, 500_000),
    "claims.jp2": lambda p: jp2(p, 2**32 - 1, 2**32 - 1),
    "claims.j2k": lambda p: jp2(p, 60000, 60000),
    "tiles.j2k": lambda p: jp2(p, *MOST, tile=(1, 1)),
    "components.j2k": lambda p: jp2(p, *MOST, components=16384, depth=37),
    "within.jp2": lambda p: black(p, f"{MOST[0]}x{MOST[1]}", 1, "-c:v", "jpeg2000", "-pix_fmt", "rgb24"),
    "round.tiff": tiff,
    "claims.bmp": lambda p: bmp(p, 2**31 - 1, 1),
    "still.avif": still_avif,
    "small.bmp": lambda p: clip(p, frames=1),
}
