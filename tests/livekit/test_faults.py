"""What happens to rooms, networks and people in them: the commentator comes back by itself, seen and heard."""
import time

import pytest

import messages
from bot import Bot, live, trouble

INSTRUCTION = "Tell me about people and movement."


@pytest.fixture
def show(serve, join, yard):
    """show(codec=..., **settings) -> (bot, ann, bob): ann's camera is live, bob hears the voice."""
    def one(codec="vp8", **settings):
        bot = Bot(serve(INSTRUCTION=INSTRUCTION, **settings))
        ann, bob = join("ann", camera=yard, codec=codec), join("bob")
        assert bot.start(wait=True)[0] == 200
        bot.until_live()
        bob.until("level() > 0.02", 60)
        return bot, ann, bob

    return one


@pytest.fixture
def back(record_property):
    """back(bot, listener, limit): within that many seconds the video is live; then the voice is heard, too."""
    def one(bot, listener, limit):
        began = time.monotonic()
        times = {}
        bot.until(lambda s: s["livekit_connected"], limit)
        times["joined"] = time.monotonic() - began
        bot.until_live(limit - times["joined"])
        times["live"] = time.monotonic() - began
        if listener:
            listener.until("level() > 0.02", 60)
            times["heard"] = time.monotonic() - began
        record_property("seconds", times)
        print("; after", ", ".join(f"{seconds:.1f} s {what}" for what, seconds in times.items()))
        # A fresh session may begin between two looks: all of it holds at once, or does so in time.
        bot.until(lambda s: live(s) and s["livekit"]["state"] == "connected" and s["livekit"]["reason"] == "", limit)

    return one


def is_out(status):
    return not status["livekit_connected"] and status["livekit"]["reason"]


def watched(bot):
    """Whose video is shown."""
    room = bot.status()["livekit"]
    return next((p["identity"] for p in room["participants"] for t in p["tracks"] if t["sid"] == room["track"]), None)


def until_watched(bot, identity, timeout=20):
    bot.until(lambda s: live(s) and watched(bot) == identity, timeout)
    wait_for_pictures(bot)


def wait_for_pictures(bot):
    bot.until(lambda s: live(s) and s["picture_age_s"] is not None and s["picture_age_s"] < 0.3)


def test_the_server_dies(show, back, livekit):
    bot, ann, bob = show()
    livekit.kill()
    reason = bot.until(is_out, 15)["livekit"]["reason"]
    assert "LiveKit server" in reason, reason
    bot.until(lambda s: not live(s), 10)
    bob.page.wait_for_timeout(3000)
    livekit.start()
    back(bot, bob, 30)


def test_the_server_is_restarted(show, back, livekit):
    bot, ann, bob = show()
    livekit.stop()
    bot.until(lambda s: is_out(s) and not live(s), 15)
    livekit.start()
    for guest in (ann, bob):  # whom that sends away for good
        guest.come()
    back(bot, bob, 30)


def test_the_server_freezes(show, back, livekit):
    bot, ann, bob = show()
    livekit.freeze()
    began = time.monotonic()
    assert bot.until(is_out, 12)["livekit"]["reason"] == messages.kLivekitAnswersNoMore
    bob.page.wait_for_timeout(max(0, 12 - (time.monotonic() - began)) * 1000)
    livekit.thaw()
    back(bot, bob, 30)


def test_a_publisher_reloads_again_and_again(show, back):
    bot, ann, bob = show()
    ann.come()
    bot.until_live()
    wait_for_pictures(bot)
    bob.page.wait_for_timeout(2000)
    threads, descriptors = bot.threads(), bot.descriptors()
    joining = messages.kInLivekitRoom.format("test")
    joined = bot.server.log_text.count(joining)
    for reloads in range(20):  # after twelve videos the session is begun afresh
        ann.come()
        back(bot, None, 10)
        wait_for_pictures(bot)
        if reloads >= 9 and bot.server.log_text.count(joining) > joined:
            break
    # Of the session before nothing is left, once it is closed.
    bot.until(lambda _: bot.threads() <= threads + 9 and bot.descriptors() <= descriptors + 8)
    print(threads, bot.threads(), descriptors, bot.descriptors())
    bob.until("level() > 0.02", 60)


def test_a_publisher_pauses_the_camera(show, back):
    bot, ann, bob = show()
    ann.evaluate("room.localParticipant.setCameraEnabled(false)")
    assert bot.until(lambda s: not live(s), 10)["livekit"]["state"] == "connected"
    bot.until(lambda s: messages.kVideoIsPaused.said_in(s["source_reason"], "ann"))
    ann.evaluate("room.localParticipant.setCameraEnabled(true)")
    back(bot, bob, 10)


def test_a_publisher_vanishes_and_another_comes(show, back, join, yard):
    bot, ann, bob = show()
    ann.context.close()
    bot.until(lambda s: not live(s), 30)
    join("cyd", camera=yard)
    back(bot, bob, 15)
    assert watched(bot) == "cyd"


def test_the_newest_of_two_is_shown(show, back, join):
    bot, ann, bob = show()
    cyd = join("cyd", camera=True)
    until_watched(bot, "cyd")
    cyd.evaluate("room.localParticipant.setCameraEnabled(false)")
    until_watched(bot, "ann")
    cyd.evaluate("room.localParticipant.setCameraEnabled(true)")
    until_watched(bot, "cyd")
    began = time.monotonic()
    cyd.leave()
    until_watched(bot, "ann")
    print(f"the other one after {time.monotonic() - began:.1f} s")
    assert bot.post("/api/stop")[0] == 200
    assert bot.start("livekit:ann")[0] == 200
    until_watched(bot, "ann")
    join("dan", camera=True)
    bot.until(lambda s: len(s["livekit"]["participants"]) == 3)
    bob.page.wait_for_timeout(2000)
    until_watched(bot, "ann")


def test_a_camera_changes_in_flight(serve, join):
    bot = Bot(serve(INSTRUCTION=""))
    ann = join("ann", camera=True)
    bot.start(wait=True)
    bot.until_live()
    change = """async ([width, height]) => {
      const camera = room.localParticipant.getTrackPublication(LivekitClient.Track.Source.Camera).track;
      await camera.restartTrack({ resolution: { width, height, frameRate: 15 } });
    }"""
    for size in [(320, 240), (1920, 1080), (640, 480)]:
        ann.evaluate(change, size)
        began = time.monotonic()
        bot.until(lambda s: live(s) and abs(s["source_width"] / s["source_height"] - size[0] / size[1]) < 0.02
                  and s["source_height"] <= size[1], 20)  # fmt: skip
        wait_for_pictures(bot)
        status = bot.status()
        print(f"{size}: {status['source_width']}x{status['source_height']} after {time.monotonic() - began:.1f} s")
    assert bot.status()["source_restarts"] == 0


def test_somebody_puts_it_out(show, back, livekit):
    bot, ann, bob = show()
    before = bot.rejoins()
    livekit.call("RemoveParticipant", room="test", identity="nerdpudding")
    bot.until(lambda s: bot.rejoins() > before, 5)
    back(bot, bob, 10)
    assert messages.kPutOutOfRoom.format("test") in bot.server.log_text


def test_the_room_is_deleted(show, back, livekit):
    bot, ann, bob = show()
    before = bot.rejoins()
    livekit.call("DeleteRoom", room="test")
    bot.until(lambda s: bot.rejoins() > before, 5)
    for guest in (ann, bob):  # whom that sends away for good
        guest.come()
    back(bot, bob, 20)
    assert messages.kRoomWasClosed.format("test") in bot.server.log_text


@pytest.mark.parametrize("codec", ["vp8", "h264"])
def test_every_twentieth_packet_is_lost(show, tmp_path, codec):
    loss = tmp_path / "loss"
    bot, ann, bob = show(codec, **trouble(tmp_path, LOSS=loss))
    loss.write_text("5")
    # Bad luck takes a second or two at a time, as a key picture loses packets too; a busy publisher sends less.
    sent, rates = [ann.evaluate("sent()")], []
    while len(rates) < 15 or sum(rates[-15:]) < 0.8 * (sent[-1] - sent[-16]):
        stuck = len(rates) >= 6 and not any(rates[-6:]) and sent[-1] > sent[-7]
        assert len(rates) < 60 and not stuck, (rates, sent)
        bob.page.wait_for_timeout(1000)
        sent.append(ann.evaluate("sent()"))
        rates.append(bot.status()["pictures_per_s"])
    print(f"received {[round(rate) for rate in rates]} of {[after - before for before, after in zip(sent, sent[1:])]}")
    assert bot.status()["source_restarts"] <= 1
    bob.until("level() > 0.02", 30)


def test_a_video_stands_still(serve, join):
    """Once the room is joined anew for it, lest it is our side that is stuck; then it is its publisher's affair."""
    bot = Bot(serve(INSTRUCTION=""))
    ann = join("ann")
    ann.evaluate("""async () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
      const context = canvas.getContext('2d');
      let n = 0;
      window.draws = true;
      setInterval(() => { context.fillStyle = `hsl(${n += 7} 80% 50%)`; if (draws) context.fillRect(0, 0, 320, 240); }, 60);
      await room.localParticipant.publishTrack(canvas.captureStream(15).getVideoTracks()[0], { simulcast: false });
    }""")
    assert bot.start(wait=True)[0] == 200
    bot.until_live()
    wait_for_pictures(bot)
    time.sleep(2)
    ann.evaluate("draws = false")

    def joined_anew():
        return bot.server.log_text.count(messages.kRoomJoinedAnew.format("test"))

    bot.until(lambda s: joined_anew() == 1, 10)
    bot.until(lambda s: s["livekit_connected"], 5)
    time.sleep(7)
    assert joined_anew() == 1
    ann.evaluate("draws = true")
    bot.until_live()
    wait_for_pictures(bot)


def test_another_one_takes_its_place(serve, tmp_path):
    first = Bot(serve(INSTRUCTION=""))
    second = Bot(serve(INSTRUCTION="", STATE_DIR=str(tmp_path / "other")))
    status = first.until(is_out, 10)
    assert messages.kAnotherHasJoined.format("test") == status["livekit"]["reason"]
    assert status["livekit"]["state"] == "waiting" and status["livekit"]["next_try_s"] > 300
    time.sleep(2)
    assert second.status()["livekit_connected"] and not first.status()["livekit_connected"]
