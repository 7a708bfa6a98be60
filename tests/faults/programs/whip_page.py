"""The show's own page in Chromium, whose camera shows a clip: opens it, says so by a file, and clicks Publish. SIGUSR1 reloads
the page."""

import argparse
import contextlib
import os
import re
import signal
import time
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("url")
parser.add_argument("clip", help="MJPEG")
parser.add_argument("ready", type=Path, help="the file")
options = parser.parse_args()
wishes = []
begun = time.monotonic()


def tell(what):
    print(f"whip_page {time.monotonic() - begun:.2f}: {what}", flush=True)


signal.signal(signal.SIGUSR1, lambda *_: wishes.append("reload"))
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(
        executable_path=os.environ.get("NP_CHROMIUM", "/usr/bin/chromium"),
        args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--use-fake-ui-for-media-stream",
              "--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={options.clip}",
              f"--unsafely-treat-insecure-origin-as-secure={options.url}"])  # fmt: skip
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    tell("Chromium is there")
    page.on("console", lambda message: tell(f"console: {message.text}"))
    page.on("pageerror", lambda error: tell(f"error: {error}"))
    page.on("requestfailed", lambda request: tell(f"failed: {request.method} {request.url} {request.failure}"))
    page.on("response", lambda response: "/api/whip" in response.url and tell(f"{response.request.method} {response.url} {response.status}"))
    while True:
        with contextlib.suppress(Error):
            page.goto(options.url, wait_until="domcontentloaded")
            break
        page.wait_for_timeout(100)
    page.get_by_role("button", name=re.compile("^Sources$")).click()
    page.get_by_role("button", name="Browser webcam").click()
    publish = page.get_by_role("button", name="Publish", exact=True)
    publish.wait_for()
    options.ready.touch()
    publish.click()
    tell("clicked")
    while True:
        page.wait_for_timeout(20)
        if wishes:
            wishes.clear()
            page.reload(wait_until="commit")
