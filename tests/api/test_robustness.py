"""Garbage, floods, and the end."""
import contextlib
import random
import signal
import socket
import time

import pytest
from websockets.sync.client import connect

import messages
from conftest import SAMPLE
from program import until


def answer_of(server, data, end=True):
    """All that comes back for raw bytes."""
    with server.connect() as client:
        client.sendall(data)
        if end:
            client.shutdown(socket.SHUT_WR)
        got = b""
        try:
            while more := client.recv(65536):
                got += more
        except ConnectionError:
            pass
        return got


def test_noise_on_the_socket(server):
    noise = random.Random(7)
    for _ in range(100):
        got = answer_of(server, noise.randbytes(noise.randrange(1, 3000)))
        assert got == b"" or got.startswith(b"HTTP/1.1 400") or got.startswith(b"HTTP/1.1 431"), got[:100]
    assert server.get("/healthz").status_code == 200


def test_damaged_requests(server):
    """A good request with a few bytes changed never brings anything but an answer or an end."""
    good = (b"POST /api/instruction HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b'Content-Length: 19\r\n\r\n{"instruction": ""}')
    change = random.Random(8)
    for _ in range(200):
        damaged = bytearray(good)
        for _ in range(change.randrange(1, 4)):
            damaged[change.randrange(len(damaged))] = change.randrange(256)
        got = answer_of(server, bytes(damaged))
        assert got == b"" or got.startswith(b"HTTP/1.1 "), got[:100]
        assert not got.startswith(b"HTTP/1.1 500"), damaged
    server.post("/api/instruction", {"instruction": ""})


def test_large_headers_and_bodies(server):
    head = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
    for much in (b"X: " + b"x" * 20000, b"".join(b"X-%d: y\r\n" % n for n in range(3000))):
        assert answer_of(server, head + much, end=False).startswith(b"HTTP/1.1 431")
    answer = server.post("/api/instruction", data=b"x" * 70000)
    assert answer.status_code == 413 and messages.kBodyTooLarge.said_in(answer.json()["detail"], 64)
    assert server.post("/api/stop", data=b"x" * 65536).status_code == 200


def test_pipelined_requests(server):
    got = answer_of(server, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" * 50)
    assert got.count(b'{"status":"ok"}') == 50


def test_websocket_noise(server):
    noise = random.Random(9)
    for _ in range(30):
        with connect(f"ws://127.0.0.1:{server.port}/api/live") as live:
            live.recv(5)
            live.socket.sendall(noise.randbytes(noise.randrange(1, 500)))
            live.socket.close()
    assert server.get("/healthz").status_code == 200


def test_many_connections(serve):
    """Who only idles goes for others; who is served stays, and then there is no place any more but for the health."""
    server = serve()
    idle = [server.connect() for _ in range(300)]
    assert server.get("/healthz").status_code == server.get("/api/status").status_code == 200
    assert idle[0].recv(1) == b"", "the first to come is the first to go"
    streams = [server.open("/api/stream") for _ in range(240)]
    for stream in streams:
        assert stream.recv(4096).startswith(b"HTTP/1.1 200")
    assert server.get("/api/stream").status_code == 503
    assert server.get("/healthz").status_code == server.get("/api/status").status_code == 200
    for client in idle + streams:
        client.close()


def test_half_requests_are_closed_after_ten_seconds(server):
    silent, slow = server.connect(), server.connect()
    slow.sendall(b"GET /api/sta")
    slow.settimeout(40)
    began = time.monotonic()
    assert slow.recv(4096) == b""
    assert 9 < time.monotonic() - began < 30
    silent.close()
    slow.close()


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_ends_within_two_seconds_under_load(serve, sign):
    server = serve("--source", SAMPLE, "--instruction", "Tell me about people.")
    with contextlib.ExitStack() as clients:
        for path in ["/api/mjpeg"] * 10 + ["/api/stream"] * 5 + ["/api/audio-stream"] * 5:
            assert clients.enter_context(server.open(path)).recv(4096)
        for _ in range(5):
            live = clients.enter_context(connect(f"ws://127.0.0.1:{server.port}/api/live", close_timeout=0.2))
            live.send('{"audio": true}')
        time.sleep(1)
        asked = time.monotonic()
        server.process.send_signal(sign)
        assert server.process.wait(30) == 0
        assert time.monotonic() - asked < 8, "it waited for a client"


@pytest.mark.parametrize("content, sentence", [
    (None, messages.kNetworkNotThere), (b"", messages.kNetworkDamaged), (b"no network", messages.kNetworkDamaged)])
def test_a_detector_that_is_none_is_told_once_and_the_show_goes_on(serve, tmp_path, content, sentence):
    if content is not None:
        (tmp_path / "eyes.onnx").write_bytes(content)
    server = serve("--source", SAMPLE, "--instruction", "Tell me about movement.", DETECTOR_MODEL="eyes.onnx")
    until(lambda: server.status()["cycle_count"] > 1)
    told = [line for line in server.log if "detector" in line]
    assert len(told) == 1 and sentence.said_in(told[0]) and str(tmp_path) not in told[0]
