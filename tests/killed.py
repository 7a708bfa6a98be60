"""What is left of the record when the program is killed: used by a test, and at length by a benchmark."""
import json
import random
import threading
import time
import urllib.request


class Heard(threading.Thread):
    """Reads the event stream until it breaks off; keeps (id, when it came) of each line that was said."""

    def __init__(self, url):
        super().__init__(daemon=True)
        self.lines = []
        self.stream = urllib.request.urlopen(url + "/api/stream", timeout=20)
        self.start()

    def run(self):
        try:
            for raw in self.stream:
                if raw.startswith(b"data: {"):
                    line = json.loads(raw[6:]).get("line")
                    if line:
                        self.lines.append((line, time.monotonic()))
        except (OSError, ValueError):
            pass


def kept_lines(url):
    """The ids of all lines in the record, oldest first."""
    ids, after, more = [], 0, True
    while more:
        with urllib.request.urlopen(f"{url}/api/lines?after={after}&limit=500", timeout=30) as answer:
            page = json.load(answer)
        ids += [entry["id"] for entry in page["lines"] if entry["kind"] == "line"]
        after, more = page["lines"][-1]["id"] if page["lines"] else after, page["more"]
    return ids


def kill_rounds(program, rounds, shortest=1.0, longest=6.0, seed=1):
    """Kills the program again and again at random moments. (lines that were said, those older than 2 s that are lost, those
    younger that are lost, how long each start took until the record answered)."""
    moments = random.Random(seed)
    said, lost, young, starts = 0, [], 0, []
    for _ in range(rounds):
        program.start()
        heard = Heard(program.url)
        time.sleep(moments.uniform(shortest, longest))
        program.process.kill()
        killed = time.monotonic()
        program.process.wait()
        program.process = None
        heard.join(10)
        begun = time.monotonic()
        program.start()
        kept = kept_lines(program.url)
        starts.append(time.monotonic() - begun)
        with urllib.request.urlopen(program.url + "/api/status", timeout=10) as answer:
            record = json.load(answer)["record"]
        assert record["state"] == "on", record
        program.process.kill()
        program.process.wait()
        program.process = None
        assert kept == sorted(set(kept))
        missing = set(line for line, _ in heard.lines) - set(kept)
        old = {line for line, when in heard.lines if killed - when > 2}
        said += len(heard.lines)
        lost += sorted(missing & old)
        young += len(missing - old)
    return said, lost, young, starts
