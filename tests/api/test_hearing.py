"""TALK=gaps: what the program hears of the source, as status and log tell it."""
import pytest

import messages
from conftest import SAMPLE
from noise_clip import make_noise_clip
from program import until


def test_by_default_nothing_is_heard(show):
    assert show.status()["hearing"] == {"state": "off", "detail": "", "speech": False, "gap_s": None}


def test_music_and_noise_are_one_long_gap(serve, tmp_path):
    server = serve("--source", make_noise_clip(tmp_path / "noise.mkv"), "--instruction", "Tell me what moves.", TALK="gaps")
    hearing = until(lambda: (now := server.status()["hearing"])["gap_s"] and now)
    assert hearing["state"] == "ready" and not hearing["speech"] and hearing["detail"] == ""
    assert until(lambda: server.status()["target_delay"] >= 4), "the picture is late, so that gaps are known in advance"
    until(lambda: server.status()["voice"]["speaking"], 60)


@pytest.mark.parametrize("settings", [{}, {"STREAM_DELAY_INIT": "0"}])
def test_a_source_without_sound_is_commented_as_usual_and_told_once(serve, settings):
    server = serve("--source", SAMPLE, "--instruction", "Tell me what happens.", TALK="gaps", **settings)
    hearing = until(lambda: (now := server.status()["hearing"])["state"] == "no_sound" and now)
    assert hearing["detail"] == messages.kNothingToHear
    until(lambda: server.status()["voice"]["speaking"], 60)
    assert server.status()["target_delay"] < 4
    assert server.log_text.count(messages.kNothingToHear) == 1


@pytest.mark.parametrize("content", [b"no network", None])
def test_a_network_that_cannot_be_used_is_told_once_and_the_show_goes_on(serve, tmp_path, content):
    file = tmp_path / "ears.onnx"
    if content:
        file.write_bytes(content)
    server = serve("--source", SAMPLE, "--instruction", "Tell me what happens.", TALK="gaps", HEARING_MODEL=str(file))
    hearing = until(lambda: (now := server.status()["hearing"])["state"] == "broken" and now)
    assert "HEARING_MODEL" in hearing["detail"] and str(tmp_path) not in hearing["detail"]
    until(lambda: server.status()["voice"]["speaking"], 60)
    assert len(messages.kTalksAsUsual.pattern(hearing["detail"]).findall(server.log_text)) == 1


def test_without_a_voice_it_has_no_effect(serve):
    server = serve("--source", SAMPLE, "--no-voice", TALK="gaps")
    assert server.status()["hearing"]["state"] == "off"
    assert messages.kNoEffectWithoutServer.said_in(server.log_text, ..., "ENABLE_TTS")
