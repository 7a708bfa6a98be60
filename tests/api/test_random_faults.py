"""A camera that is killed, stopped and changed at random for a good minute; `./dev faults --soak 60` does it for an hour, and to the
network as well."""
import os
import random
import re
import signal
import threading
import time

from test_sources import camera, clip_folder, iter_lines, rtsp, until  # noqa: F401

SECONDS = 75
ERROR_WORDS = ("refuse", "connection", "rtsp", "check", "answer", "broke", "timed out")


def held(server):
    """Resident megabytes, threads, descriptors."""
    status = open(f"/proc/{server.process.pid}/status").read()
    threads = int(re.search(r"Threads:\s+(\d+)", status)[1])
    return server.resident_mb(), threads, len(os.listdir(f"/proc/{server.process.pid}/fd"))


def test_random_faults(serve, rtsp):  # noqa: F811
    chance = random.Random(7)
    one = rtsp()
    server = serve("--instruction", "Tell me everything.", RECONNECT_DELAY="0.5", MAX_RECONNECT_DELAY="2", STALL_TIMEOUT="1")
    lines = []

    def listen():
        with server.get("/api/stream", stream=True) as answer:
            lines.extend(iter_lines(answer))

    threading.Thread(target=listen, daemon=True).start()
    assert server.post("/api/start", {"source": f"rtsp://127.0.0.1:{one.port}/live"}).ok
    until(lambda: server.status()["source_state"] == "live")
    time.sleep(4)
    first, faults, middle = held(server), 0, None

    # Large pictures hold more than small ones, and a connection that goes down holds its own: what is compared is the same.
    def begin_anew(before):
        before.kill()
        until(lambda: server.status()["source_state"] != "live")
        camera = rtsp(port=before.port)
        until(lambda: server.status()["source_state"] == "live", limit=30)
        time.sleep(4)
        until(lambda: held(server)[1] <= first[1] + 2)
        return camera

    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if chance.random() < 0.4:
            os.killpg(one.process.pid, signal.SIGSTOP)
            time.sleep(chance.uniform(1, 4))
            os.killpg(one.process.pid, signal.SIGCONT)
        else:
            one.kill()
            time.sleep(chance.uniform(0, 3))
            one = rtsp(clip=chance.choice(["small.h264", "large.h264"]), port=one.port)
        faults += 1
        until(lambda: server.status()["source_state"] == "live", limit=30)
        time.sleep(chance.uniform(0.5, 2))
        if middle is None and time.monotonic() > end - SECONDS / 2:
            one = begin_anew(one)
            middle = held(server)
    one = begin_anew(one)
    last = held(server)
    assert faults > 8
    assert last[0] - middle[0] < 25, f"memory: {first}, {middle}, {last}"
    assert last[2] <= first[2] + 4, f"descriptors: {first}, {middle}, {last}"
    said = [data for name, data in lines if name == ""]
    assert said and not any(word in line.lower() for line in said for word in ERROR_WORDS), said
