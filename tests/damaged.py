"""Damaged media, as many variants as wanted: small whole clips with bits turned over, cut short, or with a piece of another."""
import random
import subprocess

KINDS = {"mp4": [], "mkv": [], "webm": ["-c:v", "libvpx", "-deadline", "realtime"], "ts": [], "avi": ["-c:v", "mjpeg", "-pix_fmt", "yuvj420p"],
         "mov": ["-c:v", "mpeg4", "-movflags", "+faststart"], "flv": ["-c:v", "flv"], "mpg": ["-c:v", "mpeg2video"],
         "ogv": ["-c:v", "libtheora"], "gif": [], "png": ["-frames:v", "1"], "jpg": ["-frames:v", "1", "-update", "1"],
         "mjpeg": ["-c:v", "mjpeg", "-pix_fmt", "yuvj420p"]}


class Damaged:
    def __init__(self, folder):
        self.folder = folder
        self.whole = {kind: self.clip(kind, words) for kind, words in KINDS.items()}

    def clip(self, kind, words):
        path = self.folder / f"whole.{kind}"
        sound = ["-f", "lavfi", "-i", "sine=d=1", "-shortest"] if kind in ("mp4", "mkv", "ts", "mov", "flv") else []
        subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=s=160x120:r=10:d=1", *sound, *words, path],
                       check=True)
        return path.read_bytes()

    def variant(self, number):
        """The path of that one, the same for the same number."""
        chance = random.Random(number)
        kind = list(KINDS)[number % len(KINDS)]
        body = bytearray(self.whole[kind])
        way = chance.randrange(8)
        if way == 0:
            del body[chance.randrange(16, len(body)):]
        elif way == 1:  # a piece comes twice, or is gone
            a, b = sorted(chance.sample(range(len(body)), 2))
            body[a:a] = body[a:b] if chance.random() < 0.5 else b""
            del body[b:b + chance.randrange(1, 64)]
        elif way == 2:
            other = self.whole[chance.choice(list(KINDS))]
            at = chance.randrange(len(body))
            body[at:at + 256] = other[:256]
        else:  # every third in the head, where sizes and counts stand
            for n in range(chance.randrange(1, 25)):
                at = chance.randrange(min(len(body), 512) if n % 3 == 0 else len(body))
                body[at] ^= 1 << chance.randrange(8)
        path = self.folder / f"damaged.{kind}"
        path.write_bytes(body)
        return path


def held(program):
    """Resident megabytes, threads, descriptors."""
    return program.resident_mb(), program.in_status("Threads"), len(list(program.proc("fd").iterdir()))


def rounds(show, liars, damaged, numbers, on_each=lambda number, outcome: None):
    """Switches a show to each, by path and by HTTP in turn; says how often it was shown. Raises where it is not as it should be."""
    shown = 0
    for number in numbers:
        path = damaged.variant(number)
        source = str(path) if number // len(KINDS) % 2 else liars.address(path.name)
        status, said = show.ask("/api/start", {"source": source, "replace": True})
        assert status in (200, 400), (number, status, said)
        assert status == 200 or said["detail"].endswith("."), (number, said)
        shown += status == 200
        on_each(number, "shown" if status == 200 else said["detail"])
    return shown
