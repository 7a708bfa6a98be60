#!/usr/bin/env python3
"""Measures the LiveKit mode with livekit-server and Chromium, all of them on this machine, and prints one table.

Needs NP_BINARY, NP_SAMPLE, NP_CACHE with livekit-server in it, and an address besides loopback's. Takes some ten minutes;
names given as arguments run only these measurements, `--tone SECONDS` listens longer.
"""
import argparse
import base64
import contextlib
import http.client
import io
import json
import math
import struct
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
sys.path[1:1] = [str(HERE.parent / folder) for folder in ("livekit", "web")]
from bench import SAMPLE, Events, Server, cpu_share, ffmpeg, percentile, row, spread, tell  # noqa: E402
from guest import CAMERA_FLAGS, Guest, serve_files  # noqa: E402
from livekit_server import BINARY, KEY, SECRET, LiveKitServer, own_address, token  # noqa: E402
from page import until as until_on  # noqa: E402
from server import CHROMIUM, CHROMIUM_FLAGS  # noqa: E402

INSTRUCTION = "What happens?"
TONE_HZ, TONE_RATE = 1000, 24000


class Others(BaseHTTPRequestHandler):
    """A model server that keeps the newest picture of each request, and a speech server whose voice is a tone."""

    protocol_version = "HTTP/1.1"

    def answer(self, kind, body):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/v1/models":
            return self.answer("application/json", json.dumps({"data": [{"id": "eye"}]}).encode())
        self.send_error(404)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/v1/audio/speech":
            return self.answer("audio/pcm", tone(self.server.tone_s))
        if self.path != "/v1/chat/completions":
            return self.send_error(404)
        pictures = [part["image_url"]["url"] for part in json.loads(body)["messages"][0]["content"] if "image_url" in part]
        self.server.pictures.append((time.time(), pictures[-1].split(",")[1] if pictures else None))
        text = self.server.line.format(len(self.server.pictures))
        delta = {"choices": [{"delta": {"content": text}}]}
        self.answer("text/event-stream", b"data: %b\n\ndata: [DONE]\n\n" % json.dumps(delta).encode())

    def log_message(self, *_):
        pass


def tone(seconds):
    return b"".join(struct.pack("<h", round(12000 * math.sin(2 * math.pi * TONE_HZ * n / TONE_RATE)))
                    for n in range(round(seconds * TONE_RATE)))


@contextlib.contextmanager
def others(line, tone_s=0.3):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Others)
    server.daemon_threads = True
    server.line, server.tone_s, server.pictures = line, tone_s, []
    server.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()


class Stage:
    """A room server, a browser and the page of its guests."""

    def __init__(self, folder, playwright):
        self.folder = folder
        self.livekit = LiveKitServer(folder, folder / "livekit.log")
        self.livekit.start()
        self.files = serve_files()
        clip = folder / "yard.mjpeg"
        ffmpeg("-i", SAMPLE, "-t", "10", "-vf", "scale=1280:720,fps=30", "-q:v", "5", "-f", "mjpeg", clip)
        self.browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[
            *CHROMIUM_FLAGS, *CAMERA_FLAGS, f"--use-file-for-fake-video-capture={clip}"])

    def guest(self, identity="ann"):
        guest = Guest.__new__(Guest)
        guest.identity, guest.context = identity, self.browser.new_context()
        guest.page = guest.context.new_page()
        guest.page.goto(f"http://127.0.0.1:{self.files.server_address[1]}/guest.html")
        guest.page.add_script_tag(path=HERE / "livekit.js")
        guest.page.evaluate("([url, token]) => enter(url, token)", [self.livekit.url, token(identity)])
        return guest

    def serve(self, instruction=INSTRUCTION, **settings):
        server = Server("livekit", instruction, LIVEKIT_ENABLED="true", LIVEKIT_URL=self.livekit.url, LIVEKIT_API_KEY=KEY,
                        LIVEKIT_API_SECRET=SECRET, LIVEKIT_ROOM="test", **settings)
        until(server, lambda s: s["livekit_connected"])
        return server

    def close(self):
        self.browser.close()
        self.files.shutdown()
        self.livekit.kill()


def until(server, condition, limit=30):
    """When `condition` held for the status, Unix seconds."""
    end = time.time() + limit
    while not condition(status := server.status()):
        if time.time() > end:
            raise SystemExit(f"something did not come within {limit} s: {json.dumps(status, indent=1)}")
        time.sleep(0.01)
    return time.time()


def live(status):
    return status["source_state"] == "live"


def gone(status):
    return status["source_state"] in ("waiting", "stopped")


def measure_publish(stage):
    times = []
    with stage.serve(ENABLE_TTS="false") as server:
        guest = stage.guest()
        guest.evaluate("window.mine = clockTrack(640, 360), 0")
        for i in range(20):
            server.post("/api/stop")
            server.post("/api/start", source="livekit", wait=True)
            server.post("/api/instruction", instruction=INSTRUCTION)
            time.sleep(1 + 0.13 * (i % 5))
            guest.evaluate("show(mine), 0")
            seen = until(server, lambda s: live(s) and s["frames_buffered"] > 0)
            times.append(seen * 1000 - guest.evaluate("shownAt"))
            guest.evaluate("hide()")
            until(server, gone)
        guest.leave()
    row("publish -> first picture in the window", spread(times), "2 s p95", percentile(times, 95) <= 2000)


def clock_in(picture):
    """The clock's lowest 24 bits, ms."""
    image = Image.open(io.BytesIO(base64.b64decode(picture))).convert("L")
    bits = [image.getpixel((int((bit % 6 + 0.5) * image.width / 6), int((bit // 6 + 0.5) * image.height / 8))) > 128
            for bit in range(24)]
    return sum(bit << n for n, bit in enumerate(bits))


def measure_picture(stage):
    with others("...") as engine, stage.serve(ENGINE_URL=engine.url, ENABLE_TTS="false", CAPTURE_FPS="15",
                                              FRAMES_PER_INFERENCE="1", INFERENCE_INTERVAL="0") as server:
        events = Events(server)
        guest = stage.guest()
        guest.evaluate("cameraTrack(640, 360).then((camera) => show(clockTrack(640, 360, camera)))")
        until(server, lambda s: live(s) and s["engine"]["ready"])
        time.sleep(3)
        begun = time.time()
        time.sleep(20)
        cycles = [json.loads(data) for _, name, data in list(events.all) if name == "cycle_end"]
        times = []
        for cycle in cycles:
            of = [picture for at, picture in engine.pictures if cycle["inference_start"] <= at <= cycle["inference_end"]]
            if cycle["inference_start"] < begun or len(of) != 1 or not of[0]:
                continue
            times.append((round(cycle["newest_frame_at"] * 1000) - clock_in(of[0])) % 2**24)
        guest.leave()
    row("picture drawn -> in the window, 640x360 VP8", spread(times), "250 ms p95", percentile(times, 95) <= 250)


class Pcm(threading.Thread):
    """Reads /api/audio-stream; when each sound came after a silence."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.bursts, self.quiet = [], 0
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port)
        self.connection.request("GET", "/api/audio-stream")
        self.answer = self.connection.getresponse()
        self.start()

    def run(self):
        odd = b""
        with contextlib.suppress(OSError, http.client.HTTPException, ValueError, AttributeError):
            while data := self.answer.read1(65536):
                now, data = time.time(), odd + data
                odd = data[len(data) & ~1:]
                for sample, in struct.iter_unpack("<h", data[:len(data) & ~1]):
                    if abs(sample) > 3277:
                        if self.quiet > 9600:
                            self.bursts.append(now * 1000)
                        self.quiet = 0
                    else:
                        self.quiet += 1


def measure_voice(stage, seconds=60):
    with others("Now comes number {}.") as engine, stage.serve(ENGINE_URL=engine.url, SPEECH_URL=engine.url, CAPTURE_FPS="2",
                                                INFERENCE_INTERVAL="0.5", TTS_PAUSE_AFTER="0.5") as server:
        guest = stage.guest()
        guest.evaluate("show(clockTrack(320, 180))")
        guest.until("!!voice()")
        guest.evaluate("hear()")
        pcm = Pcm(server)
        until(server, lambda s: live(s) and s["engine"]["ready"])
        time.sleep(30)
        heard, out = guest.evaluate("bursts"), list(pcm.bursts)
        times = [min(later) - at for at in out[2:-1] if (later := [one for one in heard if at - 50 < one < at + 1500])]
        row(f"sound out -> heard in the browser ({len(times)} of {len(out[2:-1])})", spread(times), "250 ms p95",
            percentile(times, 95) <= 250)
        engine.tone_s = 10
        guest.until("sound.seconds > 3", 60)
        guest.evaluate("Object.assign(sound, { jumps: 0, gaps: [], seconds: 0 })")
        before = guest.evaluate("received()")
        guest.page.wait_for_timeout(seconds * 1000)
        after, sound = guest.evaluate("received()"), guest.evaluate("sound")
        both = {name: after[name] - before[name] for name in ("concealedSamples", "totalSamplesReceived", "jitterBufferDelay",
                                                              "jitterBufferEmittedCount", "packetsLost")}
        share = both["concealedSamples"] / both["totalSamplesReceived"]
        row(f"sound made up by the browser in {seconds} s", f"{share:.3%} ({both['packetsLost']} packets lost)", "0.1 %",
            share <= 0.001)
        row("  its buffer", f"{both['jitterBufferDelay'] / both['jitterBufferEmittedCount'] * 1000:.0f} ms", "", True)
        row(f"jumps of phase and gaps in {sound['seconds']:.0f} s of a 1 kHz tone", f"{sound['jumps']}, {len(sound['gaps'])}", "none",
            not sound["jumps"] and not sound["gaps"])
        guest.leave()


def measure_back(stage):
    """The page is publisher and listener; the outages last up to 12 s, as beyond 10 s it enters the room anew."""
    bot, camera, voice, all_there = [], [], [], []
    with stage.serve(STREAM_DELAY_INIT="0") as server:
        page = stage.browser.new_context().new_page()
        page.goto(f"http://127.0.0.1:{server.port}/", wait_until="domcontentloaded")
        page.locator("#settings-open").click()
        page.get_by_role("button", name="Browser webcam").click()
        page.get_by_role("button", name="Publish").click()
        until(server, live)
        page.locator("#settings-close").click()
        page.locator("#mute").click()  # on
        page.evaluate(BACK)
        for i in range(20):
            until_on(page, "hearing()")
            until(server, live)
            page.wait_for_timeout(2000)
            stage.livekit.kill()
            page.wait_for_timeout(300 + 600 * i)
            page.evaluate("heardAt = 0, 0")
            stage.livekit.start()
            back = time.time()
            joined = until(server, lambda s: s["livekit_connected"])
            seen = until(server, live, 60)
            until_on(page, "heardAt > 0")
            heard = page.evaluate("heardAt") / 1000
            for times, at in ((bot, joined), (camera, seen), (voice, heard), (all_there, max(joined, seen, heard))):
                times.append((at - back) * 1000)
        page.context.close()
    row("server back -> commentator in the room, with its voice", spread(bot), "3 s p95", percentile(bot, 95) <= 3000)
    row("  the page's camera live", spread(camera), "3 s p95", percentile(camera, 95) <= 3000)
    row("  the page has the voice", spread(voice), "3 s p95", percentile(voice, 95) <= 3000)
    row("  all of it", spread(all_there), "3 s p95", percentile(all_there, 95) <= 3000)


# A voice counts once sound packets of it have come.
BACK = """() => {
  window.heardAt = 0;
  window.hearing = () => nerdpudding.room.state === 'in' && nerdpudding.room.voice?.readyState === 'live' && !nerdpudding.room.voice.muted;
  setInterval(() => { if (!heardAt && hearing()) heardAt = Date.now(); }, 20);
}"""


def measure_cpu(stage):
    with others("...") as engine, stage.serve(ENGINE_URL=engine.url, CAPTURE_FPS="5") as server:
        guest = stage.guest()
        time.sleep(3)
        without = cpu_share(server, 20)
        guest.evaluate("cameraTrack(1280, 720).then(show)")
        until(server, lambda s: live(s) and s["source_height"] == 720 and s["engine"]["ready"], 60)
        time.sleep(5)
        share = cpu_share(server, 20)
        sent, rate = guest.evaluate("sent()"), server.status()["pictures_per_s"]
        guest.leave()
    row(f"CPU, {sent['width']}x{sent['height']} VP8, {rate:.0f} pictures a second, ACTIVE, no viewer", f"{share:.1%} of a core",
        "35 %", share <= 0.35)
    row("  the same without the video", f"{without:.1%} of a core", "", True)


def counts(server):
    process = Path(f"/proc/{server.process.pid}")
    return round(server.resident_mb()), len(list((process / "task").iterdir())), len(list((process / "fd").iterdir()))


def measure_leaks(stage):
    seen = {}
    with stage.serve(ENABLE_TTS="false") as server:
        guest = None
        for i in range(1, 201):
            if not guest:
                guest = stage.guest()
                guest.evaluate("window.mine = clockTrack(320, 180), 0")
            guest.evaluate("show(mine)")
            until(server, live)
            if i % 2:
                guest.evaluate("hide()")
            else:
                guest.leave()
                guest = None
            until(server, lambda s: not s["livekit"]["track"])
            if i % 20 == 0:
                until(server, gone)
                time.sleep(1)
                seen[i] = counts(server)
                print(f"      {i}: {seen[i][0]} MB, {seen[i][1]} threads, {seen[i][2]} descriptors", flush=True)
    # Threads rise with the sections of a session, until the room is joined anew: the lowest of each half tells.
    halves = [[seen[i] for i in range(first, first + 100, 20)] for first in (20, 120)]
    before, after = [[min(values) for values in zip(*half)] for half in halves]
    flat = after[0] <= before[0] + 15 and after[1] <= before[1] + 15 and after[2] <= before[2] + 5
    row("200 times a guest comes, shows and goes: MB, threads, descriptors",
        ", ".join(f"{seen[i][0]}/{seen[i][1]}/{seen[i][2]}" for i in (20, 100, 200)), "flat from 20 to 200", flat)


MEASUREMENTS = {
    "publish": measure_publish,
    "picture": measure_picture,
    "voice": measure_voice,
    "back": measure_back,
    "cpu": measure_cpu,
    "leaks": measure_leaks,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *MEASUREMENTS], default=[])
    parser.add_argument("--tone", type=int, default=60)
    parser.add_argument("--json")
    options = parser.parse_args()
    if not BINARY or not own_address():
        print("livekit: left out; it needs livekit-server and an address besides 127.0.0.1")
        return 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        stage = Stage(Path(folder), playwright)
        try:
            for name, measure in MEASUREMENTS.items():
                if not options.names or name in options.names:
                    measure(stage, *[options.tone] * (name == "voice"))
        finally:
            stage.close()
    tell(options.json)


if __name__ == "__main__":
    main()
