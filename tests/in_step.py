"""Whether the original's sound is heard with its picture: a clip that flashes and beeps at the same moments, and somebody who
watches and listens as a page does."""
import bisect
import collections
import io
import socket
import statistics
import struct
import subprocess
import threading
import time

from PIL import Image, ImageStat

# A page plays a block so long after it came, as blocks mostly come.
HELD_S = 0.12
BLOCK_S = 0.02
VIEWER = "instep01"
BEEP = "aevalsrc='0.5*sin(2*PI*1000*t)*between(mod(t,1),0.4,0.5)':s=48000"


def make_clip(path, seconds, *, audio="aac", keyframe=25):
    """White, and a beep, for a tenth of a second at 0.4 s of each second."""
    flash = "color=c=black:s=320x240:r=25,drawbox=c=white:t=fill:enable='between(mod(t+0.001,1),0.4,0.499)'"
    subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-t", str(seconds), "-i", flash, "-f", "lavfi", "-t", str(seconds),
         "-i", BEEP, "-c:v", "libx264", "-profile:v", "baseline", "-preset", "veryfast", "-g", str(keyframe), "-pix_fmt", "yuv420p",
         "-c:a", audio, str(path)],
        check=True)  # fmt: skip
    return path


def _open(port, path):
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    stream = connection.makefile("rb")
    status = stream.readline()
    assert b" 200 " in status, status
    while stream.readline().strip():
        pass
    return connection, stream


class Viewer:
    """Watches and listens until it is closed: `flashes` and `beeps` are when they began, by this machine's monotonic clock; `due` is when
    each flash was due, by the times of capture that the server sends and how late pictures mostly come after theirs."""

    def __init__(self, port):
        self.flashes = []
        self.due = []
        self.beeps = []
        self._picture = _open(port, f"/api/mjpeg?viewer={VIEWER}")
        self._sound = _open(port, f"/api/audio-stream?what=source&viewer={VIEWER}")
        self._threads = [threading.Thread(target=run, daemon=True) for run in (self._watch, self._listen)]
        for thread in self._threads:
            thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for connection, _ in (self._picture, self._sound):
            connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def _watch(self):
        stream = self._picture[1]
        was_white = True
        lags = collections.deque(maxlen=250)
        while stream.readline():
            head = {}
            while line := stream.readline().strip():
                name, _, value = line.lower().partition(b":")
                head[name] = value
            if b"content-length" not in head:
                continue
            jpeg = stream.read(int(head[b"content-length"]))
            now = time.monotonic()
            if not jpeg:
                return
            picture = Image.open(io.BytesIO(jpeg))
            picture.draft("L", (40, 30))
            white = ImageStat.Stat(picture.convert("L")).mean[0] > 128
            captured = float(head[b"x-timestamp"])
            lags.append(now - captured)
            if white and not was_white:
                self.due.append(captured + statistics.median(lags))
                self.flashes.append(now)
            was_white = white

    def _listen(self):
        stream = self._sound[1]
        last, count = 0, 0
        began = collections.deque(maxlen=100)  # when the stream did, by each of the last blocks
        while block := stream.read(1920):
            if len(block) < 1920:
                return
            began.append(time.monotonic() - count * BLOCK_S)
            now = statistics.median(began) + count * BLOCK_S + HELD_S
            count += 1
            loud = [i for i, sample in enumerate(struct.unpack("<960h", block)) if abs(sample) > 800]
            if loud and now - last > 0.3:
                self.beeps.append(now + loud[0] / 48000)
            if loud:
                last = now

    def pairs(self, since=0.0, due=False):
        """Of each flash from `since` on that has a beep: when it came, or was due, and how much later the beep came, in seconds."""
        beeps = [beep for beep in list(self.beeps) if beep >= since - 1]
        flashes = [flash for flash in list(self.due if due else self.flashes) if flash >= since and beeps]
        nearest = [(flash, min(beeps[max(0, at - 1):at + 1], key=lambda beep: abs(beep - flash)))
                   for flash in flashes for at in [bisect.bisect(beeps, flash)]]
        return [(flash, beep - flash) for flash, beep in nearest if abs(beep - flash) < 0.45]

    def offsets(self, since=0.0):
        return [offset for _, offset in self.pairs(since)]
