"""The ticket into a LiveKit room. No LiveKit server is needed: the token is read as one would."""
import base64
import hashlib
import hmac
import json
import re
import time

import pytest
import requests

import messages
from conftest import Server
from test_api import detail

TOKEN = "/api/livekit/token"
SECRET = "of-our-own-of-our-own-of-our-own"
ON = {"LIVEKIT_ENABLED": "true", "LIVEKIT_API_KEY": "our-key", "LIVEKIT_API_SECRET": SECRET, "LIVEKIT_ROOM": "yard"}


def claims_of(token, secret=SECRET):
    """The claims, once the signature is right."""
    head, body, signature = token.split(".")

    def unpack(part):
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))

    assert json.loads(unpack(head)) == {"alg": "HS256", "typ": "JWT"}
    assert hmac.new(secret.encode(), f"{head}.{body}".encode(), hashlib.sha256).digest() == unpack(signature)
    return json.loads(unpack(body))


@pytest.fixture(scope="module")
def wrong(tmp_path_factory):
    """A server for requests that get no token, so that they are not counted."""
    one = Server(tmp_path_factory.mktemp("livekit"), **ON)
    yield one
    one.stop()


def test_a_token_is_for_one_room_one_person_and_no_more(serve):
    server = serve(**ON)
    answer = server.post(TOKEN, {"identity": "Anna.B_c-1", "name": " Anna Ä 👋 ", "colour": 7})
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    ticket = answer.json()
    assert set(ticket) == {"url", "token", "room", "identity", "commentator"}
    assert (ticket["url"], ticket["room"], ticket["identity"]) == ("ws://localhost:7880", "yard", "Anna.B_c-1")
    claims = claims_of(ticket["token"])
    now = time.time()
    assert now + 590 < claims.pop("exp") <= now + 600 and now - 70 < claims.pop("nbf") <= now
    assert claims == {
        "iss": "our-key", "sub": "Anna.B_c-1", "name": "Anna Ä 👋", "kind": "standard",
        "video": {"room": "yard", "roomJoin": True, "canPublish": True, "canSubscribe": True, "canPublishData": True,
                  "canPublishSources": ["camera", "screen_share"]}}


def test_who_gives_no_name_gets_one(serve):
    server = serve(**ON)
    tickets = [server.post(TOKEN, data=body).json() for body in ("", "{}", '{"identity": null, "name": null}')]
    assert len({ticket["identity"] for ticket in tickets}) == 3
    for ticket in tickets:
        assert re.fullmatch("viewer-[a-z2-7]{8}", ticket["identity"])
        claims = claims_of(ticket["token"])
        assert claims["sub"] == claims["name"] == ticket["identity"]


@pytest.mark.parametrize("given, url", [
    ("ws://192.168.1.5:7880", "ws://192.168.1.5:7880"), ("https://live.example.org/x", "wss://live.example.org/x")])
def test_browsers_are_told_the_public_address(serve, given, url):
    server = serve(**ON, LIVEKIT_PUBLIC_URL=given)
    assert server.post(TOKEN).json()["url"] == url
    policy = server.get("/").headers["Content-Security-Policy"]
    host = url.split("/")[2]
    scheme = "s" if url.startswith("wss") else ""
    assert f"; connect-src 'self' ws{scheme}://{host} http{scheme}://{host}" in policy
    assert "localhost:7880" not in policy


@pytest.mark.parametrize("identity", [
    "", " ", "a b", "ä", "a/b", "a\nb", "a\0b", "x" * 65, "x" * 60000, "nerdpudding", 7, 1.5, True, [], {}, ["anna"]])
def test_wrong_identities(wrong, identity):
    assert '"identity"' in detail(wrong.post(TOKEN, {"identity": identity}), 422)


@pytest.mark.parametrize("name", [
    "x" * 65, "€" * 65, "x" * 60000, "a\nb", "a\tb", "\0", "\x1b[2J", "\x7f", "\x85", 7, True, [], {}])
def test_wrong_names(wrong, name):
    assert '"name"' in detail(wrong.post(TOKEN, {"name": name}), 422)


@pytest.mark.parametrize("body", [b"{", b"[]", b'"anna"', b"null", b'{"name": "\xff"}', b'{"name": "\\ud800"}',
                                  b"[" * 10000, b'{"identity": "a"} x'])
def test_malformed_bodies(wrong, body):
    detail(wrong.post(TOKEN, data=body), 422)


def test_a_huge_body(wrong):
    assert messages.kBodyTooLarge.said_in(detail(wrong.post(TOKEN, {"name": "x" * 70000}), 413), 64)
    assert wrong.get(TOKEN).status_code == 405


def test_tokens_are_not_given_without_end(serve):
    server = serve(**ON, SERVER_HOST="0.0.0.0", API_TOKEN="off")

    def ask(client):
        with requests.Session() as session:
            adapter = requests.adapters.HTTPAdapter()
            adapter.poolmanager.connection_pool_kw["source_address"] = (client, 0)
            session.mount("http://", adapter)
            return session.post(f"http://127.0.0.1:{server.port}{TOKEN}", timeout=10)

    def refused(answer):
        assert messages.kTooManyTickets.said_in(detail(answer, 429))
        return 1 <= int(answer.headers["Retry-After"]) <= 60

    # More than the limit in each round: on a slow machine one or two may have grown again meanwhile.
    for client in ("127.0.0.2", "127.0.0.3", "127.0.0.4"):
        answers = [ask(client) for _ in range(14)]
        assert all(answer.status_code == 200 for answer in answers[:9]) and refused(answers[-1])
    assert refused([ask(f"127.0.0.{n}") for n in range(5, 15)][-1])
    assert requests.get(f"http://127.0.0.1:{server.port}/api/status", timeout=10).json()["livekit_enabled"]


def test_the_api_token_is_asked_for_here_too(serve):
    server = serve(**ON, API_TOKEN="open-sesame")
    assert server.post(TOKEN).status_code == 401
    assert server.post(TOKEN, headers={"Authorization": "Bearer open-sesame"}).status_code == 200
    evil = {"Authorization": "Bearer open-sesame", "Origin": "http://evil.example"}
    assert server.post(TOKEN, headers=evil).status_code == 403


def test_status_tells_of_the_room_and_no_secret(serve):
    server = serve(**ON)
    token = server.post(TOKEN).json()["token"]
    answer = server.get("/api/status")
    status = answer.json()
    assert status["livekit_enabled"] is True and status["livekit_connected"] is False
    room = status["livekit"]
    assert room.pop("state") in ("connecting", "waiting") and isinstance(room.pop("reason"), str)
    room.pop("next_try_s")
    assert room == {"room": "yard", "participants": [], "people": 0, "track": "", "source_sound": False}
    for secret in (SECRET, "our-key", token):
        assert secret not in answer.text and secret not in "".join(server.log)


def test_off_is_off(serve):
    server = serve(LIVEKIT_PUBLIC_URL="wss://live.example.org")
    for _ in range(12):
        assert detail(server.post(TOKEN, {"identity": "me"}), 404) == messages.kLivekitIsOff
    status = server.status()
    assert status["livekit_enabled"] is False and status["livekit_connected"] is False
    assert status["livekit"] == {
        "room": "", "state": "off", "reason": "", "next_try_s": None, "participants": [], "people": 0, "track": "",
        "source_sound": False}
    policy = server.get("/").headers["Content-Security-Policy"]
    assert "connect-src" not in policy and "example" not in policy


def test_the_well_known_secret_is_told_once_where_others_can_come(serve):
    server = serve(LIVEKIT_ENABLED="true", LIVEKIT_URL="ws://127.0.0.1:1")
    assert claims_of(server.post(TOKEN).json()["token"], "secret")["iss"] == "devkey"
    assert not any(messages.kWellKnownSecret.said_in(line) for line in server.log)
    other = serve(LIVEKIT_ENABLED="true", LIVEKIT_URL="ws://livekit.invalid:7880")
    assert sum(messages.kWellKnownSecret.said_in(line) for line in other.log) == 1
    assert not any("no LiveKit yet" in line for line in other.log)
