#!/usr/bin/env python3
"""Measures the silence between two lines, with THINK_AHEAD and without, side by side: the real binary on the sample with its voice,
and a model server that writes as fast as an 8b model on a card does (0.4 s to the first piece, then 60 a second). It listens to
/api/audio-stream. Takes 30 minutes, or --minutes N. Needs NP_BINARY and NP_SAMPLE."""
import argparse
import array
import http.client
import itertools
import json
import statistics
import sys
import tempfile
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench import percentile, row  # noqa: E402
from program import SAMPLE, Program  # noqa: E402

FIRST_S, PIECES_A_SECOND = 0.4, 60
RATE, QUIET, LEAST_S = 48000, 150, 0.4  # of full scale 32768; sentences inside a line lie 0.3 s apart
BAR_S, STALE_S = 0.8, 2  # the second as the histogram has a bound
SUBJECTS = ["a man in a dark coat", "a woman with a bag", "a cyclist", "a couple", "a child in a red jacket", "an old man", "a jogger"]
VERBS = ["walks past the parked cars", "crosses the yard towards the street", "stops by the sign and looks around",
         "comes in from the right and walks on", "turns round and goes back", "waits near the entrance"]
ENDS = ["now", "quite slowly", "without looking up", "as if in a hurry", "while the others go on", "and seems to wait for somebody"]
LINES = [f"{s.capitalize()} {v} {e}." for s, v, e in itertools.product(SUBJECTS, VERBS, ENDS)]


class Model(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = json.dumps({"object": "list", "data": [{"id": "8b"}]}).encode()
        self.send_response(200 if self.path == "/v1/models" else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        time.sleep(FIRST_S)
        line = LINES[next(self.server.count) * 37 % len(LINES)]
        for word in line.split(" "):  # some 1.3 pieces each
            self.event(json.dumps({"choices": [{"delta": {"content": word + " "}}]}))
            time.sleep(1.3 / PIECES_A_SECOND)
        self.event(json.dumps({"choices": [{"delta": {}, "finish_reason": "stop"}]}))
        self.event("[DONE]")
        self.close_connection = True

    def event(self, data):
        self.wfile.write(f"data: {data}\n\n".encode())
        self.wfile.flush()

    def log_message(self, *_):
        pass


class Listener(threading.Thread):
    """Lengths of the silences between lines, in seconds of sound."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.gaps = []
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.connection.request("GET", "/api/audio-stream")
        self.answer = self.connection.getresponse()
        self.start()

    def run(self):
        silent, heard = 0, False
        while block := self.answer.read(RATE // 100 * 2):
            samples = array.array("h", block)
            if max(map(abs, samples)) < QUIET:
                silent += len(samples)
                continue
            if heard and silent >= LEAST_S * RATE:
                self.gaps.append(silent / RATE)
            silent, heard = 0, True


def stale_share(program):
    """Of lines, whose first text came more than 2 s after their newest frame was captured."""
    text = urllib.request.urlopen(f"{program.url}/metrics", timeout=10).read().decode()
    counts = {line.split('le="')[1].split('"')[0]: float(line.split()[-1])
              for line in text.splitlines() if line.startswith("np_first_piece_seconds_bucket")}
    edge = max((e for e in counts if e != "+Inf" and float(e) <= STALE_S), key=float)
    return 1 - counts[edge] / max(counts["+Inf"], 1), counts["+Inf"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    minutes = parser.parse_args().minutes
    server = ThreadingHTTPServer(("127.0.0.1", 0), Model)
    server.daemon_threads, server.count = True, itertools.count()
    server.handle_error = lambda *_: None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        shows = {}
        for ahead in ("true", "false"):
            program = Program("--source", SAMPLE, "--instruction", "Say what happens.", folder=folder, THINK_AHEAD=ahead,
                              ENGINE_URL=f"http://127.0.0.1:{server.server_address[1]}/v1").start()
            shows[ahead] = program, Listener(program.port)
        time.sleep(minutes * 60)
        stale_before = stale_share(shows["false"][0])[0]
        for ahead, (program, listener) in shows.items():
            gaps = listener.gaps
            stale, lines = stale_share(program)
            row(f"silence between two lines, THINK_AHEAD={ahead}",
                f"mean {statistics.mean(gaps):.2f}, p50 {percentile(gaps, 50):.2f}, p95 {percentile(gaps, 95):.2f} s ({len(gaps)})",
                f"mean {BAR_S} s" if ahead == "true" else "", ahead == "false" or statistics.mean(gaps) <= BAR_S)
            row(f"lines older than {STALE_S} s, THINK_AHEAD={ahead}", f"{100 * stale:.1f} % of {lines:.0f}", f"{100 * stale_before:.1f} %",
                stale <= stale_before)
            program.stop()
    server.shutdown()


if __name__ == "__main__":
    main()
