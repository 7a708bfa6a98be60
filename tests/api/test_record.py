"""The record of lines: over restarts and kills, and what may become of its file."""
import io
import json
import os
import shutil
import sqlite3
import time
from contextlib import closing

import pytest
import requests
from PIL import Image
from websockets.sync.client import connect

import messages
from conftest import SAMPLE
from killed import kept_lines, kill_rounds
from program import Program, until
from talker import talker
from test_api import detail, wait_for_status

WATCHING = ("--source", SAMPLE, "--instruction", "Tell me about the people.")


@pytest.fixture(scope="module")
def fast():
    """Settings with which several lines a second are said."""
    with talker() as settings:
        yield settings


def lines(server, query="", **more):
    answer = server.get("/api/lines" + query, **more)
    assert answer.status_code == 200, answer.text
    return answer.json()["lines"]


def some_lines(server, count=3):
    """The newest lines, once there are so many."""
    return until(lambda: (found := [l for l in lines(server, "?limit=500") if l["kind"] == "line"])[count - 1:] and found)


def test_lines_outlast_a_restart(serve, tmp_path, fast):
    settings = {**fast, "STATE_DIR": str(tmp_path / "state")}
    first = serve(*WATCHING, **settings)
    said = some_lines(first, 5)
    first.stop()
    second = serve(**settings)
    wait_for_status(second, source_state="live")
    newer = until(lambda: lines(second, f"?after={said[0]['id']}&limit=500"))
    kept = lines(second, "?limit=500")
    assert [l for l in kept if l["kind"] == "line" and l["id"] <= said[0]["id"]][:5] == said[:5]
    assert all(l["id"] > said[0]["id"] for l in newer)
    ids = [l["id"] for l in kept]
    assert ids == sorted(ids, reverse=True)
    assert second.status()["record"]["lines"] >= len(said)


def test_a_line_says_when_and_of_what(serve, tmp_path, fast):
    server = serve(*WATCHING, **fast, STATE_DIR=str(tmp_path / "state"))
    line = some_lines(server, 4)[0]
    assert abs(line["ended_at"] - time.time()) < 20 and line["at"] < line["ended_at"]
    assert abs(line["ended_at"] - line["at"] - line["latency_s"]) < 0.01
    assert line["source"] == SAMPLE and line["source_kind"] == "file" and line["wrong"] is False
    assert 0 <= line["media_time"] <= line["media_end"] < 600
    assert line["text"].startswith("Person number ")
    oldest = next(one for one in reversed(lines(server, "?after=0&limit=3")) if one["kind"] == "note")
    assert messages.kWatchedFromHere.said_in(oldest["text"], SAMPLE)
    whole = server.get(f"/api/lines/{line['id']}").json()
    assert whole["instruction"] == "Tell me about the people."


def test_a_line_has_a_small_picture(serve, tmp_path, fast):
    server = serve(*WATCHING, **fast, STATE_DIR=str(tmp_path / "state"))
    line = some_lines(server)[0]
    answer = server.get(line["picture"])
    assert answer.headers["Content-Type"] == "image/jpeg" and "immutable" in answer.headers["Cache-Control"]
    assert Image.open(io.BytesIO(answer.content)).width == 160
    assert len(answer.content) < 12_000


def test_live_events_name_the_line_and_the_record_has_it_at_once(serve, tmp_path, fast):
    server = serve(*WATCHING, **fast, STATE_DIR=str(tmp_path / "state"))
    with connect(f"ws://127.0.0.1:{server.port}/api/live") as live:
        for _ in range(5):
            while True:
                event = json.loads(live.recv(20))
                if event["event"] == "cycle_end" and event["data"].get("line"):
                    break
            assert event["data"]["line"] == event["id"]
            entry = server.get(f"/api/lines/{event['id']}")
            assert entry.status_code == 200, entry.text
            assert entry.json()["text"] == event["data"]["text"].strip()
            assert server.get(entry.json()["picture"]).status_code == 200


def test_nothing_is_missing_between_the_record_and_the_events(serve, tmp_path, fast):
    server = serve(*WATCHING, **fast, STATE_DIR=str(tmp_path / "state"))
    newest = some_lines(server)[0]["id"]
    time.sleep(1)
    with connect(f"ws://127.0.0.1:{server.port}/api/live?last_event_id={newest}") as live:
        ends = []
        while len(ends) < 8:
            event = json.loads(live.recv(20))
            if event["event"] == "cycle_end" and event["data"].get("line"):
                ends.append(event["data"]["line"])
    kept = [l["id"] for l in lines(server, f"?after={newest}&limit=500") if l["kind"] == "line"]
    assert kept[:8] == ends


def test_lines_are_searched_and_marked(serve, tmp_path, fast):
    server = serve(*WATCHING, **fast, STATE_DIR=str(tmp_path / "state"))
    line = some_lines(server)[-1]
    number = line["text"].split()[2]
    assert line["id"] in [l["id"] for l in lines(server, f'?q="number {number}" walk')]
    assert lines(server, "?q=elephant") == []
    for typed in ('"', "AND", "NEAR(", "text:x", "*", "'; DROP TABLE line; --", "%00", "\\"):
        assert server.get("/api/lines", params={"q": typed}).status_code == 200
    assert requests.put(f"{server.url}/api/lines/{line['id']}/wrong", timeout=10).json()["wrong"] is True
    assert server.get(f"/api/lines/{line['id']}").json()["wrong"] is True
    assert requests.delete(f"{server.url}/api/lines/{line['id']}/wrong", timeout=10).json()["wrong"] is False
    assert messages.kNoSuchLine.said_in(detail(server.get("/api/lines?around=1"), 404))


def test_who_watches_reads_and_does_not_mark(serve, tmp_path, fast):
    tokens = {"API_TOKEN": "steer-0123456789abcdef", "WATCH_TOKEN": "watch-0123456789abcdef"}
    server = serve(*WATCHING, **fast, **tokens, STATE_DIR=str(tmp_path / "state"))
    watch = {"headers": {"Authorization": f"Bearer {tokens['WATCH_TOKEN']}"}}
    entries = until(lambda: lines(server, **watch))
    assert all("/" not in (entry["source"] or "") and SAMPLE not in entry["text"] for entry in entries)
    path = f"{server.url}/api/lines/{entries[0]['id']}/wrong"
    for method in ("PUT", "DELETE"):
        answer = requests.request(method, path, timeout=10, **watch)
        assert messages.kWatchOnly.said_in(detail(answer, 403))
    assert server.get("/api/lines").status_code == 401


def test_off_it_says_so(serve, tmp_path):
    for settings, why in (({}, messages.kRecordHasNoFolder),
                          ({"STATE_DIR": str(tmp_path / "state"), "KEEP_DAYS": "0"}, messages.kRecordHasNoDays)):
        server = serve(**settings)
        record = server.status()["record"]
        assert record["state"] == "off" and why.said_in(record["detail"])
        assert why.said_in(detail(server.get("/api/lines"), 404))
        assert server.get("/healthz").json() == {"status": "ok"}
        assert not (tmp_path / "state" / "lines.db").exists()


def test_killed_it_keeps_what_is_older_than_two_seconds(tmp_path, fast):
    program = Program("--source", SAMPLE, "--instruction", "the people", folder=tmp_path,
                      **fast, STATE_DIR=str(tmp_path / "state"))
    said, lost, _, _ = kill_rounds(program, 6, seed=int(time.time()))
    assert said > 20
    assert lost == []


# --- a file that cannot be used -----------------------------------------------------------------------------------------------


def warnings(server):
    return [line for line in server.log if " warn " in line and ("lines.db" in line or "Lines " in line or "disk" in line)]


@pytest.mark.parametrize("damage", ["garbage", "cut off", "overwritten"])
def test_a_damaged_file_is_put_aside(serve, tmp_path, fast, damage):
    state = tmp_path / "state"
    settings = {**fast, "STATE_DIR": str(state)}
    first = serve(*WATCHING, **settings)
    some_lines(first, 20)
    first.stop()
    file = state / "lines.db"
    # A program that had to leave in a hurry has the newest lines beside the file, where the damage would not reach them.
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = file.read_bytes()
    file.write_bytes({"garbage": b"x" * 20_000, "cut off": whole[:len(whole) // 2],
                      "overwritten": whole[:4096] + os.urandom(len(whole) - 4096)}[damage])
    damaged = file.read_bytes()
    second = serve(**settings)
    assert some_lines(second, 2)
    aside = [path for path in state.glob("lines.db.broken-*") if not path.name.endswith("-wal")]
    assert len(aside) == 1 and aside[0].read_bytes() == damaged
    said = warnings(second)
    assert len(said) == 1 and messages.kRecordIsBroken.said_in(said[0], aside[0].name, aside[0].name)
    assert str(state) not in said[0]


@pytest.mark.parametrize("whose", ["foreign", "nameless", "newer"])
def test_a_file_that_is_not_ours_is_left_alone(serve, tmp_path, fast, whose):
    state = tmp_path / "state"
    state.mkdir()
    file = state / "lines.db"
    why = messages.kRecordIsForeign
    if whose == "newer":
        serve(STATE_DIR=str(state)).stop()
        why = messages.kRecordIsNewer
    with sqlite3.connect(file) as other:
        other.executescript({"foreign": "PRAGMA application_id=252006674; CREATE TABLE theirs(x);",
                             "nameless": "CREATE TABLE theirs(x);", "newer": "PRAGMA user_version=99;"}[whose])
    other.close()
    before = file.read_bytes()
    server = serve(*WATCHING, **fast, STATE_DIR=str(state))
    record = until(lambda: (r := server.status()["record"])["state"] == "off" and r)
    assert why.said_in(record["detail"])
    assert why.said_in(detail(server.get("/api/lines"), 404))
    until(lambda: server.status()["cycle_count"] > 5)
    server.stop()
    assert file.read_bytes() == before
    assert len(warnings(server)) == 1


def test_while_another_program_holds_it_lines_wait(serve, tmp_path, fast):
    state = tmp_path / "state"
    server = serve(*WATCHING, **fast, STATE_DIR=str(state))
    some_lines(server)
    other = sqlite3.connect(state / "lines.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    record = until(lambda: (r := server.status()["record"])["state"] == "broken" and r)
    assert messages.kRecordIsLocked.said_in(record["detail"])
    assert server.get("/healthz").json() == {"status": "degraded", "degraded": ["record"]}
    seen = server.status()["cycle_count"]
    until(lambda: server.status()["cycle_count"] > seen + 20)
    other.execute("ROLLBACK")
    other.close()
    until(lambda: server.status()["record"]["state"] == "on")
    numbers = [int(l["text"].split()[2]) for l in lines(server, "?limit=500") if l["kind"] == "line"]
    assert all(a > b for a, b in zip(numbers, numbers[1:]))
    assert len(numbers) >= 20
    assert len(warnings(server)) == 1


def test_a_folder_that_goes_and_comes_back(serve, tmp_path, fast):
    state = tmp_path / "state"
    server = serve(*WATCHING, **fast, STATE_DIR=str(state))
    before = some_lines(server)
    state.rename(tmp_path / "elsewhere")
    state.write_text("in its way")
    until(lambda: server.status()["record"]["state"] == "broken")
    seen = server.status()["cycle_count"]
    until(lambda: server.status()["cycle_count"] > seen + 10)
    state.unlink()
    (tmp_path / "elsewhere").rename(state)
    until(lambda: server.status()["record"]["state"] == "on")
    kept = kept_lines(server.url)
    assert {l["id"] for l in before} <= set(kept)
    assert len(kept) >= len(before) + 10


def test_a_folder_that_is_deleted_is_made_again(serve, tmp_path, fast):
    state = tmp_path / "state"
    server = serve(*WATCHING, **fast, STATE_DIR=str(state))
    some_lines(server)
    shutil.rmtree(state)
    assert some_lines(server)
    assert (state / "lines.db").exists()
    assert server.status()["record"]["state"] == "on"
    assert any(messages.kRecordHasGone.said_in(line) for line in server.log)


def test_old_lines_go_by_themselves(serve, tmp_path, fast):
    state = tmp_path / "state"
    first = serve(*WATCHING, **fast, STATE_DIR=str(state))
    said = some_lines(first, 10)
    first.stop()
    with sqlite3.connect(state / "lines.db") as file:
        file.execute("UPDATE line SET at = at - 3 * 86400000 WHERE id <= ?", (said[4]["id"],))
    file.close()
    second = serve(STATE_DIR=str(state), KEEP_DAYS="2", **fast)
    until(lambda: said[5]["id"] not in kept_lines(second.url))
    assert said[3]["id"] in kept_lines(second.url)
    assert second.get(f"/api/lines/{said[5]['id']}/picture").status_code == 404


@pytest.mark.parametrize("says", ["x" * 20_000, "הכלב רץ אל הבית {}", "A\u0301\u0327\u0308" * 200 + " {}",
                                  "<img src=x onerror=alert(1)> & <b>bold</b> {}", "dog\u0000cat {}", "👩‍👩‍👧‍👦 run {}"])
def test_whatever_is_said_is_kept(serve, tmp_path, says):
    with talker(says.format if "{}" in says else lambda number: f"{number} {says}") as settings:
        language = "Hebrew" if "הכלב" in says else ""
        server = serve(*WATCHING, **settings, MAX_NEW_TOKENS="32768", LANGUAGE=language, STATE_DIR=str(tmp_path / "state"))
        seen = some_lines(server, 2)
    text = seen[0]["text"]
    assert text == server.get(f"/api/lines/{seen[0]['id']}").json()["text"]
    assert "\u0000" not in text
    for part in says.replace("{}", "").replace("\u0000", " ").split()[:3]:
        assert part in text
    assert server.status()["record"]["state"] == "on"


def test_what_somebody_changes_is_noted(serve, tmp_path):
    settings = {"STATE_DIR": str(tmp_path / "state"), "ENABLE_TTS": "false"}
    server = serve(**settings)
    server.post("/api/instruction", {"instruction": "Only the dogs"})
    server.post("/api/profiles", {"profile": "sports"})
    server.post("/api/presets", {"preset": "owl"})
    noted = [("instruction", "Only the dogs"), ("style", "sports"), ("pace", "owl")]
    assert [(l["kind"], l["text"]) for l in lines(server, "?after=0")] == noted
    assert [l["kind"] for l in lines(server, "?q=dogs")] == ["instruction"], "it is found, too"
    assert server.get("/api/lines/export?format=text").status_code == 404, "in a transcript it does not belong"
    server.stop()
    again = serve(**settings)
    again.post("/api/instruction", {"instruction": ""})
    assert [(l["kind"], l["text"]) for l in lines(again, "?after=0")] == [*noted, ("instruction", "")]
