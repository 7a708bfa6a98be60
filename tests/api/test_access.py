"""Who may ask: hosts, origins, the token, TLS, the port."""
import contextlib
import os
import ssl
import subprocess
import time

import pytest
import requests
from websockets.sync.client import connect

import messages
from conftest import BINARY, SAMPLE, server_certificate
from program import until

pytestmark = pytest.mark.filterwarnings("ignore:Unverified HTTPS")


def raw_status(server, *lines):
    with server.connect() as client:
        client.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        return int(client.recv(4096).split()[1])


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "LocalHost:8199", "[::1]:1"])
def test_loopback_names_are_known(server, host):
    assert raw_status(server, "GET /api/status HTTP/1.1", f"Host: {host}") == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.", "192.0.2.1"])
def test_foreign_hosts_are_not(server, host):
    assert raw_status(server, "GET /api/status HTTP/1.1", f"Host: {host}") == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:1"])
def test_foreign_origins_are_refused(server, origin):
    answer = server.post("/api/instruction", {"instruction": "mine"}, headers={"Origin": origin})
    assert answer.status_code == 403 and answer.json()["detail"] == messages.kForeignPage
    assert server.status()["instruction"] == ""
    assert server.get("/api/mjpeg", headers={"Origin": origin}).status_code == 403


def test_own_origin_is_taken(server):
    assert server.post("/api/instruction", {"instruction": ""}, headers={"Origin": server.url}).status_code == 200


def test_allowed_hosts(serve):
    server = serve(ALLOWED_HOSTS="show.example")
    assert raw_status(server, "GET / HTTP/1.1", "Host: show.example:9999", "Origin: https://show.example") == 200
    assert raw_status(server, "GET / HTTP/1.1", "Host: other.example") == 403


def test_token(serve):
    server = serve(API_TOKEN="open-sesame")
    for path in ("/", "/index.html", "/api/status", "/api/mjpeg", "/api/stream", "/api/frame", "/metrics", "/openapi.json",
                 "/api/share", "/api/qr.svg?text=x"):
        answer = server.get(path)
        assert answer.status_code == 401 and answer.json()["detail"] == messages.kTokenNeeded, path
    assert server.get("/healthz").status_code == 200
    assert server.get("/api/status", headers={"Authorization": "Bearer open-sesame"}).status_code == 200
    assert server.get("/api/status", headers={"Authorization": "Bearer open-sesam"}).status_code == 401
    assert server.get("/?token=wrong").status_code == 401
    assert server.get("/?token=").status_code == 401

    assert "open-sesame" not in server.log_text and server.link.endswith("/?token=…")
    link = server.url + "/?token=open-sesame"
    session = requests.Session()
    answer = session.get(link, allow_redirects=False)
    assert answer.status_code == 303 and answer.headers["Location"] == "./"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Secure" not in cookie
    assert session.get(link).url == server.url + "/"
    assert session.get(server.url + "/api/status").status_code == 200
    assert session.post(server.url + "/api/stop").status_code == 200


def test_a_token_is_made_where_others_can_reach_the_server(serve):
    server = serve("--host", "0.0.0.0")
    assert "/?token=" in server.link
    assert requests.get(f"http://127.0.0.1:{server.port}/api/status", timeout=5).status_code == 401
    token = server.link.split("token=")[1]
    assert len(token) >= 32
    headers = {"Authorization": f"Bearer {token}"}
    assert requests.get(f"http://127.0.0.1:{server.port}/api/status", headers=headers, timeout=5).status_code == 200
    assert requests.get(f"http://127.0.0.1:{server.port}/?token={token}", timeout=5).status_code == 200


def test_self_signed_tls(serve):
    server = serve(TLS="self-signed", API_TOKEN="abc")
    assert server.url.startswith("https://")
    answer = requests.get(server.url + "/?token=abc", verify=False, allow_redirects=False, timeout=5)
    assert "; Secure" in answer.headers["Set-Cookie"]
    text = subprocess.run(["openssl", "x509", "-noout", "-text"], input=server_certificate(server.port), text=True,
                          capture_output=True, check=True).stdout
    assert "DNS:localhost" in text and "IP Address:127.0.0.1" in text and "TLS Web Server Authentication" in text
    with server.connect() as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b"https://" in client.recv(4096)


def test_the_self_signed_certificate_is_kept_and_told(serve, tmp_path):
    def fingerprint():
        server = serve("--tls", "self-signed", STATE_DIR=str(tmp_path / "state"))
        text = subprocess.run(["openssl", "x509", "-noout", "-fingerprint", "-sha256"], text=True, capture_output=True,
                              input=server_certificate(server.port), check=True).stdout.strip().split("=")[1]
        assert text in server.log_text
        server.stop()
        return text

    assert fingerprint() == fingerprint()
    assert (tmp_path / "state/certificate.pem").stat().st_mode & 0o777 == 0o600


CONTROL, WATCH = "control-0123456789", "watch-0123456789ab"


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def test_who_watches_may_look_and_not_steer(serve):
    server = serve("--source", SAMPLE, API_TOKEN=CONTROL, WATCH_TOKEN=WATCH)
    until(lambda: server.get("/api/status", headers=bearer(WATCH)).json()["source_state"] == "live")
    for path in ("/", "/api/status", "/api/profiles", "/api/frame", "/metrics"):
        assert server.get(path, headers=bearer(WATCH)).status_code == 200, path
    for path in ("start", "stop", "retry", "instruction", "profiles", "presets", "voices", "livekit/token"):
        answer = server.post("/api/" + path, {"source": "0"}, headers=bearer(WATCH))
        assert answer.status_code == 403 and answer.json()["detail"] == messages.kWatchOnly, path
    seen = {token: server.get("/api/status", headers=bearer(token)).json() for token in (WATCH, CONTROL)}
    assert seen[WATCH]["source"] == os.path.basename(SAMPLE) and seen[WATCH]["access"] == "watch"
    assert seen[CONTROL]["source"] == SAMPLE and seen[CONTROL]["access"] == "control"
    with connect(f"ws://127.0.0.1:{server.port}/api/live", additional_headers=bearer(WATCH)) as live:
        assert SAMPLE not in live.recv(5)
    assert server.post("/api/stop", headers=bearer(CONTROL)).status_code == 200


def test_guesses_are_slowed_down_and_nobody_else(serve):
    server = serve(API_TOKEN=CONTROL)
    with requests.Session() as session:
        begun = time.monotonic()
        for n in range(14):
            assert session.get(server.url + "/api/status", headers=bearer(f"guess-{n:012}")).status_code == 401
        assert time.monotonic() - begun >= 1
    quickest = 9
    for _ in range(5):
        begun = time.monotonic()
        assert server.get("/api/status", headers=bearer(CONTROL)).status_code == 200
        quickest = min(quickest, time.monotonic() - begun)
    assert quickest < 0.25
    assert CONTROL not in server.log_text and "guess-" not in server.log_text


def test_only_what_sources_allows_is_opened(serve, tmp_path):
    video = tmp_path / "videos"
    video.mkdir()
    (video / "clip.avi").symlink_to(SAMPLE)
    server = serve(SOURCES=f"{video},cam.example")
    for source in (SAMPLE, "/etc/passwd", "/etc/nosuchfile", f"{video}/../x.mp4", "http://127.0.0.1:1/x", 0, "livekit"):
        answer = server.post("/api/start", {"source": source})
        assert answer.status_code == 403 and answer.json()["detail"] == messages.kSourceNotAllowed, source
    assert server.post("/api/start", {"source": f"{video}/clip.avi"}).status_code == 200


def test_what_the_settings_name_needs_no_permission(serve):
    server = serve("--source", SAMPLE, SOURCES="none")
    until(lambda: server.status()["source_state"] == "live")


def test_secrets_in_files(serve, tmp_path):
    (tmp_path / "token").write_text(CONTROL + "\n")
    server = serve(API_TOKEN_FILE=str(tmp_path / "token"))
    assert server.get("/api/status").status_code == 401
    assert server.get("/api/status", headers=bearer(CONTROL)).status_code == 200


def test_no_control_characters_in_an_instruction(server):
    for text in ("\x1b[2J", "a\x00b", "a\u009bb", "a\u202eb", "a\u2066b", "a\x07"):
        answer = server.post("/api/instruction", {"instruction": text})
        assert answer.status_code == 422 and messages.kControlCharacters.said_in(answer.json()["detail"], "instruction"), text
    assert server.post("/api/instruction", {"instruction": "two\nlines\tand \u00e9 \U0001f600"}).status_code == 200
    server.post("/api/stop")


def test_tls_with_files(serve, certificate):
    cert, key = certificate
    server = serve(TLS_CERT=cert, TLS_KEY=key)
    assert requests.get(f"https://localhost:{server.port}/healthz", verify=cert, timeout=5).json() == {"status": "ok"}
    with connect(f"wss://localhost:{server.port}/api/live", ssl=ssl.create_default_context(cafile=cert)) as live:
        assert '"event":"hello"' in live.recv(5)


def refusal(folder, *flags, **settings):
    answer = subprocess.run([BINARY, "serve", *flags], cwd=folder, env={**os.environ, "STATE_DIR": "off", **settings},
                            capture_output=True, text=True, timeout=20)
    assert answer.returncode != 0
    return answer.stderr.strip().splitlines()[-1]


def test_a_weak_or_missing_token_stops_the_start_where_others_can_reach_it(tmp_path):
    line = refusal(tmp_path, "--host", "0.0.0.0", SERVER_PORT="0", API_TOKEN="hunter2")
    assert messages.kTokenTooShort.said_in(line, "API_TOKEN", 16)
    line = refusal(tmp_path, "--host", "0.0.0.0", SERVER_PORT="0", API_TOKEN="off", PUBLISH="0.0.0.0")
    assert messages.kPublishedOpen.said_in(line, "PUBLISH=0.0.0.0 (environment)", 16)


def test_port_in_use(server, tmp_path):
    line = refusal(tmp_path, "--port", str(server.port))
    assert messages.kPortInUse.said_in(line, f"Port {server.port} on 127.0.0.1")


def test_wrong_certificates(tmp_path, certificate):
    cert, key = certificate
    assert "TLS_CERT" in refusal(tmp_path, SERVER_PORT="0", TLS_CERT=cert)
    assert "TLS_CERT" in refusal(tmp_path, SERVER_PORT="0", TLS_CERT="/nowhere.pem", TLS_KEY=key)
    other = tmp_path / "other.pem"
    subprocess.run(["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", other], check=True)
    assert "TLS_KEY" in refusal(tmp_path, SERVER_PORT="0", TLS_CERT=cert, TLS_KEY=str(other))


def test_half_a_handshake_harms_nobody(serve):
    server = serve(TLS="self-signed")
    open_sockets = [server.connect() for _ in range(20)]
    for client in open_sockets[:10]:
        client.sendall(b"\x16\x03\x01\x02\x00\x01\x00")
    asked = time.monotonic()
    assert requests.get(server.url + "/healthz", verify=False, timeout=30).status_code == 200
    assert time.monotonic() - asked < 5
    for client in open_sockets:
        client.close()
    with server.connect() as client:
        client.sendall(b"\x16\x03\x01" + b"x" * 2000)
        with contextlib.suppress(ConnectionError):
            while b := client.recv(4096):
                assert b[0] == 0x15  # an alert, then the end
