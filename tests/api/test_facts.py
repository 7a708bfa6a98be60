"""What the program sees, for scripts: asked for now and then, or as events."""
import json
import subprocess
import time

import pytest
from websockets.sync.client import connect

from conftest import SAMPLE
from program import until
from test_streams import Reader


def numbers(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [number for one in value for number in numbers(one)]
    return [value] if isinstance(value, (int, float)) else []


def check(facts):
    assert abs(facts["at"] - time.time()) < 60
    assert facts["picture"] == "normal"
    assert all(abs(number) < 1e12 for number in numbers(facts)), "a JSON number, and a finite one"
    assert len({actor["id"] for actor in facts["actors"]}) == len(facts["actors"])
    for actor in facts["actors"]:
        x, y, w, h = actor["box"]
        assert -0.5 < x < 1 and -0.5 < y < 1 and 0 < w < 1.5 and 0 < h < 1.5, actor
        assert actor["family"] in ("person", "animal", "vehicle", "object", "something")


def test_people_are_seen_in_the_sample(show):
    def people():
        answer = show.get("/api/facts")
        if answer.status_code == 404:
            return None  # the source opens
        facts = answer.json()
        check(facts)
        return facts["names_things"] and [actor for actor in facts["actors"] if actor["kind"] == "person"]

    seen = until(people)
    assert all(actor["certainty"] > 0.3 and actor["sightings"] > 0 for actor in seen)
    perception = show.status()["perception"]
    assert perception["at_work"] and perception["detector"] == "ready" and perception["detector_detail"] == ""
    assert {"kind": "person", "plural": "people", "family": "person"}.items() <= until(
        lambda: show.status()["perception"]["in_view"])[0].items()


def test_events_come_at_most_five_times_a_second_and_to_those_who_ask(show):
    with show.open("/api/stream?facts=1") as client:
        reader = Reader(client)
        assert "text/event-stream" in reader.headers
        facts = []
        while not facts or facts[-1]["at"] - facts[0]["at"] < 4:
            number, name, data = reader.event()
            if name != "facts":
                continue
            assert number == 0
            facts.append(json.loads(data))
            check(facts[-1])
    assert 8 <= len(facts) <= 22
    assert all(a["at"] < b["at"] for a, b in zip(facts, facts[1:]))

    with show.open("/api/stream") as client:
        reader = Reader(client)
        end = time.monotonic() + 2
        while time.monotonic() < end:
            assert reader.event()[1] != "facts"


def test_the_websocket_sends_them_where_they_are_wanted(show):
    def next_facts(live):
        while (message := json.loads(live.recv(timeout=20)))["event"] != "facts":
            pass
        return message["data"]

    with connect(show.url.replace("http", "ws") + "/api/live?facts=1") as live:
        check(next_facts(live))
        live.send('{"facts": false}')
    with connect(show.url.replace("http", "ws") + "/api/live") as live:
        assert json.loads(live.recv(timeout=20))["event"] == "hello"
        live.send('{"facts": true}')
        check(next_facts(live))


def test_nobody_has_to_comment(serve):
    server = serve("--source", SAMPLE)
    until(lambda: server.status()["source_state"] == "live")
    assert not server.status()["perception"]["at_work"], "nobody wants to know"
    until(lambda: server.get("/api/facts").status_code == 200)
    until(lambda: server.get("/api/facts").json()["actors"])
    status = server.status()
    assert status["monitor_mode"] == "IDLE" and status["cycle_count"] == 0 and status["perception"]["at_work"]
    server.post("/api/stop")
    answer = server.get("/api/facts")
    assert answer.status_code == 404 and "source" in answer.json()["detail"]


def test_without_a_source_there_are_none(server):
    assert server.get("/api/facts").status_code == 404


@pytest.mark.parametrize("content", [b"no network", None])
def test_a_detector_that_cannot_be_used_is_told(serve, tmp_path, content):
    file = tmp_path / "detector.onnx"
    if content:
        file.write_bytes(content)
    server = serve("--source", SAMPLE, DETECTOR_MODEL=str(file))
    perception = until(lambda: (now := server.status()["perception"])["detector"] == "broken" and now)
    assert "detector" in perception["detector_detail"] and str(tmp_path) not in perception["detector_detail"]
    facts = until(lambda: (answer := server.get("/api/facts")).ok and answer.json())
    assert not facts["names_things"]


def test_without_a_detector_things_move_but_have_no_name(serve):
    server = serve("--source", SAMPLE, DETECTOR_MODEL="off")
    until(lambda: server.status()["source_state"] == "live")
    assert server.status()["perception"]["detector"] == "off"
    seen = until(lambda: (answer := server.get("/api/facts")).ok and answer.json()["actors"])
    assert {actor["kind"] for actor in seen} == {"something"}


def test_a_black_picture_is_known_as_one(serve, tmp_path):
    clip = tmp_path / "black.mkv"
    subprocess.run(["gst-launch-1.0", "-q", "videotestsrc", "pattern=black", "num-buffers=150", "!",
                    "video/x-raw,width=320,height=240,framerate=10/1", "!", "jpegenc", "!", "matroskamux", "!",
                    "filesink", f"location={clip}"], check=True)
    server = serve("--source", clip, "--instruction", "Tell me what happens.")
    until(lambda: server.status()["perception"]["picture"] == "black")
    assert server.get("/api/facts").json()["picture"] == "black"
