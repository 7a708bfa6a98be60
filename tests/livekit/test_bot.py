"""The commentator in the room: sees a guest's camera, is heard and read by everybody, does what people type."""
import json
import os
import subprocess
import time
import urllib.error
import urllib.request

import pytest

SAMPLE = os.environ["NP_SAMPLE"]
INSTRUCTION = "Tell me about people and movement."


class Api:
    def __init__(self, server):
        self.url = server.url

    def post(self, path, body=None):
        request = urllib.request.Request(self.url + path, json.dumps(body or {}).encode(), {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def status(self):
        with urllib.request.urlopen(self.url + "/api/status", timeout=10) as response:
            return json.load(response)

    def until(self, condition, timeout=20):
        """The status for which `condition` holds."""
        deadline = time.monotonic() + timeout
        while not condition(status := self.status()):
            assert time.monotonic() < deadline, f"this did not come true within {timeout} s: {json.dumps(status, indent=1)}"
            time.sleep(0.02)
        return status


@pytest.fixture(scope="session")
def clip(tmp_path_factory):
    """People who cross a yard, as Chromium plays a camera."""
    file = tmp_path_factory.mktemp("clip") / "yard.mjpeg"
    subprocess.run(["ffmpeg", "-v", "error", "-i", SAMPLE, "-t", "30", "-vf", "scale=640:480", "-q:v", "5", "-f", "mjpeg", file], check=True)
    return file


@pytest.fixture
def api(serve):
    one = Api(serve(INSTRUCTION=""))
    one.until(lambda s: s["livekit_connected"])
    return one


def live(status):
    return status["source_state"] == "live"


def start(api, source="livekit", wait=False):
    return api.post("/api/start", {"source": source, "wait": wait})


def test_it_is_there_as_an_agent(api, livekit):
    status = api.status()
    assert status["livekit_enabled"] and status["livekit"]["state"] == "connected" and status["livekit"]["reason"] == ""
    people = livekit.call("ListParticipants", room="test")["participants"]
    assert [(one["identity"], one["kind"]) for one in people] == [("nerdpudding", "AGENT")]
    assert people[0]["attributes"]["lk.agent.state"] == "listening"
    assert [track["source"] for track in people[0]["tracks"]] == ["MICROPHONE"]


def test_a_camera_is_seen_and_its_commentary_heard_and_read(api, join, clip):
    ann = join("ann", camera=clip)
    code, answer = start(api)
    assert code == 200, answer
    status = api.until(live)
    assert status["source_kind"] == "livekit" and status["livekit"]["track"]
    assert [p["identity"] for p in status["livekit"]["participants"]] == ["ann"]
    bob = join("bob")
    api.post("/api/instruction", {"instruction": INSTRUCTION})
    for guest in (ann, bob):
        guest.until("transcriptions.some((one) => one.final)", 60)
        guest.until("level() > 0.02", 60)
    bob.until("transcriptions.some((one) => one.final && /person|people|walk|some(one|body)/i.test(one.text))", 60)
    said = [one for one in bob.transcriptions() if one["final"]]
    assert all(one["identity"] == "nerdpudding" and one["attributes"]["lk.segment_id"] for one in said)


def test_what_people_type_steers_it(api, join):
    ann = join("ann")
    ann.evaluate("room.localParticipant.sendText('only the dog', { topic: 'lk.chat' })")
    api.until(lambda s: s["instruction"] == "only the dog")
    ann.evaluate("room.localParticipant.sendText('x'.repeat(2001), { topic: 'lk.chat' })")
    ann.evaluate("room.localParticipant.sendText('only the cat', { topic: 'lk.chat' })")
    api.until(lambda s: s["instruction"] == "only the cat")


def test_nobody_shows_anything(api):
    code, answer = start(api)
    assert code == 400 and "Nobody shows a video" in answer["detail"], answer


def test_a_guest_who_comes_later_is_waited_for(api, join):
    assert start(api, wait=True)[0] == 200
    api.until(lambda s: s["source_state"] == "waiting" and "Nobody shows a video" in s["source_reason"])
    join("ann", camera=True)
    began = time.monotonic()
    api.until(live)
    assert time.monotonic() - began < 5
