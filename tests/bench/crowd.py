#!/usr/bin/env python3
"""How long others wait while 10,000 connections idle: /healthz, and requests of who has the token. On 127.0.0.1; half a minute."""
import http.client
import json
import resource
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from program import Program  # noqa: E402

IDLE, ASKED, BAR_MS = 10_000, 300, 100
TOKEN = "0123456789abcdef"


def percentile(values, p):
    return sorted(values)[min(len(values) - 1, round(p / 100 * (len(values) - 1)))]


def crowd(port, sockets, stop):
    """Opens them, says half a request on some, and opens anew what is closed."""
    while not stop.is_set():
        while len(sockets) < IDLE and not stop.is_set():
            s = socket.socket()
            s.settimeout(5)
            try:
                s.connect(("127.0.0.1", port))
                if len(sockets) % 3 == 0:
                    s.send(b"GET / HTT")
            except OSError:
                s.close()
                continue
            sockets.append(s)
        for s in [s for s in sockets[:1000] if is_closed(s)]:
            sockets.remove(s)
            s.close()
        stop.wait(0.05)


def is_closed(s):
    try:
        s.setblocking(False)
        return s.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def ask(port, path, headers, keep):
    """Milliseconds of each request; on one connection, or on one each."""
    times, connection = [], None
    for _ in range(ASKED):
        begun = time.monotonic()
        connection = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        times.append(1000 * (time.monotonic() - begun))
        if not keep:
            connection.close()
            connection = None
    return times


def main():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, IDLE + 1000)), hard))
    with tempfile.TemporaryDirectory() as folder:
        server = Program(folder=folder, LOG_LEVEL="warn", API_TOKEN=TOKEN).start()
        before = server.resident_mb()
        sockets, stop = [], threading.Event()
        opener = threading.Thread(target=crowd, args=(server.port, sockets, stop))
        opener.start()
        while len(sockets) < IDLE:
            time.sleep(0.1)
        rows = []
        for what, path, headers, keep in (
            ("/healthz", "/healthz", {}, False),
            ("a token holder, new connections", "/api/status", {"Authorization": f"Bearer {TOKEN}"}, False),
            ("a token holder, one connection", "/api/status", {"Authorization": f"Bearer {TOKEN}"}, True),
        ):
            times = ask(server.port, path, headers, keep)
            rows.append({"what": what, "p50_ms": percentile(times, 50), "p99_ms": percentile(times, 99)})
        grown = server.resident_mb() - before
        stop.set()
        opener.join()
        for s in sockets:
            s.close()
        server.stop()
    good = all(row["p99_ms"] < BAR_MS for row in rows)
    if "--json" in sys.argv:
        print(json.dumps({"rows": rows, "grown_mb": grown}))
    else:
        for row in rows:
            mark = "ok  " if row["p99_ms"] < BAR_MS else "MISS"
            print(f"{mark}  {IDLE} idle connections, {row['what']}: p50 {row['p50_ms']:.1f} ms, p99 {row['p99_ms']:.1f} ms (bar {BAR_MS} ms)")
        print(f"      the server grew by {grown:.1f} MB")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
