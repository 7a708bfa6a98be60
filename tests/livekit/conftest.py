"""The real binary, livekit-server and Chromium, each test with its own room server."""
import os
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from guest import CAMERA_FLAGS, Guest, serve_files
from livekit_server import BINARY, KEY, SECRET, LiveKitServer, own_address
from server import CHROMIUM, CHROMIUM_FLAGS, Server


@pytest.fixture
def log_of(tmp_path, request):
    """log_of(program) -> the file for what it says, among the artifacts where there is a folder for them."""
    folder = Path(os.environ.get("NP_ARTIFACTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    test = request.node.name.translate(str.maketrans("/[]", "---"))
    return lambda program: folder / f"livekit-{test}-{program}.log"


@pytest.fixture
def livekit(tmp_path, log_of):
    """A room server that runs; for one test alone, which may do to it what it likes."""
    assert BINARY, "there is no livekit-server: tools/make-livekit-server makes it"
    if not own_address():
        pytest.skip("libnice needs an address besides loopback's, or root, who makes one")
    one = LiveKitServer(tmp_path, log_of("server"))
    one.start()
    yield one
    one.kill()


@pytest.fixture
def serve(livekit, tmp_path, log_of):
    """serve(flags..., settings) -> a `nerdpudding serve` that has been told of the room server."""
    started = []

    def start(*flags, **settings):
        settings = {
            "LIVEKIT_ENABLED": "true", "LIVEKIT_URL": livekit.url, "LIVEKIT_API_KEY": KEY, "LIVEKIT_API_SECRET": SECRET,
            "LIVEKIT_ROOM": "test", "STATE_DIR": str(tmp_path / "state"),
        } | settings  # fmt: skip
        one = Server(log_of(f"nerdpudding-{len(started)}"), *flags, **settings)
        started.append(one)
        one.start()
        return one

    yield start
    for one in started:
        one.stop()


@pytest.fixture(scope="session")
def chromium():
    """chromium(file) -> a browser whose camera is that file, .y4m or .mjpeg; without one, Chromium's own test picture."""
    with sync_playwright() as playwright:
        browsers = {}

        def browser(file=None):
            if file not in browsers:
                flags = [f"--use-file-for-fake-video-capture={file}"] if file else []
                browsers[file] = playwright.chromium.launch(
                    executable_path=CHROMIUM, args=[*CHROMIUM_FLAGS, *CAMERA_FLAGS, *flags])
            return browsers[file]

        yield browser
        for one in browsers.values():
            one.close()


@pytest.fixture(scope="session")
def yard(tmp_path_factory):
    """People who cross a yard, as Chromium plays a camera."""
    file = tmp_path_factory.mktemp("clip") / "yard.mjpeg"
    subprocess.run(["ffmpeg", "-v", "error", "-i", os.environ["NP_SAMPLE"], "-t", "30", "-vf", "scale=640:480", "-q:v", "5",
                    "-f", "mjpeg", file], check=True)  # fmt: skip
    return file


@pytest.fixture(scope="session")
def files():
    """The address of the guests' page."""
    server = serve_files()
    yield server.server_address
    server.shutdown()


@pytest.fixture
def join(chromium, files, livekit):
    """join(identity, camera=..., codec=...) -> a Guest in the room. `camera`: True for Chromium's test picture, or a file."""
    guests = []

    def one(identity, camera=False, room="test", codec="vp8"):
        browser = chromium(camera if isinstance(camera, (str, Path)) else None)
        guests.append(Guest(browser, files, livekit, identity, room, bool(camera), codec))
        return guests[-1]

    yield one
    for guest in guests:
        guest.context.close()
