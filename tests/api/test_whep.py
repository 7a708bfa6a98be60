"""Watching what a server hands out by WHEP. The server's WebRTC is Chromium's. What is told of an answer in detail is in
unit/whep."""
import base64
import json
import os
import subprocess

import pytest
from playwright.sync_api import sync_playwright

import messages
from program import BINARY, until
from test_api import detail
from whep_server import WhepServer

CHROMIUM = os.environ.get("NP_CHROMIUM", "/usr/bin/chromium")
SILENT = ["--disable-gpu", "--autoplay-policy=no-user-gesture-required"]


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SILENT)
        yield browser
        browser.close()


@pytest.fixture
def whep(chromium):
    """whep(codec, sound, **how) -> a server with its page open; without a codec it has no page."""
    opened = []

    def one(codec=None, sound=False, **how):
        server = WhepServer(**how)
        opened.append(server.close)
        if codec:
            page = chromium.new_page()
            opened.append(page.close)
            page.goto(server.page)
            page.evaluate("([codec, sound]) => { window.serve(codec, sound) }", [codec, sound])
            server.tab = page
        return server

    yield one
    for close in reversed(opened):
        close()


def live(show):
    status = show.status()
    return status["source_state"] == "live" and status


def start(serve, url, **settings):
    show = serve(**{"OPEN_TIMEOUT": "10", "RECONNECT_DELAY": "0.5", "MAX_RECONNECT_DELAY": "1"} | settings)
    show.post("/api/start", {"source": url})
    return show


def reason(show):
    return until(lambda: show.status()["source_reason"])


@pytest.mark.parametrize("codec", ["VP8", "VP9", "H264"])
def test_each_codec_is_seen_and_the_server_hears_the_goodbye(serve, whep, codec):
    server = whep(codec, sound=True)
    show = start(serve, server.url)
    status = until(lambda: live(show) or (codec == "H264" and server.asked and show.status()["source_reason"]))
    if isinstance(status, str):
        pytest.skip("this Chromium has no H.264 to send")
    assert (status["source_kind"], status["source_codec"], status["source_sound"]) == ("whep", codec, "Opus")
    assert (status["source_width"], status["source_height"]) == (320, 240)
    assert show.get("/api/frame").content[:2] == b"\xff\xd8"
    sound = show.get("/api/audio-stream?what=source", stream=True)
    assert next(block for block in sound.iter_content(9600) if any(block)), "its sound is heard"
    sound.close()
    show.post("/api/stop")
    path, _ = until(lambda: server.gone)[0]
    assert path.startswith("/cam/whep/")


def test_an_address_that_ends_as_those_of_mediamtx_is_one(serve, whep):
    server = whep("VP8")
    show = start(serve, server.url.replace("whep://", "http://"))
    assert until(lambda: live(show))["source_kind"] == "whep"


def test_a_server_that_was_away_is_seen_again(serve, whep):
    server = whep("VP8")
    show = start(serve, server.url)
    until(lambda: live(show))
    server.tab.reload()
    until(lambda: show.status()["source_state"] == "waiting", seconds=60)
    server.tab.evaluate("() => { window.serve('VP8', false) }")
    until(lambda: live(show), seconds=60)


def test_the_login_of_the_address_is_sent_and_never_shown(serve, whep):
    wanted = "Basic " + base64.b64encode(b"viewer:so secret").decode()
    server = whep("VP8", respond=lambda path, headers, offer: None if headers.get("Authorization") == wanted else (401, ""))
    show = start(serve, server.url)
    assert reason(show) == messages.kWhepPasswordWanted.format(server.url)
    show.post("/api/start", {"source": server.url.replace("://", "://viewer:wrong@")})
    until(lambda: show.status()["source_reason"] == messages.kWhepPasswordRefused.format(server.url))
    show.post("/api/start", {"source": server.url.replace("://", "://viewer:so%20secret@")})
    until(lambda: live(show))
    show.post("/api/stop")
    _, headers = until(lambda: server.gone)[0]
    assert headers["Authorization"] == wanted
    assert "secret" not in show.log_text + show.get("/api/status").text


@pytest.mark.parametrize("status, body, sentence", [
    (404, "no one is publishing", messages.kWhepNotThere),
    (403, "", messages.kWhepForbidden),
    (405, "", messages.kWhepNoWhep.replace("{}", "{0}", 1).replace("HTTP {}", "HTTP 405")),
    (503, "", messages.kWhepBusy.replace("{}", "{0}", 1).replace("HTTP {}", "HTTP 503")),
    (201, "", messages.kWhepNonsense),
    (201, "v=0\r\no=- 1 1 IN IP4 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n", messages.kWhepNonsense),
    (200, "<!doctype html>", messages.kWhepNonsense),
])  # fmt: skip
def test_what_is_no_video_is_told_in_a_sentence(serve, whep, status, body, sentence):
    server = whep(respond=lambda *_: (status, body))
    show = start(serve, server.url)
    assert reason(show) == sentence.format(server.url)
    assert show.running()


def test_an_answer_that_nobody_can_use_is_told_in_a_sentence(serve, whep):
    server = whep("VP8", changed=lambda answer: answer.replace("VP8/90000", "H265/90000"))
    show = start(serve, server.url)
    assert reason(show) == messages.kWhepNotDecoded.format(server.url, "H265")

    def told(changed):
        server.changed = changed
        return detail(show.post("/api/start", {"source": server.url}), 400)

    assert told(lambda answer: answer.replace("a=sendonly", "a=inactive")) == messages.kWhepNoVideo.format(server.url)
    assert f"127.0.0.1:{server.port}" in told(lambda answer: "v=0\r\n" + "a=x\r\n" * 100_000)
    until(lambda: len(server.gone) >= 2)  # who cannot use what was begun says so
    server.changed = lambda answer: answer
    show.post("/api/start", {"source": server.url})
    until(lambda: live(show))


def test_a_server_that_hangs_keeps_nobody_up(serve, whep):
    server = whep()  # nobody takes its offers
    show = start(serve, server.url, OPEN_TIMEOUT="2")
    assert "127.0.0.1" in reason(show)
    assert show.post("/api/stop").ok
    assert show.stop() == 0


def test_probe_tells_what_it_is(whep, chromium):
    server = whep("VP8", sound=True)
    probing = subprocess.Popen([BINARY, "probe", "--json", server.url], stdout=subprocess.PIPE, text=True)
    until(lambda: server.tab.title() and probing.poll() is not None)  # its page is answered by this thread
    told = json.loads(probing.communicate()[0])
    assert (probing.returncode, told["kind"], told["codec"], told["width"]) == (0, "whep", "VP8", 320)
    until(lambda: server.gone)
