#!/usr/bin/env python3
"""Measures, for an hour, whether the source's sound stays with its picture, at the real binary: a clip that flashes and beeps at the
same moments, through laps. Prints a row each minute and one table.

Three are asked at the same time: a client of /api/mjpeg and /api/audio-stream, by when things come to it; the server, by the times of
capture that it sends with its pictures and the count of its blocks of sound; with --browser a page in Chromium. Takes an hour for each
of two shows (live, and 3 s late), or --minutes N. Needs NP_BINARY, ffmpeg, python3-pil, and for --browser Chromium.
"""
import argparse
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from bench import Server, percentile, row
import in_step  # isort: skip  (bench says where it is)

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "web"))

LIMIT_MS, DRIFT_MS = 80, 20  # of the second: in an hour
EVERY_S = 60
SHOWS = {"live": {}, "3 s late": {"STREAM_DELAY_INIT": "3", "STREAM_DELAY_EMA_ALPHA": "0"}}


def drift(pairs):
    """Milliseconds an hour, of the line through [(seconds, milliseconds)] that half of all pairs of them lie above (Theil and Sen),
    over as many as can be compared."""
    some = pairs[::max(1, len(pairs) // 600)]
    slopes = [(later[1] - earlier[1]) / (later[0] - earlier[0]) for i, earlier in enumerate(some) for later in some[i + 1:]
              if later[0] > earlier[0]]
    return 3600 * statistics.median(slopes)


def judge(what, pairs, minutes, expected):
    if len(pairs) < 20:
        return row(what, f"{len(pairs)} flashes with a beep", f"{expected:.0f}", False)
    offsets = [offset for _, offset in pairs]
    over, slope = sum(abs(offset) > LIMIT_MS for offset in offsets), drift(pairs)
    row(f"{what}, {minutes:g} min",
        f"p50 {percentile(offsets, 50):.0f}, p1 to p99 {percentile(offsets, 1):.0f} to {percentile(offsets, 99):.0f}, "
        f"{min(offsets):.0f} to {max(offsets):.0f} ms; {over} of {len(offsets)} over {LIMIT_MS} ms; drift {slope:.1f} ms/h",
        f"within {LIMIT_MS} ms, drift {DRIFT_MS} ms/h", over == 0 and abs(slope) <= DRIFT_MS and len(offsets) > 0.9 * expected)


class Browser:
    """A page that listens at full volume."""

    def __init__(self, server, stack):
        from playwright.sync_api import sync_playwright

        from original_sound import LOUD, SLIDER, WATCH
        from page import until, wait_for_picture
        from server import CHROMIUM, CHROMIUM_FLAGS
        self.watch = WATCH
        playwright = stack.enter_context(sync_playwright())
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        stack.callback(chromium.close)
        self.page = chromium.new_page(viewport={"width": 1280, "height": 800})
        self.page.goto(server.url)
        wait_for_picture(self.page)
        self.page.locator("#sound-on").click()
        self.page.locator(SLIDER).fill("1")
        until(self.page, LOUD)

    def pairs(self, seconds):
        at = time.monotonic()
        return [(at, offset) for offset in self.page.evaluate(self.watch, seconds)]


def measure(folder, show, minutes, with_browser):
    clip = in_step.make_clip(folder / "beeps.mp4", 60)
    delay = SHOWS[show]
    with ExitStack() as stack:
        server = stack.enter_context(Server(clip, "What happens?" if delay else None, ENABLE_TTS="false", **delay))
        server.wait_live()
        viewer = stack.enter_context(in_step.Viewer(server.port))
        browser = Browser(server, stack) if with_browser else None
        time.sleep(20)  # the picture that is to be late runs slowly until it is
        begun = time.monotonic()
        seen = []
        while (passed := time.monotonic() - begun) < 60 * minutes:
            since = time.monotonic()
            if browser:
                new = browser.pairs(EVERY_S - 1)
                seen += new
                print(f"      {passed / 60 + 1:5.1f} min  page    p50 {percentile([offset for _, offset in new] or [float('nan')], 50):6.1f} ms"
                      f"  {len(new)}", flush=True)
            time.sleep(max(0, since + EVERY_S - time.monotonic()))
            for what, due in (("client", False), ("server", True)):
                new = [1000 * offset for _, offset in viewer.pairs(since, due)] or [float("nan")]
                print(f"      {passed / 60 + 1:5.1f} min  {what}  p50 {percentile(new, 50):6.1f} ms  {min(new):6.1f} to {max(new):6.1f}  {len(new)}",
                      flush=True)
        for what, due in (("a client, by when they come", False), ("the server, by its own times", True)):
            judge(f"sound - its picture, {show}: {what}", [(at, 1000 * offset) for at, offset in viewer.pairs(begun, due)], minutes,
                  60 * minutes)
        if browser:
            judge(f"sound - its picture, {show}: a page in Chromium", seen, minutes, 60 * minutes)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--browser", action="store_true")
    parser.add_argument("shows", nargs="*", choices=[[], *SHOWS], default=[])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for show in options.shows or SHOWS:
            measure(Path(folder), show, options.minutes, options.browser)
    return 0


if __name__ == "__main__":
    sys.exit(main())
