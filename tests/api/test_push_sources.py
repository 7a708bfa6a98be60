"""Sources that others send to, or that are called: SRT and MPEG-TS over UDP, with ffmpeg as the sender. Nobody waits for a time:
what has to come true is waited for."""
import re
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

import messages
from faults import clips
from ports import free_port
from program import until


@pytest.fixture(scope="module")
def clip_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clips")
    clips.make(folder)
    return folder


class Sender:
    """One ffmpeg that sends a clip, over and over, as it would be played."""

    def __init__(self, clip, address, how=()):
        self.process = subprocess.Popen(
            ["ffmpeg", "-v", "error", "-re", "-stream_loop", "-1", "-i", clip, "-c", "copy", *how, "-f", "mpegts", address],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def end(self, number=signal.SIGKILL):
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.process.wait()


@pytest.fixture
def sender(clip_folder):
    started = []

    def start(address, clip="small.mp4"):
        started.append(Sender(clip_folder / clip, address))
        return started[-1]

    yield start
    for one in started:
        one.end()


def udp_port():
    return free_port(socket.SOCK_DGRAM)


def is_live(server):
    return until(lambda: server.status()["source_state"] == "live")


def is_waiting(server):
    return until(lambda: server.status()["source_state"] == "waiting")


def listening(kind, port):
    """What is listened at, and where others send."""
    return {"srt": (f"srt://:{port}", f"srt://127.0.0.1:{port}"),
            "udp": (f"udp://@:{port}", f"udp://127.0.0.1:{port}?pkt_size=1316")}[kind]


@pytest.mark.parametrize("kind", ["srt", "udp"])
def test_waits_until_somebody_sends(serve, sender, kind):
    source, there = listening(kind, udp_port())
    server = serve()
    answer = server.post("/api/start", {"source": source})
    assert answer.status_code == 200, answer.text
    assert answer.json()["source_state"] == "waiting"
    assert messages.kNobodySends.said_in(answer.json()["source_reason"])
    first = sender(there)
    assert is_live(server)
    status = server.status()
    assert (status["source_kind"], status["source_codec"]) == (kind, "H.264")
    assert (status["source_width"], status["source_height"]) == clips.SIZES["small"]
    assert until(lambda: clips.is_clean(server.get("/api/frame").content))
    first.end()
    assert is_waiting(server)
    until(lambda: messages.kSenderGone.said_in(server.status()["source_reason"]))
    sender(there, "large.mp4")
    assert is_live(server)
    until(lambda: server.status()["source_width"] == clips.SIZES["large"][0])
    assert server.status()["source_restarts"] >= 1


@pytest.mark.parametrize("kind", ["srt", "udp"])
def test_garbage_harms_nobody(serve, sender, kind):
    """Then a sender that is none, then a real one."""
    port = udp_port()
    source, there = listening(kind, port)
    server = serve()
    assert server.post("/api/start", {"source": source}).status_code == 200
    with socket.socket(type=socket.SOCK_DGRAM) as stranger:
        for n in range(200):
            stranger.sendto(bytes((n * i) % 256 for i in range(1316)), ("127.0.0.1", port))
    sender(there)
    assert is_live(server)


def test_one_who_calls_and_is_gone_at_once_keeps_nobody_out(serve, clip_folder):
    source, there = listening("srt", udp_port())
    server = serve(OPEN_TIMEOUT="120")
    assert server.post("/api/start", {"source": source}).status_code == 200
    subprocess.run(["gst-launch-1.0", "-q", "filesrc", "location=/dev/urandom", "num-buffers=100", "blocksize=1316", "!", "srtsink",
                    f"uri={there}?mode=caller"], check=False, timeout=30)
    # One that is refused ends; others call again.
    until(lambda: call(there, clip_folder / "small.mp4", server), seconds=60, every=0.5)


def call(there, clip, server):
    one = Sender(clip, there)
    try:
        end = time.monotonic() + 4
        while one.process.poll() is None and time.monotonic() < end:
            if server.status()["source_state"] == "live":
                return True
            time.sleep(0.05)
        return False
    finally:
        one.end()


def test_an_srt_sender_that_was_killed_takes_its_old_place(serve, sender):
    """It says no goodbye, and SRT itself misses it after five seconds."""
    source, there = listening("srt", udp_port())
    server = serve()
    assert server.post("/api/start", {"source": source}).status_code == 200
    first = sender(there)
    assert is_live(server)
    until(lambda: server.status()["pictures_per_s"] > 5)
    stranger = sender(there, "large.mp4")
    assert until(lambda: stranger.process.poll() is not None), "one sends at a time"
    assert server.status()["source_width"] == clips.SIZES["small"][0]
    first.end()
    killed = time.monotonic()
    one = sender(there, "large.mp4")
    while server.status()["source_width"] != clips.SIZES["large"][0]:
        if one.process.poll() is not None:  # it was refused, and calls again
            one = sender(there, "large.mp4")
        assert time.monotonic() - killed < 4.5
        time.sleep(0.05)


def test_a_second_one_gets_no_port_that_is_in_use(serve):
    port = udp_port()
    server = serve()
    with socket.socket(type=socket.SOCK_DGRAM) as other:
        other.bind(("0.0.0.0", port))
        for source in (f"udp://:{port}", f"srt://:{port}"):
            answer = server.post("/api/start", {"source": source})
            assert answer.status_code == 400, answer.text
            assert messages.kSenderPortInUse.said_in(answer.json()["detail"], port)


def test_srt_calls(serve, sender):
    """The sender listens."""
    port = udp_port()
    server = serve()
    sender(f"srt://127.0.0.1:{port}?mode=listener")
    answer = server.post("/api/start", {"source": f"srt://127.0.0.1:{port}", "wait": True})
    assert answer.status_code == 200, answer.text
    assert is_live(server)


def test_srt_calls_and_nobody_is_there(serve):
    server = serve(OPEN_TIMEOUT="1")
    answer = server.post("/api/start", {"source": f"srt://127.0.0.1:{udp_port()}"})
    assert answer.status_code == 400
    assert re.search("did not answer|does not answer", answer.json()["detail"]), answer.text


def test_srt_wants_the_right_passphrase_and_stream_id(serve, sender):
    port = udp_port()
    server = serve()
    source = f"srt://:{port}?passphrase=right-horse-battery&streamid=live/front"
    answer = server.post("/api/start", {"source": source})
    assert answer.status_code == 200, answer.text
    assert "horse" not in answer.text and "horse" not in server.log_text
    wrong = [sender(f"srt://127.0.0.1:{port}?passphrase=wrong-horse-battery&streamid=live/front"),
             sender(f"srt://127.0.0.1:{port}?passphrase=right-horse-battery&streamid=live/back"),
             sender(f"srt://127.0.0.1:{port}")]
    for one in wrong:
        assert until(lambda one=one: one.process.poll() is not None)
    assert server.status()["source_state"] == "waiting"
    sender(f"srt://127.0.0.1:{port}?passphrase=right-horse-battery&streamid=live/front")
    assert is_live(server)


def test_what_may_be_opened(serve):
    server = serve(SOURCES="srt,cam.example")
    for source, code in (("udp://:5000", 403), ("udp://cam.example:5000", 403), (f"srt://:{udp_port()}", 200)):
        assert server.post("/api/start", {"source": source}).status_code == code, source


@pytest.mark.parametrize("kind", ["srt", "udp"])
def test_a_sender_that_comes_and_goes(serve, sender, kind):
    """Descriptors and threads stay what they were."""
    source, there = listening(kind, udp_port())
    server = serve(STALL_TIMEOUT="1")
    assert server.post("/api/start", {"source": source}).status_code == 200
    counts = []
    for _ in range(4):
        one = sender(there)
        assert is_live(server)
        one.end(signal.SIGINT if kind == "srt" else signal.SIGKILL)
        assert is_waiting(server)
        counts.append(len(list(open_files(server))))
    # The first one opens what stays open from then on.
    assert counts[-1] <= counts[1] + 3, counts


def open_files(server):
    return Path(f"/proc/{server.process.pid}/fd").iterdir()
