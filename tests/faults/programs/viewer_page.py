"""The show's own page in Chromium, on another machine than the show. Prints a line of JSON again and again: the pictures that
were seen since the last one, each as when and, where the page told that, when it was captured; Unix seconds."""

import argparse
import json
import os

from playwright.sync_api import sync_playwright

WATCH = """
window.watched = [];
const ask = HTMLVideoElement.prototype.requestVideoFrameCallback;
HTMLVideoElement.prototype.requestVideoFrameCallback = function (then) {
  return ask.call(this, (...all) => { watched.push([Date.now() / 1000, null]); then(...all); });
};
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (text) {
  const at = typeof text === 'string' && text.startsWith('{"seen":') ? JSON.parse(text).seen : null;
  if (at !== null) watched.push([Date.now() / 1000, at]);
  return send.call(this, text);
};
"""

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("url")
options = parser.parse_args()
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(
        executable_path=os.environ.get("NP_CHROMIUM", "/usr/bin/chromium"),
        args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage"])  # fmt: skip
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(WATCH)
    page.goto(options.url, wait_until="domcontentloaded")
    while True:
        print(json.dumps(page.evaluate("watched.splice(0)")), flush=True)
        page.wait_for_timeout(100)
