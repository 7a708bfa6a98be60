"""`nerdpudding say`: what a recogniser understands of it, and what the file is."""
import json
import re
import subprocess
import wave
from pathlib import Path

import pytest

import messages
from spoken import BINARY, SENTENCES, in_order, say, words


def recognised(wav: Path):
    at_16k = wav.with_suffix(".16k.wav")
    # It misses a first word that begins at once.
    subprocess.run(["sox", wav, "-r", "16000", at_16k, "pad", "0.3", "0.3"], check=True, timeout=60)
    heard = subprocess.run(["pocketsphinx", "single", at_16k], capture_output=True, text=True, check=True, timeout=120)
    return words(json.loads(heard.stdout)["t"])


def seconds(wav: Path):
    with wave.open(str(wav)) as sound:
        return sound.getnframes() / sound.getframerate()


@pytest.mark.parametrize("voice, least", [("clara", 0.8), ("victor", 0.75), ("flite", 0.6)])
def test_a_recogniser_understands_it(tmp_path, voice, least):
    told = understood = 0
    lines = []
    for i, sentence in enumerate(SENTENCES):
        wav = tmp_path / f"{i}.wav"
        say(sentence, "-o", wav, "--voice", voice)
        heard = recognised(wav)
        right = in_order(words(sentence), heard)
        lines.append(f"{right}/{len(words(sentence))} {sentence} -> {' '.join(heard)}")
        told += len(words(sentence))
        understood += right
    print(*lines, f"{voice}: {understood} of {told}", sep="\n")
    assert understood >= least * told, "\n".join(lines)


def test_every_voice_speaks_and_sounds_otherwise(tmp_path):
    listed = subprocess.run([BINARY, "voices"], capture_output=True, text=True, timeout=60, check=True).stdout
    voices = re.findall(r"^(\w+)  ", listed, re.MULTILINE)
    assert voices == ["clara", "victor", "june", "otto", "flite", "server"] and listed.count('"') == 2 * len(voices)
    sounds = {say(SENTENCES[0], "--voice", voice).stdout for voice in voices[:-1]}
    assert len(sounds) == len(voices) - 1


def test_speed_counts(tmp_path):
    lengths = []
    for speed in ["0.8", "1", "1.4"]:
        say(SENTENCES[0], "-o", tmp_path / "x.wav", "--voice-speed", speed)
        lengths.append(seconds(tmp_path / "x.wav"))
    assert lengths[0] > lengths[1] * 1.1 and lengths[2] < lengths[1] * 0.85
    assert say("Hello.", "--voice-speed", "2", check=False).returncode == 2


@pytest.mark.parametrize("file", ["nowhere/voice.onnx", "damaged.onnx"])
def test_without_its_file_flite_speaks_and_says_so(tmp_path, file):
    (tmp_path / "damaged.onnx").write_bytes(b"no network")
    done = say(SENTENCES[0], "-o", tmp_path / "x.wav", "--voice-model", tmp_path / file)
    assert done.stderr.decode().count("\n") == 1 and messages.kFliteInstead.said_in(done.stderr.decode())
    assert seconds(tmp_path / "x.wav") > 1


def test_words_of_ones_own(tmp_path):
    lexicon = tmp_path / "words.txt"
    lexicon.write_text("# names\nXqrtz = Alexander the great of old Macedonia and everything around it\n")
    say("Xqrtz", "-o", tmp_path / "plain.wav")
    say("Xqrtz", "-o", tmp_path / "own.wav", "--lexicon", lexicon)
    assert seconds(tmp_path / "own.wav") > seconds(tmp_path / "plain.wav") + 0.4


def test_other_languages_are_not_mangled(tmp_path):
    done = say("Ein Mann geht über die Straße.", "-o", tmp_path / "x.wav", check=False)
    assert done.returncode == 1 and not (tmp_path / "x.wav").exists()
    assert messages.kForeignLanguage in done.stderr.decode() and messages.kNothingToSpeak in done.stderr.decode()


def test_the_file_is_48_khz_mono_16_bit(tmp_path):
    say(SENTENCES[0], "-o", tmp_path / "x.wav")
    with wave.open(str(tmp_path / "x.wav")) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (48000, 1, 2)
        assert 1.5 < sound.getnframes() / 48000 < 6


def test_standard_output_carries_the_same_kind_of_file(tmp_path):
    (tmp_path / "piped.wav").write_bytes(say(SENTENCES[0]).stdout)
    say(SENTENCES[0], "-o", tmp_path / "named.wav")
    assert seconds(tmp_path / "piped.wav") == pytest.approx(seconds(tmp_path / "named.wav"), abs=0.1)


def test_markup_links_and_emoji_are_not_read_out(tmp_path):
    say("Three people are in view.", "-o", tmp_path / "plain.wav")
    say("**Three** <b>people</b> are in view. 🙂 https://example.org/a?b=c", "-o", tmp_path / "dressed.wav")
    assert seconds(tmp_path / "dressed.wav") == pytest.approx(seconds(tmp_path / "plain.wav"), abs=0.4)


@pytest.mark.parametrize("text", ["", "...", "🙂", "https://example.org"])
def test_nothing_to_say_is_one_clear_sentence(tmp_path, text):
    done = say(text, "-o", tmp_path / "x.wav", check=False)
    assert done.returncode == 1
    assert done.stderr.decode().strip().count("\n") == 0
    assert messages.kNothingToSpeak in done.stderr.decode()
    assert not (tmp_path / "x.wav").exists()


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    done = say("Goal!", "-o", tmp_path / "no" / "x.wav", check=False)
    assert done.returncode == 1
    assert messages.kNoFolderForWav.said_in(done.stderr.decode())
