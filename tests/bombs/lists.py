"""Playlists: very long, endless, or of themselves. As files they are refused for what they are; by HTTP they are read."""
import gzip

HEAD = "#EXTM3U\n#EXT-X-TARGETDURATION:3\n"


def media(count, end="#EXT-X-ENDLIST\n", piece="piece.ts", head=HEAD):
    return head + f"#EXTINF:3.0,\n{piece}\n" * count + end


def master(count, variant):
    return "#EXTM3U\n" + "".join(f"#EXT-X-STREAM-INF:BANDWIDTH={1000 + n},RESOLUTION=320x240\n{variant}?{n}\n" for n in range(count))


def text(body):
    return lambda path: path.write_text(body() if callable(body) else body)


FILES = {
    "long.m3u8": text(lambda: media(1_000_000, piece="a")),
    "longer-than-read.m3u8": text(lambda: media(2_000_000)),
    "variants.m3u8": text(lambda: master(150_000, "gone.m3u8")),
    "itself.m3u8": text(lambda: media(1000, piece="itself.m3u8")),
    "its-own-master.m3u8": text(lambda: master(10, "its-own-master.m3u8")),
    "one-line.m3u8": text(lambda: "#EXTM3U\n" + "a" * (7 << 20)),
    "endless.m3u8": text(lambda: HEAD + "#EXTINF:1e308,\na.ts\n" * 100_000),
    "timeless.m3u8": text(lambda: media(10_000, end="", head="#EXTM3U\n#EXT-X-TARGETDURATION:0\n").replace("3.0", "0")),
    "ranges.m3u8": text(lambda: media(1000, piece="wide.ts").replace("#EXTINF", "#EXT-X-BYTERANGE:18446744073709551615@9223372036854775807\n#EXTINF")),
    "keys.m3u8": text(lambda: HEAD + '#EXT-X-KEY:METHOD=AES-128,URI="keys.m3u8"\n#EXTINF:3,\nkeys.m3u8\n' * 10_000 + "#EXT-X-ENDLIST\n"),
    "maps.m3u8": text(lambda: HEAD + '#EXT-X-MAP:URI="maps.m3u8"\n#EXTINF:3,\nmaps.m3u8\n' * 10_000 + "#EXT-X-ENDLIST\n"),
    "blocked.m3u8": text(lambda: HEAD + "#EXTINF:3,\nhttp://169.254.169.254/latest/\n#EXTINF:3,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n"),
    "bomb-pieces.m3u8": text(lambda: media(3, piece="wide.ts")),
    "list.mpd": text('<?xml version="1.0"?><MPD><Period><BaseURL>file:///etc/</BaseURL></Period></MPD>'),
    "list.xspf": text('<?xml version="1.0"?><playlist><trackList>' + "<track><location>a</location></track>" * 100_000),
    "list.pls": text("[playlist]\n" + "".join(f"File{n}=list.pls\n" for n in range(100_000))),
    "list.asx": text("<asx>" * 100_000),
    "words.txt": text("word " * 5_000_000),
    "packed.mkv": lambda path: path.write_bytes(gzip.compress(bytes(200 << 20))),
}
