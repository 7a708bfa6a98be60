"""Cameras that announce themselves by multicast DNS, in GET /api/cameras and `nerdpudding cameras`: our own (mdns_device.py)."""
import random
import subprocess
import time

import pytest

import mdns_device as mdns
import messages
from conftest import BINARY
from faults import clips
from mdns_device import MdnsDevice
from onvif_device import OnvifDevice
from ports import free_port
from program import until


@pytest.fixture
def device():
    made = []

    def make(title, make_one=MdnsDevice, **more):
        made.append(make_one(title, **more) if make_one is MdnsDevice else make_one([], name=title, **more))
        return made[-1]

    yield make
    for one in made:
        one.close()


def named(server, name):
    return [camera for camera in server.get("/api/cameras").json()["cameras"] if camera["name"] == name]


def title():
    return f"Front door {free_port()}"


def test_a_camera_that_appears_is_in_the_list(server, device):
    name = title()
    assert not named(server, name)
    one = device(name, port=8554, path="/live?channel=1", model="IPC-7")
    appeared = time.monotonic()
    found = until(lambda: named(server, name))
    took = time.monotonic() - appeared
    print(f"in the list after {took:.1f} s")
    assert took < 5
    source = f"rtsp://{one.address}:8554/live?channel=1"
    assert found == [{"name": name, "kind": "mdns", "source": source, "detail": f"IPC-7 · {one.address}:8554", "address": source}]


def test_nothing_is_sent_before_somebody_asks(server, device):
    one = device(title())
    server.status()
    assert one.asked == 0
    server.get("/api/cameras")
    assert one.asked > 0


def test_what_a_camera_does_not_tell_at_once_is_asked_for(server, device):
    name = title()
    one = device(name, hold_back=(mdns.SRV, mdns.TXT, mdns.A))
    assert [camera["source"] for camera in named(server, name)] == [f"rtsp://{one.address}/live"]


def test_the_stream_is_watched(serve, device, rtsp_port):
    name = title()
    device(name, port=rtsp_port)
    server = serve()
    source = named(server, name)[0]["source"]
    wanted = server.post("/api/start", {"source": source})
    assert wanted.status_code == 400
    assert messages.kPasswordWanted.said_in(wanted.json()["detail"]), wanted.text
    answer = server.post("/api/start", {"source": source.replace("://", "://viewer:secret@")})
    assert answer.status_code == 200, answer.text
    assert until(lambda: clips.is_clean(server.get("/api/frame").content))


def test_found_twice_it_is_one_camera(server, device):
    name = title()
    device(name, OnvifDevice)
    device(name, address="127.0.0.1", port=8554)
    found = until(lambda: named(server, name))
    assert [(camera["kind"], camera["source"]) for camera in found] == [("onvif", "rtsp://127.0.0.1:8554/live")]


def harm(owner):
    """What a device sends that means harm, by name."""
    own, host = mdns.name("_rtsp._tcp.local", [owner]), mdns.name("camera.local")
    pointer = mdns.record(mdns.name("_rtsp._tcp.local"), mdns.PTR, own)
    service = mdns.record(own, mdns.SRV, b"\0\0\0\0\x02\x2a" + host)
    place = [mdns.record(host, mdns.A, bytes(address)) for address in ((127, 0, 0, 1), (8, 8, 8, 8), (224, 0, 0, 1), (0, 0, 0, 0))]
    noise = random.Random(1)
    return {
        "garbage": [noise.randbytes(size) for size in (1, 11, 12, 100, 9000, 65000)],
        "a loop": [mdns.message([mdns.record(b"\xc0\x0c", mdns.PTR, b"\xc0\x0c")])],
        "elsewhere": [mdns.message([pointer, service, *place])],
        "no end": [mdns.message([pointer, service])[:-10]],
    }


@pytest.mark.parametrize("kind", harm("").keys())
def test_a_device_that_means_harm_is_left_out(server, device, kind):
    name, other = title(), title()
    device("harm", records=harm(name)[kind])
    device(other)
    assert not named(server, name)
    assert named(server, other), "and others are found"


def test_a_flood_ends_with_the_search(server, device):
    name = title()
    own = mdns.name("_rtsp._tcp.local", [name])
    crowd = [mdns.message([mdns.record(mdns.name("_rtsp._tcp.local"), mdns.PTR, mdns.name("_rtsp._tcp.local", [f"{name}-{n}"])),
                           mdns.record(own, mdns.SRV, b"\0\0\0\0\x02\x2a" + mdns.name(f"host{n}.local"))])
             for n in range(3000)]
    device("flood", records=crowd)
    other = title()
    device(other)
    before, begun = server.resident_mb(), time.monotonic()
    found = server.get("/api/cameras").json()["cameras"]
    assert time.monotonic() - begun < 4
    assert other in [camera["name"] for camera in found], "and others are found"
    assert len([camera for camera in found if camera["name"].startswith(name)]) <= 16
    assert server.resident_mb() < before + 30


def test_a_name_is_one_line_for_people(server, device):
    name = title()
    device(f"{name}\x1b[31m\r\n\u202e!")
    assert until(lambda: named(server, f"{name} [31m   !"))


def test_what_may_not_be_opened_is_not_shown(serve, device):
    name = title()
    one = device(name)
    server = serve(SOURCES="cam.example")
    assert not named(server, name)
    assert named(serve(SOURCES=one.address), name)


def test_on_the_command_line(device):
    name = title()
    one = device(name, path="/live")
    run = subprocess.run([BINARY, "cameras"], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    assert f"rtsp://{one.address}/live  {name} ({one.address})" in run.stdout.splitlines(), run.stdout
