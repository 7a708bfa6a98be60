"""Servers that lie: each is a generator of the bytes that one connection gets, from the first request on."""
import gzip
import itertools
import socket
import struct
import threading
import time
import zlib

from bombs.made import element

OK = b"HTTP/1.1 200 OK\r\n"
PIECE = bytes(64 << 10)
MOST_SECONDS = 60  # a connection
UINT = 2**32 - 1


def answer(kind, *headers):
    return OK + b"".join(h + b"\r\n" for h in (b"Content-Type: " + kind, b"Connection: close", *headers)) + b"\r\n"


def endless(kind, head=b"", piece=PIECE, headers=()):
    """A body without an end, as fast as it is taken."""
    return lambda path: itertools.chain([answer(kind, *headers), head], itertools.repeat(piece))


def slowly(first, piece, pause=1.0):
    def serve(path):
        yield first
        while True:
            time.sleep(pause)
            yield piece

    return serve


def chunked(*sizes_and_bodies, then=b""):
    def serve(path):
        yield answer(b"video/mp4", b"Transfer-Encoding: chunked")
        for size, body in sizes_and_bodies:
            yield size + b"\r\n" + body + b"\r\n"
        while then:
            yield then

    return serve


def packed(path):
    """Zeros without an end, a thousandth of their size."""
    yield answer(b"video/mp4", b"Content-Encoding: gzip")
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    while True:
        yield packer.compress(PIECE)


def packed_list(path):
    yield answer(b"application/vnd.apple.mpegurl", b"Content-Encoding: gzip")
    yield gzip.compress(b"#EXTM3U\n" + b"#EXTINF:3,\na.ts\n" * 20_000_000, 1)


def redirects(where):
    def serve(path):
        yield b"HTTP/1.1 302 Found\r\nLocation: " + where(path) + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

    return serve


def continues(path):
    while True:
        yield b"HTTP/1.1 100 Continue\r\n\r\n" * 1000


def parts(*heads, body=b"", forever=True):
    def serve(path):
        yield answer(b"multipart/x-mixed-replace; boundary=b")
        while True:
            for head in heads:
                yield b"--b\r\n" + head + b"\r\n\r\n" + body + b"\r\n"
            if not forever:
                return

    return serve


def growing_list(path):
    """A live playlist that is longer each time, of pieces that are lists."""
    yield answer(b"application/vnd.apple.mpegurl")
    yield b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n" + b"#EXTINF:1,\n/list-of-itself\n" * 100_000


def list_of(piece):
    """A playlist whose pieces this server gives."""
    def serve(path):
        yield answer(b"application/vnd.apple.mpegurl")
        yield b"#EXTM3U\n#EXT-X-TARGETDURATION:3\n" + b"#EXTINF:3,\n/" + piece + b"\n" * 1 + b"#EXT-X-ENDLIST\n"

    return serve


def keyed_list(path):
    yield answer(b"application/vnd.apple.mpegurl")
    yield b'#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXT-X-KEY:METHOD=AES-128,URI="/endless"\n#EXTINF:3,\n/endless\n#EXT-X-ENDLIST\n'


def ts_packet(number, starts, head=b""):
    return struct.pack(">BHB", 0x47, (0x4000 if starts else 0) | 0x100, 0x10 | number % 16) + head + b"\x01" * (184 - len(head))


def ts_tables():
    from bombs.containers import mpeg_crc

    def packet(pid, section):
        section += struct.pack(">I", mpeg_crc(section))
        return struct.pack(">BHB", 0x47, 0x4000 | pid, 0x10) + b"\0" + section.ljust(183, b"\xff")

    return (packet(0, bytes.fromhex("00b00d0001c100000001f000")[:12].replace(b"\xf0\x00", b"\xf0\x20")) +
            packet(0x20, bytes.fromhex("02b0120001c10000e100f0001be100f000")))


def one_pes(path):
    """A transport stream whose first picture has no end."""
    yield answer(b"video/mp2t") + ts_tables() + ts_packet(0, True, bytes.fromhex("000001e0000080800521000100010000000109f0"))
    packets = b"".join(ts_packet(n, False) for n in range(1, 1 + 16 * 20))
    while True:
        yield packets


def mkv_block(path):
    """A block of 2 GB."""
    from bombs.made import mkv, mkv_track, number
    yield answer(b"video/x-matroska") + mkv(tracks=mkv_track(b"V_VP8", 160, 120))
    yield bytes.fromhex("1F43B675") + b"\x01" + b"\xff" * 7 + number("E7", 0) + b"\xa3" + (1 << 56 | 2**31).to_bytes(8, "big")
    yield b"\x81\0\0\x80"
    yield from itertools.repeat(PIECE)


def mkv_void(path):
    """Nothing but room that is left free."""
    from bombs.made import mkv, mkv_track
    yield answer(b"video/x-matroska") + mkv(tracks=mkv_track(b"V_VP8", 160, 120))
    yield from itertools.repeat(element("EC", PIECE))


# --- RTSP -------------------------------------------------------------------------------------------------------------

def rtsp(describe):
    """Answers OPTIONS well and DESCRIBE as told, request by request."""
    def serve(path, request):
        sequence = next((line.split(b":")[1].strip() for line in request.split(b"\r\n") if line.lower().startswith(b"cseq:")), b"1")
        start = b"RTSP/1.0 200 OK\r\nCSeq: " + sequence + b"\r\n"
        if request.startswith(b"OPTIONS"):
            yield start + b"Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n\r\n"
        elif request.startswith(b"DESCRIBE"):
            yield from describe(start)
        else:
            yield start + b"Session: 1\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n\r\n"
            if request.startswith(b"PLAY"):
                yield from itertools.repeat(b"$\0\xff\xff" + bytes(65535))

    serve.asked = True
    return serve


def sdp(body):
    return lambda start: [start + b"Content-Type: application/sdp\r\nContent-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body]


VIDEO = b"m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:t\r\n"
SDP = b"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=a\r\nt=0 0\r\n"

SERVERS = {
    "endless": endless(b"application/octet-stream"),
    "endless.mp4": endless(b"video/mp4", b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + b"\0\0\0\x01mdat" + struct.pack(">Q", 2**40)),
    "endless-free.mp4": endless(b"video/mp4", b"\0\0\0\x18ftypisom\0\0\2\0isomiso2", b"\0\1\0\0free" + bytes(65528)),
    "endless-moov.mp4": endless(b"video/mp4", b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + b"\x7f\xff\xff\xffmoov"),
    "endless.flv": endless(b"video/x-flv", b"FLV\1\5\0\0\0\x09\0\0\0\0" + b"\x09\xff\xff\xff" + bytes(7)),
    "endless.ivf": endless(b"video/x-ivf", b"DKIF\0\0\x20\0VP80" + struct.pack("<HHIIII", 320, 240, 5, 1, 1, 0) + struct.pack("<IQ", UINT, 0)),
    "endless.avi": endless(b"video/x-msvideo", b"RIFF\xff\xff\xff\xffAVI LIST\xff\xff\xff\x7fhdrl"),
    "endless.ogg": endless(b"video/ogg", b"OggS\0\2" + bytes(20) + b"\1\x2a\x80theora\3\2\1" + bytes(32)),
    "endless.gif": endless(b"image/gif", b"GIF89a\x10\0\x10\0\x80\0\0" + bytes(6) + b"\x21\xfe", b"\xff" + b"a" * 255),
    "endless.png": endless(b"image/png", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x10\0\0\0\x10\x08\0\0\0\0" + struct.pack(">I", zlib.crc32(
        b"IHDR\0\0\0\x10\0\0\0\x10\x08\0\0\0\0")) + b"\x7f\xff\xff\xffIDAT"),
    "endless.jpg": endless(b"image/jpeg", b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0", b"\xff\xe1\xff\xff" + b"a" * 65533),
    "endless.h264": endless(b"video/h264", bytes.fromhex("0000000167640020acb402800b72") + b"\0\0\1\x65", b"\x55" * 65536),
    "endless.wav": endless(b"audio/wav", b"RIFF\xff\xff\xff\xffWAVEfmt \xff\xff\xff\x7f"),
    "endless.mp3": endless(b"audio/mpeg", b"ID3\4\0\0\x7f\x7f\x7f\x7f"),
    "endless.y4m": endless(b"video/x-raw", b"YUV4MPEG2 ", b"X" * 65536),
    "endless.wmv": endless(b"video/x-ms-asf", bytes.fromhex("3026B2758E66CF11A6D900AA0062CE6C") + struct.pack("<QIBB", 2**40, 1, 1, 2)),
    "endless.mpg": endless(b"video/mpeg", bytes.fromhex("000001ba4400040004010000 03f8".replace(" ", "")) + b"\0\0\1\xe0\0\0", b"\x55" * 65536),
    "endless.webp": endless(b"image/webp", b"RIFF\xff\xff\xff\xffWEBPVP8 \xff\xff\xff\xff\0\0\0\x9d\1\x2a\x10\0\x10\0"),
    "endless.m3u8": endless(b"application/vnd.apple.mpegurl", b"#EXTM3U\n", b"#EXTINF:3,\na.ts\n" * 4000),
    "endless.html": endless(b"text/html", b"<html>", b"<p>a" * 16000),
    "one-picture.ts": one_pes,
    "block.mkv": mkv_block,
    "void.mkv": mkv_void,
    "radio": endless(b"video/mp4", b"", b"\1\xff" + b"a" * 4080, (b"icy-metaint: 1", b"icy-name: " + b"a" * 4000)),
    "headers": lambda path: itertools.chain([OK], itertools.repeat(b"X-Header: " + b"a" * 4000 + b"\r\n")),
    "one-header": lambda path: itertools.chain([OK + b"X-Header: "], itertools.repeat(b"a" * 65536)),
    "status-line": lambda path: itertools.chain([b"HTTP/1.1 200 "], itertools.repeat(b"a" * 65536)),
    "continues": continues,
    "slow-headers": slowly(OK, b"X: a\r\n"),
    "slow-body": slowly(answer(b"video/mp4"), b"\0"),
    "slow-mp4": slowly(answer(b"video/mp4") + b"\0\0\0\x18ftypisom\0\0\2\0isomiso2", b"\0\0\0\x08free"),
    "slow-parts": slowly(answer(b"multipart/x-mixed-replace; boundary=b"), b"--b\r\nContent-Type: image/jpeg\r\n\r\n"),
    "silent": slowly(b"", b"", 10),
    "chunk-of-all": chunked((b"FFFFFFFFFFFFFFFF", b""), then=PIECE),
    "chunk-below-zero": chunked((b"-1", b""), then=PIECE),
    "chunk-words": chunked((b"1;" + b"a" * (4 << 20), b"a"), then=b"1;" + b"a" * 65536 + b"\r\na\r\n"),
    "chunk-trailers": chunked((b"0", b""), then=b"X-Trailer: " + b"a" * 4000 + b"\r\n"),
    "longer-than-said": endless(b"video/mp4", headers=(b"Content-Length: 100",)),
    "shorter-than-said": lambda path: [answer(b"video/mp4", b"Content-Length: 9223372036854775807"), bytes(100)],
    "length-below-zero": endless(b"video/mp4", headers=(b"Content-Length: -1",)),
    "two-lengths": endless(b"video/mp4", headers=(b"Content-Length: 5", b"Content-Length: 4611686018427387904")),
    "packed": packed,
    "packed-list": packed_list,
    "to-itself": redirects(lambda path: path),
    "to-a-file": redirects(lambda path: b"file:///etc/hostname"),
    "to-far-away": redirects(lambda path: b"/" + b"a" * (2 << 20)),
    "list-of-itself": growing_list,
    "list-of-endless": list_of(b"endless"),
    "list-of-one-picture": list_of(b"one-picture.ts"),
    "list-of-slow": list_of(b"slow-body"),
    "list-with-key": keyed_list,
    "empty-parts": parts(b"Content-Type: image/jpeg"),
    "part-headers": parts(b"Content-Type: image/jpeg\r\nX: " + b"a" * (1 << 20)),
    "part-lengths": parts(b"Content-Type: image/jpeg\r\nContent-Length: 18446744073709551615", body=PIECE),
    "part-endless": lambda path: itertools.chain([answer(b"multipart/x-mixed-replace; boundary=b"),
                                                  b"--b\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8\xff\xe0\0\x04ab\xff\xda\0\x02"], itertools.repeat(PIECE)),
    "parts-too-large": parts(b"Content-Type: image/jpeg", body=b"\xff\xd8\xff\xc0\0\x0b\x08\xff\xdc\xff\xdc\1\1\x11\0\xff\xda\0\x08\1\1\0\0\x3f\0a\xff\xd9"),
    "boundary": lambda path: itertools.chain([OK + b"Content-Type: multipart/x-mixed-replace; boundary=" + b"b" * 15000 + b"\r\n\r\n"],
                                             itertools.repeat(b"--" + b"b" * 15000 + b"\r\n\r\n")),
    "rtsp-length": rtsp(lambda start: itertools.chain([start + b"Content-Type: application/sdp\r\nContent-Length: 3000000000\r\n\r\n"],
                                                      itertools.repeat(PIECE))),
    "rtsp-headers": rtsp(lambda start: itertools.chain([start], itertools.repeat(b"X: " + b"a" * 1000 + b"\r\n"))),
    "rtsp-media": rtsp(sdp(SDP + VIDEO * 2000)),
    "rtsp-attributes": rtsp(sdp(SDP + VIDEO + b"a=fmtp:96 " + b"a=b;" * 15000 + b"\r\n")),
    "rtsp-data": rtsp(sdp(SDP + VIDEO)),
    "rtsp-to-itself": rtsp(lambda start: [start.replace(b"200 OK", b"302 Found") + b"Location: rtsp://127.0.0.1:1/a\r\n\r\n"]),
    "rtsp-slow": rtsp(lambda start: slowly(start, b"X: a\r\n")(b"")),
    "rtsp-interleaved": rtsp(lambda start: itertools.repeat(b"$\0\xff\xff" + bytes(65535))),
}


class Liars:
    """All of them on one port: http://…/NAME and rtsp://…/NAME; other paths are files of `folder`."""

    def __init__(self, folder=None):
        self.folder = folder
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.requests = 0
        threading.Thread(target=self.accept, daemon=True).start()

    def address(self, name):
        return f"{'rtsp' if name.startswith('rtsp-') else 'http'}://127.0.0.1:{self.port}/{name}"

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def close(self):
        self.listener.close()

    def serve(self, connection):
        with connection:
            try:
                while self.answer(connection):
                    pass
            except OSError:
                pass  # whoever asked has gone

    def answer(self, connection):
        connection.settimeout(MOST_SECONDS)
        request = b""
        while b"\r\n\r\n" not in request:
            more = connection.recv(4096)
            if not more:
                return False
            request += more
        self.requests += 1
        words = request.split(b"\r\n")[0].split()
        path = words[1] if len(words) > 1 else b"/"
        name = path.rsplit(b"/", 1)[-1].split(b"?")[0].decode("latin-1")
        serve = SERVERS.get(name)
        until = time.monotonic() + MOST_SECONDS
        asked = getattr(serve, "asked", False)
        pieces = serve(path, request) if asked else serve(path) if serve else self.file(name)
        for piece in pieces:
            connection.sendall(piece)
            if time.monotonic() > until:
                return False
        return asked

    def file(self, name):
        path = self.folder / name if self.folder and name else None
        if not path or not path.is_file():
            yield b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            return
        yield OK + f"Content-Length: {path.stat().st_size}\r\nConnection: close\r\n\r\n".encode()
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                yield piece
