"""GET /api/cameras, POST /api/cameras/open and `nerdpudding cameras`, against an ONVIF camera of our own (onvif_device.py)."""
import subprocess
import time

import pytest

import messages
from conftest import BINARY
from faults import clips
from onvif_device import OnvifDevice
from ports import free_port
from program import until

SECRET = "it's & <secret>"


@pytest.fixture
def device():
    made = []

    def make(streams=(("Main", "rtsp://10.9.8.7:554/main", 1920, 1080), ("Sub", "rtsp://10.9.8.7:554/sub", 640, 360)), **more):
        made.append(OnvifDevice(streams, **more))
        return made[-1]

    yield make
    for one in made:
        one.close()


def cameras(server):
    return server.get("/api/cameras").json()["cameras"]


def ask(server, address, user="", password=""):
    return server.post("/api/cameras/open", {"address": address, "user": user, "password": password})


def test_a_camera_that_appears_is_in_the_list(server, device):
    name = f"Door {free_port()}"
    assert name not in [camera["name"] for camera in cameras(server)]
    one = device(name=name)
    appeared = time.monotonic()
    found = until(lambda: [camera for camera in cameras(server) if camera["name"] == name])
    print(f"in the list after {time.monotonic() - appeared:.1f} s")
    assert found == [{"name": name, "kind": "onvif", "source": "", "detail": "Model-7 · 127.0.0.1", "address": one.address}]


def test_nothing_is_sent_before_somebody_asks(server, device):
    one = device()
    server.status()
    assert one.probes == 0
    cameras(server)
    assert one.probes > 0


@pytest.mark.parametrize("login", ["token", "http"])
@pytest.mark.parametrize("clock", [0, -86400 * 365])
def test_streams_with_a_login(server, device, login, clock):
    one = device(login=login, clock=clock)
    wanted = ask(server, one.address)
    assert wanted.status_code == 400
    assert messages.kOnvifLoginWanted.said_in(wanted.json()["detail"]), wanted.text
    refused = ask(server, one.address, "viewer", "wrong")
    assert messages.kOnvifLoginRefused.said_in(refused.json()["detail"]), refused.text
    answer = ask(server, one.address, "viewer", SECRET)
    assert answer.status_code == 200, answer.text
    streams = answer.json()["streams"]
    assert [(s["name"], s["width"], s["height"]) for s in streams] == [("Main", 1920, 1080), ("Sub", 640, 360)]
    assert streams[0]["source"] == "rtsp://viewer:it's%20&%20%3Csecret%3E@10.9.8.7:554/main"
    assert SECRET not in server.log_text and "secret" not in server.log_text


def test_a_stream_is_watched(serve, device, rtsp_port):
    one = device([("Main", f"rtsp://127.0.0.1:{rtsp_port}/live", 320, 240)], login="token", password="secret")
    server = serve()
    stream = ask(server, one.address, "viewer", "secret").json()["streams"][0]
    answer = server.post("/api/start", {"source": stream["source"]})
    assert answer.status_code == 200, answer.text
    assert until(lambda: clips.is_clean(server.get("/api/frame").content))
    assert "secret" not in server.get("/api/status").text


@pytest.mark.parametrize("does, sentence", [
    ("hangs", messages.kOnvifNoAnswer), ("garbage", messages.kOnvifNonsense), ("laughs", messages.kOnvifNonsense),
    ("loops", messages.kOnvifNonsense), ("floods", messages.kOnvifTooMuch)])
def test_a_camera_that_means_harm_gets_a_sentence(server, device, does, sentence):
    before = server.resident_mb()
    answer = ask(server, device(does=does).address)
    assert answer.status_code == 400
    assert sentence.said_in(answer.json()["detail"]), answer.text
    assert server.resident_mb() < before + 30
    assert server.status()["version"], "and all others are served"


def test_wrong_requests(server):
    for body, code in (({}, 422), ({"address": 5}, 422), ({"address": "x" * 2000}, 422), ({"address": "ftp://x"}, 400),
                       ({"address": "http://user:secret@x/"}, 400), ({"address": "127.0.0.1:1"}, 400)):
        answer = server.post("/api/cameras/open", body)
        assert answer.status_code == code, answer.text
        assert "secret" not in answer.text


def test_who_watches_sees_no_cameras(serve):
    server = serve(API_TOKEN="a-token-that-is-long-enough", WATCH_TOKEN="another-that-is-long-enough")
    for token, code in (("a-token-that-is-long-enough", 200), ("another-that-is-long-enough", 403), ("none", 401)):
        assert server.get("/api/cameras", headers={"Authorization": f"Bearer {token}"}).status_code == code


def test_what_may_not_be_opened_is_not_asked(serve, device):
    one = device()
    server = serve(SOURCES="cam.example")
    assert ask(server, one.address).status_code == 403
    assert one.asked == []


def test_on_the_command_line(device):
    name = f"Door {free_port()}"
    one = device(name=name)
    run = subprocess.run([BINARY, "cameras"], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    assert any(name in line and one.address in line for line in run.stdout.splitlines()), run.stdout
