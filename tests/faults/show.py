"""The nerdpudding under test, with an API client that notes when what was seen."""

import http.client
import json
import socket
import threading
import time
from pathlib import Path

from program import Program

from . import clips
from .process import as_user
from .servers import SHOW_PORT as PORT

LOOK_EVERY = 0.075
PAGE_EVERY = 4  # looks


class Show:
    """One `nerdpudding serve` on the caller's loopback, with a viewer of its pictures, a reader of its events and
    somebody who asks for the status again and again. All times are time.monotonic()."""

    def __init__(self, place, source, **settings):
        settings = {"ENABLE_TTS": "false", "STREAM_DELAY_INIT": 0, "STREAM_DELAY_EMA_ALPHA": 0} | settings
        self.program = Program(
            "--source", source, folder=place.folder, log=place.log, binary=place.binary, SERVER_PORT=PORT,
            command=lambda words: as_user(words, place.home), **settings)  # fmt: skip
        self.program.start()
        self.process = self.program.process
        self.states = []  # (when, state, reason), as told by events and status, also where it is the same again
        self.pictures = []  # (when, is it clean)
        self.answers = []  # (when, seconds that the API took)
        self.lines = []  # what was said: a line a cycle
        self.cycle_errors = []
        self.status = {}
        self._piece = ""
        for task in (self._look, self._read_events, self._watch):
            threading.Thread(target=self._for_ever, args=[task], daemon=True).start()

    def state(self):
        return self.states[-1][1] if self.states else ""

    def reason(self):
        return self.states[-1][2] if self.states else ""

    def is_live(self, pause):
        """Says so, and shows so: a clean picture not longer ago than `pause`."""
        if self.state() != "live" or not self.pictures:
            return False
        when, clean = self.pictures[-1]
        return clean and time.monotonic() - when < pause

    def memory_mb(self):
        return self.program.resident_mb()

    def threads(self):
        return len(list(Path(f"/proc/{self.process.pid}/task").iterdir()))

    def descriptors(self):
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def has_died(self):
        return self.process.poll() is not None

    def post(self, path, **body):
        api = http.client.HTTPConnection("127.0.0.1", PORT, timeout=20)
        api.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        answer = api.getresponse()
        return answer.status, answer.read()

    def _for_ever(self, task):
        while not self.has_died():
            try:
                task()
            except (OSError, http.client.HTTPException, ValueError):
                time.sleep(0.05)

    def _look(self):
        api = http.client.HTTPConnection("127.0.0.1", PORT, timeout=10)
        for look in range(1 << 60):
            path = "/" if look % PAGE_EVERY == 0 else "/api/status"
            asked = time.monotonic()
            api.request("GET", path)
            body = api.getresponse().read()
            answered = time.monotonic()
            self.answers.append((answered, answered - asked))
            if path != "/":
                self.status = json.loads(body)
                self.states.append((answered, self.status["source_state"], self.status["source_reason"]))
            time.sleep(LOOK_EVERY)

    def _read_events(self):
        name, data = "", []
        for line in self._open("/api/stream"):
            line = line.decode("utf-8", "replace").rstrip("\r\n")
            if line.startswith("event:"):
                name = line[6:].strip()
            elif line.startswith("data:"):
                data.append(line[5:].removeprefix(" "))
            elif not line:
                if data:
                    self._take_event(name, "\n".join(data))
                name, data = "", []

    def _take_event(self, name, data):
        if name == "":
            self._piece += data
            return
        fields = json.loads(data)
        if name == "source":
            self.states.append((time.monotonic(), fields["state"], fields.get("reason", "")))
        elif name == "cycle_end":
            if self._piece.strip(" ."):
                self.lines.append(self._piece.strip())
            if fields.get("error"):
                self.cycle_errors.append(fields["error"])
            self._piece = ""

    def _watch(self):
        stream = self._open("/api/mjpeg")
        while line := stream.readline():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
                while stream.readline().strip():
                    pass
                jpeg = stream.read(length)
                self.pictures.append((time.monotonic(), clips.is_clean(jpeg)))

    def _open(self, path):
        client = socket.create_connection(("127.0.0.1", PORT))
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        return client.makefile("rb")
