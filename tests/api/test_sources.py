"""Cameras of others: GStreamer's RTSP server, VLC, and what is wrong with a source in words."""
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import messages
from conftest import BINARY

from faults import clips
from faults.network import listens
from ports import free_port
from test_video import Fragments

PROGRAMS = Path(clips.__file__).parent / "programs"


@pytest.fixture(scope="module")
def clip_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clips")
    clips.make(folder)
    return folder


def until(what, limit=15, every=0.05):
    give_up = time.monotonic() + limit
    while not (found := what()):
        assert time.monotonic() < give_up, "it did not come to that"
        time.sleep(every)
    return found


class Camera:
    """One program that serves on `port`."""

    def __init__(self, port, *command):
        self.port = port
        self.process = subprocess.Popen(
            list(map(str, command)), start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        until(lambda: listens(self.process.pid, port))

    def kill(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def camera():
    started = []

    def start(port, *command):
        started.append(Camera(port, *command))
        return started[-1]

    yield start
    for one in started:
        one.kill()


@pytest.fixture
def rtsp(camera, clip_folder):
    def start(transport="tcp", clip="small.h264", port=None, **more):
        port = port or free_port()
        flags = [word for name, value in more.items() for word in (f"--{name}", value)]
        return camera(port, sys.executable, PROGRAMS / "rtsp_server.py", clip_folder / clip, "--fps", clips.FPS,
                      "--transport", transport, "--port", port, *flags)

    return start


def why_not(source, **settings):
    """What `probe` says of it."""
    run = subprocess.run([BINARY, "probe", source], capture_output=True, text=True, timeout=30,
                         env=os.environ | {"OPEN_TIMEOUT": "1.5"} | settings)
    assert run.returncode != 0, run.stdout
    sentence = run.stderr.strip().splitlines()[-1]
    assert sentence.endswith(".") and "secret" not in sentence, sentence
    return sentence


def shown(server):
    """The newest picture, once it is there."""
    return until(lambda: (answer := server.get("/api/frame")).ok and answer.content)


@pytest.mark.parametrize("offered, wanted", [("tcp", "tcp"), ("tcp", "auto"), ("udp", "udp"), ("udp", "auto")])
def test_an_rtsp_camera(serve, rtsp, offered, wanted):
    server = serve(RTSP_TRANSPORT=wanted)
    answer = server.post("/api/start", {"source": f"rtsp://127.0.0.1:{rtsp(offered).port}/live"})
    assert answer.status_code == 200, answer.text
    status = server.status()
    assert (status["source_kind"], status["source_codec"], status["source_state"]) == ("rtsp", "H.264", "live")
    assert (status["source_width"], status["source_height"]) == clips.SIZES["small"]
    assert clips.is_clean(shown(server))
    until(lambda: server.status()["pictures_per_s"] > clips.FPS * 0.7)


def test_a_picture_of_a_far_key_frame_is_waited_for(serve, rtsp):
    """Whoever comes in the middle sees a whole picture or none, even where that takes longer than OPEN_TIMEOUT."""
    server = serve(OPEN_TIMEOUT="1")
    answer = server.post("/api/start", {"source": f"rtsp://127.0.0.1:{rtsp(clip='gop10.h264').port}/live"})
    assert answer.status_code == 200, answer.text
    assert clips.is_clean(shown(server))


def test_vlc(serve, camera, clip_folder):
    port = free_port()
    camera(port, "vlc", "-I", "dummy", "--no-audio", "--loop", clip_folder / "small.long.mp4", "--sout",
           f"#rtp{{sdp=rtsp://:{port}/live}}", "--sout-keep")
    server = serve()
    source = f"rtsp://127.0.0.1:{port}/live"
    until(lambda: server.post("/api/start", {"source": source}).ok)
    assert server.status()["source_codec"] == "H.264"
    assert clips.is_clean(shown(server))


def test_a_password(serve, rtsp):
    port = rtsp(login="viewer:secret").port
    server = serve()
    for login, sentence in (("", messages.kPasswordWanted), ("viewer:secretly@", messages.kPasswordRefused)):
        answer = server.post("/api/start", {"source": f"rtsp://{login}127.0.0.1:{port}/live"})
        assert answer.status_code == 400
        assert sentence.said_in(answer.json()["detail"])
        assert "secret" not in answer.text
    assert server.post("/api/start", {"source": f"rtsp://viewer:secret@127.0.0.1:{port}/live"}).ok
    assert "secret" not in server.get("/api/status").text
    assert "secret" not in server.get("/metrics").text
    assert not any("secret" in line for line in server.log)


def test_a_source_that_is_not_there_yet(serve, rtsp):
    port = free_port()
    server = serve(STREAM_DELAY_INIT="0")
    answer = server.post("/api/start", {"source": f"rtsp://127.0.0.1:{port}/live", "wait": True})
    assert answer.ok
    assert answer.json()["source_state"] == "waiting"
    assert messages.kCameraRefuses.said_in(answer.json()["source_reason"])
    assert server.status()["source_next_try_s"] <= 1.1
    assert server.get("/healthz").json()["degraded"] == ["source"]
    rtsp(port=port)
    until(lambda: server.status()["source_state"] == "live")
    assert server.status()["source_restarts"] == 0
    assert server.get("/healthz").json()["status"] == "ok"


def test_a_camera_that_comes_back_with_sound_alone(serve, rtsp, camera):
    one = rtsp()
    server = serve(RECONNECT_DELAY="0.5", MAX_RECONNECT_DELAY="1")
    assert server.post("/api/start", {"source": f"rtsp://127.0.0.1:{one.port}/live"}).ok
    one.kill()
    launch = "( audiotestsrc is-live=true ! audioconvert ! rtpL16pay name=pay0 )"
    deaf = camera(one.port, sys.executable, "-c", ANY_CAMERA, one.port, launch)
    until(lambda: messages.kOnlySound.said_in(server.status()["source_reason"] or ""))
    assert server.status()["source_state"] == "waiting"
    deaf.kill()
    rtsp(port=one.port)
    until(lambda: server.status()["source_state"] == "live")
    assert server.status()["source_restarts"] == 1


ANY_CAMERA = """
import sys, gi
gi.require_version("Gst", "1.0"); gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer
Gst.init(None)
server = GstRtspServer.RTSPServer(service=sys.argv[1])
factory = GstRtspServer.RTSPMediaFactory()
factory.set_launch(sys.argv[2])
server.get_mount_points().add_factory("/live", factory)
server.attach(None)
GLib.MainLoop().run()
"""


def test_a_camera_that_comes_back_with_another_size(serve, rtsp):
    one = rtsp()
    server = serve()
    assert server.post("/api/start", {"source": f"rtsp://127.0.0.1:{one.port}/live"}).ok
    one.kill()
    until(lambda: server.status()["source_state"] == "waiting")
    rtsp(clip="large.h264", port=one.port)
    until(lambda: server.status()["source_state"] == "live")
    status = server.status()
    assert (status["source_width"], status["source_height"]) == clips.SIZES["large"]


def test_a_camera_that_comes_back_with_another_codec_rate_and_size(serve, rtsp, camera):
    one = rtsp()
    server = serve()
    assert server.post("/api/start", {"source": f"rtsp://127.0.0.1:{one.port}/live"}).ok
    one.kill()
    until(lambda: server.status()["source_state"] == "waiting")
    launch = ("( videotestsrc is-live=true pattern=ball ! video/x-raw,width=176,height=144,framerate=5/1"
              " ! vp8enc deadline=1 keyframe-max-dist=5 ! rtpvp8pay name=pay0 )")
    camera(one.port, sys.executable, "-c", ANY_CAMERA, one.port, launch)
    until(lambda: server.status()["source_state"] == "live")
    status = server.status()
    assert (status["source_codec"], status["source_width"], status["source_height"]) == ("VP8", 176, 144)
    until(lambda: 3 < server.status()["pictures_per_s"] < 7)


def test_the_pictures_of_a_jpeg_camera_are_encoded_for_those_elsewhere(serve, camera, clip_folder):
    port = free_port()
    camera(port, sys.executable, PROGRAMS / "mjpeg_server.py", clip_folder / "small.mjpeg", "--fps", clips.FPS, "--port", port)
    server = serve()
    assert server.post("/api/start", {"source": f"http://127.0.0.1:{port}/"}).ok
    until(lambda: server.status()["source_encoded"])
    with server.open("/api/video") as client:
        stream = Fragments(client)
        assert stream.picture()[2], "a decoder begins with it"
        assert all(stream.shown() for _ in range(20))


def test_the_very_same_picture_again_and_again(serve, camera, clip_folder, tmp_path):
    """As a camera sends it that has hung up."""
    (tmp_path / "still.mjpeg").write_bytes((clip_folder / "small.mjpeg").read_bytes().split(b"\xff\xd9")[0] + b"\xff\xd9")
    port = free_port()
    camera(port, sys.executable, PROGRAMS / "mjpeg_server.py", tmp_path / "still.mjpeg", "--fps", clips.FPS, "--port", port)
    server = serve(STALL_TIMEOUT="1.5")
    assert server.post("/api/start", {"source": f"http://127.0.0.1:{port}/"}).ok
    status = until(lambda: (now := server.status())["source_state"] == "stalled" and now)
    assert status["source_reason"] == messages.kSamePicture
    assert status["picture_age_s"] < 1, "pictures do come"


def test_the_interruption_is_told_and_nothing_of_it_is_said(serve, rtsp):
    one = rtsp()
    server = serve("--instruction", "Tell me everything.")
    lines = []

    def listen():
        with server.get("/api/stream", stream=True) as answer:
            lines.extend(iter_lines(answer))

    threading.Thread(target=listen, daemon=True).start()
    assert server.post("/api/start", {"source": f"rtsp://127.0.0.1:{one.port}/live"}).ok
    until(lambda: server.status()["cycle_count"] > 2)
    one.kill()
    until(lambda: server.status()["source_state"] == "waiting")
    time.sleep(1)
    cycles = server.status()["cycle_count"]
    time.sleep(1.5)
    assert server.status()["cycle_count"] == cycles, "no cycle is run on pictures that are not true any more"
    rtsp(port=one.port)
    until(lambda: server.status()["cycle_count"] > cycles)
    events = [json.loads(data) for name, data in lines if name == "source"]
    states = [e["state"] for e in events if e["state"] != "connecting"]
    assert [state for state, _ in itertools.groupby(states)] == ["live", "waiting", "live"]
    back = [e for e in events if e["gone_s"]]
    assert len(back) == 1 and 2.4 < back[0]["gone_s"] < 15
    said = " ".join(data for name, data in lines if name == "")
    # Of a camera that moves the commentary may well speak.
    assert not any(word in said.lower() for word in ("refuse", "connection", "rtsp", "check"))


def iter_lines(answer):
    name = ""
    for line in answer.iter_lines(chunk_size=1, decode_unicode=True):
        if line.startswith("event: "):
            name = line[7:]
        elif line.startswith("data: "):
            yield name, line[6:]
        elif not line:
            name = ""


def test_reasons(tmp_path, rtsp):
    nobody = free_port()
    for scheme, refuses, not_known, no_way in (
            ("rtsp", messages.kCameraRefuses, messages.kCameraNameNotKnown, messages.kCameraCannotBeReached),
            ("http", messages.kPeerRefusesConnection, messages.kPeerNameNotKnown, messages.kPeerCannotBeReached)):
        assert refuses.said_in(why_not(f"{scheme}://u:secret@127.0.0.1:{nobody}/x"))
        assert not_known.said_in(why_not(f"{scheme}://u:secret@no-such-camera.invalid/x"))
        # The system itself knows that nothing can be reached by this address.
        assert no_way.said_in(why_not(f"{scheme}://u:secret@255.255.255.255:8554/x"))
    assert messages.kAddressNotFound.said_in(why_not(f"rtsp://127.0.0.1:{rtsp().port}/elsewhere"))


def test_reasons_of_a_silent_peer():
    """It is connected to by the system, and nobody is there."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        for scheme, sentence in ("rtsp", messages.kCameraDoesNotAnswer), ("http", messages.kNoAnswerInTime):
            assert sentence.said_in(why_not(f"{scheme}://127.0.0.1:{silent.getsockname()[1]}/x"), ..., 1.5)


def test_an_answer_without_an_end():
    def answer(listening):
        client, _ = listening.accept()
        try:
            client.sendall(b"RTSP/1.0 200 OK\r\n")
            while True:
                client.sendall(b"X-More: of the same\r\n" * 100)
        except OSError:
            pass

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=answer, args=[listening], daemon=True).start()
        assert messages.kRtspWithoutEnd.said_in(why_not(f"rtsp://127.0.0.1:{listening.getsockname()[1]}/x"))


def test_reasons_of_certificates(serve, certificate):
    tls = serve(TLS="self-signed")
    for scheme, sentence in ("rtsps", messages.kCameraNotTrusted), ("https", messages.kPeerNotTrusted):
        assert sentence.said_in(why_not(f"{scheme}://localhost:{tls.port}/x"))


def test_a_server_that_speaks_something_else(serve):
    plain = serve()
    assert messages.kIsNoRtsp.said_in(why_not(f"rtsp://127.0.0.1:{plain.port}/x"))
    assert messages.kIsNoVideo.said_in(why_not(f"http://127.0.0.1:{plain.port}/healthz"))
    assert messages.kAddressNotFound.said_in(why_not(f"http://127.0.0.1:{plain.port}/nothing-here"))
