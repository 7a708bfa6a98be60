#!/usr/bin/env python3
"""Measures this browser's webcam by WHIP with Chromium on this machine, and prints one table: one click to the first words, a
picture's way into the window, the voice's way to the page, coming back, and what 200 publications leave behind. Needs NP_BINARY and NP_SAMPLE; takes some
minutes; names given as arguments run only these measurements."""
import argparse
import contextlib
import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
sys.path[1:1] = [str(HERE.parent / folder) for folder in ("livekit", "web")]
from bench import Events, Server, percentile, row, spread, tell  # noqa: E402
from guest import CAMERA_FLAGS  # noqa: E402
from livekit import Pcm, clock_in, counts, live, others, until  # noqa: E402
from page import close_sources, open_sources  # noqa: E402
from talker import talker  # noqa: E402
from server import CHROMIUM, CHROMIUM_FLAGS  # noqa: E402

INSTRUCTION = "Tell me about light and movement."
# The camera of this page is a clock.
CLOCK = "navigator.mediaDevices.getUserMedia = async () => new MediaStream([clockTrack(640, 360)])"


@contextlib.contextmanager
def page_of(browser, server):
    context = browser.new_context()
    context.add_init_script((HERE / "livekit.js").read_text() + "\nwindow.clockTrack = clockTrack;")
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.port}/", wait_until="domcontentloaded")
    yield page
    context.close()


def button(page, name):
    """Publish or Stop, in the sheet of sources, which closes itself once a source has started."""
    if not page.locator("#sources").is_visible():
        open_sources(page)
    page.get_by_role("button", name="Browser webcam").click()
    return page.get_by_role("button", name=name, exact=True)


def nobody(status):
    return status["publisher"]["state"] == "none" and status["source_state"] in ("waiting", "stopped")


def measure_click(browser):
    clicks = []
    # By a model that answers at once: what it has to see first is not measured here.
    with talker() as settings, Server("whip", INSTRUCTION, **settings) as server, page_of(browser, server) as page:
        events = Events(server)
        for _ in range(10):
            server.post("/api/instruction", instruction=INSTRUCTION)
            known = len(events.all)
            publish = button(page, "Publish")
            begun = time.time()
            publish.click()
            while not (words := [at for at, name, data in list(events.all)[known:] if not name and data != "..."]):
                if time.time() - begun > 30:
                    raise SystemExit("no words came within 30 s")
                time.sleep(0.01)
            clicks.append((words[0] - begun) * 1000)
            button(page, "Stop").click()
            until(server, nobody)
    row("one click -> first words about the webcam", spread(clicks), "3 s p95", percentile(clicks, 95) <= 3000)


def measure_picture(browser):
    with others("...") as engine, Server("whip", INSTRUCTION, ENGINE_URL=engine.url, ENABLE_TTS="false", CAPTURE_FPS="15",
                                         FRAMES_PER_INFERENCE="1", INFERENCE_INTERVAL="0") as server:
        events = Events(server)
        with page_of(browser, server) as page:
            page.evaluate(f"{CLOCK}, 0")
            button(page, "Publish").click()
            until(server, lambda s: live(s) and s["engine"]["ready"])
            time.sleep(3)
            begun = time.time()
            time.sleep(20)
            seen = list(engine.pictures)
            times = [(round(at * 1000) - clock_in(picture)) % 2**24 for at, picture in seen if at >= begun and picture]
    row("webcam picture drawn -> at the model, 640x360 VP8", spread(times), "250 ms p95", percentile(times, 95) <= 250)


# When what the page plays becomes loud after a silence, ms.
HEARS = """() => {
  window.heard = [];
  let quietSince = Date.now();
  setInterval(() => {
    const now = Date.now();
    if (nerdpudding.sound.level() < 0.02) return;
    if (now - quietSince > 200) heard.push(now);
    quietSince = now;
  }, 4);
}"""


def measure_voice(browser):
    """A voice that is a tone, from when the server sends it to whoever listens until this page plays it."""
    with others("Now comes number {}.") as engine, Server("whip", INSTRUCTION, ENGINE_URL=engine.url, SPEECH_URL=engine.url, CAPTURE_FPS="2",
                                                         INFERENCE_INTERVAL="0.5", TTS_PAUSE_AFTER="0.5") as server:
        with page_of(browser, server) as page:
            page.evaluate(f"{CLOCK}, 0")
            button(page, "Publish").click()
            until(server, lambda s: live(s) and s["engine"]["ready"])
            close_sources(page)
            page.locator("#sound-on").click()
            page.evaluate(HEARS)
            pcm = Pcm(server)
            page.wait_for_timeout(40_000)
            heard, out = page.evaluate("heard"), list(pcm.bursts)
    times = [min(later) - at for at in out[2:-1] if (later := [one for one in heard if at - 50 < one < at + 1500])]
    row(f"voice out -> heard on the page ({len(times)} of {len(out[2:-1])})", spread(times), "250 ms p95",
        percentile(times, 95) <= 250 and len(times) >= 0.9 * len(out[2:-1]))


def measure_back(browser):
    times = []
    with Server("whip", INSTRUCTION, ENABLE_TTS="false") as server, page_of(browser, server) as page:
        button(page, "Publish").click()
        until(server, live)
        for _ in range(20):
            button(page, "Stop").click()
            until(server, nobody)
            server.post("/api/start", source="whip", wait=True)
            time.sleep(1)
            begun = time.time()
            button(page, "Publish").click()
            times.append((until(server, live) - begun) * 1000)
    row("publisher gone and back -> live again", spread(times), "2 s p95", percentile(times, 95) <= 2000)


def measure_garbage(browser):
    """Offers that are none, while nobody publishes; then the browser does."""
    times = []
    with Server("whip", INSTRUCTION, ENABLE_TTS="false") as server, page_of(browser, server) as page:
        for _ in range(20):
            for offer in (os.urandom(4000), b"v=0\r\n" * 500, b""):
                ask = urllib.request.Request(f"http://127.0.0.1:{server.port}/api/whip", offer, {"Content-Type": "application/sdp"})
                try:
                    urllib.request.urlopen(ask, timeout=10).close()
                    raise SystemExit("garbage was taken for an offer")
                except urllib.error.HTTPError as refused:
                    if refused.code != 400:
                        raise
            begun = time.time()
            button(page, "Publish").click()
            times.append((until(server, live) - begun) * 1000)
            button(page, "Stop").click()
            until(server, nobody)
            server.post("/api/start", source="whip", wait=True)
            time.sleep(1)
    row("garbage for offers, then the publisher -> live", spread(times), "2 s p95", percentile(times, 95) <= 2000)


def measure_leaks(browser):
    seen = {}
    with Server("whip", INSTRUCTION, ENABLE_TTS="false") as server, page_of(browser, server) as page:
        for i in range(1, 201):
            button(page, "Publish").click()
            until(server, live)
            button(page, "Stop").click()
            until(server, nobody)
            if i % 20 == 0:
                # The page's own requests come and go.
                seen[i] = tuple(map(min, *(time.sleep(0.2) or counts(server) for _ in range(15))))
                print(f"      {i}: {seen[i][0]} MB, {seen[i][1]} threads, {seen[i][2]} descriptors", flush=True)
    halves = [[seen[i] for i in range(first, first + 100, 20)] for first in (20, 120)]
    before, after = [[min(values) for values in zip(*half)] for half in halves]
    good = after[0] <= before[0] + 10 and after[1] <= before[1] and after[2] <= before[2]
    row("200 publications: MB, threads, descriptors", f"{before} -> {after}", "flat", good)


MEASUREMENTS = {"click": measure_click, "picture": measure_picture, "voice": measure_voice, "back": measure_back, "garbage": measure_garbage, "leaks": measure_leaks}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *MEASUREMENTS], default=[])
    parser.add_argument("--json")
    options = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*CHROMIUM_FLAGS, *CAMERA_FLAGS])
        for name, measure in MEASUREMENTS.items():
            if not options.names or name in options.names:
                measure(browser)
        browser.close()
    tell(options.json)


if __name__ == "__main__":
    main()
