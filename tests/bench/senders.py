#!/usr/bin/env python3
"""Measures sources that others send to, with ffmpeg as the sender: how soon a show is live again when its sender comes back, 20
times each by RTMP and by SRT, also killed and back in the same moment (WHIP, too), and after somebody else has tried with a wrong key or with garbage, and what 200 publications by
RTMP leave behind. Prints one table. Needs NP_BINARY; takes some
minutes; names given as arguments run only these measurements."""
import argparse
import contextlib
import os
import random
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[1:1] = [str(HERE.parent)]
from bench import Server, ffmpeg, percentile, row, spread, tell  # noqa: E402
from ports import free_port  # noqa: E402

TIMES = 20


class Sender:
    """Calls again where it is refused, as OBS does."""

    def __init__(self, clip, container, address):
        send = shlex.join(["ffmpeg", "-v", "error", "-re", "-stream_loop", "-1", "-i", str(clip), "-c", "copy", "-f", container, address])
        self.process = subprocess.Popen(["sh", "-c", f"while :; do {send}; sleep 0.1; done"], start_new_session=True,
                                        stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def end(self, number):
        os.killpg(self.process.pid, number)
        self.process.wait()


def until(server, wanted, limit=30):
    end = time.time() + limit
    while not wanted(server.status()):
        if time.time() > end:
            raise SystemExit(f"it did not come true within {limit} s")
        time.sleep(0.01)
    return time.time()


def state_is(state):
    return lambda status: status["source_state"] == state


def make_clip(folder):
    """A key frame a second, as phones and OBS are mostly set up."""
    clip = folder / "clip.mp4"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=25:duration=20", "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt",
           "yuv420p", "-g", "25", "-bf", "0", "-b:v", "2M", clip)
    return clip


def measure_back(clip, source, container, address, number, what, before=lambda: None):
    """From the start of the sender's program on. SRT needs its goodbye: without one it keeps the place for five seconds. `before`:
    what somebody else does meanwhile; it never becomes the show's picture."""
    times = []
    with Server(source, ENABLE_TTS="false") as server:
        for at in range(TIMES + 1):
            time.sleep(1)
            before()
            if server.status()["source_state"] == "live":
                raise SystemExit("the wrong sender is shown")
            begun = time.time()
            sender = Sender(clip, container, address)
            back = until(server, state_is("live")) - begun
            if at > 0:
                times.append(back * 1000)
            time.sleep(2)
            sender.end(number)
            until(server, state_is("waiting"))
    row(f"{what} gone and back -> live again", spread(times), "2 s p95", percentile(times, 95) <= 2000)


def measure_at_once(clip, source, container, address, what):
    """Killed without a goodbye and started again in the same moment: from there until pictures of the new run are shown. `address`:
    {} stands for the server's."""
    times = []
    with Server(source, ENABLE_TTS="false") as server:
        address = address.format(f"127.0.0.1:{server.port}")
        sender = Sender(clip, container, address)
        try:
            until(server, state_is("live"))
            for _ in range(TIMES):
                time.sleep(2 + random.random())
                sender.end(signal.SIGKILL)
                begun = time.time()
                sender = Sender(clip, container, address)
                # What was on its way still comes.
                times.append((until(server, lambda status: time.time() - (status["picture_age_s"] or 0) > begun + 0.3) - begun) * 1000)
        finally:
            sender.end(signal.SIGKILL)
    row(f"{what} killed and back at once -> pictures again", spread(times), "2 s p95", percentile(times, 95) <= 2000)


def measure_killed(clip):
    port = free_port()
    measure_at_once(clip, f"rtmp://:{port}/live/key", "flv", f"rtmp://127.0.0.1:{port}/live/key", "RTMP:")
    port = free_port()
    measure_at_once(clip, f"srt://:{port}", "mpegts", f"srt://127.0.0.1:{port}", "SRT:")
    measure_at_once(clip, "whip", "whip", "http://{}/api/whip", "WHIP:")


def measure_rtmp(clip):
    port = free_port()
    measure_back(clip, f"rtmp://:{port}/live/key", "flv", f"rtmp://127.0.0.1:{port}/live/key", signal.SIGKILL, "publisher by RTMP")


def measure_srt(clip):
    port = free_port()
    measure_back(clip, f"srt://:{port}", "mpegts", f"srt://127.0.0.1:{port}", signal.SIGINT, "sender by SRT")


def ended(command):
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def sends(clip, container, address):
    return lambda: ended(["ffmpeg", "-v", "error", "-re", "-i", clip, "-c", "copy", "-f", container, address])


def measure_wrong_key(clip):
    port = free_port()
    right = f"rtmp://127.0.0.1:{port}/live/key"
    measure_back(clip, f"rtmp://:{port}/live/key", "flv", right, signal.SIGKILL, "RTMP: a wrong key, then the right publisher",
                 sends(clip, "flv", f"rtmp://127.0.0.1:{port}/live/other"))
    port = free_port()
    address = f"srt://127.0.0.1:{port}?passphrase="
    measure_back(clip, f"srt://:{port}?passphrase=sesame-opens", "mpegts", address + "sesame-opens", signal.SIGINT,
                 "SRT: a wrong passphrase, then the right sender", sends(clip, "mpegts", address + "sesame-closes"))


def measure_rtmp_garbage(clip):
    port = free_port()

    def garbage():
        with socket.create_connection(("127.0.0.1", port)) as client, contextlib.suppress(OSError):
            client.settimeout(15)
            client.sendall(os.urandom(100_000))
            while client.recv(65536):
                pass

    measure_back(clip, f"rtmp://:{port}/live/key", "flv", f"rtmp://127.0.0.1:{port}/live/key", signal.SIGKILL,
                 "RTMP: garbage, then the publisher", garbage)


def measure_srt_garbage(clip):
    port = free_port()
    measure_back(clip, f"srt://:{port}", "mpegts", f"srt://127.0.0.1:{port}", signal.SIGINT, "SRT: garbage, then the sender",
                 lambda: ended(["gst-launch-1.0", "-q", "filesrc", "location=/dev/urandom", "num-buffers=100", "blocksize=1316", "!",
                                "srtsink", f"uri=srt://127.0.0.1:{port}?mode=caller"]))


def counts(server):
    folder = Path(f"/proc/{server.process.pid}")
    memory = next(int(line.split()[1]) for line in (folder / "smaps_rollup").read_text().splitlines() if line.startswith("Pss:"))
    return memory // 1024, len(os.listdir(folder / "task")), len(os.listdir(folder / "fd"))


def measure_leaks(clip):
    port = free_port()
    seen = {}
    with Server(f"rtmp://:{port}/live/key", ENABLE_TTS="false") as server:
        for at in range(1, 201):
            sender = Sender(clip, "flv", f"rtmp://127.0.0.1:{port}/live/key")
            until(server, state_is("live"))
            sender.end(signal.SIGKILL)
            until(server, state_is("waiting"))
            if at % 20 == 0:
                time.sleep(1)
                seen[at] = counts(server)
                print(f"      {at}: {seen[at][0]} MB, {seen[at][1]} threads, {seen[at][2]} descriptors", flush=True)
    halves = [[seen[at] for at in range(first, first + 100, 20)] for first in (20, 120)]
    before, after = [[min(values) for values in zip(*half)] for half in halves]
    good = after[0] <= before[0] + 10 and after[1] <= before[1] and after[2] <= before[2]
    row("200 publications by RTMP: MB, threads, descriptors", f"{before} -> {after}", "flat", good)


MEASUREMENTS = {"rtmp": measure_rtmp, "srt": measure_srt, "killed": measure_killed, "key": measure_wrong_key, "rtmp-garbage": measure_rtmp_garbage,
                "srt-garbage": measure_srt_garbage, "leaks": measure_leaks}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *MEASUREMENTS], default=[])
    parser.add_argument("--json")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        clip = make_clip(Path(folder))
        for name, measure in MEASUREMENTS.items():
            if not options.names or name in options.names:
                measure(clip)
    tell(options.json)


if __name__ == "__main__":
    main()
