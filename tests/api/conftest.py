"""The real binary, as its users' scripts see it. NP_BINARY is the program, NP_SAMPLE the sample clip."""
import os
import re
import signal
import socket
import ssl
import subprocess
import threading

import pytest
import requests

BINARY = os.environ.get("NP_BINARY", "nerdpudding")
SAMPLE = os.environ.get("NP_SAMPLE", "")


class Server:
    """One `nerdpudding serve` on a free port, in an empty folder. Its end is a test too: SIGTERM, then exit 0."""

    def __init__(self, folder, *flags, **settings):
        names = set(subprocess.check_output([BINARY, "settings", "--names"], text=True).split())
        environment = {name: value for name, value in os.environ.items() if name not in names}
        environment |= {"STATE_DIR": "off", "SERVER_PORT": "0"} | settings
        self.process = subprocess.Popen(
            [BINARY, "serve", *flags], cwd=folder, env=environment, stderr=subprocess.PIPE, text=True)
        self.log = []
        self.link = self._wait_for_link()
        self._reader = threading.Thread(target=lambda: self.log.extend(self.process.stderr))
        self._reader.start()
        self.url = self.link.split("/?")[0]
        self.port = int(self.url.rsplit(":", 1)[1])

    def _wait_for_link(self):
        for line in self.process.stderr:
            self.log.append(line)
            if found := re.search(r"https?://\S+", line):
                return found[0]
        self.process.wait()
        raise AssertionError("the server did not start:\n" + "".join(self.log))

    def get(self, path, **more):
        return requests.get(self.url + path, timeout=10, **more)

    def post(self, path, json=None, **more):
        return requests.post(self.url + path, json=json, timeout=20, **more)

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

    def resident_mb(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) / 1024

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self._reader.join()
        assert code == 0, f"exit status {code}:\n" + "".join(self.log)


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
