"""One viewer's line is bad, or he sleeps, while another one watches the same encoded pictures: how soon does he see the present
again, and is the other one disturbed? python3 -m faults.viewers SPEC runs it, in a world of its own; run() judges."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from .clips import ffmpeg
from .network import SHOW, Network
from .network import run as run_command
from .place import Place
from .process import as_user, process_family
from .servers import SHOW_PORT
from .show import Show
from .table import percentile

SETTINGS = {"SERVER_HOST": "0.0.0.0", "API_TOKEN": "off", "ALLOWED_HOSTS": SHOW}
KBITS = 1000  # of the narrow line
LASTS, WATCHED = 10, 12  # seconds
SMOOTH, NEAR = 0.7, 0.5  # seconds without a picture; seconds behind, more than usual
SETTLED = 2.0
BACK_WITHIN = 2.0
# Name -> what is encoded. The first one needs more than the narrow line carries.
CLIPS = {"lively": "testsrc2=size=1280x720:rate=25:duration=30,noise=alls=5:allf=t", "easy": "testsrc2=size=640x360:rate=25:duration=30"}
TROUBLES = ("loss-10", f"throttled-{KBITS}", "asleep")


def run(worlds, workspace, runs, json_file):
    """Exit status."""
    folder = workspace / "viewers"
    folder.mkdir()
    folder.chmod(0o755)
    status, rows = 0, []
    for clip in CLIPS:
        result = workspace / f"viewers-{clip}.json"
        log = workspace / "viewers.log"
        spec = {"workspace": str(workspace), "folder": str(folder), "log": str(log), "clip": clip, "runs": runs, "result": str(result)}
        worlds.run("viewers", spec, 120 + runs * len(TROUBLES) * (LASTS + WATCHED + 8), stdout=None)
        if not result.exists():
            print(log.read_text()[-3000:], file=sys.stderr)
            raise SystemExit("faults: the viewers did not end as they should")
        rows += json.loads(result.read_text())
    print(f"\n{'clip':8} {'trouble':16} {'back p50 p95':>14}  {'worst gap of the other: before, during':40} {'behind meanwhile':>16}")
    for clip in CLIPS:
        for trouble in TROUBLES:
            some = [row for row in rows if (row["clip"], row["trouble"]) == (clip, trouble)]
            back = [row["back_s"] for row in some]
            before, during = (max(row[key] for row in some) for key in ("other_before_s", "other_during_s"))
            bad = None in back or percentile(back, 95) > BACK_WITHIN
            status |= bad
            shown = "not back" if None in back else f"{percentile(back, 50):6.2f} {percentile(back, 95):6.2f}"
            behind = max((row["behind_s"] for row in some if row["behind_s"] is not None), default=None)
            print(f"{clip:8} {trouble:16} {shown:>14}  {f'{before:.2f} s, {during:.2f} s':40} "
                  f"{'–' if behind is None else f'{behind:.2f} s':>16}{'  MISS' if bad else ''}")  # fmt: skip
    if json_file:
        json_file.write_text(json.dumps(rows, indent=1))
    return int(status)


class Reader(threading.Thread):
    """A viewer of the encoded pictures on the show's machine."""

    def __init__(self):
        super().__init__(daemon=True)
        self.times = []
        self.bytes = 0
        self.start()

    def run(self):
        client = socket.create_connection(("127.0.0.1", SHOW_PORT))
        client.sendall(b"GET /api/video?form=encoded HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        tail = b""
        while data := client.recv(1 << 16):
            self.bytes += len(data)
            seen = tail + data
            self.times += [time.time()] * len(re.findall(b"moof", seen))
            tail = seen[-3:]

    def worst_gap(self, since, until):
        times = [since, *(when for when in self.times if since <= when <= until), until]
        return max(b - a for a, b in zip(times, times[1:]))


class Viewer(threading.Thread):
    """The page, in the other network."""

    def __init__(self, place):
        super().__init__(daemon=True)
        self.pictures = []  # (when, when it was captured, or None)
        command = [Path(os.environ["NP_PYTHON"]) / "bin/python", place.programs / "viewer_page.py", f"http://{SHOW}:{SHOW_PORT}"]
        self.process = subprocess.Popen(
            place.network.at_camera(as_user(command, place.home)), cwd=place.folder, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=place.log, text=True)  # fmt: skip
        self.start()

    def run(self):
        for line in self.process.stdout:
            self.pictures += json.loads(line)

    def signal(self, number):
        for pid in process_family(self.process.pid):
            os.kill(pid, number)

    def seen(self, since, until=float("inf")):
        return sorted(when for when, at in self.pictures if at is None and since <= when <= until)

    def behind(self, since, until=float("inf")):
        return [(when, when - at) for when, at in self.pictures if at is not None and since <= when <= until]

    def back_at(self, since, usual):
        """From when on it is smooth and near the present for so long; None: never."""
        seen, begins = self.seen(since), None
        late = [when for when, behind in self.behind(since) if behind > usual + NEAR]
        for before, when in zip([None, *seen], seen):
            if begins is None or when - before > SMOOTH or any(before < bad <= when for bad in late):
                begins = when
            if when - begins >= SETTLED:
                return begins
        return None


def make_trouble(name, network, viewer):
    """What ends it."""
    if name == "asleep":
        viewer.signal(signal.SIGSTOP)
        return lambda: viewer.signal(signal.SIGCONT)
    if name.startswith("loss"):
        network.lose(10)
        return network.lose_nothing
    qdisc = ["tc", "qdisc", "add", "dev", "eth0", "root", "tbf", "rate", f"{KBITS}kbit", "burst", "4kb", "latency", "300ms"]
    run_command(*qdisc)
    return lambda: run_command("tc", "qdisc", "del", "dev", "eth0", "root")


def measure(name, network, viewer, reader):
    begun = time.time()
    needs = reader.bytes
    time.sleep(4)
    needs = (reader.bytes - needs) * 8 / 4000
    usual = percentile([behind for _, behind in viewer.behind(begun)] or [0], 50)
    began = time.time()
    end = make_trouble(name, network, viewer)
    time.sleep(LASTS)
    end()
    ended = time.time()
    time.sleep(WATCHED)
    back = viewer.back_at(ended, usual)
    meanwhile = [behind for _, behind in viewer.behind(began, ended)]
    return {
        "trouble": name, "back_s": None if back is None else round(back - ended, 2), "usual_s": round(usual, 2), "kbits": round(needs),
        "pictures_during": len(viewer.seen(began, ended)), "behind_s": round(max(meanwhile), 2) if meanwhile else None,
        "other_before_s": round(reader.worst_gap(begun, began), 2), "other_during_s": round(reader.worst_gap(began, time.time()), 2),
    }  # fmt: skip


def main():
    spec = json.loads(sys.argv[1])
    workspace, folder = Path(spec["workspace"]), Path(spec["folder"])
    with open(spec["log"], "a") as log:
        place = Place(workspace, folder, Network(workspace / "faults/programs"), log)
        clip = workspace / "clips" / f"{spec['clip']}.avi"
        ffmpeg("-f", "lavfi", "-i", CLIPS[spec["clip"]], "-c:v", "mpeg4", "-q:v", "3", clip)
        clip.chmod(0o644)
        Show(place, str(clip), **SETTINGS)
        reader, viewer = Reader(), Viewer(place)
        while len(viewer.behind(0)) < 100:
            if viewer.process.poll() is not None:
                raise SystemExit("the page does not open")
            time.sleep(0.1)
        rows = []
        for trouble in list(TROUBLES) * spec["runs"]:
            rows.append({"clip": spec["clip"]} | measure(trouble, place.network, viewer, reader))
            print(json.dumps(rows[-1]), flush=True)
    Path(spec["result"]).write_text(json.dumps(rows))


if __name__ == "__main__":
    main()
