"""The program under test: every suite and bench starts `nerdpudding serve` here, and nowhere else."""
import contextlib
import functools
import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path

from ports import free_port

BINARY = os.environ.get("NP_BINARY", "nerdpudding")
SAMPLE = os.environ.get("NP_SAMPLE", "")


def until(condition, seconds=30, every=0.05):
    """What `condition` returns, as soon as that is true of it. The limit is for what never comes, not for speed."""
    deadline = time.monotonic() + seconds
    while not (seen := condition()):
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(every)
    return seen


@functools.cache
def setting_names(binary):
    return set(subprocess.check_output([binary, "settings", "--names"], text=True).split())


class Program:
    """One `nerdpudding serve`, which may be stopped and started again: its port stays the same.

    Settings of the machine's own are kept away from it; nothing is kept over starts unless STATE_DIR says so. `log` is the path
    of a file that both its streams go to, or an open one. `command` makes it run as somebody else or somewhere else.
    """

    def __init__(self, *flags, folder, log=None, command=lambda words: words, binary=BINARY, **settings):
        self.port = int(settings.pop("SERVER_PORT", 0)) or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = Path(folder)
        self.binary = binary
        self._open_log = log if hasattr(log, "write") else None
        self.log_file = Path(log.name if self._open_log else log or self.folder / f"nerdpudding-{self.port}.log")
        self.process = None
        self.started_at = 0
        settings = {"STATE_DIR": "off", **settings, "SERVER_PORT": self.port}
        self._words = command([
            "env", *(f"{name}={value}" for name, value in settings.items()), str(binary), "serve", *map(str, flags)])

    def start(self):
        names = setting_names(self.binary)
        environment = {name: value for name, value in os.environ.items() if name not in names}
        self.started_at = time.monotonic()
        with contextlib.nullcontext(self._open_log) if self._open_log else self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                self._words, cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        until(self._listens, seconds=30, every=0.005)
        return self

    def _listens(self):
        assert self.process.poll() is None, f"the server ended:\n{self.log_text}"
        try:
            socket.create_connection(("127.0.0.1", self.port), 2).close()
            return True
        except OSError:
            return False

    @property
    def log_text(self):
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    @property
    def log(self):
        return self.log_text.splitlines(keepends=True)

    @property
    def link(self):
        """The address that it prints, with the token where one is needed."""
        return until(lambda: re.search(r"https?://\S+", self.log_text))[0]

    def resident_mb(self):
        return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{self.process.pid}/status").read_text())[1]) / 1024

    def running(self):
        return self.process is not None and self.process.poll() is None

    def stop(self):
        """Its exit status: as one asks a service to go."""
        if self.process is None:
            return 0
        if self.running():
            self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self.process = None
        return code
