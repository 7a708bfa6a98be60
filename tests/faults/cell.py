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

OPEN_LIMIT = 20
RECOVER_LIMIT = 25
SETTLED = 2  # seconds of good pictures
PAUSE = 0.7  # seconds without a picture that are more than a stumble
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


def set_up(place, source, fault, **settings):
    """The scene and the show that watches it."""
    kind = SERVERS[source]
    relayed = fault.needs_relay and kind.over_tcp
    server = kind(place, moved=relayed)
    login = LOGIN if fault.needs_login else None
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


def settles(show, limit):
    """Whether the show goes on and stays so."""
    give_up = time.monotonic() + limit
    since = None
    while time.monotonic() < give_up or since:
        if show.has_died():
            return False
        if not show.is_live():
            since = None
        elif since is None:
            since = time.monotonic()
        elif time.monotonic() - since > SETTLED:
            return True
        time.sleep(0.02)
    return False


def run(place, source, fault_name, outage_s):
    fault = FAULTS[fault_name]
    scene, show = set_up(place, source, fault)
    if not wait_until(show.is_live, OPEN_LIMIT):
        return {"ok": False, "note": f"did not open: {show.state()}: {show.reason()}"}
    time.sleep(SETTLED + random.random())
    memory = Memory(show)
    began = time.monotonic()
    fault.begin(scene)
    if fault.lasts:
        time.sleep(max(0, began + outage_s - time.monotonic()))
    fault.end(scene)
    ended = time.monotonic()
    ok = settles(show, RECOVER_LIMIT)
    return judge(show, memory, began, ended, ok) | {"outage_s": round(ended - began, 3)}


def judge(show, memory, began, ended, ok):
    now = time.monotonic()
    states = [entry for entry in show.states if entry[0] > began]
    pauses = pauses_in(show.pictures, began, now)
    told = next((when for when, state, _ in states if state != "live"), None)
    stall = recover = live = None
    if told:
        stall = told - max(when for when, _ in show.pictures if when <= told)
    if ok and pauses and pauses[-1][1] > ended:
        again = next((when for when, clean in show.pictures if when >= pauses[-1][1] and clean), None)
        recover = again and again - ended
    not_live = [when for when, state, _ in states if state != "live" and when > ended]
    if ok and not_live:
        live = next((when for when, state, _ in states if when > not_live[-1] and state == "live"), now) - ended
    gap = max((until - since for since, until in pauses), default=0)
    smeared = sum(not clean for when, clean in show.pictures if when > began)
    latencies = sorted(seconds for when, seconds in show.answers if when > began)
    reasons = list(dict.fromkeys(f"{state}: {reason}" for _, state, reason in states if reason))
    notes = []
    if not ok:
        notes.append("nerdpudding died" if show.has_died() else f"not back: {show.state()}: {show.reason()}")
    elif not pauses and not told:
        notes.append("went on")
    if gap > UNTOLD and not told:
        ok = False
        notes.append(f"{gap:.1f} s without a picture, and it was not told")
    if smeared:
        notes.append(f"{smeared} smeared pictures")
    if memory.peak_mb - memory.before_mb > MUCH_MEMORY_MB:
        notes.append(f"took {memory.peak_mb - memory.before_mb:.0f} MB")
    if latencies[-1] > SLOW_API:
        notes.append(f"the API took {latencies[-1]:.1f} s")
    return {
        "ok": ok, "stall_s": rounded(stall), "recover_s": rounded(recover), "note": "; ".join(notes),
        "live_s": rounded(live), "gap_s": rounded(gap), "restarts": show.status.get("source_restarts"),
        "api_p99_ms": round(latencies[int(0.99 * (len(latencies) - 1))] * 1000, 1),
        "api_max_ms": round(latencies[-1] * 1000, 1),
        "rss_before_mb": round(memory.before_mb, 1), "rss_peak_mb": round(memory.peak_mb, 1), "reasons": reasons,
    }  # fmt: skip


def pauses_in(pictures, since, until):
    """(from, to) of every longer time without a picture after `since`; one that lasts ends at `until`."""
    times = [when for when, _ in pictures]
    first = max((i for i, when in enumerate(times) if when <= since), default=0)
    times = [*times[first:], until]
    return [(a, b) for a, b in zip(times, times[1:]) if b - a > PAUSE]


def rounded(seconds):
    return None if seconds is None else round(seconds, 3)


def main():
    spec = json.loads(sys.argv[1])
    workspace, folder = Path(spec["workspace"]), Path(spec["folder"])
    with open(spec["log"], "w") as log:
        try:
            network = Network(workspace / "programs", long=FAULTS[spec["fault"]].needs_long_cable)
            place = Place(workspace, folder, network, log)
            result = run(place, spec["source"], spec["fault"], spec["outage_s"])
        except Exception as error:  # a run that cannot be made is a failed run, not the end of all others
            traceback.print_exc(file=log)
            result = {"ok": False, "note": f"the run failed: {error}"}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
