"""What the tests ask of the page, in the page's own words."""
import json
import os
import re
import time
import urllib.request

from playwright.sync_api import Error, Page, expect

import messages

BINARY = os.environ["NP_BINARY"]
SAMPLE = os.environ["NP_SAMPLE"]
# A condition comes true in time on a busy machine, too.
PATIENCE_S = 30
expect.set_options(timeout=PATIENCE_S * 1000)
SOON = re.compile(f"^{messages.nextTry.pattern().pattern}$")
# What the badge says while a file plays.
PLAYS = re.compile(rf"^{messages.file} · \d")
INSTRUCTION = "Tell me about people and movement."

# The live picture, whether it is images or a video.
SHOWN = ":is(#picture, #stage > video, .embed video).showing"

FINGERPRINT = """() => {
  const image = document.querySelector('video.showing, #picture');
  if (!(image.naturalWidth ?? image.videoWidth)) return '';
  const canvas = document.createElement('canvas');
  canvas.width = 48; canvas.height = 36;
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0, 48, 36);
  return canvas.toDataURL();
}"""


def until(page: Page, condition: str, timeout: float = PATIENCE_S):
    """Playwright's own wait_for_function evaluates inside the page, which the page's security policy forbids.

    A page whose modules a changing network broke off loads itself again: the condition is then asked of the new document.
    """
    def holds():
        try:
            return page.evaluate(condition)
        except Error as error:
            if "Execution context was destroyed" not in error.message:
                raise
            return False

    deadline = time.monotonic() + timeout
    while not holds():
        assert time.monotonic() < deadline, f"this did not come true within {timeout} s: {condition}"
        page.wait_for_timeout(50)


def wait_for_picture(page: Page):
    expect(page.locator(SHOWN)).to_be_visible()


def wait_for_pictures(page: Page, count: int):
    """Until so many different pictures were seen."""
    seen = {""}
    deadline = time.monotonic() + PATIENCE_S
    while len(seen) <= count:
        assert time.monotonic() < deadline, f"{len(seen) - 1} pictures within {PATIENCE_S} s"
        seen.add(page.evaluate(FINGERPRINT))
        page.wait_for_timeout(50)


def pictures_in(page: Page, seconds: float) -> int:
    """How many different pictures were seen."""
    seen = set()
    for _ in range(int(seconds * 10)):
        seen.add(page.evaluate(FINGERPRINT))
        page.wait_for_timeout(100)
    return len(seen - {""})


def open_settings(page: Page):
    """The sheet of settings; while it is open the rest of the page is out of reach."""
    page.get_by_role("button", name="Settings", exact=True).click()
    expect(page.locator("#settings")).to_be_visible()


def close_settings(page: Page):
    page.locator("#settings-close").click()
    expect(page.locator("#settings")).to_be_hidden()


def open_sources(page: Page):
    """The sheet of sources, by the button in the header."""
    page.get_by_role("button", name=re.compile("^(Sources|Quellen|Fuentes)$")).click()
    expect(page.locator("#sources")).to_be_visible()


def close_sources(page: Page):
    """It may have closed itself, as it does once a source has started."""
    page.evaluate("document.querySelector('#sources').close()")


def card(page: Page):
    """It tells why there is no picture."""
    return page.get_by_role("group", name="No picture")


def lines(page: Page):
    return page.locator("#list .line:not(.writing)")


def level(page: Page) -> float:
    return page.evaluate("nerdpudding.sound.level()")


def loudest(page: Page, seconds: float) -> float:
    loud = 0.0
    for _ in range(int(seconds * 20)):
        loud = max(loud, level(page))
        page.wait_for_timeout(50)
    return loud


def wait_for_sound(page: Page):
    until(page, "nerdpudding.sound.level() > 0.005", 60)


def api(server, path: str, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(server.url + path, data=data, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=15) as response:
        return json.load(response)


def live_status(server) -> dict:
    """What the server says of itself as soon as its source plays."""
    deadline = time.monotonic() + 20
    while (status := api(server, "/api/status"))["source_state"] != "live":
        assert time.monotonic() < deadline, status
        time.sleep(0.05)
    return status


def wait_for_status(page: Page, condition: str):
    """`condition` is JavaScript about `status`, as the page has it from the server."""
    until(page, f"(() => {{ const status = globalThis.nerdpudding?.status(); return Boolean(status && ({condition})); }})()")
