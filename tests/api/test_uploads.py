"""Uploads: kept, gone on with, bounded, deleted; and what is no video."""
import concurrent.futures
import os
import shutil
import socket
import threading
import time
import urllib.parse

import pytest
import requests

import messages
import test_api
from conftest import SAMPLE
from program import until
from test_api import wait_for_status

SIZE = os.path.getsize(SAMPLE)


@pytest.fixture
def server(serve, tmp_path):
    return serve(STATE_DIR=str(tmp_path / "state"))


def detail(answer):
    return test_api.detail(answer, answer.status_code)


def put(server, name, data, query="", **headers):
    return requests.put(f"{server.url}/api/uploads/{urllib.parse.quote(name, safe='')}{query}", data=data, timeout=60,
                        headers={"Content-Type": "application/octet-stream", **headers})


def sample():
    return open(SAMPLE, "rb")


def uploads(server):
    return server.get("/api/uploads").json()


def names(server):
    return sorted(one["name"] for one in uploads(server)["uploads"])


def files(tmp_path):
    folder = tmp_path / "state" / "uploads"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def begin(server, name, data, size, query=""):
    """A connection that has sent `data` of an upload of `size` bytes, and stays."""
    client = server.connect()
    client.sendall(f"PUT /api/uploads/{name}{query} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\n\r\n".encode() + data)
    return client


def test_an_upload_is_kept_played_and_deleted(server, tmp_path):
    assert server.get("/api/sources").json()["uploads"] is True
    answer = put(server, "yard.avi", sample())
    assert answer.status_code == 200, answer.text
    kept = answer.json()
    assert kept["status"] == "kept" and kept["name"] == "yard.avi" and kept["bytes"] == SIZE
    assert (kept["width"], kept["height"]) == (768, 576) and 70 < kept["length_s"] < 90
    assert [(one["name"], one["bytes"]) for one in uploads(server)["uploads"]] == [("yard.avi", SIZE)]
    glance = server.get("/api/glance", params={"video": kept["source"]}).json()
    assert glance["picture"].startswith("data:image/jpeg;base64,") and glance["length_s"] == pytest.approx(kept["length_s"], abs=0.01)

    assert server.post("/api/start", {"source": kept["source"]}).status_code == 200
    wait_for_status(server, source_state="live")
    busy = requests.delete(server.url + "/api/uploads/yard.avi", timeout=10)
    assert busy.status_code == 409 and messages.kUploadPlays.said_in(detail(busy), "yard.avi")
    server.post("/api/stop")
    assert requests.delete(server.url + "/api/uploads/yard.avi", timeout=10).status_code == 200
    assert files(tmp_path) == [] and names(server) == []
    gone = requests.delete(server.url + "/api/uploads/yard.avi", timeout=10)
    assert gone.status_code == 404 and messages.kNoSuchUpload.said_in(detail(gone), "yard.avi")


@pytest.mark.parametrize("asked, kept", [
    ("../../etc/cron.d/x.avi", "x.avi"), ("a/b\\c.avi", "c.avi"), ("...avi", "avi"), ("Übung für Ärzte 🎬.avi", None),
    ("x" * 300 + ".avi", "x" * 156 + ".avi"), ("línea\n\x1b[31m.avi", "línea[31m.avi"), (" .avi", "avi")])
def test_names_are_made_harmless(server, tmp_path, asked, kept):
    answer = put(server, asked, sample())
    assert answer.status_code == 200, answer.text
    assert answer.json()["name"] == (kept or asked)
    assert files(tmp_path) == [kept or asked]


def test_a_name_that_is_taken_gets_a_number(server):
    with concurrent.futures.ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda _: put(server, "clip.avi", sample()), range(3)))
    assert [one.status_code for one in answers] == [200] * 3
    assert names(server) == ["clip (2).avi", "clip (3).avi", "clip.avi"]


@pytest.mark.parametrize("data, sentence", [
    (b"Dear diary, today I saw a heron.\n" * 2000, messages.kIsNoVideo), (b"", messages.kUploadIsEmpty), (bytes(range(7, 250)) * 200, messages.kIsNoVideo),
    (b"#EXTM3U\n#EXT-X-VERSION:3\nfile:///etc/passwd\n", messages.kUnsupportedList)],
    ids=["text", "empty", "noise", "playlist"])
def test_what_is_no_video_is_not_kept(server, tmp_path, data, sentence):
    answer = put(server, "note.mp4", data)
    assert answer.status_code == 400 and sentence.said_in(detail(answer), "note.mp4"), answer.text
    assert str(tmp_path) not in answer.text and files(tmp_path) == []


def test_half_a_file_is_played_as_far_as_it_goes(server, tmp_path):
    answer = put(server, "half.avi", sample().read(SIZE // 2))
    assert answer.status_code == 200, answer.text
    assert files(tmp_path) == ["half.avi"]


def test_an_upload_goes_on_after_a_break_and_a_restart(server, tmp_path):
    data = sample().read()
    client = begin(server, "yard.avi", data[:3_000_000], SIZE, "?id=abcdefgh1234")
    until(lambda: [one["received"] for one in uploads(server)["arriving"]] == [2_621_440])  # five whole buffers
    client.close()
    asked = put(server, "yard.avi", b"", "?id=abcdefgh1234", **{"Content-Range": f"bytes */{SIZE}"})
    assert asked.status_code == 202 and asked.json()["status"] == "arriving"
    server.stop()
    server.start()
    first = put(server, "yard.avi", b"", "?id=abcdefgh1234", **{"Content-Range": f"bytes */{SIZE}"}).json()["received"]
    assert 0 < first <= 3_000_000
    gap = put(server, "yard.avi", data[-10:], "?id=abcdefgh1234", **{"Content-Range": f"bytes {SIZE - 10}-{SIZE - 1}/{SIZE}"})
    assert gap.status_code == 409 and messages.kUploadHasGap.said_in(detail(gap))
    middle = put(server, "yard.avi", data[first:first + 1000], "?id=abcdefgh1234",
                 **{"Content-Range": f"bytes {first}-{first + 999}/{SIZE}"})
    assert middle.status_code == 202 and middle.json()["received"] == first + 1000
    answer = put(server, "yard.avi", data[first + 1000:], "?id=abcdefgh1234", **{"Content-Range": f"bytes {first + 1000}-{SIZE - 1}/{SIZE}"})
    assert answer.status_code == 200, answer.text
    assert (tmp_path / "state" / "uploads" / "yard.avi").read_bytes() == data
    # One whose answer was lost asks again.
    again = put(server, "yard.avi", b"", "?id=abcdefgh1234", **{"Content-Range": f"bytes */{SIZE}"})
    assert again.status_code == 200 and again.json() == answer.json()
    assert files(tmp_path) == ["yard.avi"]


def test_whoever_goes_on_with_an_upload_takes_it_over(server, tmp_path):
    data = sample().read()
    older = begin(server, "yard.avi", data[:1_000_000], SIZE, "?id=abcdefgh1234")
    until(lambda: uploads(server)["arriving"])
    answer = put(server, "yard.avi", data, "?id=abcdefgh1234")
    assert answer.status_code == 200, answer.text
    older.sendall(data[1_000_000:3_000_000])
    assert b" 409 " in older.recv(4096).split(b"\r\n")[0]
    assert (tmp_path / "state" / "uploads" / "yard.avi").read_bytes() == data


def test_one_without_an_id_leaves_nothing_behind(server, tmp_path):
    client = begin(server, "yard.avi", sample().read(1_000_000), SIZE)
    until(lambda: files(tmp_path))
    client.close()
    until(lambda: not files(tmp_path))


def test_one_under_way_can_be_dropped(server, tmp_path):
    client = begin(server, "yard.avi", sample().read(1_000_000), SIZE, "?id=abcdefgh1234")
    until(lambda: files(tmp_path))
    assert requests.delete(server.url + "/api/uploads/yard.avi?id=abcdefgh1234", timeout=10).status_code == 200
    assert files(tmp_path) == []
    client.close()


def test_too_much_is_refused_before_it_is_sent(serve, tmp_path):
    server = serve(STATE_DIR=str(tmp_path / "state"), UPLOAD_MB="10")
    for size, sentence in ((20_000_000_000, messages.kUploadTooLarge), (10_000_001, messages.kUploadTooLarge)):
        client = server.connect()
        client.sendall(f"PUT /api/uploads/long.mp4 HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: {size}\r\n\r\n".encode())
        answer = client.recv(4096).decode()
        assert answer.startswith("HTTP/1.1 413 ") and sentence.said_in(answer, "long.mp4")
        client.close()
    assert put(server, "one.avi", sample()).status_code == 200
    full = put(server, "two.avi", sample())
    assert full.status_code == 507 and messages.kUploadNoRoom.said_in(detail(full), "two.avi")
    assert names(server) == ["one.avi"] and uploads(server)["free_bytes"] < SIZE


def test_only_so_many_are_under_way(server):
    clients = [begin(server, f"{n}.avi", b"RIFF", SIZE, f"?id=abcdefgh{n}") for n in range(8)]
    until(lambda: len(uploads(server)["arriving"]) == 8)
    answer = put(server, "ninth.avi", sample())
    assert answer.status_code == 409 and messages.kUploadTooMany.said_in(detail(answer), 8)
    for client in clients:
        client.close()


@pytest.mark.parametrize("head, status, sentence", [
    ("Transfer-Encoding: chunked\r\n", 411, messages.kUploadLength), ("Content-Length: 5\r\nContent-Range: bytes 0-9/10\r\n", 400, messages.kUploadRange),
    ("Content-Length: 5\r\nContent-Range: bytes 6-10/10\r\n", 400, messages.kUploadRange),
    ("Content-Length: 5\r\nContent-Range: bytes */10\r\n", 400, messages.kUploadRange), ("Content-Length: 5\r\nContent-Range: lines 0-4/5\r\n", 400, messages.kUploadRange)])
def test_what_cannot_be_understood_is_told(server, head, status, sentence):
    client = server.connect()
    client.sendall(f"PUT /api/uploads/x.mp4 HTTP/1.1\r\nHost: localhost\r\n{head}\r\n".encode())
    answer = client.recv(4096).decode()
    assert answer.startswith(f"HTTP/1.1 {status} ") and sentence.said_in(answer.replace('\\"', '"'))
    client.close()


def test_a_wrong_id_is_told(server):
    for wrong in ("short", "a" * 33, "slash%2Fslash", "dots......"):
        answer = put(server, "x.avi", sample().read(10), f"?id={wrong}")
        assert answer.status_code == 400 and messages.kUploadId.said_in(detail(answer))


def test_without_the_token_nothing(serve, tmp_path):
    server = serve(STATE_DIR=str(tmp_path / "state"), API_TOKEN="sesame-opens-this-door", WATCH_TOKEN="look-but-do-not-touch")
    watch = {"Authorization": "Bearer look-but-do-not-touch"}
    steer = {"Authorization": "Bearer sesame-opens-this-door"}
    assert put(server, "x.avi", sample().read(1000)).status_code == 401
    assert put(server, "x.avi", sample().read(1000), **watch).status_code == 403
    for path in ("/api/uploads", "/api/sources", "/api/glance?video=/x.avi"):
        assert server.get(path).status_code == 401
        assert server.get(path, headers=watch).status_code == 403
    assert requests.delete(server.url + "/api/uploads/x.avi", headers=watch, timeout=10).status_code == 403
    assert files(tmp_path) == []
    assert put(server, "x.avi", sample(), **steer).status_code == 200


def test_where_nothing_can_be_uploaded_that_is_told(serve, tmp_path):
    cases = [(dict(STATE_DIR="off"), messages.kUploadsNeedFolder), (dict(STATE_DIR=str(tmp_path / "state"), UPLOAD_MB="0"), messages.kUploadsAreOff),
             (dict(STATE_DIR=str(tmp_path / "state"), SOURCES="rtsp,camera"), messages.kUploadNotAllowed)]
    for settings, sentence in cases:
        server = serve(**settings)
        answer = put(server, "x.avi", sample().read(1000))
        assert answer.status_code == 403 and sentence.said_in(detail(answer))
        assert server.get("/api/sources").json()["uploads"] is False


def test_a_folder_of_their_own_and_rules_that_allow_it(serve, tmp_path):
    folder = tmp_path / "drop box"
    server = serve(STATE_DIR="off", UPLOAD_DIR=str(folder), SOURCES=str(folder))
    kept = put(server, "yard.avi", sample()).json()
    assert kept["source"] == str(folder / "yard.avi")
    assert server.post("/api/start", {"source": kept["source"]}).status_code == 200


def test_what_is_old_goes(serve, tmp_path):
    folder = tmp_path / "uploads"
    folder.mkdir()
    for name, age in (("old.avi", 3), ("new.avi", 1), (".arriving abcdefgh1234 100 x.avi", 2), (".arriving abcdefgh5678 100 y.avi", 0)):
        shutil.copy(SAMPLE, folder / name)
        os.utime(folder / name, (time.time() - age * 86400 - 60,) * 2)
    serve(UPLOAD_DIR=str(folder), UPLOAD_DAYS="2")
    until(lambda: sorted(path.name for path in folder.iterdir()) == [".arriving abcdefgh5678 100 y.avi", "new.avi"])


def test_only_videos_of_the_library_are_looked_into(serve, tmp_path):
    server = serve(STATE_DIR=str(tmp_path / "state"), SAMPLE=SAMPLE)
    assert server.get("/api/sources").json()["sample"] == os.path.realpath(SAMPLE)
    assert server.get("/api/glance", params={"video": os.path.realpath(SAMPLE)}).status_code == 200
    put(server, "yard.avi", sample())
    folder = tmp_path / "state" / "uploads"
    (folder / "link.avi").symlink_to(SAMPLE)
    for video in ("/etc/passwd", str(folder / "link.avi"), str(folder / ".." / "uploads" / "yard.avi"), str(folder / "none.avi"), str(folder), "yard.avi"):
        answer = server.get("/api/glance", params={"video": video})
        assert answer.status_code == 404 and messages.kNotInLibrary.said_in(detail(answer)), video
    assert "link.avi" not in names(server)


def test_the_show_goes_on_and_memory_is_flat_while_much_arrives(serve, tmp_path):
    server = serve("--source", SAMPLE, "--instruction", "the people", STATE_DIR=str(tmp_path / "state"), UPLOAD_MB="2000")
    wait_for_status(server, source_state="live")
    before = server.resident_mb()
    size = 400_000_000
    client = begin(server, "long.avi", b"RIFF", size, "?id=abcdefgh1234")
    worst, most, ended = 0.0, 0.0, threading.Event()

    def ask():
        nonlocal worst, most
        while not ended.is_set():
            begun = time.monotonic()
            server.get("/healthz")
            worst = max(worst, time.monotonic() - begun)
            most = max(most, server.resident_mb())
            time.sleep(0.02)

    asker = threading.Thread(target=ask)
    asker.start()
    piece = bytes(1_000_000)
    for _ in range(size // len(piece) - 1):
        client.sendall(piece)
    ended.set()
    asker.join()
    client.close()
    print(f"memory {before:.0f} MB before, {most:.0f} MB at most; slowest answer {worst * 1000:.0f} ms")
    assert most < before + 60
    assert server.status()["source_state"] == "live"


def test_a_connection_that_stalls_ends_and_what_came_stays(server):
    client = begin(server, "yard.avi", sample().read(600_000), SIZE, "?id=abcdefgh1234")
    until(lambda: uploads(server)["arriving"])
    client.shutdown(socket.SHUT_WR)
    assert client.recv(100) == b""
    assert uploads(server)["arriving"][0]["received"] == 524_288
