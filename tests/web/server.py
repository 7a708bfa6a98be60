"""The server under test, and how its browser is started."""
import os
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from page import BINARY
from ports import free_port

CHROMIUM = os.environ.get("NP_CHROMIUM", "/usr/bin/chromium")
CHROMIUM_FLAGS = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]


class Server:
    """One `nerdpudding serve` on a port of its own that stays the same over restarts."""

    def __init__(self, log: Path, *flags: str, **settings: str):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.flags = flags
        self.settings = {"LOG_LEVEL": "debug", "STATE_DIR": str(log.parent / "state"), **settings}
        self.log = log
        self.process = None

    def start(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [BINARY, "serve", "--host", "127.0.0.1", "--port", str(self.port), *self.flags],
                stdout=log, stderr=log, env={**os.environ, **self.settings})
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            assert self.process.poll() is None, f"the server ended:\n{self.log.read_text()}"
            try:
                with urllib.request.urlopen(self.url + "/healthz", timeout=2):
                    return
            except OSError:
                time.sleep(0.05)
        pytest.fail(f"the server does not answer:\n{self.log.read_text()}")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None
