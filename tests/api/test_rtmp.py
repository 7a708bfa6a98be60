"""Who publishes by RTMP: ffmpeg and GStreamer, as OBS and phones do. Nobody waits for a time: what has to come true is waited
for."""
import os
import signal
import socket
import subprocess

import pytest

import messages
from faults import clips
from ports import free_port
from program import until
from test_api import detail

KEY = "correct-horse"


@pytest.fixture(scope="module")
def clip_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clips")
    clips.make(folder)
    clips.ffmpeg("-i", folder / "small.mp4", "-f", "lavfi", "-i", "sine=duration=20", "-shortest", "-c:v", "copy", "-c:a", "aac",
                 folder / "sound.mp4")
    clips.ffmpeg("-i", folder / "small.mp4", "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none:keyint=12",
                 folder / "h265.mp4")
    clips.ffmpeg("-i", folder / "small.mp4", "-c:v", "flv1", "-b:v", "600k", folder / "old.flv")
    return folder


@pytest.fixture
def publish(clip_folder, tmp_path):
    """Starts publishers, which write what they are told to a file."""
    started = []

    def start(port, *how, key=KEY, clip="small.mp4", command=None):
        told = tmp_path / f"publisher-{len(started)}.log"
        words = command or ["ffmpeg", "-v", "info", "-nostats", "-re", "-stream_loop", "-1", "-i", clip_folder / clip, *(how or ("-c", "copy")),
                            "-f", "flv", f"rtmp://127.0.0.1:{port}/live/{key}"]
        with told.open("wb") as log:
            process = subprocess.Popen(list(map(str, words)), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        process.told = told
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


@pytest.fixture
def show(serve):
    """A server that waits for a publisher."""
    def start(**settings):
        server = serve(**{"OPEN_TIMEOUT": "30"} | settings)
        server.rtmp = free_port()
        answer = server.post("/api/start", {"source": f"rtmp://:{server.rtmp}/live/{KEY}"})
        assert answer.status_code == 200, answer.text
        assert answer.json()["source_state"] == "waiting"
        return server

    return start


def is_live(server):
    return until(lambda: server.status()["source_state"] == "live")


def is_waiting(server):
    return until(lambda: server.status()["source_state"] == "waiting")


def says(server, sentence, *values):
    return until(lambda: sentence.said_in(server.status()["source_reason"] or "", *values))


def was_told(process, sentence, *values):
    return until(lambda: sentence.said_in(process.told.read_text(errors="replace"), *values))


def test_waits_until_somebody_publishes(show, publish):
    server = show()
    shown = f"rtmp://127.0.0.1:{server.rtmp}/live/…"
    status = server.status()
    assert status["source"] == shown
    assert messages.kNobodySends.said_in(status["source_reason"], shown)
    publisher = publish(server.rtmp, clip="sound.mp4")
    assert is_live(server)
    status = server.status()
    assert (status["source_kind"], status["source_codec"]) == ("rtmp", "H.264")
    assert (status["source_width"], status["source_height"]) == clips.SIZES["small"]
    assert until(lambda: server.status()["source_sound"])
    assert until(lambda: clips.is_clean(server.get("/api/frame").content))
    publisher.kill()
    assert is_waiting(server)
    assert says(server, messages.kSenderGone, shown)
    publish(server.rtmp, clip="large.mp4")
    assert is_live(server)
    until(lambda: server.status()["source_width"] == clips.SIZES["large"][0])
    assert server.status()["source_restarts"] == 1
    assert KEY not in str(server.status()) and KEY not in server.log_text


def test_a_source_of_the_settings_keeps_its_key(serve):
    server = serve(SOURCE=f"rtmp://:{free_port()}/live/{KEY}")
    assert is_waiting(server)
    assert KEY not in server.log_text and KEY not in server.get("/api/settings").text


def test_gstreamer_publishes(show, publish, clip_folder):
    server = show()
    publish(server.rtmp, command=[
        "gst-launch-1.0", "-q", "filesrc", f"location={clip_folder / 'small.long.mp4'}", "!", "qtdemux", "!", "h264parse", "!", "identity",
        "sync=true", "!", "flvmux", "streamable=true", "!", "rtmp2sink", f"location=rtmp://127.0.0.1:{server.rtmp}/live/{KEY}"])
    assert is_live(server)
    assert until(lambda: clips.is_clean(server.get("/api/frame").content))


def test_a_wrong_key_is_told_on_both_sides(show, publish):
    server = show()
    wrong = publish(server.rtmp, key="wrong-horse")
    assert was_told(wrong, messages.kWrongStreamKey)
    assert says(server, messages.kWrongStreamKey)
    assert until(lambda: wrong.poll() is not None)
    publish(server.rtmp)
    assert is_live(server)


def test_a_second_one_is_told_and_disturbs_nobody(show, publish):
    server = show()
    publish(server.rtmp)
    assert is_live(server)
    second = publish(server.rtmp, clip="large.mp4")
    assert was_told(second, messages.kPlaceIsTaken)
    assert until(lambda: second.poll() is not None)
    status = server.status()
    assert (status["source_state"], status["source_width"]) == ("live", clips.SIZES["small"][0])
    assert status["source_restarts"] == 0


def test_one_that_hangs_makes_way(show, publish):
    server = show(STALL_TIMEOUT="1")
    hangs = publish(server.rtmp)
    assert is_live(server)
    hangs.send_signal(signal.SIGSTOP)
    assert until(lambda: server.status()["source_state"] == "stalled")

    def next_one():
        one = publish(server.rtmp, clip="large.mp4")
        return until(lambda: one.poll() is not None or server.status()["source_width"] == clips.SIZES["large"][0]) and one.poll() is None

    assert until(next_one)
    assert is_live(server)


def test_h265_by_enhanced_rtmp(show, publish):
    server = show()
    publish(server.rtmp, clip="h265.mp4")
    assert is_live(server)
    assert server.status()["source_codec"] == "H.265"


def test_what_cannot_be_shown_gets_a_sentence(show, publish):
    server = show(OPEN_TIMEOUT="2")
    old = publish(server.rtmp, clip="old.flv")
    assert says(server, messages.kCodecNotRead, "Sorenson H.263")
    assert was_told(old, messages.kCodecNotRead, "Sorenson H.263")
    sound = publish(server.rtmp, "-vn", "-c:a", "copy", clip="sound.mp4")
    assert says(server, messages.kPublisherSendsNoVideo, f"rtmp://127.0.0.1:{server.rtmp}/live/…")
    assert until(lambda: sound.poll() is not None)
    publish(server.rtmp)
    assert is_live(server)


def test_strangers_harm_nobody(show, publish):
    """Silent ones, ones that say nonsense, before a publisher and beside it."""
    server = show()
    silent = [socket.create_connection(("127.0.0.1", server.rtmp)) for _ in range(30)]
    for nonsense in (b"GET / HTTP/1.1\r\n\r\n", b"\3" + bytes(3072) + os.urandom(4000), os.urandom(9000)):
        with socket.create_connection(("127.0.0.1", server.rtmp)) as stranger:
            stranger.sendall(nonsense)
            stranger.settimeout(30)
            try:
                while stranger.recv(4096):
                    pass
            except ConnectionResetError:
                pass
    publish(server.rtmp)
    assert is_live(server)
    for one in silent:
        one.close()


def test_a_port_that_is_in_use(serve):
    server = serve()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        answer = server.post("/api/start", {"source": f"rtmp://:{port}/live/{KEY}"})
        assert answer.status_code == 400, answer.text
        assert messages.kSenderPortInUse.said_in(answer.json()["detail"], port)


def test_what_may_be_opened(serve):
    server = serve(SOURCES="rtmp")
    assert server.post("/api/start", {"source": f"rtmp://:{free_port()}/live/{KEY}"}).status_code == 200
    server = serve(SOURCES="srt,127.0.0.0/8")
    assert server.post("/api/start", {"source": f"rtmp://:{free_port()}/live/{KEY}"}).status_code == 403


def test_stop_closes_the_port_and_another_start_has_it(show, publish):
    server = show()
    source = f"rtmp://:{server.rtmp}/live/{KEY}"
    for _ in range(3):
        publisher = publish(server.rtmp)
        assert is_live(server)
        assert server.post("/api/stop", {}).status_code == 200
        assert until(lambda publisher=publisher: publisher.poll() is not None)
        assert server.post("/api/start", {"source": source}).status_code == 200


def test_publishers_that_come_and_go_leave_nothing(show, publish):
    server = show()
    counts = []
    for how in (signal.SIGINT, signal.SIGKILL) * 3:
        publisher = publish(server.rtmp)
        assert is_live(server)
        publisher.send_signal(how)
        assert is_waiting(server)
        counts.append(tuple(len(os.listdir(f"/proc/{server.process.pid}/{what}")) for what in ("fd", "task")))
    assert counts[-1][0] <= counts[0][0] + 3 and counts[-1][1] <= counts[0][1] + 3, counts


def test_a_foreign_rtmp_address_is_told_at_once(serve):
    server = serve()
    answer = server.post("/api/start", {"source": "rtmp://203.0.113.7/live/x"})
    assert messages.kRtmpNotOurAddress.said_in(detail(answer, 400))
    assert answer.elapsed.total_seconds() < 1.5


def test_a_foreign_rtmp_address_of_the_settings_is_told_at_once(serve):
    server = serve("--source", "rtmp://203.0.113.7/live/x")
    until(lambda: server.status()["source_state"] == "waiting", 1.5)
    assert messages.kRtmpNotOurAddress.said_in(server.status()["source_reason"])
