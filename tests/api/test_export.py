"""The record as a document: subtitles, text and JSON that a browser saves."""
import json
import re

import pytest

import messages
from conftest import SAMPLE, Server
from program import until
from test_describe import check_cues, probed, srt_cues, vtt_cues


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A server that has said some lines about the sample and goes on."""
    folder = tmp_path_factory.mktemp("kept")
    one = Server(folder, "--source", SAMPLE, "--instruction", "Tell me about people and movement.", STATE_DIR=str(folder / "state"))
    until(lambda: len(texts(one)) >= 4, seconds=60, every=0.5)
    yield one
    one.stop()


def texts(server):
    """Texts of the record's lines, oldest first."""
    lines = server.get("/api/lines?limit=500").json()["lines"]
    return [line["text"] for line in reversed(lines) if line["kind"] == "line"]


def export(server, format, **which):
    answer = server.get("/api/lines/export", params={"format": format, **which})
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    return answer


def said(cues):
    return " ".join(" ".join(rows) for *_, rows in cues)


def test_a_video_file_has_subtitles_in_its_own_time(kept, tmp_path):
    before = texts(kept)
    answer = export(kept, "srt", source=SAMPLE)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="vtest.srt"')
    (tmp_path / "clip.srt").write_bytes(answer.content)
    cues = srt_cues(tmp_path / "clip.srt")
    check_cues(cues)
    assert said(cues).startswith(" ".join(before))
    first = kept.get("/api/lines?after=0").json()["lines"]
    assert abs(cues[0][0] / 1000 - next(line["media_time"] for line in first if line["kind"] == "line")) < 0.002
    codec, packets = probed(tmp_path / "clip.srt")
    assert codec == "subrip" and len(packets) == len(cues)


def test_everything_begins_with_its_first_line_and_says_when_that_was(kept):
    answer = export(kept, "vtt")
    assert answer.headers["Content-Type"] == "text/vtt; charset=utf-8"
    assert re.search(r'filename="NerdPudding 20\d\d-\d\d-\d\d\.vtt"; filename\*=UTF-8', answer.headers["Content-Disposition"])
    assert re.search(r"^NOTE 00:00:00\.000 is 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d$", answer.text, re.M)
    cues = vtt_cues(answer.text)
    check_cues(cues)
    assert cues[0][0] == 0


def test_text_and_json(kept):
    before = texts(kept)
    rows = export(kept, "text", source=SAMPLE).text.splitlines()
    assert [row.partition("  ")[2] for row in rows][:len(before)] == before
    assert all(re.match(r"\d:\d\d:\d\d  ", row) for row in rows)
    lines = [json.loads(line) for line in export(kept, "jsonl").text.splitlines()]
    assert [line["text"] for line in lines][:len(before)] == before
    assert all(line["begin"] < line["end"] and 0 <= line["latency"] < 30 and line["date"] for line in lines)


def test_a_range_of_time(kept):
    lines = [line for line in kept.get("/api/lines?after=0").json()["lines"] if line["kind"] == "line"]
    found = [json.loads(line) for line in export(kept, "jsonl", **{"from": lines[1]["at"], "to": lines[3]["at"]}).text.splitlines()]
    assert [line["text"] for line in found] == [line["text"] for line in lines[1:3]]


def test_old_clients_get_no_chunks(kept):
    assert kept.get("/api/lines/export?format=text").headers["Transfer-Encoding"] == "chunked"
    client = kept.connect()
    client.sendall(b"GET /api/lines/export?format=text HTTP/1.0\r\nHost: localhost\r\n\r\n")
    answer = b""
    while piece := client.recv(65536):
        answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"chunked" not in head and body.startswith(b"20")


@pytest.mark.parametrize("query, sentence, status", [
    ("", messages.kNoSuchExport, 400),
    ("format=ass", messages.kNoSuchExport, 400),
    ("format=srt&from=yesterday", messages.kParameterIsNoMoment, 400),
    ("format=srt&to=nan", messages.kParameterIsNoMoment, 400),
    ("format=srt&source=nobody", messages.kNoLinesToExport, 404),
    ("format=srt&from=4000000000", messages.kNoLinesToExport, 404),
])
def test_says_what_is_wrong(kept, query, sentence, status):
    answer = kept.get(f"/api/lines/export?{query}")
    assert answer.status_code == status and sentence.said_in(answer.json()["detail"])


def test_without_a_record_there_is_nothing_to_export(server):
    answer = server.get("/api/lines/export?format=srt")
    assert answer.status_code == 404 and messages.kRecordHasNoFolder.said_in(answer.json()["detail"])
