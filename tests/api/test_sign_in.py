"""How people come in: the sign-in page, its form, the token that is kept, pages in frames."""
import socket
import time
from urllib.parse import urlsplit

import pytest
import requests

import messages
from conftest import SAMPLE
from program import until

CONTROL, WATCH = "control-0123456789", "watch-0123456789ab"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def form(server, session=requests, headers=BROWSER, **fields):
    return session.post(server.url + "/sign-in", data=fields, headers=headers, allow_redirects=False, timeout=20)


@pytest.fixture(scope="module")
def locked(tmp_path_factory):
    from conftest import Server

    one = Server(tmp_path_factory.mktemp("locked"), "--source", SAMPLE, API_TOKEN=CONTROL, WATCH_TOKEN=WATCH,
                 EMBED_ORIGINS="https://home.example.org, http://192.168.1.5:8123", LOG_LEVEL="debug")
    yield one
    one.stop()
    for secret in (CONTROL, WATCH, "guess-"):
        assert secret not in one.log_text


@pytest.mark.parametrize("path", ["/", "/index.html", "/api/status", "/nothing/here", "/?token=guess-1"])
def test_a_browser_gets_a_page_that_asks_for_the_token(locked, path):
    answer = locked.get(path, headers=BROWSER)
    assert answer.status_code == 401 and answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert 'type="password"' in answer.text and "<script" not in answer.text and "style=" not in answer.text
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert locked.get(path).headers["Content-Type"] == "application/json", "a script gets a sentence"


def test_what_that_page_is_made_of_is_there_without_a_token(locked):
    for name in ("sign-in.css", "icon.svg", "icon-192.png", "manifest.webmanifest"):
        assert locked.get("/" + name).status_code == 200, name
    assert locked.get("/manifest.webmanifest").headers["Content-Type"] == "application/manifest+json"
    assert locked.get("/sign-in.html", headers={"Authorization": f"Bearer {CONTROL}"}).status_code == 404


@pytest.mark.parametrize("to, location", [
    ("", "./"), ("embed?size=30", "./embed?size=30"), ("//evil.example", "./"), ("http://evil.example/", "./"),
    ("../x", "./"), ("/x", "./"), ("\\\\evil.example", "./"), ("a\r\nSet-Cookie: b=c", "./")])
def test_the_form_leads_to_where_one_wanted_to_go_and_nowhere_else(locked, to, location):
    answer = form(locked, token=CONTROL, to=to)
    assert answer.status_code == 303 and answer.headers["Location"] == location
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "b=c" not in cookie


def test_the_cookie_of_the_form_counts(locked):
    for token, access in ((CONTROL, "control"), (WATCH, "watch")):
        with requests.Session() as session:
            assert form(locked, session, token=f"  {locked.url}/?token={token} ").status_code == 303, "the link, pasted"
            assert session.get(locked.url + "/api/status", timeout=10).json()["access"] == access


def test_a_wrong_token_is_told(locked):
    answer = form(locked, token="guess-2", to="embed")
    assert answer.status_code == 401 and messages.kTokenWrong.said_in(answer.text)
    assert 'value="embed"' in answer.text and "Set-Cookie" not in answer.headers
    assert form(locked, headers={}, token="guess-3").json()["detail"] == messages.kTokenWrong
    old = {**BROWSER, "Cookie": f"nerdpudding_token_{locked.port}=guess-4"}
    assert messages.kTokenOutdated.said_in(locked.get("/", headers=old).text)


def test_no_page_of_another_site_signs_anybody_in(locked):
    for origin in ("http://evil.example", "null"):
        answer = form(locked, headers={"Origin": origin}, token=CONTROL)
        assert answer.status_code == 403 and "Set-Cookie" not in answer.headers


def test_the_pages_own_dialog_gets_json(locked):
    answer = locked.post("/sign-in", {"token": WATCH})
    assert answer.json() == {"status": "ok", "access": "watch"} and WATCH in answer.headers["Set-Cookie"]
    assert locked.post("/sign-in", {"token": "guess-5"}).json()["detail"] == messages.kTokenWrong
    assert locked.post("/sign-in", {}).status_code == 422


def test_a_thousand_wrong_tokens_do_not_lock_the_owner_out(serve):
    server = serve(API_TOKEN=CONTROL)
    clients = []
    for n in range(1000):
        body = f"token=guess-{n}"
        client = socket.create_connection(("127.0.0.1", server.port), 10)
        client.sendall(f"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                       f"Content-Length: {len(body)}\r\n\r\n{body}".encode())
        clients.append(client)
        if len(clients) > 200:
            clients.pop(0).close()
    begun = time.monotonic()
    assert form(server, token=CONTROL).status_code == 303
    assert server.get("/api/status", headers={"Authorization": f"Bearer {CONTROL}"}).status_code == 200
    assert time.monotonic() - begun < 3
    for client in clients:
        client.close()
    assert form(server, token="a-typo-of-the-owner").status_code == 401, "and it is answered, a little later"


def test_a_foreign_host_name_and_a_wrong_address_are_pages_for_people(locked):
    answer = locked.get("/", headers={**BROWSER, "Host": "nerdpudding.local"})
    assert answer.status_code == 403 and "ALLOWED_HOSTS" in answer.text and "sign-in.css" in answer.text
    assert locked.get("/sign-in.css", headers={"Host": "nerdpudding.local"}).status_code == 200
    assert locked.get("/main.js", headers={"Host": "nerdpudding.local"}).status_code == 403
    answer = locked.get("/a/b/c", headers={**BROWSER, "Authorization": f"Bearer {CONTROL}"})
    assert answer.status_code == 404 and 'href="./../../"' in answer.text


def test_the_made_token_is_kept_over_restarts(serve, tmp_path):
    state = tmp_path / "state"

    def start():
        server = serve("--host", "0.0.0.0", STATE_DIR=str(state))
        token = server.link.split("token=")[1]
        known = requests.get(f"http://127.0.0.1:{server.port}/api/status", headers={"Authorization": f"Bearer {token}"},
                             timeout=10).status_code == 200
        assert known and messages.kTokenIsKept.said_in(server.log_text)
        server.stop()
        return token

    token = start()
    assert (state / "token").stat().st_mode & 0o777 == 0o600
    assert start() == token
    (state / "token").unlink()
    assert start() != token


def test_nothing_is_kept_where_that_is_off(serve, tmp_path):
    server = serve("--host", "0.0.0.0", STATE_DIR="off")
    assert messages.kTokenIsNotKept.said_in(server.log_text)
    assert not list(tmp_path.glob("**/token"))


def policy(answer):
    return dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))


def test_only_the_views_may_be_framed_and_only_where_it_is_allowed(locked, server):
    for path in ("/overlay", "/embed"):
        assert policy(locked.get(path))["frame-ancestors"] == "https://home.example.org http://192.168.1.5:8123"
        assert policy(server.get(path))["frame-ancestors"] == "'none'"
        assert ("style-src" in policy(locked.get(path))) == (path == "/overlay")
    for path in ("/", "/sign-in", "/view.css", "/overlay.html"):
        assert policy(locked.get(path, headers=BROWSER))["frame-ancestors"] == "'none'", path


def test_views_watch_by_the_token_in_their_address(locked):
    until(lambda: locked.get(f"/api/frame?token={WATCH}").status_code == 200)
    for token in (WATCH, CONTROL):
        with requests.Session() as session:
            answer = session.get(f"{locked.url}/embed?token={token}", timeout=10)
            cookie = answer.headers["Set-Cookie"]
            assert cookie.startswith(f"nerdpudding_frame_{locked.port}=") and "HttpOnly" in cookie
            assert session.get(locked.url + "/api/status", timeout=10).json()["access"] == "watch"
            assert session.post(locked.url + "/api/stop", timeout=10).status_code == 403
        assert requests.head(f"{locked.url}/api/stream?token={token}", timeout=10).status_code == 200
        assert locked.get(f"/api/status?token={token}").status_code == 401
    assert requests.head(f"{locked.url}/api/stream?token=guess-6", timeout=20).status_code == 401
    assert "Set-Cookie" not in locked.get("/embed?token=guess-7").headers


def test_the_links_are_for_those_who_steer(locked, server):
    def ask(path, token):
        return locked.get(path, headers={"Authorization": f"Bearer {token}"})

    shared = ask("/api/share", CONTROL).json()
    assert shared["asks_for_token"] and shared["control"] == f"?token={CONTROL}" and shared["watch"] == f"?token={WATCH}"
    assert [one["address"] for one in shared["addresses"] if one["used"]] == [locked.url + "/"]
    assert all(urlsplit(one["address"]).port == locked.port for one in shared["addresses"])
    answer = ask("/api/qr.svg?text=http://x/&link=watch", CONTROL)
    assert answer.headers["Content-Type"] == "image/svg+xml" and answer.headers["Cache-Control"] == "no-store"
    for path in ("/api/share", "/api/qr.svg?text=x&link=control"):
        answer = ask(path, WATCH)
        assert answer.status_code == 403 and answer.json()["detail"] == messages.kForControllers
    assert server.get("/api/share").json() == {
        "asks_for_token": False, "control": "", "watch": None,
        "addresses": [{"address": server.url + "/", "used": True, "only_here": True}]}
