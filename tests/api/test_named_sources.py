"""Sources with a name: given, used, changed, taken away, kept over restarts; and who sees what of them."""
import json
import stat
import urllib.parse

import pytest
import requests

import messages
from conftest import SAMPLE
from program import until
from test_api import detail, wait_for_status

CAMERA = "rtsp://anna:secret@127.0.0.1:9/live?channel=1&token=hush"
CONTROL = {"Authorization": "Bearer sesame"}
WATCH = {"Authorization": "Bearer look"}


@pytest.fixture
def state(tmp_path):
    return tmp_path / "state"


def address(name, end=""):
    return f"/api/sources/{urllib.parse.quote(name, safe='')}{end}"


def put(server, name, body, **more):
    return requests.put(server.url + address(name), json=body, timeout=10, **more)


def delete(server, name, **more):
    return requests.delete(server.url + address(name), timeout=10, **more)


def named(server, **more):
    return server.get("/api/sources", **more).json()["named"]


def names(server):
    return [one["name"] for one in named(server)]


def test_a_source_is_opened_by_its_name_and_called_so(serve, state):
    server = serve(STATE_DIR=state)
    assert put(server, "Front door", {"source": SAMPLE}).json() == {"status": "ok", "name": "Front door"}
    answer = server.post("/api/start", {"source": "Front door"})
    assert answer.json()["source"] == "Front door", answer.text
    assert server.status()["source"] == "Front door"
    until(lambda: [one["source"] for one in server.get("/api/lines").json()["lines"]] == ["Front door"])
    (one,) = named(server)
    assert (one["name"], one["kind"], one["address"]) == ("Front door", "file", SAMPLE)


def test_the_running_source_gets_its_name_and_loses_it(serve):
    server = serve("--source", SAMPLE)
    wait_for_status(server, source_state="live")
    restarts = server.status()["source_since"]
    assert put(server, "Yard", {"source": server.status()["source"]}).status_code == 200
    wait_for_status(server, source="Yard")
    assert put(server, "Yard", {"name": "Garden"}).json()["name"] == "Garden"
    wait_for_status(server, source="Garden")
    assert delete(server, "Garden").status_code == 200
    wait_for_status(server, source=SAMPLE)
    assert server.status()["source_since"] == restarts, "it went on meanwhile"


def test_names_outlive_the_program_and_the_source_goes_on_under_its_own(serve, state):
    server = serve(STATE_DIR=state)
    put(server, "Yard", {"source": SAMPLE})
    put(server, "Camera", {"source": CAMERA})
    assert server.post("/api/start", {"source": "Yard"}).status_code == 200
    until(lambda: named(server)[0]["picture_at"])
    picture = server.get(address("Yard", "/picture"))
    assert picture.headers["Content-Type"] == "image/jpeg" and picture.content.startswith(b"\xff\xd8")
    assert 500 < len(picture.content) < 40_000
    server.stop()
    server.start()
    wait_for_status(server, source="Yard", source_state="live")
    assert names(server) == ["Yard", "Camera"]
    assert server.get(address("Yard", "/picture")).content.startswith(b"\xff\xd8")
    assert messages.kNoPictureOfSource.said_in(detail(server.get(address("Camera", "/picture")), 404))


def test_source_may_be_a_name_in_the_settings(serve, state):
    server = serve(STATE_DIR=state)
    put(server, "Yard", {"source": SAMPLE})
    server.stop()
    again = serve("--source", "Yard", STATE_DIR=state)
    wait_for_status(again, source="Yard", source_state="live")


@pytest.mark.parametrize("name, sentence", [
    ("  ", messages.kNameEmpty), ("x" * 300, messages.kNameTooLong), ("a\nb", messages.kNameNotPlain), ("a\x1b[2Jb", messages.kNameNotPlain),
    ("/srv/x.mp4", messages.kNameLikeAddress), ("rtsp://10.0.0.5/live", messages.kNameLikeAddress), ("0", messages.kNameLikeAddress),
    ("whip", messages.kNameLikeAddress),
])  # fmt: skip
def test_what_is_no_name_is_refused_with_a_sentence(server, name, sentence):
    assert sentence.said_in(detail(put(server, name, {"source": SAMPLE}), 400))
    assert names(server) == []


def test_bytes_that_are_no_text_and_no_name_at_all(server):
    for path, status in (("/api/sources/%FF%FE", 400), ("/api/sources/%00", 400), ("/api/sources/", 404), ("/api/sources/a/b", 404)):
        answer = requests.put(server.url + path, json={"source": SAMPLE}, timeout=10)
        assert answer.status_code == status, (path, answer.text)
    assert names(server) == []


@pytest.mark.parametrize("body, status", [
    ({}, 422), ({"source": 7}, 422), ({"source": ""}, 422), ({"source": "x" * 5000}, 422), ({"name": 7}, 422), ([], 422),
    ({"source": "gopher://x"}, 400), ({"source": "whip"}, 400), ({"source": "livekit:anna"}, 400), ({"name": "Porch"}, 404),
])  # fmt: skip
def test_a_body_that_names_no_source(server, body, status):
    assert detail(put(server, "Front door", body), status)
    assert names(server) == []


def test_one_name_a_source_and_one_source_a_name(serve):
    server = serve()
    assert put(server, "Front door", {"source": CAMERA}).status_code == 200
    assert put(server, "Front door", {"source": CAMERA}).status_code == 200, "the same again"
    assert messages.kNameTaken.said_in(detail(put(server, "Front door", {"source": SAMPLE}), 409))
    assert messages.kSourceHasName.said_in(detail(put(server, "Porch", {"source": CAMERA}), 409))
    assert put(server, "Yard", {"source": SAMPLE}).status_code == 200
    assert messages.kNameTaken.said_in(detail(put(server, "Yard", {"name": "Front door"}), 409))
    assert put(server, "Front door", {"source": "rtsp://anna:other@127.0.0.1:9/live", "replace": True}).status_code == 200
    assert names(server) == ["Front door", "Yard"]


def test_a_bounded_number_and_html_is_text(serve):
    server = serve()
    assert put(server, "<b>Übung & \"1\"", {"source": "/srv/0"}).status_code == 200
    for i in range(31):
        assert put(server, f"n{i}", {"source": f"/srv/n{i}"}).status_code == 200
    assert messages.kTooManyNames.said_in(detail(put(server, "more", {"source": "/srv/more"}), 409))
    assert names(server)[0] == "<b>Übung & \"1\""
    assert messages.kNoSuchName.said_in(detail(delete(server, "nobody"), 404))
    assert delete(server, "<b>Übung & \"1\"").status_code == 200
    assert put(server, "more", {"source": "/srv/more"}).status_code == 200


def test_credentials_are_shown_to_nobody(serve, state):
    server = serve(API_TOKEN="sesame", WATCH_TOKEN="look", STATE_DIR=state)
    assert put(server, "Front door", {"source": CAMERA}, headers=CONTROL).status_code == 200
    answer = server.post("/api/start", {"source": "Front door", "wait": True}, headers=CONTROL)
    assert answer.status_code == 200 and answer.json()["source"] == "Front door"
    listed = server.get("/api/sources", headers=CONTROL).text
    texts = [listed, answer.text, server.get("/api/status", headers=CONTROL).text, server.get("/api/status", headers=WATCH).text,
             server.get("/api/settings", headers=CONTROL).text, server.log_text]
    assert json.loads(listed)["named"][0]["address"] == "rtsp://127.0.0.1:9/live?…"
    for text in texts:
        assert "secret" not in text and "hush" not in text
    assert server.get("/api/status", headers=WATCH).json()["source"] == "Front door"
    kept = state / "sources.json"
    until(kept.exists)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600 and "secret" in kept.read_text()
    for refused in (server.get("/api/sources", headers=WATCH), server.get(address("Front door", "/picture"), headers=WATCH),
                    put(server, "Mine", {"source": SAMPLE}, headers=WATCH), delete(server, "Front door", headers=WATCH)):
        assert refused.status_code == 403 and "127.0.0.1:9" not in refused.text


def test_sources_says_which_may_be_named_and_opened(serve, state):
    server = serve(STATE_DIR=state)
    put(server, "Yard", {"source": SAMPLE})
    put(server, "Camera", {"source": CAMERA})
    server.stop()
    strict = serve(SOURCES="rtsp", STATE_DIR=state)
    assert names(strict) == ["Camera"], "what may not be opened is not offered"
    assert messages.kSourceNotAllowed.said_in(detail(put(strict, "Clip", {"source": SAMPLE}), 403))
    assert messages.kSourceNotAllowed.said_in(detail(strict.post("/api/start", {"source": "Yard"}), 403))


def test_without_a_folder_names_last_as_long_as_the_program(serve):
    server = serve()
    assert put(server, "Yard", {"source": SAMPLE}).status_code == 200
    assert server.post("/api/start", {"source": "Yard"}).json()["source"] == "Yard"


def test_a_damaged_file_is_told_and_left(serve, state):
    server = serve(STATE_DIR=state)
    put(server, "Yard", {"source": SAMPLE})
    server.stop()
    kept = state / "sources.json"
    until(kept.exists)
    kept.write_text("{\"sources\": [")
    again = serve(STATE_DIR=state)
    assert names(again) == []
    assert messages.kNamesDamaged.said_in(again.log_text)
    assert kept.read_text() == "{\"sources\": ["
