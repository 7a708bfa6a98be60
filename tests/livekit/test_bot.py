"""The commentator in the room: sees a guest's camera, is heard and read by everybody, does what people type."""
import time

import pytest

import messages
from bot import Bot, live

INSTRUCTION = "Tell me about people and movement."


@pytest.fixture
def bot(serve):
    one = Bot(serve(INSTRUCTION=""))
    one.until(lambda s: s["livekit_connected"])
    return one


def test_it_is_there_as_an_agent(bot, livekit):
    status = bot.status()
    assert status["livekit_enabled"] and status["livekit"]["state"] == "connected" and status["livekit"]["reason"] == ""
    people = livekit.call("ListParticipants", room="test")["participants"]
    assert [(one["identity"], one["kind"]) for one in people] == [("nerdpudding", "AGENT")]
    assert people[0]["attributes"]["lk.agent.state"] == "listening"
    assert [track["source"] for track in people[0]["tracks"]] == ["MICROPHONE"]


def test_a_camera_is_seen_and_its_commentary_heard_and_read(bot, join, yard):
    ann = join("ann", camera=yard)
    code, answer = bot.start()
    assert code == 200, answer
    status = bot.until(live)
    assert status["source_kind"] == "livekit" and status["livekit"]["track"]
    assert [p["identity"] for p in status["livekit"]["participants"]] == ["ann"]
    bob = join("bob")
    bot.post("/api/instruction", {"instruction": INSTRUCTION})
    for guest in (ann, bob):
        guest.until("transcriptions.some((one) => one.final)", 60)
        guest.until("level() > 0.02", 60)
    bob.until("transcriptions.some((one) => one.final && /person|people|walk|some(one|body)/i.test(one.text))", 60)
    said = [one for one in bob.transcriptions() if one["final"]]
    assert all(one["identity"] == "nerdpudding" and one["attributes"]["lk.segment_id"] for one in said)


def test_what_people_type_steers_it(bot, join):
    ann = join("ann")
    ann.evaluate("room.localParticipant.sendText('only the dog', { topic: 'lk.chat' })")
    bot.until(lambda s: s["instruction"] == "only the dog")
    ann.evaluate("room.localParticipant.sendText('x'.repeat(2001), { topic: 'lk.chat' })")
    ann.evaluate("room.localParticipant.sendText('only the cat', { topic: 'lk.chat' })")
    bot.until(lambda s: s["instruction"] == "only the cat")


def test_nobody_shows_anything(bot):
    code, answer = bot.start()
    assert code == 400 and messages.kNobodyShowsVideo.said_in(answer["detail"]), answer


def test_a_guest_who_comes_later_is_waited_for(bot, join):
    assert bot.start(wait=True)[0] == 200
    bot.until(lambda s: s["source_state"] == "waiting" and messages.kNobodyShowsVideo.said_in(s["source_reason"]))
    join("ann", camera=True)
    began = time.monotonic()
    bot.until(live)
    assert time.monotonic() - began < 15


def test_people_come_and_go_as_they_like(bot, join):
    bot.start(wait=True)
    for _ in range(5):
        ann = join("ann", camera=True)
        bot.until(live, 8)
        ann.leave()
        bot.until(lambda s: s["source_state"] == "waiting", 8)
