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
from conftest import BINARY, server_certificate

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
    for path in ("/", "/api/status", "/api/mjpeg", "/api/stream", "/api/frame", "/metrics", "/openapi.json",
                 "/style.css"):
        answer = server.get(path)
        assert answer.status_code == 401 and answer.json()["detail"] == messages.kTokenNeeded, path
    assert server.get("/healthz").status_code == 200
    assert server.get("/api/status", headers={"Authorization": "Bearer open-sesame"}).status_code == 200
    assert server.get("/api/status", headers={"Authorization": "Bearer open-sesam"}).status_code == 401
    assert server.get("/?token=wrong").status_code == 401
    assert server.get("/?token=").status_code == 401

    session = requests.Session()
    answer = session.get(server.link, allow_redirects=False)
    assert answer.status_code == 303 and answer.headers["Location"] == "/"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Secure" not in cookie
    assert session.get(server.link).url == server.url + "/"
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
    answer = requests.get(server.link, verify=False, allow_redirects=False, timeout=5)
    assert "; Secure" in answer.headers["Set-Cookie"]
    text = subprocess.run(["openssl", "x509", "-noout", "-text"], input=server_certificate(server.port), text=True,
                          capture_output=True, check=True).stdout
    assert "DNS:localhost" in text and "IP Address:127.0.0.1" in text and "TLS Web Server Authentication" in text
    with server.connect() as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b"https://" in client.recv(4096)


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
    assert requests.get(server.url + "/healthz", verify=False, timeout=5).status_code == 200
    assert time.monotonic() - asked < 1
    for client in open_sockets:
        client.close()
    with server.connect() as client:
        client.sendall(b"\x16\x03\x01" + b"x" * 2000)
        with contextlib.suppress(ConnectionError):
            while b := client.recv(4096):
                assert b[0] == 0x15  # an alert, then the end
