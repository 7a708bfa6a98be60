#!/usr/bin/env python3
"""Measures what the page keeps while lines come fast: heap and nodes of a real browser on the real binary, with pictures and the
record. Prints a row each half minute and one table.

Needs NP_BINARY, NP_SAMPLE and Chromium. Takes thirty minutes, or --minutes N.
"""
import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench import Server, row
from playwright.sync_api import sync_playwright
from program import SAMPLE
from talker import talker

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "web"))
from page import wait_for_picture  # noqa: E402
from server import CHROMIUM, CHROMIUM_FLAGS  # noqa: E402

FROM_LINES = 500
EVERY_S = 30
LINES_A_SECOND = 4
SETTLED = 5  # samples at either end whose median counts


class Watched:
    """A page, and what its browser says of it."""

    def __init__(self, page, url):
        self.page = page
        page.goto(url)
        wait_for_picture(page)
        self.tools = page.context.new_cdp_session(page)
        self.tools.send("HeapProfiler.enable")
        self.tools.send("Performance.enable")

    def sample(self):
        for _ in range(3):
            self.tools.send("HeapProfiler.collectGarbage")
        told = {one["name"]: one["value"] for one in self.tools.send("Performance.getMetrics")["metrics"]}
        return told["JSHeapUsedSize"] / 1e6, int(told["Nodes"]), int(told["JSEventListeners"])


def measure(minutes):
    samples = []
    with tempfile.TemporaryDirectory() as folder, talker() as settings, sync_playwright() as playwright:
        settings |= {"INFERENCE_INTERVAL": str(1 / LINES_A_SECOND), "STATE_DIR": folder}
        with Server(SAMPLE, "the people", **settings) as server:
            server.wait_live()
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
            watched = Watched(chromium.new_page(viewport={"width": 1280, "height": 800}), server.url)
            began = time.monotonic()
            while (passed := time.monotonic() - began) < minutes * 60:
                watched.page.wait_for_timeout(EVERY_S * 1000 - passed * 1000 % (EVERY_S * 1000))
                said = server.status()["record"]["lines"]
                heap, nodes, listeners = watched.sample()
                print(f"      {passed / 60 + EVERY_S / 60:5.1f} min  {said:6} lines  {heap:6.2f} MB  {nodes:6} nodes  {listeners} listeners", flush=True)
                if said >= FROM_LINES:
                    samples.append((heap, nodes, listeners))
            chromium.close()
    assert len(samples) > 2 * SETTLED, "too short: there have to be lines for some minutes"
    for index, (what, unit, slack) in enumerate([("heap", " MB", 1.05), ("nodes", "", 1.01), ("listeners", "", 1.01)]):
        values = [sample[index] for sample in samples]
        first, last = statistics.median(values[:SETTLED]), statistics.median(values[-SETTLED:])
        row(f"{what} of the page, from {FROM_LINES} to {said} lines", f"{first:.5g}{unit}, at the end {last:.5g}{unit}, most {max(values):.5g}",
            "flat", last <= first * slack)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    measure(parser.parse_args().minutes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
