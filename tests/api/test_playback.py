"""A file is paused, sent to other places and played once, as scripts do it."""
import json
import time

import pytest

import messages
from conftest import SAMPLE
from program import until
from talker import talker


@pytest.fixture
def film(serve):
    server = serve("--source", SAMPLE)
    until(lambda: server.status()["playback"])
    return server


def wish(server, **what):
    answer = server.post("/api/playback", what)
    assert answer.status_code == 200, answer.text
    assert answer.json()["status"] == "ok"
    return answer.json()["playback"]


def playback(server):
    return server.status()["playback"]


def refused(server, status, **what):
    answer = server.post("/api/playback", what)
    assert answer.status_code == status, answer.text
    return answer.json()["detail"]


def test_the_status_tells_where_a_file_is(film):
    first = playback(film)
    assert first["kind"] == "file" and first["seekable"] and first["loop"] and not first["paused"] and not first["ended"]
    assert first["length"] > 10 and first["lap"] == 1
    time.sleep(1)
    assert 0.5 < playback(film)["position"] - first["position"] < 3


def test_a_pause_holds_the_position(film):
    wish(film, paused=True)
    time.sleep(0.3)
    held = playback(film)
    time.sleep(1)
    assert playback(film) == held
    status = film.status()
    assert status["source_state"] == "live" and status["capture_healthy"]
    assert film.get("/healthz").json()["status"] == "ok" or "source" not in film.get("/healthz").json()["degraded"]
    assert film.get("/api/frame").ok, "the picture is still to be had"
    wish(film, paused=False)
    until(lambda: playback(film)["position"] > held["position"] + 0.3)


def test_it_goes_where_it_is_sent(film):
    wish(film, paused=True)
    assert wish(film, position=20)["position"] == 20
    until(lambda: abs(playback(film)["position"] - 20) < 0.2)
    time.sleep(0.5)
    assert abs(playback(film)["position"] - 20) < 0.2, "and stays there while it is paused"
    first = film.get("/api/frame").content
    wish(film, position=40)
    until(lambda: film.get("/api/frame").content != first)
    wish(film, position=0)
    until(lambda: playback(film)["position"] < 0.2)


def test_beyond_its_end_is_its_end_and_once_is_once(film):
    length = playback(film)["length"]
    wish(film, loop=False)
    assert wish(film, position=1e6)["position"] <= length
    until(lambda: playback(film)["ended"])
    status = film.status()
    assert status["source_state"] == "ended" and status["playback"]["position"] == pytest.approx(length, abs=0.01)
    assert messages.kHasEnded.said_in(status["source_reason"])
    assert film.get("/api/frame").ok, "its last picture stands"
    wish(film, paused=False)
    until(lambda: film.status()["source_state"] == "live")
    assert playback(film)["position"] < 3


def test_many_wishes_and_the_last_one_counts(film):
    wish(film, paused=True)
    for place in range(100):
        wish(film, position=place % 50 + 1)
    wish(film, position=33)
    until(lambda: abs(playback(film)["position"] - 33) < 0.2)


def test_events_tell_of_it(film):
    with film.get("/api/stream", stream=True) as stream:
        wish(film, paused=True)
        wish(film, position=12)
        told = []
        for line in stream.iter_lines(chunk_size=1, decode_unicode=True):
            if line.startswith("data: {") and '"kind":"file"' in line:
                told.append(json.loads(line[6:]))
            if told and told[-1]["jumped"]:
                break
    assert told[0]["paused"] and not told[0]["jumped"]
    assert abs(told[-1]["position"] - 12) < 0.2
    assert abs(told[-1]["at"] - time.time()) < 10


def stamps(stream):
    """When each picture of a viewer's stream was captured."""
    for line in stream.iter_lines(chunk_size=4096):
        if line.startswith(b"X-Timestamp: "):
            yield float(line[13:])


def test_a_viewer_sees_the_other_place_at_once_however_late_his_picture_is(serve):
    server = serve("--source", SAMPLE, "--instruction", "Tell me about people.", STREAM_DELAY_INIT="8",
                   STREAM_DELAY_EMA_ALPHA="0")
    until(lambda: server.status()["playback"])
    with server.get("/api/mjpeg", stream=True) as stream:
        pictures = stamps(stream)
        until(lambda: time.time() - next(pictures) > 1.5, every=0)  # it falls behind by a fifth of the time
        sent = time.time()
        wish(server, position=30)
        old = 0
        while next(pictures) < sent:
            old += 1
        assert old < 30, "three seconds of it"
        assert time.time() - sent < 10
        newest = sent
        for _ in range(10):
            newest, before = next(pictures), newest
            assert newest > before, "nothing of the other place follows"


@pytest.mark.parametrize("body, message", [
    ({}, messages.kNoPlaybackWish), ({"position": -1}, messages.kPositionForm), ({"paused": "yes"}, messages.kFieldIsNoFlag),
    ({"position": "NaN"}, messages.kFieldIsNoNumber), ({"loop": 1}, messages.kFieldIsNoFlag)])
def test_what_is_no_wish(server, body, message):
    assert message.said_in(refused(server, 422, **body))


def test_numbers_that_are_none(server):
    for number in ("NaN", "Infinity", "-Infinity", "1e999"):
        answer = server.post("/api/playback", data='{"position": %s}' % number, headers={"Content-Type": "application/json"})
        assert answer.status_code == 422, number


def test_without_a_file(server):
    assert playback(server) is None
    assert messages.kNoFileToPlay.said_in(refused(server, 409, paused=True))


def test_who_only_watches_steers_nothing(serve):
    server = serve("--source", SAMPLE, API_TOKEN="a-token-of-sixteen", WATCH_TOKEN="another-of-sixteen")
    watching = {"headers": {"Authorization": "Bearer another-of-sixteen"}}
    assert server.post("/api/playback", {"paused": True}, **watching).status_code == 403
    until(lambda: server.get("/api/status", **watching).json()["playback"])


def test_whether_a_file_repeats_is_kept_over_restarts(serve, tmp_path):
    settings = {"STATE_DIR": str(tmp_path / "state")}
    first = serve("--source", SAMPLE, **settings)
    until(lambda: playback(first))
    wish(first, loop=False)
    first.stop()
    second = serve(**settings)
    assert until(lambda: playback(second))["loop"] is False
    wish(second, loop=True)
    second.stop()
    third = serve(**settings)
    assert until(lambda: playback(third))["loop"] is True
    third.stop()
    fourth = serve("--no-loop", **settings)
    assert until(lambda: playback(fourth))["loop"] is False, "a flag wins over what was kept"


def test_a_line_says_where_in_the_file_it_is(serve):
    with talker() as settings:
        server = serve("--source", SAMPLE, "--instruction", "all", **settings)
        with server.get("/api/stream", stream=True) as stream:
            ends = (json.loads(row[6:]) for row in stream.iter_lines() if row.startswith(b"data: {"))
            end = next(end for end in ends if end.get("line"))
        assert 0 <= end["media_time"] <= end["media_end"] < 80
