"""Small things that ask for gigabytes, or for a thread's stack: each is told in a sentence soon, costs little memory, and the
show that runs goes on. These are a few of tests/bombs; `./dev bench bomb_bench` throws all of them."""
import signal
import time

import pytest

import bombs
import messages
from bombs.servers import Liars
from bombs.trial import Show
from conftest import SAMPLE, Server
from damaged import Damaged, held, rounds

TOO_LARGE = (messages.kTooManyPixels, messages.kUnsupportedPicture)
DEEP = (messages.kNestedTooDeep,)
PACKED = (messages.kPacked,)
FILES = {
    "canvas.gif": TOO_LARGE, "most-canvas.gif": TOO_LARGE, "beyond.gif": TOO_LARGE, "wide.svg": TOO_LARGE, "large.svg": TOO_LARGE,
    "bits.png": TOO_LARGE, "grey.png": TOO_LARGE, "rgb.png": TOO_LARGE, "beyond-deep.png": TOO_LARGE, "claims.jpg": TOO_LARGE,
    "canvas.webp": TOO_LARGE, "wide.h264": TOO_LARGE, "wide.mp4": TOO_LARGE, "hevc.mp4": TOO_LARGE, "vp8.webm": TOO_LARGE,
    "jpeg.avi": TOO_LARGE, "raw.mkv": TOO_LARGE, "moov.mp4": DEEP, "squeezed.mov": PACKED, "chapters.mkv": DEEP,
    "squeezed.mkv": PACKED, "squeezed-within.mkv": PACKED, "squeezed-head.mkv": PACKED, "squeezed-sound.mkv": PACKED,
    "squeezed-words.mkv": None,
    "objects.flv": DEEP, "lists.flv": DEEP, "streams.ogg": DEEP, "id3.mp4": DEEP, "ape.mp4": DEEP,
    "filled.gif": None, "within-deep.png": None, "samples-within.mp4": None, "many-channels.mkv": None,
}
SERVERS = ["endless.png", "endless.h264", "endless.mp3", "list-of-endless", "list-of-one-picture", "packed", "chunk-trailers",
           "to-itself", "part-endless", "rtsp-length", "rtsp-media"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bombs")
    folder.chmod(0o755)
    return folder


@pytest.fixture(scope="module")
def liars(folder):
    liars = Liars(folder)
    yield liars
    liars.close()


@pytest.fixture(scope="module")
def show(tmp_path_factory):
    one = Show(tmp_path_factory.mktemp("show"), OPEN_TIMEOUT="5").begin()
    yield one
    assert one.stop() == 0, one.log_text


@pytest.mark.parametrize("way", ["file", "http"])
@pytest.mark.parametrize("name", FILES)
def test_a_file(show, folder, liars, name, way):
    path = folder / name
    if not path.exists():
        bombs.FILES[name](path)
    outcome = show.throw(str(path) if way == "file" else liars.address(name))
    assert not outcome.wrong, outcome
    if FILES[name]:
        assert any(sentence.said_in(outcome.told) for sentence in FILES[name]), outcome.told


@pytest.mark.parametrize("name", SERVERS)
def test_a_server(show, liars, name):
    outcome = show.throw(liars.address(name))
    assert not outcome.wrong and outcome.told, outcome


def test_killed_and_started_again(show, folder):
    for name in ("canvas.gif", "moov.mp4"):
        path = folder / name
        if not path.exists():
            bombs.FILES[name](path)
        outcome = show.throw_and_kill(str(path))
        assert not outcome.wrong, outcome


def test_damaged_media(show, folder, liars):
    """Two of each kind; `./dev bench damage_bench` tries thousands."""
    damaged = Damaged(folder)
    before = held(show)
    rounds(show, liars, damaged, range(26))
    assert not show.back_to_the_sample()
    after = held(show)
    assert after[0] - before[0] < 150, f"{before} {after}"


def test_a_source_that_took_the_program_down_is_not_opened_again(tmp_path):
    """The mark is left by whatever ends the program; that it is the source's fault nobody knows."""
    state = tmp_path / "state"
    first = Server(tmp_path, "--no-voice", STATE_DIR=state)
    assert first.post("/api/start", {"source": SAMPLE}).status_code == 200
    deadline = time.monotonic() + 10
    kept = state / "state.json"
    while not ((state / "opening").exists() and kept.exists() and "vtest" in kept.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    first.process.send_signal(signal.SIGKILL)
    first.process.wait()
    second = Server(tmp_path, "--no-voice", STATE_DIR=state)
    status = second.status()
    assert status["source_state"] == "stopped"
    assert messages.kSourceLeft.said_in(status["source_reason"])
    assert second.post("/api/start", {"source": SAMPLE}).status_code == 200
    second.stop()
    assert not (state / "opening").exists(), "it ended well"
    third = Server(tmp_path, "--no-voice", STATE_DIR=state)
    deadline = time.monotonic() + 10
    while third.status()["source_state"] != "live":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    third.stop()
