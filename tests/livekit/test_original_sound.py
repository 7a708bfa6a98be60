"""The original's sound to and from a room."""
import subprocess
import time
import urllib.request

import numpy

from bot import Bot, live
from program import SAMPLE


def loudest(server, seconds):
    """Of the original's sound, 0 to 1."""
    with urllib.request.urlopen(server.url + "/api/audio-stream?what=source", timeout=20) as stream:
        return max(numpy.abs(numpy.frombuffer(stream.read(1920), "<i2")).max() / 32768 for _ in range(int(50 * seconds)))


def test_the_microphone_beside_a_camera_is_heard(serve, join):
    server = serve(INSTRUCTION="")
    bot = Bot(server)
    bot.until(lambda s: s["livekit_connected"])
    ann = join("ann", camera=True)
    join("bob").evaluate("room.localParticipant.setMicrophoneEnabled(true)")
    assert bot.start()[0] == 200
    assert bot.until(live)["source_sound"] == "", "bob is not who is watched"
    assert loudest(server, 2) == 0
    ann.evaluate("room.localParticipant.setMicrophoneEnabled(true)")
    bot.until(lambda s: s["source_sound"] == "Opus")
    # Chromium's own microphone beeps.
    assert loudest(server, 5) > 0.01
    ann.evaluate("room.localParticipant.setMicrophoneEnabled(false)")
    bot.until(lambda s: s["source_sound"] == "")
    ann.evaluate("room.localParticipant.setMicrophoneEnabled(true)")
    bot.until(lambda s: s["source_sound"] == "Opus")
    assert loudest(server, 5) > 0.01
    status = bot.status()
    assert live(status) and bot.rejoins() == 0


def test_the_room_gets_it_only_when_asked(serve, join, tmp_path):
    clip = tmp_path / "tone.mp4"
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-i", SAMPLE, "-f", "lavfi", "-i", "sine=frequency=300", "-shortest", "-c:v",
                    "libx264", "-preset", "veryfast", "-c:a", "aac", clip], check=True)  # fmt: skip
    for asked in (False, True):
        server = serve("--source", clip, LIVEKIT_SOURCE_SOUND=str(asked).lower())
        bot = Bot(server)
        bot.until(lambda s: s["livekit_connected"] and live(s))
        assert bot.status()["livekit"]["source_sound"] == asked
        ann = join("ann" if asked else "bob")
        if asked:
            ann.until("level() > 0.02")
        else:
            time.sleep(4)
            assert ann.level() < 0.001
        ann.leave()
        server.stop()
