"""The real binary, as its users' scripts see it."""
import socket
import ssl
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from faults import clips
from faults.network import listens
from ports import free_port
from program import BINARY, SAMPLE, Program, until

__all__ = ["BINARY", "SAMPLE"]
PROGRAMS = Path(clips.__file__).parent / "programs"


class Server(Program):
    """One `nerdpudding serve` in an empty folder. Its end is a test too: SIGTERM, then exit 0."""

    def __init__(self, folder, *flags, **settings):
        super().__init__(*flags, folder=folder, **settings)
        self.start()
        self.url = self.link.split("/?")[0]

    def get(self, path, **more):
        return requests.get(self.url + path, timeout=10, **more)

    def post(self, path, json=None, **more):
        return requests.post(self.url + path, json=json, timeout=20, **more)

    def delete(self, path):
        return requests.delete(self.url + path, timeout=20)

    def status(self):
        return self.get("/api/status").json()

    def connect(self, receive_buffer=None):
        """A bare socket."""
        client = socket.socket()
        if receive_buffer:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        client.settimeout(10)
        client.connect(("127.0.0.1", self.port))
        return client

    def open(self, path, receive_buffer=None, headers=""):
        """A bare socket on which `path` has been asked for."""
        client = self.connect(receive_buffer)
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n".encode())
        return client

    def stop(self):
        code = super().stop()
        assert code == 0, f"exit status {code}:\n{self.log_text}"
        return code


@pytest.fixture
def serve(tmp_path):
    """Starts servers with the flags and settings given, each for one test."""
    started = []

    def start(*flags, **settings):
        started.append(Server(tmp_path, *flags, **settings))
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Without a source; shared by a file's tests, which leave it as they found it."""
    one = Server(tmp_path_factory.mktemp("server"))
    yield one
    one.stop()


@pytest.fixture(scope="module")
def show(tmp_path_factory):
    """The sample clip, commented; shared by a file's tests. Pictures are live: no delay."""
    one = Server(tmp_path_factory.mktemp("show"), "--source", SAMPLE,
                 "--instruction", "Tell me about people and movement.", STREAM_DELAY_INIT="0")
    yield one
    one.stop()


@pytest.fixture
def rtsp_port(tmp_path):
    """Of a camera that shows the small clip at /live to viewer:secret."""
    clips.make(tmp_path)
    port = free_port()
    camera = subprocess.Popen(
        [sys.executable, PROGRAMS / "rtsp_server.py", tmp_path / "small.h264", "--fps", str(clips.FPS), "--transport", "tcp",
         "--port", str(port), "--login", "viewer:secret"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until(lambda: listens(camera.pid, port))
        yield port
    finally:
        camera.kill()
        camera.wait()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """Files of a certificate for localhost and of its key."""
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key,
         "-out", cert],
        check=True, capture_output=True)
    return str(cert), str(key)


def server_certificate(port):
    return ssl.get_server_certificate(("127.0.0.1", port))
