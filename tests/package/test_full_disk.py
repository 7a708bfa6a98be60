"""A disk that is full: a real one, which wants root to be mounted."""
import json
import socket
import subprocess
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

import messages
from killed import Heard, kept_lines
from program import SAMPLE, Program, until
from talker import talker

IN_A_SMALL_DISK = 'mount -t tmpfs -o size={size} record "$1"; {then}; shift; exec "$@"'
FULL = 'cat /dev/zero >"$1/ballast" 2>/dev/null || :'


@pytest.fixture
def small_disk(tmp_path):
    """Starts programs whose folder `disk` is a disk of 4 MB, or of `size`; (program, the disk as this process reaches it)."""
    folder = tmp_path / "disk"
    folder.mkdir()
    started = []

    def start(then=":", size="4m", **settings):
        def inside(words):
            return ["unshare", "--mount", "--propagation", "private", "sh", "-ec", IN_A_SMALL_DISK.format(then=then, size=size), "sh",
                    str(folder), *words]
        if subprocess.run(inside(["true"]), capture_output=True).returncode:
            pytest.skip("this system lets root mount nothing")
        program = Program("--source", SAMPLE, "--instruction", "the people", folder=tmp_path, command=inside,
                          STATE_DIR=str(folder / "state"), **settings)
        started.append(program.start())
        return program, Path(f"/proc/{program.process.pid}/root{folder}")

    yield start
    for program in started:
        program.stop()


def status(program):
    with urlopen(program.url + "/api/status", timeout=10) as answer:
        return json.load(answer)


def fill(disk):
    with (disk / "ballast").open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096) == 4096:
                pass
        except OSError:
            pass


def test_a_full_disk_is_told_once_and_lines_come_back(small_disk):
    with talker() as settings:
        program, disk = small_disk(**settings)
        heard = Heard(program.url)
        until(lambda: len(kept_lines(program.url)) > 5)
        fill(disk)
        record = until(lambda: (r := status(program)["record"])["state"] == "broken" and r, seconds=60)
        assert messages.kRecordDiskIsFull.said_in(record["detail"])
        # The show does not mind.
        said = len(heard.lines)
        until(lambda: len(heard.lines) > said + 30)
        assert len(kept_lines(program.url)) > 5
        time.sleep(5)
        assert len([line for line in program.log if messages.kRecordDiskIsFull.said_in(line)]) == 1
        (disk / "ballast").unlink()
        until(lambda: status(program)["record"]["state"] == "on")
        lines = [line for line, _ in heard.lines]
        kept = set(kept_lines(program.url))
        assert [line for line in lines if line not in kept] == []


def uploaded(program, name, data):
    """Status and sentence of an upload."""
    request = Request(f"{program.url}/api/uploads/{name}", data=data, method="PUT")
    try:
        with urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)["status"]
    except HTTPError as refused:
        return refused.code, json.load(refused)["detail"]


def test_an_upload_has_its_room_before_it_comes_and_gets_none_that_others_need(small_disk):
    video = Path(SAMPLE).read_bytes()
    program, disk = small_disk(size="48m")
    folder = disk / "state" / "uploads"
    client = socket.create_connection(("127.0.0.1", program.port))
    client.settimeout(60)
    client.sendall(f"PUT /api/uploads/one.avi HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(video)}\r\n\r\n".encode() + video[:2_000_000])
    until(lambda: folder.exists() and any(folder.iterdir()))
    fill(disk)
    # Its blocks are reserved.
    client.sendall(video[2_000_000:])
    assert b" 200 " in client.recv(4096).split(b"\r\n")[0]
    assert [path.name for path in folder.iterdir()] == ["one.avi"] and (folder / "one.avi").read_bytes() == video
    code, sentence = uploaded(program, "two.avi", video)
    assert code == 507 and messages.kUploadDiskFull.said_in(sentence, "two.avi")
    assert [path.name for path in folder.iterdir()] == ["one.avi"]
    until(lambda: status(program)["source_state"] == "live")
    (disk / "ballast").unlink()
    assert uploaded(program, "two.avi", video) == (200, "kept")


def test_on_a_disk_that_is_full_from_the_start(small_disk):
    with talker() as settings:
        program, disk = small_disk(FULL, **settings)
        record = until(lambda: (r := status(program)["record"])["state"] == "broken" and r)
        assert messages.kRecordDiskIsFull.said_in(record["detail"])
        seen = status(program)["cycle_count"]
        until(lambda: status(program)["cycle_count"] > seen + 10)
        (disk / "ballast").unlink()
        until(lambda: status(program)["record"]["state"] == "on")
        until(lambda: len(kept_lines(program.url)) > 10)
