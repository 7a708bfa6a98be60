#!/usr/bin/env python3
"""Measures the bars of the show on the real binary and prints them as one table.

Needs NP_BINARY and NP_SAMPLE; ffmpeg, gst-launch-1.0 and python3-pil. All on 127.0.0.1; takes some three minutes.
`--json FILE` writes the rows as well; names given as arguments run only these measurements.
"""
import argparse
import io
import json
import os
import select
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

from PIL import Image, ImageStat

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from page_streams import Page, VideoReader  # noqa: E402
from program import SAMPLE, Program  # noqa: E402

TICKS = os.sysconf("SC_CLK_TCK")
rows = []


def tell(path):
    """How many bars were reached; the rows as JSON where there is a path."""
    if path:
        Path(path).write_text(json.dumps(rows, indent=1))
    missed = [r["what"] for r in rows if not r["reached"]]
    print(f"{len(rows) - len(missed)} of {len(rows)} bars reached" + (": missed " + "; ".join(missed) if missed else "."))


def row(what, value, bar, good):
    rows.append({"what": what, "value": value, "bar": bar, "reached": bool(good)})
    print(f"{'ok  ' if good else 'MISS'}  {what:<66} {value:<34} {bar}", flush=True)


def percentile(values, p):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(p / 100 * (len(ordered) - 1)))]


def spread(values):
    return f"p50 {percentile(values, 50):.0f} ms, p95 {percentile(values, 95):.0f} ms ({len(values)} runs)"


class Server(Program):
    """`nerdpudding serve` with settings of its own and nothing kept."""

    def __init__(self, source=None, instruction=None, **settings):
        self.place = tempfile.TemporaryDirectory()
        flags = [*(["--source", source] if source else []), *(["--instruction", instruction] if instruction else [])]
        super().__init__(*flags, folder=self.place.name, **{"LOG_LEVEL": "warn"} | settings)
        self.start()
        self.get("/healthz")
        self.ready_after = time.monotonic() - self.started_at

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
            return answer.read()

    def status(self):
        return json.loads(self.get("/api/status"))

    def sent_bytes(self):
        lines = self.get("/metrics").decode().splitlines()
        return next(float(line.split()[-1]) for line in lines if line.startswith("np_http_sent_bytes_total"))

    def post(self, path, **body):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", json.dumps(body).encode(),
                                         {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=15) as answer:
            return json.loads(answer.read())

    def wait_live(self):
        for _ in range(500):
            if self.status()["source_state"] == "live":
                return
            time.sleep(0.02)
        raise SystemExit("the source did not come up")

    def cpu(self, without=()):
        """CPU seconds used so far, of all threads whose names do not start with one of `without`."""
        total = 0
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            try:
                text = (task / "stat").read_text()
            except OSError:
                continue
            name = text[text.index("(") + 1:text.rindex(")")]
            fields = text[text.rindex(")") + 2:].split()
            if not name.startswith(tuple(without)):
                total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def stop(self):
        asked = time.monotonic()
        status = super().stop()
        self.place.cleanup()
        return status, time.monotonic() - asked

    def connect(self, path, receive_buffer=None):
        s = socket.socket()
        if receive_buffer:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        s.connect(("127.0.0.1", self.port))
        s.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode())
        return s


class Events(threading.Thread):
    """Reads /api/stream; keeps (arrival, name, data)."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.socket = server.connect("/api/stream")
        self.file = self.socket.makefile("rb")
        self.all = []
        self.changed = threading.Condition()
        self.start()

    def run(self):
        name, data = "", []
        try:
            for raw in self.file:
                line = raw.decode("utf-8", "replace").rstrip("\r\n")
                if line.startswith("event:"):
                    name = line[6:].strip()
                elif line.startswith("data:"):
                    data.append(line[5:].removeprefix(" "))
                elif not line and data:
                    with self.changed:
                        self.all.append((time.time(), name, "\n".join(data)))
                        self.changed.notify_all()
                    name, data = "", []
        except (OSError, ValueError):
            pass

    def wait(self, since, wanted, limit):
        """The first event from index `since` on that is `wanted`; None after `limit` seconds."""
        end = time.monotonic() + limit
        with self.changed:
            while True:
                for event in self.all[since:]:
                    if wanted(event):
                        return event
                left = end - time.monotonic()
                if left <= 0:
                    return None
                self.changed.wait(left)


class Viewer:
    """An MJPEG viewer; parts are counted, and given to `on_picture` if there is one."""

    def __init__(self, server, on_picture=None, receive_buffer=None):
        self.socket = server.connect("/api/mjpeg", receive_buffer)
        self.buffer = bytearray()
        self.skip = 0
        self.pictures = 0
        self.on_picture = on_picture

    def read(self):
        chunk = self.socket.recv(1 << 20)
        if not chunk:
            raise ConnectionError("the stream ended")
        if self.skip >= len(chunk):
            self.skip -= len(chunk)
            return
        self.buffer += chunk[self.skip:]
        self.skip = 0
        while True:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = bytes(self.buffer[:end]).lower()
            at = head.find(b"content-length:")
            if at < 0:
                del self.buffer[:end + 4]
                continue
            length = int(head[at + 15:].split(b"\r\n")[0])
            self.pictures += 1
            if self.on_picture is None:
                self.skip = max(0, length - (len(self.buffer) - end - 4))
                del self.buffer[:end + 4 + length]
                continue
            if len(self.buffer) < end + 4 + length:
                self.pictures -= 1
                return
            self.on_picture(bytes(self.buffer[end + 4:end + 4 + length]))
            del self.buffer[:end + 4 + length]


def watch(viewers, seconds):
    poll = select.epoll()
    by_fd = {v.socket.fileno(): v for v in viewers}
    for fd in by_fd:
        poll.register(fd, select.EPOLLIN)
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        for fd, _ in poll.poll(left):
            by_fd[fd].read()


class Background:
    """Viewers that look on while something else is measured, in a process of their own."""

    def __init__(self, server, kind, count=1):
        self.pid = os.fork()
        if self.pid == 0:
            try:
                watch([kind(server) for _ in range(count)], 600)
            finally:
                os._exit(0)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def ffmpeg(*arguments):
    subprocess.run(["ffmpeg", "-v", "error", "-y", *map(str, arguments)], check=True)


# Two 1264x720, 25 fps, 1.25 Mbit/s clips: a camera that stands (cheap to decode, so hard to stay near) and one that pans.
CLIPS = {
    "standing": "scale=1264:720,fps=25",
    "panning": "fps=25,scale=1600:1200,crop=1264:720:x='168+160*sin(t/2)':y='240+200*sin(t/3)'",
}


def make_clip(folder, kind="standing"):
    clip = folder / f"{kind}.mp4"
    if not clip.exists():
        ffmpeg("-stream_loop", "-1", "-i", SAMPLE, "-t", "60", "-vf", CLIPS[kind], "-an", "-c:v", "libx264", "-profile:v",
               "baseline", "-preset", "veryfast", "-b:v", "1250k", "-pix_fmt", "yuv420p", clip)
    return clip


def make_flashes(folder):
    clip = folder / "flashes.mp4"
    # A still of the sample: a test card would be told as that.
    ffmpeg("-i", SAMPLE, "-vf",
           "trim=end_frame=1,loop=loop=-1:size=1,setpts=N/25/TB,trim=duration=84,scale=640:360,"
           "eq=brightness='if(lt(mod(t,14),7),0.05,-0.5)':eval=frame", "-r", "25", "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt",
           "yuv420p", clip)
    return clip


EYES = ("perception", "detector")  # threads
# Of the show without eyes and a voice of its own, and what these may take on top, whatever the number of shows.
EYES_MB, VOICE_MB = 85, 25
# JPEG pictures of 15 s are in the 200 MB; the past is 30 s long by now, at most 64 MB.
LONGER_PAST_MB = 17
IDLE_MB, BUFFERED_MB = 130 + EYES_MB + VOICE_MB, 200 + LONGER_PAST_MB + EYES_MB  # the latter without the voice


def cpu_share(server, seconds=10, without=()):
    before, start = server.cpu(without), time.monotonic()
    time.sleep(seconds)
    return (server.cpu(without) - before) / (time.monotonic() - start)


def decode_share(clip, during):
    """CPU share of decoding alone, in real time and with one thread, measured beside `during()`."""
    process = subprocess.Popen(["gst-launch-1.0", "-q", "filesrc", f"location={clip}", "!", "qtdemux", "!", "h264parse", "!",
                                "avdec_h264", "max-threads=1", "!", "fakesink", "sync=true"])
    time.sleep(1.5)

    def used():
        fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    before, start = used(), time.monotonic()
    result = during()
    share = (used() - before) / (time.monotonic() - start)
    process.kill()
    process.wait()
    return share, result


def measure_cpu_and_memory(folder):
    for kind in CLIPS:
        clip = make_clip(folder, kind)
        with Server(clip) as server:
            server.wait_live()
            time.sleep(2)
            row_against_decoding(f"CPU, {kind} camera, no viewer, IDLE", clip, lambda: cpu_share(server), 1.5)
            rss = server.resident_mb()
        row("  resident memory", f"{rss:.0f} MB", f"{IDLE_MB} MB", rss <= IDLE_MB)
        for viewer, form in ((VideoViewer, "H.264"), (Viewer, "JPEG")):
            with Server(clip, "What happens?", ENABLE_TTS="false") as server:
                server.wait_live()
                with Background(server, viewer):
                    time.sleep(17)
                    row_against_decoding(f"CPU, {kind} camera, one viewer of {form}, ACTIVE, without the engine's work", clip,
                                         lambda: cpu_share(server, without=EYES), 3.0)
                    rss = server.resident_mb()
        row("  resident memory, the whole past buffered", f"{rss:.0f} MB", f"{BUFFERED_MB} MB", rss <= BUFFERED_MB)


def row_against_decoding(what, clip, measure, bar):
    pairs = [decode_share(clip, measure) for _ in range(3)]
    ratio = statistics.median(ours / alone for alone, ours in pairs)
    alone, ours = (statistics.median(p[i] for p in pairs) for i in (0, 1))
    row(what, f"{ratio:.2f} x ({ours:.1%} of a core, decoding {alone:.1%})", f"{bar} x", ratio <= bar)


def measure_fan_out(folder):
    clip = make_clip(folder)
    # A viewer's first seconds run at 0.8 times the speed, until the delay is reached: that takes 5 s here.
    with Server(clip, STREAM_DELAY_INIT="1") as server:
        server.wait_live()
        viewers = [Viewer(server) for _ in range(50)]
        watch(viewers, 8)
        before = [v.pictures for v in viewers]
        cpu, start = server.cpu(), time.monotonic()
        watch(viewers, 20)
        seconds = time.monotonic() - start
        rates = [(v.pictures - b) / seconds for v, b in zip(viewers, before)]
        worst = max(abs(r - 25) / 25 for r in rates)
        row("50 MJPEG viewers at 25 fps, 720p: the worst one off the rate",
            f"{worst:.1%} ({(server.cpu() - cpu) / seconds:.0%} of a core)", "1 %", worst <= 0.01)
        for v in viewers[2:]:
            v.socket.close()
        # What its own kernel has taken already is not the server's: a small buffer shows the server's part.
        viewers[2:] = [Viewer(server, receive_buffer=64 << 10)]
        watch(viewers, 8)
        rss = server.resident_mb()
        counts = [v.pictures for v in viewers[:2]]
        watch(viewers[:2], 20)  # the third one reads nothing meanwhile
        grown = server.resident_mb() - rss
        others = max(abs((v.pictures - c) / 20 - 25) / 25 for v, c in zip(viewers[:2], counts))
        row("a viewer that stops reading for 20 s: memory grown", f"{grown:.1f} MB", "flat (5 MB)", grown <= 5)
        row("  the others off the rate", f"{others:.1%}", "1 %", others <= 0.01)
        stuck = viewers[2].pictures
        watch(viewers[2:3], 1)
        caught = viewers[2].pictures - stuck
        row("  pictures it gets in its first second again", f"{caught}", "about 25, not 500", 15 <= caught <= 60)
        for v in viewers[:3]:
            v.socket.close()


class VideoViewer(VideoReader):
    """As Viewer, of /api/video."""

    form = "source"

    def __init__(self, server):
        super().__init__(server.connect(f"/api/video?form={self.form}"))


class EncodedViewer(VideoViewer):
    form = "encoded"


class SavingViewer(VideoViewer):
    form = "small"


def measure_video(folder):
    """The source's own H.264, against the same as JPEG pictures."""
    clip = make_clip(folder)
    rate = clip.stat().st_size * 8 / 60
    shares = {}
    for count in (1, 50):
        for kind in (Viewer, VideoViewer):
            with Server(clip, ENABLE_TTS="false") as server:
                server.wait_live()
                viewers = [kind(server) for _ in range(count)]
                watch(viewers, 5)
                sent, cpu, start = server.sent_bytes(), server.cpu(), time.monotonic()
                watch(viewers, 20)
                seconds = time.monotonic() - start
                shares[kind, count] = (server.cpu() - cpu) / seconds
                bits = (server.sent_bytes() - sent) * 8 / seconds / count
                for viewer in viewers:
                    viewer.socket.close()
        row(f"CPU, H.264 passed on to {count} viewers, 720p25",
            f"{shares[VideoViewer, count]:.1%} of a core, as JPEG {shares[Viewer, count]:.1%}", "that of JPEG",
            shares[VideoViewer, count] <= shares[Viewer, count])
    row("network for a viewer of it", f"{bits / 1e6:.2f} Mbit/s, the source {rate / 1e6:.2f}", "1.1 x the source's",
        bits <= 1.1 * rate)
    waits = [first_picture(clip, VideoViewer) for _ in range(3)]
    row("  its first picture", f"{statistics.median(waits) * 1000:.0f} ms (of 3)", "0.7 s", statistics.median(waits) <= 0.7)
    captions = []
    for _ in range(3):
        with Server(clip, "What do the people do?") as server:
            server.wait_live()
            page = Page(server, server.connect, video=True)
            page.watch(15)
            captions += [1000 * late for late in page.captions()]
    early = sum(late < 0 for late in captions)
    row("caption - its newest frame in the video", f"{spread(captions)}, first {min(captions):.0f} ms, {early} early",
        "none early, 500 ms p95", captions and not early and percentile(captions, 95) <= 500)


def share_and_bits(clip, kind, count):
    """Of a core, and bits a second for each of so many viewers."""
    with Server(clip, ENABLE_TTS="false") as server:
        server.wait_live()
        viewers = [kind(server) for _ in range(count)]
        watch(viewers, 5)
        sent, cpu, start = server.sent_bytes(), server.cpu(), time.monotonic()
        watch(viewers, 15)
        seconds = time.monotonic() - start
        result = (server.cpu() - cpu) / seconds, (server.sent_bytes() - sent) * 8 / seconds / count
        for viewer in viewers:
            viewer.socket.close()
        return result


def first_picture(clip, kind):
    with Server(clip, ENABLE_TTS="false") as server:
        server.wait_live()
        time.sleep(1)
        start = time.monotonic()
        viewer = kind(server)
        while not viewer.shown:
            viewer.read()
        viewer.socket.close()
        return time.monotonic() - start


def measure_encoded(folder):
    """What is encoded here of a source that sends no H.264, against the same as JPEG pictures; medians of three."""
    clip = folder / "standing.avi"
    ffmpeg("-i", make_clip(folder), "-c:v", "mpeg4", "-q:v", "4", clip)
    for count in (1, 50):
        measured = {kind: [share_and_bits(clip, kind, count) for _ in range(3)] for kind in (Viewer, EncodedViewer, SavingViewer)}
        cpu, bits = ({kind: statistics.median(one[i] for one in all_) for kind, all_ in measured.items()} for i in (0, 1))
        for kind, most in ((EncodedViewer, 2e6), (SavingViewer, 0.5e6)):
            row(f"CPU, {count} viewers of H.264 encoded here ({kind.form}), 720p25",
                f"{cpu[kind]:.1%} of a core, as JPEG {cpu[Viewer]:.1%}", "that of JPEG", cpu[kind] <= cpu[Viewer])
            row("  network for a viewer of it", f"{bits[kind] / 1e6:.2f} Mbit/s, as JPEG {bits[Viewer] / 1e6:.1f}",
                f"{most / 1e6} Mbit/s", bits[kind] <= most)
    waits = [first_picture(clip, EncodedViewer) for _ in range(3)]
    row("  its first picture", f"{statistics.median(waits) * 1000:.0f} ms (of 3)", "0.7 s", statistics.median(waits) <= 0.7)
    captions = []
    for _ in range(3):
        with Server(clip, "What do the people do?") as server:
            server.wait_live()
            page = Page(server, server.connect, video=True)
            page.watch(15)
            captions += [1000 * late for late in page.captions()]
    early = sum(late < 0 for late in captions)
    row("  caption - its newest frame in it", f"{spread(captions)}, first {min(captions):.0f} ms, {early} early",
        "none early, 500 ms p95", captions and not early and percentile(captions, 95) <= 500)


def measure_watcher(_):
    with Server(SAMPLE, "What do the people do?", ENABLE_TTS="false") as server:
        events = Events(server)
        server.wait_live()
        time.sleep(3)
        everything, rest = cpu_total_and_rest(server, 30)
        row("built-in eyes, 768x576 at 5 fps", f"{everything - rest:.1%} of a core", "12 %", everything - rest <= 0.12)
        first, latencies = None, []
        for arrived, name, data in list(events.all):
            if name == "" and first is None:
                first = arrived
            if name == "cycle_end":
                if first is not None:
                    latencies.append((first - json.loads(data)["newest_frame_at"]) * 1000)
                first = None
        row("newest frame captured -> first piece", spread(latencies), "300 ms p95", percentile(latencies, 95) <= 300)


def cpu_total_and_rest(server, seconds):
    start, everything, rest = time.monotonic(), server.cpu(), server.cpu(EYES)
    time.sleep(seconds)
    took = time.monotonic() - start
    return (server.cpu() - everything) / took, (server.cpu(EYES) - rest) / took


def measure_events(folder):
    clip = make_flashes(folder)
    with Server(clip, "Tell me about the light.", STREAM_DELAY_INIT="0") as server:
        events = Events(server)
        server.wait_live()
        level, flashes = None, []

        def on_picture(jpeg):
            nonlocal level
            image = Image.open(io.BytesIO(jpeg))
            image.draft("L", (160, 90))
            now = ImageStat.Stat(image.convert("L")).mean[0]
            if level is not None and abs(now - level) > 20:
                flashes.append((time.time(), len(events.all)))
            level = now

        watch([Viewer(server, on_picture)], 80)
        delays = []
        for at, index in flashes:
            said = next((e for e in events.all[index:] if e[1] == "" and e[2].strip(". ")), None)
            if said and at > flashes[0][0]:
                delays.append((said[0] - at) * 1000)
        row("event in the picture -> first word, sniper preset, watcher",
            f"{spread(delays)} of {len(flashes) - 1}" if delays else "nothing was said", "900 ms p95",
            delays and len(delays) == len(flashes) - 1 and percentile(delays, 95) <= 900)


def measure_step(_):
    """As a page sees it, from cold starts."""
    for preset in ("sniper", "beast"):
        captions, settled = [], []
        for _ in range(10):
            started = time.time()
            with Server(SAMPLE, "What do the people do?", PRESET=preset) as server:
                page = Page(server, server.connect)
                page.watch(12)
                captions += [1000 * late for late in page.captions()]
                told, latencies = page.delays()
                usual = statistics.median(latencies)
                # The clip has ten pictures a second: less than one of them is no difference.
                off = [at for at, delay in told if abs(delay - usual) > max(0.2 * usual, 0.1)]
                settled.append(1000 * ((off[-1] if off else told[0][0]) - started))
        early = sum(late < 0 for late in captions)
        row(f"caption - its newest frame in the picture, from cold starts, {preset} preset",
            f"{spread(captions)}, first {min(captions):.0f} ms, {early} early", "none early, 500 ms p95",
            captions and not early and percentile(captions, 95) <= 500)
        row(f"start -> the delay keeps within 20 % or a picture of the latency, {preset} preset", spread(settled), "3 s p95",
            percentile(settled, 95) <= 3000)


def measure_instructions(_):
    with Server(SAMPLE, "What do the people do?") as server:
        events = Events(server)
        server.wait_live()
        time.sleep(5)
        delays, speaking = [], 0
        for i in range(40):
            time.sleep(0.7 + 0.13 * (i % 5))
            speaking += server.status()["voice"]["speaking"]
            index, asked = len(events.all), time.time()
            server.post("/api/instruction", instruction=f"What do the people do now? {i}")
            # What was on its way before the interruption ends with a cancelled cycle, or there was none.
            piece = events.wait(index, lambda e: e[1] == "" and e[0] >= asked, 5)
            delays.append((piece[0] - asked) * 1000 if piece else 5000)
        row(f"new instruction -> first piece ({speaking} of 40 while it spoke)", spread(delays), "300 ms p95",
            percentile(delays, 95) <= 300)


def measure_start_and_stop(folder):
    times = []
    for _ in range(5):
        server = Server()
        times.append(server.ready_after * 1000)
        server.stop()
    row("serve -> /healthz 200 (warm)", spread(times), "1 s", max(times) <= 1000)
    clip = make_clip(folder)
    stops, statuses = [], []
    for _ in range(3):
        server = Server(clip, "What happens?")
        server.wait_live()
        events, viewers = [Events(server) for _ in range(5)], [Viewer(server) for _ in range(10)]
        watch(viewers, 4)
        status, took = server.stop()
        statuses.append(status)
        stops.append(took * 1000)
        del events
    row("SIGTERM under load -> exit 0", f"{spread(stops)}, status {max(statuses)}", "2 s",
        max(stops) <= 2000 and not any(statuses))


MEASUREMENTS = {
    "start": measure_start_and_stop,
    "cpu": measure_cpu_and_memory,
    "fanout": measure_fan_out,
    "watcher": measure_watcher,
    "events": measure_events,
    "step": measure_step,
    "video": measure_video,
    "encoded": measure_encoded,
    "instructions": measure_instructions,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *MEASUREMENTS], default=[])
    parser.add_argument("--json")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name, measure in MEASUREMENTS.items():
            if not options.names or name in options.names:
                measure(Path(folder))
    tell(options.json)


if __name__ == "__main__":
    main()
