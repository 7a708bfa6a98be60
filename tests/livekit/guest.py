"""A person in a LiveKit room: a page of Chromium's with livekit-client, and a camera that Chromium makes up or plays."""
import os
import threading
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from livekit_server import token

HERE = Path(__file__).parent
LIBRARY = Path(os.environ["NP_BINARY"]).parent / "embed/livekit-client.js"
CAMERA_FLAGS = [
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--autoplay-policy=no-user-gesture-required",
]


class Files(SimpleHTTPRequestHandler):
    """The guest's page; an address of this machine's own, or Chromium would let it reach no other one here."""

    def translate_path(self, path):
        name = path.rsplit("/", 1)[1]
        return str(LIBRARY if name == LIBRARY.name else HERE / name)

    def log_message(self, *_):
        pass


def serve_files():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Files)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server


class Guest:
    def __init__(self, browser, address, server, identity, room, camera, codec):
        """`address`: of the files. `camera`: whether one is published."""
        self.identity = identity
        self.context = browser.new_context()
        self.page = self.context.new_page()
        self._join = [server.url, token(identity, room), camera, codec]
        self._address = f"http://127.0.0.1:{address[1]}/guest.html"
        self.come()

    def come(self):
        """Also once more: the page is loaded anew."""
        self.page.goto(self._address)
        self.page.evaluate("(all) => join(...all)", self._join)

    def evaluate(self, script, argument=None):
        return self.page.evaluate(script, argument)

    def until(self, condition, timeout=20):
        """`condition` is JavaScript."""
        deadline = time.monotonic() + timeout
        while not self.page.evaluate(condition):
            assert time.monotonic() < deadline, f"this did not come true within {timeout} s: {condition}"
            self.page.wait_for_timeout(50)

    def video(self, identity):
        """What is seen of somebody: width, height, pictures; None while there is nothing."""
        return self.page.evaluate("identity => videos()[identity] ?? null", identity)

    def level(self):
        return self.page.evaluate("level()")

    def transcriptions(self):
        return self.page.evaluate("transcriptions")

    def leave(self):
        """Says goodbye; closing the page without it is a crash."""
        self.page.evaluate("room.disconnect()")
        self.context.close()
