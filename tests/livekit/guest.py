"""A person in a LiveKit room: a page of Chromium's with livekit-client, and a camera that Chromium makes up or plays."""
import os
import time
from pathlib import Path

from livekit_server import token

HERE = Path(__file__).parent
LIBRARY = Path(os.environ["NP_BINARY"]).parent / "embed/livekit-client.js"
CAMERA_FLAGS = [
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--autoplay-policy=no-user-gesture-required",
]
PAGE = "http://localhost/guest.html"  # answered by the test itself


def answer(route):
    name = route.request.url.rsplit("/", 1)[1]
    route.fulfill(path=LIBRARY if name == LIBRARY.name else HERE / name)


class Guest:
    def __init__(self, browser, server, identity, room, camera):
        """`camera`: whether one is published."""
        self.identity = identity
        self.context = browser.new_context()
        self.context.route("http://localhost/**", answer)
        self.page = self.context.new_page()
        self.page.goto(PAGE)
        self.page.evaluate("([url, token, camera]) => join(url, token, camera)", [server.url, token(identity, room), camera])

    def evaluate(self, script, argument=None):
        return self.page.evaluate(script, argument)

    def until(self, condition, timeout=20):
        """`condition` is JavaScript."""
        deadline = time.monotonic() + timeout
        while not self.page.evaluate(condition):
            assert time.monotonic() < deadline, f"this did not come true within {timeout} s: {condition}"
            self.page.wait_for_timeout(50)

    def video(self, identity):
        """What is seen of somebody: width, height, time; None while there is nothing."""
        return self.page.evaluate("identity => videos()[identity] ?? null", identity)

    def level(self):
        return self.page.evaluate("level()")

    def transcriptions(self):
        return self.page.evaluate("transcriptions")

    def leave(self):
        """Says goodbye; closing the page without it is a crash."""
        self.page.evaluate("room.disconnect()")
        self.context.close()
