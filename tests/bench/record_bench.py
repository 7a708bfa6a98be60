#!/usr/bin/env python3
"""Measures the record of lines on the real binary: a million lines, kills, and what it costs a show. Prints one table.

Needs NP_BINARY and NP_SAMPLE. Takes some fifteen minutes, most of it for a hundred kills; names given as arguments run only these
measurements.
"""
import argparse
import http.client
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

import bench
from bench import Server, percentile, row, spread
from killed import kill_rounds
from program import BINARY, SAMPLE, Program
from talker import talker

LINES = 1_000_000
QUERIES = [
    "person", "walks", "man coat", "red coat", '"red coat"', "turquoise", "postwoman", "fox jumps", "del", "pe", "cyc", "wal", "perso",
    "person walks left", "lorry reverses", '"falls over" wall', "number 4711", "47", "elephant", "a", "the", "coat", "violet tractor roof",
    "pair of people", "cross", "t", "horse bench", '"a fox in a violet coat"', "van van", "runner gate", "co", "st", "w", "in a"]
CHINESE = ["行人", "人", "红", "红色外套", "自行车", "骑自行车的人", "穿紫色外套的狐狸", "左边", "在", "屋顶 狗", "拖拉机 摔倒", "大象", "车", "号码是4711"]


def asked(server, path):
    """(milliseconds, answer), on a connection that stays open as a browser's does."""
    begun = time.monotonic()
    server.client.request("GET", path)
    answer = server.client.getresponse()
    body = answer.read()
    took = (time.monotonic() - begun) * 1000
    assert answer.status == 200, (path, body)
    return took, json.loads(body)


def connect(server):
    server.client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    return server


def fill(state, *language):
    begun = time.monotonic()
    subprocess.run([Path(BINARY).parent / "tests" / "fill_record", state, str(LINES), *language], check=True)
    filled = time.monotonic() - begun
    size = sum(path.stat().st_size for path in state.iterdir())
    row(f"{LINES:,} {" ".join([*language, "lines"])} without pictures ({filled:.0f} s to write)", f"{size / 1e6:.0f} MB", "1000 MB", size <= 1e9)


def measure_search(server, queries, moments, oldest, newest):
    times, worst = [], {}
    for query in queries * 6:
        more = moments.choice(["", "", "", f"&before={moments.randint(oldest, newest)}"])
        took, page = asked(server, f"/api/lines?limit=100&q={urllib.parse.quote(query)}{more}")
        times.append(took)
        worst[query] = max(worst.get(query, 0), took)
    row(f"search: {len(queries)} queries, 100 lines each", spread(times), "50 ms p95", percentile(times, 95) <= 50)
    slow = sorted(worst.items(), key=lambda item: -item[1])[:5]
    print("      slowest: " + ", ".join(f"{query} {took:.0f} ms" for query, took in slow), flush=True)


def measure_chinese(folder):
    """Any part of a text in a script without spaces is found."""
    state = folder / "chinese"
    fill(state, "chinese")
    with Server(STATE_DIR=str(state), KEEP_DAYS="36500") as server:
        connect(server)
        while asked(server, "/api/status")[1]["record"]["lines"] < LINES:
            time.sleep(0.1)
        oldest = asked(server, "/api/lines?after=0&limit=1")[1]["lines"][0]["id"]
        newest = asked(server, "/api/lines?limit=1")[1]["lines"][0]["id"]
        measure_search(server, CHINESE, random.Random(1), oldest, newest)
        row("  resident memory after that", f"{server.resident_mb():.0f} MB", "", True)


def measure_million(folder):
    state = folder / "state"
    fill(state)

    starts, first = [], []
    for _ in range(5):
        with Server(STATE_DIR=str(state)) as server:
            starts.append(server.ready_after * 1000)
            first.append(asked(connect(server), "/api/lines")[0])
    row("serve -> /healthz 200", spread(starts), "1 s", max(starts) <= 1000)
    row("  first page of lines after that", spread(first), "", True)

    moments = random.Random(1)
    with Server(STATE_DIR=str(state), KEEP_DAYS="36500") as server:
        connect(server)
        while asked(server, "/api/status")[1]["record"]["lines"] < LINES:
            time.sleep(0.1)
        oldest = asked(server, "/api/lines?after=0&limit=1")[1]["lines"][0]["id"]
        newest = asked(server, "/api/lines?limit=1")[1]["lines"][0]["id"]
        times = []
        for _ in range(300):
            took, page = asked(server, f"/api/lines?before={moments.randint(oldest + 1_000_000_000, newest)}&limit=100")
            assert len(page["lines"]) == 100
            times.append(took)
        row("scroll back: 100 lines at any place", spread(times), "100 ms p95", percentile(times, 95) <= 100)
        times = [asked(server, f"/api/lines?at={moments.randint(oldest, newest) / 1e6:.3f}&limit=100")[0] for _ in range(100)]
        row("  around any moment", spread(times), "100 ms p95", percentile(times, 95) <= 100)
        times = [asked(server, "/api/lines?limit=100&source=" + urllib.parse.quote("/home/me/match.mp4")
                       + f"&before={moments.randint(oldest + 10_000_000_000, newest)}")[0] for _ in range(100)]
        row("  of one source", spread(times), "100 ms p95", percentile(times, 95) <= 100)

        measure_search(server, QUERIES, moments, oldest, newest)
        times = [asked(server, f"/api/lines?limit=100&source={urllib.parse.quote('/home/me/match.mp4')}&q={urllib.parse.quote(query)}")[0]
                 for query in QUERIES * 2]
        row("  of one source", spread(times), "50 ms p95", percentile(times, 95) <= 50)
        row("  resident memory after that", f"{server.resident_mb():.0f} MB", "", True)


def measure_kills(folder):
    with talker() as settings:
        program = Program("--source", SAMPLE, "--instruction", "the people", folder=folder, STATE_DIR=str(folder / "killed"), **settings)
        said, lost, young, starts = kill_rounds(program, 100, shortest=0.5, longest=5, seed=2)
    row(f"kill -9 at 100 moments, {said} lines: older than 2 s and lost", f"{len(lost)} ({young} younger ones)", "0", not lost)
    row("  start after it, until the record has answered whole", f"p95 {percentile(starts, 95) * 1000:.0f} ms", "", True)


def record_cpu(server):
    """CPU seconds of the record's own threads."""
    total = 0
    for task in Path(f"/proc/{server.process.pid}/task").iterdir():
        text = (task / "stat").read_text()
        if text[text.index("(") + 1:text.rindex(")")].startswith("record"):
            fields = text[text.rindex(")") + 2:].split()
            total += int(fields[11]) + int(fields[12])
    return total / bench.TICKS


def measure_show(folder):
    """With a line a second, which is fast."""
    seconds, memory, cpu, own = 60, {}, {}, []
    with talker() as settings:
        settings["INFERENCE_INTERVAL"] = "1"
        for round in range(3):
            for state in ("off", str(folder / f"show{round}")):
                kept = state != "off"
                with Server(SAMPLE, "the people", STATE_DIR=state, **settings) as server:
                    server.wait_live()
                    time.sleep(15)
                    before, began, start = server.cpu(), record_cpu(server), time.monotonic()
                    time.sleep(seconds)
                    wall = time.monotonic() - start
                    cpu.setdefault(kept, []).append((server.cpu() - before) / wall)
                    if kept:
                        own.append((record_cpu(server) - began) / wall)
                    memory.setdefault(kept, []).append(server.resident_mb())
    row("the record's threads, a line a second with its picture", f"{statistics.median(own):.2%} of a core", "1 %", max(own) <= 0.01)
    more = statistics.median(cpu[True]) - statistics.median(cpu[False])
    row("  the whole program, with and without", f"{more:+.2%} ({statistics.median(cpu[False]):.1%} without)", "1 %", more <= 0.01)
    more = statistics.median(memory[True]) - statistics.median(memory[False])
    row("  resident memory, with and without", f"{more:+.1f} MB ({statistics.median(memory[False]):.0f} MB without)", "10 MB", more <= 10)


MEASUREMENTS = {"million": measure_million, "chinese": measure_chinese, "show": measure_show, "kills": measure_kills}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *MEASUREMENTS], default=[])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name, measure in MEASUREMENTS.items():
            if not options.names or name in options.names:
                measure(Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
