"""Another source in the place of the one that runs, in one request."""
import json
import threading

import pytest
from websockets.sync.client import connect

from conftest import SAMPLE
from program import until
from test_api import detail, wait_for_status


@pytest.fixture
def other(tmp_path):
    """The sample by another name."""
    clip = tmp_path / "other.avi"
    clip.symlink_to(SAMPLE)
    return str(clip)


def replace(server, source, **more):
    return server.post("/api/start", {"source": source, "replace": True, **more})


def test_the_instruction_stays_and_the_answer_names_the_new_one(serve, other):
    server = serve("--source", SAMPLE, "--instruction", "the people")
    wait_for_status(server, source_state="live")
    answer = replace(server, other)
    assert answer.status_code == 200, answer.text
    assert answer.json()["source"].endswith("other.avi") and answer.json()["source_state"] == "live"
    status = server.status()
    assert status["source"].endswith("other.avi") and status["instruction"] == "the people"
    assert status["monitor_mode"] == "ACTIVE"


def test_where_nothing_runs_it_is_a_start(serve):
    server = serve()
    assert replace(server, SAMPLE).status_code == 200
    assert server.status()["source_state"] == "live"


def test_one_that_fails_changes_nothing(serve):
    server = serve("--source", SAMPLE, "--instruction", "the people")
    before = wait_for_status(server, source_state="live")
    with connect(f"ws://127.0.0.1:{server.port}/api/live") as live:
        json.loads(live.recv(5))
        for wrong in ("/nowhere/clip.mp4", "gopher://x", "/dev/null", "rtsp://me:hunter2@127.0.0.1:1/x"):
            answer = replace(server, wrong)
            assert "hunter2" not in answer.text
            detail(answer, 400)
        server.post("/api/profiles", {"profile": "nature"})  # behind all that was told of those
        told = []
        while not told or told[-1]["event"] != "settings":
            told.append(json.loads(live.recv(10)))
    assert not [event for event in told if event["event"] == "source"]
    after = server.status()
    for field in ("source", "source_state", "source_since", "source_restarts", "instruction"):
        assert after[field] == before[field], field
    assert "hunter2" not in server.log_text


def test_a_switch_is_told_once(serve, other):
    server = serve("--source", SAMPLE, "--instruction", "the people")
    wait_for_status(server, source_state="live")
    with connect(f"ws://127.0.0.1:{server.port}/api/live") as live:
        live.recv(5)
        assert replace(server, other).status_code == 200
        server.post("/api/profiles", {"profile": "nature"})
        told = []
        while not told or told[-1]["event"] != "settings":
            told.append(json.loads(live.recv(10)))
    sources = [event["data"] for event in told if event["event"] == "source"]
    assert {event["source"] for event in sources} == {other} and sources[-1]["state"] == "live"
    assert [event["state"] for event in sources].count("live") == 1


def test_two_that_switch_at_once_end_with_one_source(serve, tmp_path):
    server = serve("--source", SAMPLE, "--instruction", "the people")
    wait_for_status(server, source_state="live")
    clips = []
    for name in "abcdef":
        clips.append(tmp_path / f"{name}.avi")
        clips[-1].symlink_to(SAMPLE)
    answers = []
    pages = [threading.Thread(target=lambda clip=clip: answers.append((clip, replace(server, str(clip))))) for clip in clips]
    for page in pages:
        page.start()
    for page in pages:
        page.join()
    assert {answer.status_code for _, answer in answers} <= {200, 409}
    status = wait_for_status(server, source_state="live", instruction="the people")
    assert status["source"] in {str(clip) for clip, answer in answers if answer.status_code == 200}


def test_one_that_is_waited_for_takes_the_place(serve, tmp_path):
    server = serve("--source", SAMPLE, "--instruction", "the people")
    wait_for_status(server, source_state="live")
    until(lambda: server.get("/api/frame").status_code == 200)
    answer = replace(server, "rtsp://127.0.0.1:1/front", wait=True)
    assert answer.status_code == 200 and answer.json()["source_state"] == "waiting", answer.text
    assert server.get("/api/frame").status_code == 404, "no picture of this one was ever there"
    assert server.status()["instruction"] == "the people"


def test_a_password_need_not_be_given_twice(serve, tmp_path):
    server = serve()
    server.post("/api/start", {"source": "rtsp://ann:hunter2@127.0.0.1:1/x", "wait": True})
    shown = server.status()["source"]
    assert "hunter2" not in shown
    replace(server, SAMPLE)
    answer = replace(server, shown, wait=True)
    assert answer.status_code == 200
    assert server.status()["source"] == shown


def test_a_picture_says_when_it_was_taken(serve):
    server = serve("--source", SAMPLE)
    wait_for_status(server, source_state="live")
    answer = server.get("/api/frame")
    assert int(answer.headers["Age"]) < 60 and abs(float(answer.headers["X-Captured-At"]) - server.status()["now"]) < 60
    server.post("/api/stop")
    assert server.get("/api/frame").status_code == 404
