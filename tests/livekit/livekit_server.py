"""livekit-server, as it is published, and tokens for it."""
import base64
import hashlib
import hmac
import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

from ports import free_port

BINARY = next(Path(os.environ["NP_CACHE"]).glob("livekit-*/livekit-server"), None)
KEY, SECRET = "testkey", "a secret of at least 32 characters"


def own_address():
    """(interface, its IPv4 address), but not loopback's, which libnice does not use; None where there is no other."""
    output = subprocess.check_output(["ip", "-json", "-4", "address", "show", "up", "scope", "global"])
    for link in filter(None, json.loads(output)):
        for address in link.get("addr_info", []):
            return link["ifname"], address["local"]
    return None


def token(identity, room="test", **grants):
    """As the HTTP API gives one; `grants` are LiveKit's video grants, as canPublish."""
    def encode(content):
        return base64.urlsafe_b64encode(content).rstrip(b"=")

    now = int(time.time())
    claims = {"iss": KEY, "sub": identity, "name": identity, "nbf": now - 10, "exp": now + 3600,
              "video": {"room": room, "roomJoin": True} | grants}  # fmt: skip
    text = b".".join(encode(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
    return (text + b"." + encode(hmac.new(SECRET.encode(), text, hashlib.sha256).digest())).decode()


class LiveKitServer:
    """Ports, key and secret stay the same over restarts; who was in a room is forgotten. Not there before start()."""

    def __init__(self, folder: Path, log: Path, **rtc):
        interface, address = own_address()
        self.port = free_port()
        self.url = f"ws://127.0.0.1:{self.port}"
        self.log = log
        self.process = None
        self._config = folder / "livekit.json"  # JSON is YAML too
        self._config.write_text(json.dumps({
            "port": self.port,
            "bind_addresses": ["127.0.0.1"],
            "keys": {KEY: SECRET},
            "rtc": {
                "tcp_port": free_port(), "udp_port": free_port(socket.SOCK_DGRAM), "use_external_ip": False,
                "node_ip": address, "interfaces": {"includes": [interface]},
            } | rtc,
            "room": {
                "auto_create": True, "empty_timeout": 60, "departure_timeout": 20,
                "enabled_codecs": [{"mime": mime} for mime in ("audio/opus", "video/vp8", "video/h264", "video/av1")],
            },
            "logging": {"level": "debug", "json": False},
        }))  # fmt: skip

    def start(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([BINARY, "--config", self._config], stdout=log, stderr=log)
        deadline = time.monotonic() + 20
        while not self._is_well():
            assert self.process.poll() is None and time.monotonic() < deadline, self.log.read_text()[-3000:]
            time.sleep(0.05)

    def _is_well(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=2) as response:
                return response.status == 200
        except OSError:
            return False

    def freeze(self):
        """Connections stay and nothing comes."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)

    def kill(self):
        """At once, without a word to anybody."""
        process, self.process = self.process, None
        if process:
            process.kill()
            process.wait()

    def stop(self):
        """As an operator does it who does not wait until all have gone: it takes leave of everybody."""
        process, self.process = self.process, None
        process.terminate()
        time.sleep(0.5)
        process.terminate()
        process.wait(20)

    def call(self, method, **request):
        """One of RoomService's: call("ListParticipants", room="test")."""
        grants = {"roomAdmin": True, "roomCreate": True, "roomList": True}
        post = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/twirp/livekit.RoomService/{method}", json.dumps(request).encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {token('admin', request.get('room', ''), **grants)}"})
        with urllib.request.urlopen(post, timeout=10) as response:
            return json.load(response)
