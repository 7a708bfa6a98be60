"""One show that comments and speaks, and faults without end: does it keep its memory, threads and descriptors, and does
no error get into what it says? python3 -m faults.soak SPEC runs it, in a world of its own; run() judges."""

import json
import random
import re
import statistics
import sys
import threading
import time
from pathlib import Path

from .cell import settles, set_up, wait_until
from .fault import FAULTS
from .network import Network
from .place import Place

SOURCES = ["mjpeg", "rtsp-tcp"]
# Not those that need a login, a longer cable or a file.
KINDS = ["killed", "stopped", "cut", "restarted", "restarted-other-size", "half-open", "loss-5", "loss-20", "throttled",
         "garbage", "trickle", "endless-headers"]  # fmt: skip
OUTAGE, GOOD = (1, 12), (2, 10)  # seconds
BACK_LIMIT = 60
# Seconds over which threads and descriptors are compared: after the start, before the end.
STARTED, ENDED = (10, 20), 10
QUIET = 25  # good seconds at the end
LATE = 2  # a request that is under way, a thread that waits to be reused
MORE_MB = 5
LOOKS_WRONG = re.compile(r"://|\b(error|fail\w*|refus\w*|timed out|not answer|broke off|no picture)\b", re.I)


def run(worlds, workspace, minutes, source, json_file):
    """Exit status."""
    result_file = workspace / "soak.json"
    folder = workspace / "soak"
    folder.mkdir()
    folder.chmod(0o755)
    spec = {"workspace": str(workspace), "folder": str(folder), "log": str(workspace / "soak.log"), "source": source,
            "seconds": minutes * 60, "result": str(result_file)}  # fmt: skip
    worlds.run("soak", spec, minutes * 60 + 300, stdout=None)
    if not result_file.exists():
        print((workspace / "soak.log").read_text()[-3000:], file=sys.stderr)
        raise SystemExit("faults: the soak did not end as it should")
    result = json.loads(result_file.read_text())
    if json_file:
        json_file.write_text(json.dumps(result, indent=1))
    complaints = list(judge(result))
    for complaint in complaints:
        print(f"MISS  {complaint}")
    print(f"{len(result['faults'])} faults, {len(result['lines'])} lines said: {'bad' if complaints else 'good'}")
    return 1 if complaints else 0


def judge(result):
    """Says what it sees, yields what is wrong."""
    if result["broken"]:
        yield result["broken"]
        return
    samples = result["samples"]  # [second, MB, threads, descriptors]
    end = samples[-1][0]
    unit = min(300, end / 4)

    def median(column, since, until):
        return statistics.median([sample[column] for sample in samples if since <= sample[0] <= until] or [0])

    before, after = median(1, 2 * unit, 3 * unit), median(1, end - unit, end)
    print(f"memory: {before:.1f} MB in minutes {2 * unit / 60:.1f} to {3 * unit / 60:.1f}, {after:.1f} MB in the last "
          f"{unit / 60:.1f}, at most {max(sample[1] for sample in samples):.1f} MB")  # fmt: skip
    if after - before > MORE_MB:
        yield f"memory grew by {after - before:.1f} MB"
    for column, what in [(2, "threads"), (3, "descriptors")]:
        first, last = median(column, *STARTED), median(column, end - ENDED, end)
        print(f"{what}: {first:.0f} at the start, {last:.0f} at the end, "
              f"at most {max(sample[column] for sample in samples)}")  # fmt: skip
        if last - first > LATE:
            yield f"{what} grew from {first:.0f} to {last:.0f}"
    if not result["lines"]:
        yield "nothing was said"
    for line in result["lines"]:
        if LOOKS_WRONG.search(line) or any(reason in line for reason in result["reasons"]):
            yield f"it said: {line}"


class Soak:
    """A show and what happens to it."""

    def __init__(self, place, source):
        self.scene, self.show = set_up(place, source, relayed=True, ENABLE_TTS="true")
        self.pause = self.scene.server.pause
        if not wait_until(lambda: self.show.is_live(self.pause), BACK_LIMIT):
            raise RuntimeError(f"did not open: {self.show.reason()}")
        self.show.post("/api/instruction", instruction="Tell me about people and movement.")
        self.samples = []
        self.faults = []
        self.started = time.monotonic()
        threading.Thread(target=self.sample, daemon=True).start()

    def now(self):
        return time.monotonic() - self.started

    def sample(self):
        while not self.show.has_died():
            self.samples.append(
                [round(self.now(), 1), self.show.memory_mb(), self.show.threads(), self.show.descriptors()]
            )
            time.sleep(1)

    def go_on_until(self, end_s):
        """What broke it for good; empty: nothing."""
        time.sleep(STARTED[1])
        while self.now() < end_s - QUIET:
            name, outage = random.choice(KINDS), random.uniform(*OUTAGE)
            fault = FAULTS[name]
            fault.begin(self.scene)
            if fault.lasts:
                time.sleep(outage)
            fault.end(self.scene)
            ended = time.monotonic()
            back = settles(self.show, self.pause, BACK_LIMIT)
            self.faults.append([name, round(outage, 1), round(time.monotonic() - ended, 1)])
            _, memory, thread_count, descriptors = self.samples[-1]
            print(f"{self.now():6.0f} s  {name:22} {'' if back else 'NOT BACK'}  {memory:.1f} MB, "
                  f"{thread_count} threads, {descriptors} descriptors, {len(self.show.lines)} lines", flush=True)  # fmt: skip
            if self.show.has_died():
                return f"nerdpudding died of {name}"
            if not back:
                return f"not back after {name}: {self.show.state()}: {self.show.reason()}"
            time.sleep(random.uniform(*GOOD))
        time.sleep(max(0, end_s - self.now()))
        return ""


def main():
    spec = json.loads(sys.argv[1])
    workspace = Path(spec["workspace"])
    with open(spec["log"], "w") as log:
        place = Place(workspace, Path(spec["folder"]), Network(workspace / "faults/programs"), log)
        soak = Soak(place, spec["source"])
        broken = soak.go_on_until(spec["seconds"])
    result = {
        "source": spec["source"], "broken": broken, "faults": soak.faults, "samples": soak.samples,
        "lines": soak.show.lines, "cycle_errors": soak.show.cycle_errors,
        "reasons": sorted({reason for _, _, reason in soak.show.states if reason}),
    }  # fmt: skip
    Path(spec["result"]).write_text(json.dumps(result))


if __name__ == "__main__":
    main()
