"""The routes that answer once."""
import json
import select
import socket
import time

import pytest

import messages
from conftest import SAMPLE

STATUS = {
    "model_loaded": bool, "capture_running": bool, "monitor_mode": str, "instruction": str, "cycle_count": int,
    "frames_buffered": int, "tts_enabled": bool, "active_profile": str, "capture_healthy": bool,
    "livekit_connected": bool, "livekit_enabled": bool, "version": str, "uptime_s": (int, float), "source_state": str,
    "source_reason": str, "target_delay": (int, float), "engine": dict, "voice": dict, "viewers": int,
    "listeners": int, "source_restarts": int, "now": (int, float), "livekit": dict,
}


def detail(answer, status):
    assert answer.status_code == status, answer.text
    assert set(answer.json()) == {"detail"}
    sentence = answer.json()["detail"]
    assert sentence.endswith(".") and "\n" not in sentence
    return sentence


def wait_for_status(server, seconds=10, **wanted):
    end = time.monotonic() + seconds
    while True:
        status = server.status()
        if all(status[name] == value for name, value in wanted.items()):
            return status
        assert time.monotonic() < end, status
        time.sleep(0.05)


def test_status_without_a_source(server):
    status = server.status()
    for name, kind in STATUS.items():
        assert isinstance(status[name], kind), name
    assert status["monitor_mode"] == "IDLE" and status["source"] is None and not status["capture_running"]
    assert status["engine"]["kind"] == "watcher" and status["engine"]["heeds"]


def test_a_source_is_started_watched_and_stopped(serve):
    server = serve()
    assert server.get("/api/frame").status_code == 404
    answer = server.post("/api/start", {"source": SAMPLE})
    assert answer.status_code == 200, answer.text
    assert set(answer.json()) == {"status", "source", "source_state", "source_reason"}
    assert answer.json()["status"] == "started" and answer.json()["source"].endswith("vtest.avi")
    assert answer.json()["source_state"] == "live" and answer.json()["source_reason"] is None
    status = wait_for_status(server, capture_running=True, capture_healthy=True, source_state="live")
    assert abs(status["now"] - time.time()) < 5 and status["now"] - 60 < status["source_since"] <= status["now"]
    assert status["source_next_try_s"] is None
    assert 'np_source_state{channel="main",state="live"} 1\n' in server.get("/metrics").text
    assert (status["source_width"], status["source_height"], status["source_fps"]) == (768, 576, 10)

    picture = server.get("/api/frame")
    assert picture.headers["Content-Type"] == "image/jpeg" and picture.headers["Cache-Control"] == "no-store"
    assert picture.content[:2] == b"\xff\xd8" and picture.content[-2:] == b"\xff\xd9"

    assert detail(server.post("/api/start", {"source": SAMPLE}), 409) == messages.kSourceRunning
    assert server.post("/api/instruction", {"instruction": "Watch the people."}).json() == {
        "status": "ok", "instruction": "Watch the people."}
    wait_for_status(server, monitor_mode="ACTIVE", instruction="Watch the people.")
    assert server.post("/api/stop").json() == {"status": "stopped"}
    wait_for_status(server, monitor_mode="IDLE", instruction="", capture_running=False)
    assert server.post("/api/start", {"source": SAMPLE}).status_code == 200


@pytest.mark.parametrize("source", [
    "/nowhere/clip.mp4", "/", "gopher://x", "/dev/null", "rtsp://me:hunter2@127.0.0.1:1/x", 77])
def test_a_source_that_cannot_be_opened_says_why(server, source):
    sentence = detail(server.post("/api/start", {"source": source}), 400)
    assert "hunter2" not in sentence and len(sentence) > 20
    status = server.status()
    assert not status["capture_running"] and status["source_state"] == "stopped"


@pytest.mark.parametrize("route, field", [
    ("/api/start", "source"), ("/api/instruction", "instruction"), ("/api/profiles", "profile"),
    ("/api/presets", "preset")])
@pytest.mark.parametrize("value", [None, True, 1.5, -3, [], {}])
def test_wrong_types_name_the_field(server, route, field, value):
    assert f'"{field}"' in detail(server.post(route, {field: value}), 422)


@pytest.mark.parametrize("value", [1, "true", [], {}])
def test_wait_is_true_or_false(server, value):
    assert '"wait"' in detail(server.post("/api/start", {"source": SAMPLE, "wait": value}), 422)
    assert not server.status()["capture_running"]


def test_nothing_is_tried_where_nothing_is_waited_for(serve):
    server = serve()
    assert detail(server.post("/api/retry"), 409) == messages.kNothingToTry
    server.post("/api/start", {"source": SAMPLE, "wait": False})
    assert detail(server.post("/api/retry"), 409) == messages.kNothingToTry


@pytest.mark.parametrize("body", ["", "{", "nonsense", "[1,", "\xff", '{"instruction": "x"} y', "[" * 10000])
@pytest.mark.parametrize("route", ["/api/start", "/api/instruction", "/api/profiles", "/api/presets"])
def test_malformed_json(server, route, body):
    detail(server.post(route, data=body.encode("latin-1")), 422)


def test_missing_and_unknown_fields(server):
    assert messages.kFieldMissing.said_in(detail(server.post("/api/instruction", {"text": "x"}), 422), "instruction")
    assert server.post("/api/instruction", {"instruction": "", "colour": 7}).status_code == 200


def test_2000_characters_are_taken_2001_are_not(server):
    long = "ä€👋x" * 500
    assert server.post("/api/instruction", {"instruction": long}).json()["instruction"] == long
    assert messages.kTooManyCharacters.said_in(
        detail(server.post("/api/instruction", {"instruction": long + "x"}), 422), "instruction", 2001)
    assert server.status()["instruction"] == long
    server.post("/api/instruction", {"instruction": ""})
    assert server.status()["monitor_mode"] == "IDLE"


def test_profiles_switch_live(server):
    answer = server.get("/api/profiles").json()
    assert answer["active"] == "default"
    assert {"default", "sports", "security", "nature", "descriptive"} <= set(answer["profiles"])
    assert all(set(profile) == {"label", "suggestion"} for profile in answer["profiles"].values())
    assert server.post("/api/profiles", {"profile": "sports"}).json() == {"status": "ok", "profile": "sports"}
    assert server.status()["active_profile"] == "sports"
    assert "nope" in detail(server.post("/api/profiles", {"profile": "nope"}), 400)
    server.post("/api/profiles", {"profile": "default"})


def test_voices_switch_live(server):
    answer = server.get("/api/voices").json()
    assert answer["active"] == "clara" and answer["speed"] == 1
    assert set(answer["voices"]) == {"clara", "victor", "june", "otto", "flite"}
    assert all(set(voice) == {"label", "description", "sample"} for voice in answer["voices"].values())
    assert server.post("/api/voices", {"voice": "victor", "speed": 1.2}).json() == {"status": "ok", "voice": "victor", "speed": 1.2}
    assert server.get("/api/voices").json()["active"] == "victor"
    assert [server.status()["voice"][field] for field in ("chosen", "speed")] == ["victor", 1.2]
    assert server.post("/api/voices", {"speed": 0.9}).json()["voice"] == "victor"
    for body in [{"voice": "nobody"}, {"voice": "server"}, {"voice": "otto", "speed": 9}]:
        detail(server.post("/api/voices", body), 400)
    assert server.get("/api/voices").json()["active"] == "victor"
    for body in [{}, {"voice": 1}, {"speed": "fast"}, {"speed": True}]:
        detail(server.post("/api/voices", body), 422)
    server.post("/api/voices", {"voice": "clara", "speed": None})


def test_a_profile_has_a_speed_until_somebody_chooses_one(server):
    def speed(**wish):
        if wish:
            server.post("/api/voices", wish)
        voices = server.get("/api/voices").json()
        return voices["speed"], voices["usual_speed"]

    assert speed(speed=None) == (1, 1)
    server.post("/api/profiles", {"profile": "sports"})
    assert speed() == (1.15, 1.15)
    assert speed(speed=0.9) == (0.9, 1.15)
    server.post("/api/profiles", {"profile": "nature"})
    assert speed() == (0.9, 0.95)
    assert speed(speed=None) == (0.95, 0.95)
    server.post("/api/profiles", {"profile": "default"})


def test_a_voice_is_heard_before_it_is_chosen(server):
    sounds = set()
    for voice in server.get("/api/voices").json()["voices"]:
        answer = server.get("/api/voices/sample", params={"voice": voice})
        assert answer.headers["Content-Type"] == "audio/wav" and answer.content[:4] == b"RIFF"
        sounds.add(answer.content)
    assert len(sounds) == 5
    assert server.get("/api/voices/sample").content in sounds, "the one that speaks"
    assert server.get("/api/voices").json()["active"] == "clara"
    assert "nobody" in detail(server.get("/api/voices/sample", params={"voice": "nobody"}), 400)


def test_presets_switch_live(server):
    answer = server.get("/api/presets").json()
    assert answer["active"] == "sniper"
    assert set(answer["presets"]) == {"sentry", "sniper", "owl", "beast"}
    assert all(set(preset) == {"label", "description"} for preset in answer["presets"].values())
    assert server.post("/api/presets", {"preset": "owl"}).json() == {"status": "ok", "preset": "owl"}
    assert server.status()["active_preset"] == "owl"
    assert "nope" in detail(server.post("/api/presets", {"preset": "nope"}), 400)
    server.post("/api/presets", {"preset": "sniper"})


def test_health_metrics_and_description(server):
    assert server.get("/healthz").json() == {"status": "ok"}
    metrics = server.get("/metrics")
    assert metrics.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert 'np_http_requests_total{route="/healthz",status="200"}' in metrics.text
    description = server.get("/openapi.json").json()
    assert description["openapi"].startswith("3.1")
    status = description["paths"]["/api/status"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert set(status["properties"]) == set(server.status())


def test_every_described_route_answers(server):
    for path, methods in server.get("/openapi.json").json()["paths"].items():
        for method, described in methods.items():
            path = path.replace("{file}", "style.css").replace("{id}", "17").replace("{name}", "clip.mp4")
            with server.connect() as client:
                request = f"{method.upper()} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
                client.sendall(request.encode())
                status = client.recv(4096).split()[1].decode()
            assert status in described["responses"], (method, path, status)


def test_the_page_and_its_files(server):
    page = server.get("/")
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert page.headers["X-Content-Type-Options"] == "nosniff" and page.headers["Referrer-Policy"] == "no-referrer"
    assert server.get("/style.css").headers["Content-Type"] == "text/css; charset=utf-8"
    again = server.get("/", headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 304 and again.content == b""
    detail(server.get("/nothing.js"), 404)
    detail(server.get("/%2e%2e/etc/passwd"), 404)


def test_methods(server):
    answer = server.post("/api/status")
    assert "GET" in detail(answer, 405) and answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert answer.headers.get("Access-Control-Allow-Origin") is None
    detail(server.get("/api/nothing"), 404)


def test_one_slow_start_blocks_nobody(serve):
    server = serve(OPEN_TIMEOUT="3")
    with socket.socket() as silent:  # listens and never says anything
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        body = json.dumps({"source": f"http://127.0.0.1:{silent.getsockname()[1]}/clip.mp4"})
        with server.connect() as client:
            head = f"POST /api/start HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n"
            client.sendall((head + body).encode())
            for _ in range(10):
                server.status()
            assert not select.select([client], [], [], 0)[0], "the others were answered after it"
            assert client.recv(4096).startswith(b"HTTP/1.1 400")
