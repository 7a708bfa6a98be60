"""`nerdpudding describe` as a writer of subtitles: what other programs read, what is there after Ctrl-C, what is refused."""
import json
import os
import pty
import re
import signal
import subprocess
from pathlib import Path

import pytest

import messages
from program import BINARY, SAMPLE, setting_names, until

SRT_CUE = re.compile(r"(\d+)\r\n(\S+) --> (\S+)\r\n((?:[^\r\n]+\r\n){1,2})\r\n")
VTT_CUE = re.compile(r"(\S+) --> (\S+)\n((?:[^\n]+\n){1,2})\n")


def environment():
    names = setting_names(BINARY)
    return {name: value for name, value in os.environ.items() if name not in names} | {"STATE_DIR": "off"}


def run(*arguments, cwd, timeout=600, **options):
    return subprocess.run([BINARY, *arguments], cwd=cwd, env=environment(), timeout=timeout, text=True,
                          **({"capture_output": True} | options))


def milliseconds(text):
    hours, minutes, seconds = text.replace(",", ".").split(":")
    return round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)


def check_cues(cues):
    """(begin, end, rows), as a viewer can read them."""
    free_from = 0
    for begin, end, rows in cues:
        assert free_from <= begin and 1000 <= end - begin <= 7000
        assert 1 <= len(rows) <= 2 and all(0 < len(row) <= 42 for row in rows), rows
        free_from = end


def srt_cues(path):
    text = path.read_bytes().decode()
    cues = SRT_CUE.findall(text)
    assert "".join(f"{n}\r\n{begin} --> {end}\r\n{rows}\r\n" for n, begin, end, rows in cues) == text
    assert [int(n) for n, *_ in cues] == list(range(1, len(cues) + 1))
    return [(milliseconds(begin), milliseconds(end), rows.splitlines()) for _, begin, end, rows in cues]


def vtt_cues(text):
    head, _, body = text.partition("\n\n")
    assert head == "WEBVTT"
    if body.startswith("NOTE"):
        body = body.partition("\n\n")[2]
    cues = VTT_CUE.findall(body)
    assert "".join(f"{begin} --> {end}\n{rows}\n" for begin, end, rows in cues) == body
    return [(milliseconds(begin), milliseconds(end), rows.splitlines()) for begin, end, rows in cues]


def probed(path):
    """ffprobe's opinion: the codec, and each cue's time, length and text."""
    answer = subprocess.run(["ffprobe", "-v", "error", "-show_streams", "-show_packets", "-show_data", "-of", "json", str(path)],
                            capture_output=True, text=True, timeout=60)
    assert answer.returncode == 0 and not answer.stderr, answer.stderr
    found = json.loads(answer.stdout)
    assert len(found["streams"]) == 1
    return found["streams"][0]["codec_name"], found["packets"]


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    """The first seconds of the sample."""
    path = tmp_path_factory.mktemp("clip") / "clip.avi"
    subprocess.run(["ffmpeg", "-v", "error", "-i", SAMPLE, "-t", "16", "-c", "copy", str(path)], check=True, timeout=60)
    return str(path)


@pytest.fixture(scope="module")
def described(clip, tmp_path_factory):
    """Its lines, as they are printed without any option."""
    answer = run("describe", clip, cwd=tmp_path_factory.mktemp("plain"))
    return [json.loads(line) for line in answer.stdout.splitlines()]


def test_writes_subtitles_of_the_sample_that_ffprobe_reads(tmp_path):
    answer = run("describe", SAMPLE, "-o", "clip.srt", cwd=tmp_path)
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
    cues = srt_cues(tmp_path / "clip.srt")
    check_cues(cues)
    assert len(cues) >= 20
    codec, packets = probed(tmp_path / "clip.srt")
    assert codec == "subrip"
    assert [round(float(p["pts_time"]) * 1000) for p in packets] == [begin for begin, *_ in cues]
    assert [round(float(p["duration_time"]) * 1000) for p in packets] == [end - begin for begin, end, _ in cues]


def test_all_lines_are_there_when_their_pictures_are(tmp_path, clip, described):
    run("describe", clip, "-o", "clip.srt", cwd=tmp_path)
    assert os.listdir(tmp_path) == ["clip.srt"]
    cues = srt_cues(tmp_path / "clip.srt")
    assert " ".join(" ".join(rows) for *_, rows in cues) == " ".join(line["text"] for line in described)
    begins = {" ".join(rows): begin for begin, _, rows in reversed(cues)}
    at = {line["text"]: line["at"] * 1000 for line in reversed(described)}
    late = [begin - at[text] for text, begin in begins.items() if text in at]
    assert late and min(late) > -1 and max(late) < 1600


def test_writes_vtt_to_standard_output(tmp_path, clip):
    answer = run("describe", clip, "--format", "vtt", cwd=tmp_path)
    assert answer.returncode == 0 and answer.stderr == ""
    check_cues(vtt_cues(answer.stdout))
    (tmp_path / "clip.vtt").write_text(answer.stdout)
    codec, packets = probed(tmp_path / "clip.vtt")
    assert codec == "webvtt" and len(packets) == len(vtt_cues(answer.stdout)) > 0
    assert run("describe", clip, "--format", "vtt", "-o", "-", cwd=tmp_path).stdout == answer.stdout


def test_writes_json_lines_that_score_takes(tmp_path, clip, described):
    assert run("describe", clip, "-o", "lines.jsonl", cwd=tmp_path).returncode == 0
    lines = [json.loads(line) for line in (tmp_path / "lines.jsonl").read_text().splitlines()]
    assert [(line["begin"], line["text"]) for line in lines] == [(line["at"], line["text"]) for line in described]
    assert all(line["begin"] < line["end"] for line in lines)
    truth = Path(__file__).resolve().parents[1] / "data/vtest_truth.json"
    scored = run("score", "--commentary", "lines.jsonl", "--truth", str(truth), "--json", cwd=tmp_path)
    assert scored.stdout == run("score", clip, "--truth", str(truth), "--json", cwd=tmp_path).stdout


def test_writes_text(tmp_path, clip, described):
    assert run("describe", clip, "-o", "notes.txt", cwd=tmp_path).returncode == 0
    rows = (tmp_path / "notes.txt").read_text().splitlines()
    assert [row[9:] for row in rows] == [line["text"] for line in described]
    assert all(re.fullmatch(r"0:0[01]:[0-5]\d  .+", row) for row in rows)


def test_the_format_given_wins_over_the_name(tmp_path, clip):
    assert run("describe", clip, "--format", "vtt", "-o", "clip.srt", cwd=tmp_path).returncode == 0
    assert (tmp_path / "clip.srt").read_text().startswith("WEBVTT\n")


def test_begins_with_what_happens(described):
    assert "watching" not in described[0]["text"]


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_what_was_said_before_ctrl_c_is_kept(tmp_path, stop):
    (tmp_path / "clip.srt").write_text("of yesterday")
    process = subprocess.Popen([BINARY, "describe", SAMPLE, "-o", "clip.srt"], cwd=tmp_path, env=environment(),
                               stderr=subprocess.PIPE, text=True)
    part = tmp_path / "clip.srt.part"
    until(lambda: part.exists() and part.stat().st_size > 0, seconds=300, every=0.02)
    assert (tmp_path / "clip.srt").read_text() == "of yesterday", "it is replaced at the end"
    process.send_signal(stop)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 130
    assert messages.kDescribedUpTo.said_in(said) and len(said.splitlines()) == 1
    assert os.listdir(tmp_path) == ["clip.srt"]
    check_cues(srt_cues(tmp_path / "clip.srt"))


def test_shows_on_a_terminal_how_far_it_is(tmp_path, clip):
    ours, its = pty.openpty()
    process = subprocess.Popen([BINARY, "describe", clip, "-o", "clip.srt"], cwd=tmp_path, env=environment(), stderr=its)
    os.close(its)
    seen = b""
    try:
        while piece := os.read(ours, 4096):
            seen += piece
    except OSError:
        pass  # that is how a terminal ends
    assert process.wait(timeout=600) == 0
    os.close(ours)
    shown = re.findall(r"(\d+) %", seen.decode())
    assert shown and [int(share) for share in shown] == sorted(int(share) for share in shown)
    assert seen.endswith(b"\r\x1b[K"), "nothing of it is left"


def one_line(answer, status=1):
    assert answer.returncode == status and answer.stdout == ""
    assert len(answer.stderr.splitlines()) == 1, answer.stderr
    return answer.stderr


def test_leaves_a_file_alone_if_there_is_no_video(tmp_path):
    (tmp_path / "clip.srt").write_text("of yesterday")
    assert "nothing.mp4" in one_line(run("describe", "nothing.mp4", "-o", "clip.srt", cwd=tmp_path))
    assert os.listdir(tmp_path) == ["clip.srt"] and (tmp_path / "clip.srt").read_text() == "of yesterday"


def test_asks_for_a_format_that_the_name_does_not_say(tmp_path, clip):
    assert messages.kFormatNotTold.said_in(one_line(run("describe", clip, "-o", "clip.sub", cwd=tmp_path), 2), "clip.sub")
    assert os.listdir(tmp_path) == []
    assert run("describe", clip, "--format", "ass", cwd=tmp_path).returncode == 2


def test_does_not_write_over_the_clip(tmp_path):
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"a video")
    (tmp_path / "link.mp4").symlink_to(clip)
    answer = run("describe", "clip.mp4", "--format", "srt", "-o", "link.mp4", cwd=tmp_path)
    assert messages.kOutputIsClip.said_in(one_line(answer), "link.mp4") and clip.read_bytes() == b"a video"


def test_says_where_it_cannot_write(tmp_path, clip):
    for out in ("nowhere/clip.srt", str(tmp_path)):
        assert messages.kOutputNotWritable.said_in(one_line(run("describe", clip, "--format", "srt", "-o", out, cwd=tmp_path)), out)


def test_a_full_disk_ends_it_in_a_sentence(tmp_path, clip):
    answer = run("describe", clip, "--format", "srt", "-o", "/dev/full", cwd=tmp_path)
    assert messages.kOutputNotWritable.said_in(one_line(answer), "/dev/full")


def test_standard_output_that_is_full_is_told(tmp_path, clip):
    with open("/dev/full", "w") as full:
        answer = run("describe", clip, "--format", "srt", cwd=tmp_path, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert answer.returncode == 1 and messages.kOutputBroken.said_in(answer.stderr)


def test_writes_into_devices_and_through_links(tmp_path, clip):
    assert run("describe", clip, "--format", "srt", "-o", "/dev/null", cwd=tmp_path).returncode == 0
    assert not Path("/dev/null").is_file()
    (tmp_path / "folder").mkdir()
    (tmp_path / "clip.srt").symlink_to("folder/real.srt")
    assert run("describe", clip, "-o", "clip.srt", cwd=tmp_path).returncode == 0
    assert (tmp_path / "clip.srt").is_symlink() and srt_cues(tmp_path / "folder/real.srt")


def test_ends_when_nobody_reads_any_more(tmp_path, clip):
    describe = subprocess.Popen([BINARY, "describe", clip, "--format", "text"], cwd=tmp_path, env=environment(),
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert describe.stdout.readline()
    describe.stdout.close()
    assert describe.wait(timeout=600) == -signal.SIGPIPE
    assert describe.stderr.read() == b""
