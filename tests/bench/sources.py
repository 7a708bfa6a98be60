#!/usr/bin/env python3
"""Measures the ways into the sheet "Choose a source", with Chromium on this machine, and prints one table: a clip that is dropped on the
page until the first words about it, a gigabyte that is uploaded, a camera that appears in the network until its card. Needs NP_BINARY
and NP_SAMPLE; takes two minutes; names given as arguments run only these measurements."""
import argparse
import http.client
import sys
import tempfile
import threading
import time
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

HERE = Path(__file__).resolve().parent
sys.path[1:1] = [str(HERE.parent), str(HERE.parent / "web")]
from bench import SAMPLE, Events, Server, ffmpeg, percentile, row, spread, tell  # noqa: E402
from onvif_device import OnvifDevice  # noqa: E402
from page import open_sources  # noqa: E402
from ports import free_port  # noqa: E402
from server import CHROMIUM, CHROMIUM_FLAGS  # noqa: E402
from talker import talker  # noqa: E402

# A file that the browser reads itself is dropped where the pointer would be.
DROP = """(input) => {
  const transfer = new DataTransfer();
  transfer.items.add(input.files[0]);
  const target = document.elementFromPoint(200, 200);
  for (const type of ['dragenter', 'dragover', 'drop'])
    target.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
}"""
HOLDER = "document.body.append(Object.assign(document.createElement('input'), { type: 'file', id: 'holder', hidden: true }))"


def make_video(path, megabytes, size):
    """What it shows is the sample's; its bits are many."""
    ffmpeg("-stream_loop", "-1", "-i", SAMPLE, "-t", "60", "-vf", f"scale={size},noise=alls=20:allf=t", "-an", "-c:v", "libx264", "-preset",
           "ultrafast", "-b:v", f"{megabytes * 8 / 60:.2f}M", "-minrate", f"{megabytes * 8 / 60:.2f}M", "-maxrate",
           f"{megabytes * 8 / 60:.2f}M", "-bufsize", "4M", "-pix_fmt", "yuv420p", path)
    return path


def measure_drop(browser, folder):
    clip = make_video(folder / "holiday.mp4", 50, "1280:720")
    megabytes, times = clip.stat().st_size / 1e6, []
    for _ in range(5):
        # By a model that answers at once, as what it has to see first is not measured here.
        with talker() as settings, Server(None, "What happens?", STATE_DIR=str(folder / f"state{len(times)}"), **settings) as server:
            events = Events(server)
            page = browser.new_page()
            page.goto(f"http://127.0.0.1:{server.port}/", wait_until="load")
            page.evaluate(HOLDER)
            page.locator("#holder").set_input_files(clip)
            page.wait_for_timeout(500)
            begun = time.time()
            page.locator("#holder").evaluate(DROP)
            words = events.wait(0, lambda event: not event[1] and event[2].strip(". "), 60)
            if not words:
                raise SystemExit("no words came within 60 s")
            times.append((words[0] - begun) * 1000)
            page.close()
    row(f"a dropped clip of {megabytes:.0f} MB -> its first line", spread(times), "5 s", max(times) <= 5000)


def put(server, name, body, size):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    connection.request("PUT", f"/api/uploads/{name}", body, {"Content-Length": str(size)})
    answer = connection.getresponse()
    told = answer.read().decode()
    if answer.status != 200:
        raise SystemExit(f"the upload was refused: {told}")


def measure_gigabyte(_, folder):
    """A video's head, so that it counts as one, and a gigabyte behind it."""
    head = Path(SAMPLE).read_bytes()
    size = 1 << 30
    chunk = bytes(1 << 20)

    def body(size):
        yield head
        left = size - len(head)
        while left > 0:
            yield chunk[:min(left, len(chunk))]
            left -= len(chunk)

    with Server(ENABLE_TTS="false", STATE_DIR=str(folder / "large"), UPLOAD_MB="4000") as server:
        # The first one loads the libraries that look into videos.
        put(server, "small.avi", body(len(head)), len(head))
        time.sleep(1)
        before, peak, over = server.resident_mb(), [0], threading.Event()

        def sample():
            while not over.wait(0.05):
                peak[0] = max(peak[0], server.resident_mb())

        watcher = threading.Thread(target=sample)
        watcher.start()
        begun = time.monotonic()
        try:
            put(server, "large.avi", body(size), size)
            took = time.monotonic() - begun
        finally:
            over.set()
            watcher.join()
    rate = size / 1e6 / took
    row("1 GB uploaded", f"{rate:.0f} MB/s ({took:.1f} s)", "150 MB/s", rate >= 150)
    row("  memory, before and at most", f"{before:.0f} and {peak[0]:.0f} MB", "flat (20 MB)", peak[0] <= before + 20)


def measure_card(browser, _):
    times = []
    with Server(ENABLE_TTS="false") as server:
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.port}/", wait_until="load")
        open_sources(page)
        for at in range(5):
            page.wait_for_timeout(1000 + 700 * at)
            name = f"Door {free_port()}"
            device = OnvifDevice([("Main", "rtsp://10.9.8.7:554/main", 1920, 1080)], name=name)
            begun = time.monotonic()
            expect(page.get_by_text(name, exact=True)).to_be_visible(timeout=30_000)
            times.append((time.monotonic() - begun) * 1000)
            device.close()
        page.close()
    row("an ONVIF camera that appears -> its card in the open sheet", spread(times), "5 s", max(times) <= 5000)


MEASUREMENTS = {"drop": measure_drop, "gigabyte": measure_gigabyte, "card": measure_card}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *MEASUREMENTS], default=[])
    parser.add_argument("--json")
    options = parser.parse_args()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        for name, measure in MEASUREMENTS.items():
            if not options.names or name in options.names:
                measure(browser, Path(folder))
        browser.close()
    tell(options.json)


if __name__ == "__main__":
    main()
