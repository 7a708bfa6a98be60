"""The commentator in the room, by its HTTP API, and what goes wrong around it."""
import json
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path


class Bot:
    def __init__(self, server):
        """`server`: a running `nerdpudding serve`."""
        self.server = server

    def post(self, path, body=None):
        request = urllib.request.Request(
            self.server.url + path, json.dumps(body or {}).encode(), {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def start(self, source="livekit", wait=False):
        return self.post("/api/start", {"source": source, "wait": wait})

    def status(self):
        with urllib.request.urlopen(self.server.url + "/api/status", timeout=10) as response:
            return json.load(response)

    def until(self, condition, timeout=20):
        """The status for which `condition` holds."""
        deadline = time.monotonic() + timeout
        while not condition(status := self.status()):
            assert time.monotonic() < deadline, f"this did not come true within {timeout} s: {json.dumps(status, indent=1)}"
            time.sleep(0.02)
        return status

    def until_live(self, timeout=20):
        return self.until(live, timeout)

    def rejoins(self):
        """How often the room was lost or could not be joined."""
        with urllib.request.urlopen(self.server.url + "/metrics", timeout=10) as response:
            lines = response.read().decode().splitlines()
        return sum(float(line.split()[1]) for line in lines if line.startswith("np_livekit_rejoins_total"))

    def _proc(self, name):
        return Path(f"/proc/{self.server.process.pid}/{name}")

    def threads(self):
        return len(list(self._proc("task").iterdir()))

    def descriptors(self):
        return len(list(self._proc("fd").iterdir()))

    def memory(self):
        """Megabytes."""
        line = next(line for line in self._proc("status").read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


def live(status):
    return status["source_state"] == "live"


def trouble(folder, **what):
    """The environment in which a program has trouble: LOSS=file, CLOCK=seconds; trouble.c says what they do."""
    library = folder / "trouble.so"
    source = Path(__file__).with_name("trouble.c")
    subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return {"LD_PRELOAD": str(library)} | {f"TROUBLE_{name}": str(value) for name, value in what.items()}
