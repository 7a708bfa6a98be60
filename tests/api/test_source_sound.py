"""The original's sound: in step with its picture for whoever watches and listens, from every kind of source."""
import functools
import http.server
import itertools
import json
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from websockets.sync.client import connect

import messages
from conftest import SAMPLE
from faults.network import listens
from in_step import Viewer, make_clip
from ports import free_port
from program import until

SOURCE_BIT = 1 << 63


@pytest.fixture(scope="module")
def clips(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clips")
    make_clip(folder / "flashes.mp4", 60)
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-i", folder / "flashes.mp4", "-c", "copy", "-hls_time", "2",
                    "-hls_playlist_type", "vod", folder / "flashes.m3u8"], check=True)  # fmt: skip
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-i", folder / "flashes.mp4", "-map", "0:v", "-map", "0:a", "-c", "copy", "-f", "hls",
                    "-hls_time", "2", "-hls_playlist_type", "vod", "-var_stream_map", "v:0,agroup:sound a:0,agroup:sound,default:yes",
                    "-master_pl_name", "apart.m3u8", folder / "apart-%v.m3u8"], check=True)  # fmt: skip
    return folder


@pytest.fixture
def web(clips):
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=clips))
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


RTSP = """
import sys, gi
gi.require_version("Gst", "1.0"); gi.require_version("GstRtsp", "1.0"); gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer
Gst.init(None)
server = GstRtspServer.RTSPServer(service=sys.argv[1])
factory = GstRtspServer.RTSPMediaFactory()
factory.set_launch(sys.argv[2])
factory.set_protocols(getattr(GstRtsp.RTSPLowerTrans, sys.argv[3]))
server.get_mount_points().add_factory("/live", factory)
server.attach(None)
GLib.MainLoop().run()
"""
AAC = "d.audio_0 ! queue ! aacparse ! rtpmp4gpay name=pay1 pt=97"
G711 = "d.audio_0 ! queue ! avdec_aac ! audioconvert ! audioresample ! mulawenc ! rtppcmupay name=pay1"


@pytest.fixture
def rtsp(clips):
    started = []

    def start(audio, transport="TCP"):
        port = free_port()
        launch = (f"( filesrc location={clips}/flashes.mp4 ! qtdemux name=d d.video_0 ! queue ! h264parse config-interval=-1 "
                  f"! rtph264pay name=pay0 pt=96 {audio} )")
        process = subprocess.Popen([sys.executable, "-c", RTSP, str(port), launch, transport])
        started.append(process)
        until(lambda: listens(process.pid, port))
        return f"rtsp://127.0.0.1:{port}/live"

    yield start
    for process in started:
        process.kill()
        process.wait()


def check_in_step(server, kind, codec, count=6):
    """The median, and all but one: a busy machine wakes threads late now and then."""
    status = until(lambda: (status := server.status())["source_state"] == "live" and status["source_sound"] and status)
    assert status["source_kind"] == kind and codec in status["source_sound"]
    with Viewer(server.port) as viewer:
        begun = time.monotonic()
        until(lambda: len(viewer.offsets(begun + 3)) >= count, 40)
    offsets = sorted(viewer.offsets(begun + 3), key=abs)
    print(kind, [round(1000 * offset) for offset in viewer.offsets()])
    assert abs(statistics.median(offsets)) < 0.05, offsets
    assert abs(offsets[-2]) < 0.08, offsets


def test_of_a_file(serve, clips):
    check_in_step(serve("--source", clips / "flashes.mp4"), "file", "AAC")


def test_behind_a_delay(serve, clips):
    """The picture is late for the words, and so is the sound."""
    server = serve("--source", clips / "flashes.mp4", "--instruction", "What happens?", STREAM_DELAY_INIT="3", STREAM_DELAY_EMA_ALPHA="0",
                   ENABLE_TTS="false")
    with Viewer(server.port) as viewer:
        until(lambda: len(viewer.flashes) > 12, 40)
        # The first pictures there are run slowly, until they are as late as they are to be.
        assert server.status()["target_delay"] > 2.5
    offsets = viewer.offsets()
    assert len(offsets) >= 8
    assert abs(statistics.median(offsets)) < 0.05, offsets
    assert sorted(map(abs, offsets))[-2] < 0.09, offsets


def test_of_an_http_file(serve, web):
    check_in_step(serve("--source", f"{web}/flashes.mp4"), "http", "AAC")


def test_of_hls(serve, web):
    check_in_step(serve("--source", f"{web}/flashes.m3u8"), "http", "AAC")


def test_of_hls_whose_sound_is_apart(serve, web):
    check_in_step(serve("--source", f"{web}/apart.m3u8"), "http", "AAC")


@pytest.mark.parametrize("audio, codec", [(AAC, "AAC"), (G711, "G.711")], ids=["aac", "g711"])
def test_of_rtsp(serve, rtsp, audio, codec):
    check_in_step(serve("--source", rtsp(audio)), "rtsp", codec)


def test_of_rtsp_beside_the_connection(serve, rtsp):
    check_in_step(serve("--source", rtsp(AAC, "UDP"), RTSP_TRANSPORT="udp"), "rtsp", "AAC")


@pytest.mark.parametrize("transport", ["UDP", "TCP"])
def test_a_camera_whose_sound_stops_is_seen_all_the_same(serve, rtsp, transport):
    """Beside the connection silence is what a dead way looks like."""
    brief = "audiotestsrc is-live=true num-buffers=40 ! audio/x-raw,rate=8000,channels=1 ! mulawenc ! rtppcmupay name=pay1"
    server = serve("--source", rtsp(brief, transport), RTSP_TRANSPORT=transport.lower())
    with Viewer(server.port) as viewer:
        until(lambda: len(viewer.flashes) > 7)
    assert server.status()["source_state"] == "live" and server.status()["source_restarts"] == 0
    gaps = [later - earlier for earlier, later in itertools.pairwise(viewer.flashes)]
    assert max(gaps) < 1.5, gaps


def test_is_not_there_where_it_is_off(serve, clips):
    server = serve("--source", clips / "flashes.mp4", SOURCE_SOUND="off")
    until(lambda: server.status()["source_state"] == "live")
    assert server.status()["source_sound"] == ""
    answer = server.get("/api/audio-stream?what=source")
    assert answer.status_code == 404 and messages.kSourceSoundIsOff.said_in(answer.json()["detail"])
    answer = server.get("/api/audio-stream?what=noise")
    assert answer.status_code == 400 and messages.kNoSuchSound.said_in(answer.json()["detail"])


def threads(server):
    return len(list(Path(f"/proc/{server.process.pid}/task").iterdir()))


def test_is_decoded_while_somebody_listens(serve, clips):
    server = serve("--source", clips / "flashes.mp4")
    until(lambda: server.status()["source_sound"])
    time.sleep(1)
    before = threads(server)
    with connect(f"ws://127.0.0.1:{server.port}/api/live") as live:
        live.send(json.dumps({"source_sound": "duck"}))
        until(lambda: threads(server) > before)
        assert server.status()["listeners"] == 1
        sound = next(message for message in live if isinstance(message, bytes))
        assert len(sound) == 1928 and int.from_bytes(sound[:8], "little") & SOURCE_BIT
        live.send(json.dumps({"source_sound": "off"}))
        until(lambda: threads(server) == before)
        assert server.status()["listeners"] == 0


def test_a_source_without_sound_is_silent(serve):
    server = serve("--source", SAMPLE)
    until(lambda: server.status()["source_state"] == "live")
    assert server.status()["source_sound"] == ""
    with server.open("/api/audio-stream?what=source") as client:
        stream = client.makefile("rb")
        while stream.readline().strip():
            pass
        assert not any(stream.read(19200))


def test_is_turned_down_while_the_voice_speaks(serve, tmp_path):
    """A steady tone, so that its level tells."""
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-i", SAMPLE, "-f", "lavfi", "-i", "sine=frequency=300", "-shortest", "-c:v",
                    "libx264", "-preset", "veryfast", "-c:a", "aac", tmp_path / "tone.mp4"], check=True)  # fmt: skip
    server = serve("--source", tmp_path / "tone.mp4", "--instruction", "Tell me about people and movement.", STREAM_DELAY_INIT="0")
    levels = {True: [], False: []}
    with server.open("/api/audio-stream?what=source") as client:
        stream = client.makefile("rb")
        while stream.readline().strip():
            pass
        end = time.monotonic() + 60
        speaks, since = None, 0
        while time.monotonic() < end and (len(levels[True]) < 20 or len(levels[False]) < 20):
            for _ in range(5):
                block = memoryview(stream.read(1920)).cast("h")
            now = server.status()["voice"]["speaking"]
            if now != speaks:
                speaks, since = now, time.monotonic()
            # The ramps are of tests/unit.
            elif time.monotonic() - since > 1.2 and max(block) > 0:
                levels[now].append(max(block))
    assert levels[True] and levels[False], {speaks: len(all) for speaks, all in levels.items()}
    assert 0.2 < statistics.median(levels[True]) / statistics.median(levels[False]) < 0.3
