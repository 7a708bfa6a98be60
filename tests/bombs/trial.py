"""A show that bombs are thrown at, and what each costs it."""
import json
import re
import signal
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from program import SAMPLE, Program, until

MOST_MEMORY_MB = 400
SOON = 10  # seconds
AFTERWARDS = 2  # seconds for which it is looked at once it has been refused or shown


@dataclass
class Outcome:
    told: str  # the sentence; empty where the source was shown
    seconds: float  # until then
    memory_mb: float  # at most
    wrong: list  # what should not be, in words

    def __str__(self):
        return f"{self.seconds:5.1f} s {self.memory_mb:5.0f} MB  {'; '.join(self.wrong) or self.told or 'shown'}"


class Show(Program):
    """The sample, commented, with its state kept; somebody watches where `watched`."""

    def __init__(self, folder, watched=False, **settings):
        super().__init__("--source", SAMPLE, "--instruction", "Tell me about people.", "--no-voice", folder=folder,
                         **{"STATE_DIR": str(Path(folder) / "state"), "LOG_LEVEL": "warn"} | settings)
        self.watched = watched

    def ask(self, path, body=None, seconds=30):
        """(status, what it says)"""
        request = urllib.request.Request(self.url + path, json.dumps(body).encode() if body is not None else None,
                                         {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=seconds) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())

    def status(self):
        return self.ask("/api/status")[1]

    def is_live(self):
        return self.status()["source_state"] == "live"

    def begin(self):
        self.start()
        until(self.is_live)
        if self.watched:
            threading.Thread(target=self.watch, daemon=True).start()
        return self

    def watch(self):
        try:
            with urllib.request.urlopen(self.url + "/api/mjpeg", timeout=60) as pictures:
                while pictures.read(1 << 16):
                    pass
        except OSError:
            pass  # it has ended

    def proc(self, name):
        return Path(f"/proc/{self.process.pid}/{name}")

    def in_status(self, field):
        return int(re.search(rf"{field}:\s+(\d+)", self.proc("status").read_text())[1])

    def forget_peak(self):
        self.proc("clear_refs").write_text("5")

    def peak_mb(self):
        return self.in_status("VmHWM") / 1024

    def back_to_the_sample(self):
        status, said = self.ask("/api/start", {"source": SAMPLE, "replace": True})
        return [] if status == 200 and self.is_live() else [f"the sample does not come back: {said}"]

    def throw(self, source):
        """Offers it in place of what runs."""
        self.forget_peak()
        begun = time.monotonic()
        wrong, told = [], ""
        status, said = self.ask("/api/start", {"source": source, "replace": True})
        seconds = time.monotonic() - begun
        if status == 200:
            time.sleep(AFTERWARDS)
            wrong = self.back_to_the_sample()
        else:
            told = said["detail"]
            time.sleep(AFTERWARDS)
            now = self.status()
            if (now["source_state"], now["source"]) != ("live", SAMPLE):
                wrong.append(f"the show does not go on: {now['source_state']}")
        return self.outcome(told, seconds, wrong)

    def throw_and_kill(self, source):
        """The program is killed while it has the source, and begins again."""
        self.ask("/api/start", {"source": source, "replace": True, "wait": True})
        time.sleep(0.5)
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        begun = time.monotonic()
        self.start()
        now = until(lambda: (s := self.status())["source_state"] == "live" or s["source_reason"] and s)
        seconds = time.monotonic() - begun
        told = "" if now is True else now["source_reason"]
        time.sleep(AFTERWARDS)
        wrong = self.back_to_the_sample()
        return self.outcome(told, seconds, wrong)

    def outcome(self, told, seconds, wrong):
        if not self.running():
            return Outcome(told, seconds, 0, ["the program is gone", *wrong])
        memory = self.peak_mb()
        if seconds > SOON:
            wrong.append(f"told after {seconds:.0f} s")
        if memory > MOST_MEMORY_MB:
            wrong.append(f"{memory:.0f} MB")
        if told and not told.endswith("."):
            wrong.append(f"no sentence: {told}")
        return Outcome(told, seconds, memory, wrong)
