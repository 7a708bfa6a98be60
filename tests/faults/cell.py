"""One run of one cell: python3 -m faults.cell SPEC, in a network and a process namespace of its own, whose end is the
end of all that runs in them. SPEC and the result, the last line on stdout, are JSON."""

import json
import random
import sys
import threading
import time
import traceback
from pathlib import Path

from .fault import FAULTS, Scene
from .network import Network
from .place import Place
from .servers import LOGIN, SERVERS, HttpFile, Relay
from .show import Show

RECOVER_LIMIT = 25
SETTLED = 2  # seconds of good pictures
UNTOLD = 4.0  # seconds without a picture after which the show should have said so
MUCH_MEMORY_MB = 50
SLOW_API = 1.0


class Memory:
    """Of the show; `peak_mb` is sampled."""

    def __init__(self, show):
        self._show = show
        self.before_mb = self.peak_mb = show.memory_mb()
        threading.Thread(target=self._sample, daemon=True).start()

    def _sample(self):
        while not self._show.has_died():
            try:
                self.peak_mb = max(self.peak_mb, self._show.memory_mb())
            except (OSError, TypeError):
                return
            time.sleep(0.1)


def set_up(place, source, relayed=False, login=None, **settings):
    """The scene and the show that watches it; a relay is in between where one can be."""
    kind = SERVERS[source]
    relayed = relayed and kind.over_tcp and not kind.pushes
    server = kind(place, moved=relayed)
    server.start(login=login)
    scene = Scene(server, place.network, Relay(server) if relayed else None, login)
    if kind is HttpFile:  # else the kernel holds half a minute
        Path("/proc/sys/net/ipv4/tcp_rmem").write_text("4096 16384 32768")
    return scene, Show(place, server.address(login), **server.settings | settings)


def wait_until(condition, limit):
    give_up = time.monotonic() + limit
    while not (good := condition()) and time.monotonic() < give_up:
        time.sleep(0.01)
    return good


def settles(show, pause, limit):
    """Whether the show goes on and stays so."""
    give_up = time.monotonic() + limit
    since = None
    while time.monotonic() < give_up or since:
        if show.has_died():
            return False
        if not show.is_live(pause):
            since = None
        elif since is None:
            since = time.monotonic()
        elif time.monotonic() - since > SETTLED:
            return True
        time.sleep(0.02)
    return False


def run(place, source, fault_name, outage_s):
    fault = FAULTS[fault_name]
    scene, show = set_up(place, source, fault.needs_relay, LOGIN if fault.needs_login else None)
    pause = scene.server.pause
    if not wait_until(lambda: show.is_live(pause), scene.server.opens_within):
        return {"ok": False, "note": f"did not open: {show.state()}: {show.reason()}"}
    time.sleep(SETTLED + random.random())
    memory = Memory(show)
    began = time.monotonic()
    fault.begin(scene)
    if fault.lasts:
        time.sleep(max(0, began + outage_s - time.monotonic()))
    fault.end(scene)
    ended = time.monotonic()
    came_back = settles(show, pause, RECOVER_LIMIT)
    return Course(show, memory, began, ended, pause, came_back).row()


class Course:
    """What the show did from `began` on, when the fault began, until now; `ended` is when the server was back."""

    def __init__(self, show, memory, began, ended, pause, came_back):
        self.show, self.memory = show, memory
        self.began, self.ended = began, ended
        self.came_back = came_back
        self.pauses = pauses_in(show.pictures, began, time.monotonic(), pause)
        self.states = [entry for entry in show.states if entry[0] > began]
        self.not_live = [when for when, state, _ in self.states if state != "live"]
        self.gap = max((until - since for since, until in self.pauses), default=0)
        self.untold = not self.not_live and self.gap > UNTOLD

    def told_after(self):
        """From the last picture to the first word of it."""
        if not self.not_live:
            return None
        told = self.not_live[0]
        return told - max(when for when, _ in self.show.pictures if when <= told)

    def pictures_back_after(self):
        """From the end of the fault to the first clean picture of those that went on; None where it was never broken,
        or was good again before."""
        broken_until = [until for _, until in self.pauses] or self.not_live
        if not self.came_back or not broken_until or broken_until[-1] < self.ended:
            return None
        clean = (when for when, is_clean in self.show.pictures if when >= broken_until[-1] and is_clean)
        return next(clean, time.monotonic()) - self.ended

    def live_after(self):
        """From the end of the fault until it was told that all is well."""
        if not self.came_back or not self.not_live or self.not_live[-1] < self.ended:
            return None
        return next(when for when, state, _ in self.states if when > self.not_live[-1] and state == "live") - self.ended

    def notes(self, smeared, slowest):
        if self.show.has_died():
            yield "nerdpudding died"
        elif not self.came_back:
            yield f"not back: {self.show.state()}: {self.show.reason() or 'no picture that lasts'}"
        elif not self.not_live:
            yield "went on" + (f", with {self.gap:.1f} s without a picture" if self.gap else "")
        if self.untold:
            yield "it was not told"
        if smeared:
            yield f"{smeared} smeared pictures"
        if (more := self.memory.peak_mb - self.memory.before_mb) > MUCH_MEMORY_MB:
            yield f"took {more:.0f} MB"
        if slowest > SLOW_API:
            yield f"the API took {slowest:.1f} s"

    def row(self):
        smeared = sum(not clean for when, clean in self.show.pictures if when > self.began)
        latencies = sorted(seconds for when, seconds in self.show.answers if when > self.began) or [0]
        return {
            "ok": self.came_back and not self.untold,
            "stall_s": rounded(self.told_after()),
            "recover_s": rounded(self.pictures_back_after()),
            "note": "; ".join(self.notes(smeared, latencies[-1])),
            "live_s": rounded(self.live_after()),
            "outage_s": rounded(self.ended - self.began),
            "gap_s": rounded(self.gap),
            "pictures_during": sum(self.began < when < self.ended for when, _ in self.show.pictures),
            "restarts": self.show.status.get("source_restarts"),
            "api_p99_ms": round(latencies[int(0.99 * (len(latencies) - 1))] * 1000, 1),
            "api_max_ms": round(latencies[-1] * 1000, 1),
            "rss_before_mb": round(self.memory.before_mb, 1),
            "rss_peak_mb": round(self.memory.peak_mb, 1),
            "reasons": list(dict.fromkeys(f"{state}: {reason}" for _, state, reason in self.states if reason)),
        }


def pauses_in(pictures, since, until, longer):
    """(from, to) of every time without a picture after `since` that is `longer`; one that lasts ends at `until`."""
    times = [when for when, _ in pictures]
    first = max((i for i, when in enumerate(times) if when <= since), default=0)
    times = [*times[first:], until]
    return [(a, b) for a, b in zip(times, times[1:]) if b - a > longer]


def rounded(seconds):
    return None if seconds is None else round(seconds, 3)


def main():
    spec = json.loads(sys.argv[1])
    workspace, folder = Path(spec["workspace"]), Path(spec["folder"])
    with open(spec["log"], "w") as log:
        try:
            network = Network(workspace / "faults/programs", long=FAULTS[spec["fault"]].needs_long_cable)
            place = Place(workspace, folder, network, log)
            result = run(place, spec["source"], spec["fault"], spec["outage_s"])
        except Exception as error:  # a run that cannot be made is a failed run, not the end of all others
            traceback.print_exc(file=log)
            result = {"ok": False, "note": f"the run failed: {error}"}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
