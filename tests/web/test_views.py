"""/overlay and /embed: captions for OBS, picture and captions for a frame on somebody's page."""
import http.server
import io
import json
import threading
import time

import pytest
from PIL import Image
from playwright.sync_api import expect

import messages
from page import INSTRUCTION, SAMPLE, until
from server import Server

CONTROL, WATCH = "control-0123456789", "watch-0123456789ab"
ROWS = "[...document.querySelectorAll('#captions span')].map((row) => row.textContent)"


class Dashboard(http.server.ThreadingHTTPServer):
    """Somebody's page with a frame in it."""

    def __init__(self):
        dashboard = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                page = f'<!doctype html><title>Home</title><iframe src="{dashboard.frame}" width="800" height="500"></iframe>'
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(page.encode())

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        self.frame = ""
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self, host):
        return f"http://{host}:{self.server_port}"


@pytest.fixture(scope="module")
def dashboard():
    one = Dashboard()
    yield one
    one.shutdown()
    one.server_close()


@pytest.fixture
def watched(tmp_path, dashboard):
    """It asks for a token; pages on localhost may frame it, which is another site than 127.0.0.1."""
    one = Server(tmp_path / "log", "--source", SAMPLE, "--instruction", INSTRUCTION, API_TOKEN=CONTROL, WATCH_TOKEN=WATCH,
                 EMBED_ORIGINS=dashboard.url("localhost"))
    one.start()
    yield one
    one.stop()
    assert CONTROL not in one.log_text and WATCH not in one.log_text


def wait_for_caption(page):
    until(page, f"({ROWS}).length > 0", 60)


def played(page):
    """The captions' end of the WebSocket, played by the test."""
    sockets = []

    def accept(socket):
        sockets.append(socket)
        socket.send(json.dumps({"event": "hello", "data": {}}))

    page.route_web_socket("**/api/live*", accept)
    return sockets


def say(sockets, cycle, text, ended=True):
    sockets[-1].send(json.dumps({"id": cycle * 10, "event": "piece", "cycle": cycle, "data": text}))
    if ended:
        end = {"cycle": cycle, "text": text, "skipped": False, "newest_frame_at": time.time()}
        sockets[-1].send(json.dumps({"id": cycle * 10 + 1, "event": "cycle_end", "data": end}))


@pytest.fixture
def caption_page(server, open_tab):
    """open(query) -> a page of /overlay whose words the test says."""

    def open_one(query="", **options):
        tab = open_tab("about:blank", **options)
        sockets = played(tab.page)
        tab.page.goto(f"{server.url}/overlay{query}")
        while not sockets:
            tab.page.wait_for_timeout(20)
        tab.page.wait_for_timeout(600)  # what comes with the hello is old
        return tab.page, lambda *words, **more: say(sockets, *words, **more)

    return open_one


def test_the_overlay_is_transparent_but_for_its_captions(server, open_tab, artifact):
    tab = open_tab(server.url + "/overlay", viewport={"width": 1280, "height": 720})
    wait_for_caption(tab.page)
    picture = Image.open(io.BytesIO(tab.page.screenshot(omit_background=True))).convert("RGBA")
    alpha = picture.getchannel("A")
    assert alpha.crop((0, 0, 1280, 480)).getextrema() == (0, 0)
    box = tab.page.locator("#captions span").first.bounding_box()
    middle = (int(box["x"] + box["width"] / 2), int(box["y"] + box["height"] / 2))
    assert alpha.getpixel(middle) > 150
    if path := artifact("overlay-over-a-picture.png"):
        ground = Image.linear_gradient("L").resize((1280, 720)).convert("RGBA")
        ground.alpha_composite(picture)
        ground.save(path)
    assert not tab.errors


def test_captions_are_two_rows_of_42_characters_that_roll(caption_page):
    page, said = caption_page()
    text = "Two people walk in from the left and a third one follows them slowly with a large red suitcase in the hand."
    said(1, text)
    until(page, f"({ROWS}).length === 2")
    seen = page.evaluate(ROWS)
    assert all(len(row) <= 42 for row in seen) and text.startswith(" ".join(seen))
    until(page, f"({ROWS}).join(' ').endsWith('in the hand.')")
    assert len(page.evaluate(ROWS)) == 2


def test_a_word_without_end_is_cut_and_html_is_text(caption_page):
    page, said = caption_page()
    said(1, "x" * 20_000)
    until(page, f"({ROWS}).length === 2")
    assert all(len(row) == 42 for row in page.evaluate(ROWS))
    page, said = caption_page()
    said(1, "<img src=x onerror=alert(1)> & <b>bold</b>")
    until(page, f"({ROWS}).length === 1")
    assert page.evaluate(ROWS) == ["<img src=x onerror=alert(1)> & <b>bold</b>"]
    assert page.locator("#captions img").count() == 0


def test_fast_lines_are_there_for_a_second_each(caption_page):
    page, said = caption_page("?hold=30")
    page.evaluate("""() => {
      globalThis.seen = [];
      new MutationObserver(() => {
        const text = document.querySelector('#captions').textContent;
        seen.push([text, performance.now()]);
      }).observe(document.querySelector('#captions'), { childList: true });
    }""")
    for n in range(1, 21):
        said(n, f"Line {n}.")
        page.wait_for_timeout(150)
    until(page, f"({ROWS})[0] === 'Line 20.'")
    firsts = {}
    for text, at in page.evaluate("seen"):
        firsts.setdefault(text, at)
    times = sorted(firsts.values())
    assert 2 <= len(times) <= 6
    assert all(later - earlier >= 990 for earlier, later in zip(times, times[1:]))


def test_the_address_says_how_captions_look(caption_page, artifact):
    page, said = caption_page("?size=40&place=top&align=left&background=ff0000&color=%2300ff00&lines=1&hold=2")
    said(1, "One two three four five six seven eight nine ten eleven twelve.")
    until(page, f"({ROWS}).length === 1")
    style = "getComputedStyle(document.querySelector('#captions span'))"
    assert page.evaluate(f"{style}.fontSize") == "40px"
    assert page.evaluate(f"{style}.backgroundColor") == "rgb(255, 0, 0)"
    assert page.evaluate(f"{style}.color") == "rgb(0, 255, 0)"
    box = page.locator("#captions span").bounding_box()
    assert box["y"] < 120 and box["x"] < 200
    until(page, f"({ROWS}).length === 0", 20)


def test_obs_may_bring_a_style_sheet(caption_page):
    """As its browser source does it with Custom CSS: an element in the head."""
    page, said = caption_page()
    page.evaluate("""() => {
      const css = document.createElement('style');
      css.innerHTML = 'body { background-color: rgba(0, 0, 0, 0); } :root { --caption-color: rgb(1, 2, 3); }';
      document.querySelector('head').appendChild(css);
    }""")
    said(1, "All of it.")
    until(page, f"({ROWS})[0] === 'All of it.'")
    assert page.evaluate("getComputedStyle(document.querySelector('#captions span')).color") == "rgb(1, 2, 3)"


def test_nonsense_in_the_address_is_left_out(caption_page):
    page, said = caption_page("?size=huge;x:y&place=nowhere&align=1&background=url(x)&color=%22%3E&lines=1e9&hold=-5")
    said(1, "All the same.")
    until(page, f"({ROWS})[0] === 'All the same.'")
    assert page.evaluate("getComputedStyle(document.querySelector('#captions span')).color") == "rgb(255, 255, 255)"


def test_the_overlay_comes_back_for_ever(own_server, open_tab):
    page = open_tab(own_server.url + "/overlay").page
    wait_for_caption(page)
    own_server.stop()
    until(page, f"({ROWS}).length === 0")
    own_server.start()
    wait_for_caption(page)


def test_the_token_is_asked_for_once_and_leaves_the_address(watched, open_tab):
    page = open_tab(f"{watched.url}/overlay?size=30&token={WATCH}").page
    wait_for_caption(page)
    assert page.url == f"{watched.url}/overlay?size=30"
    page.reload()
    wait_for_caption(page)
    page.context.clear_cookies()
    page.reload()
    expect(page.locator("#locked")).to_be_visible()


def frame_of(page):
    return page.frame_locator("iframe")


def test_an_allowed_page_of_another_site_shows_it_in_a_frame(watched, dashboard, open_tab, artifact):
    """By http no browser sends a cookie there: the token stays in the address."""
    dashboard.frame = f"{watched.url}/embed?token={WATCH}"
    page = open_tab(dashboard.url("localhost")).page
    frame = frame_of(page)
    expect(frame.locator("#picture.showing")).to_be_visible()
    expect(frame.locator("#captions span").first).to_be_visible(timeout=60_000)
    mute = frame.get_by_role("button", name="Turn on sound")
    mute.click()
    expect(frame.get_by_role("button", name="Mute")).to_have_attribute("aria-pressed", "true")
    assert frame.get_by_role("button").count() == 1 and frame.locator("input, select, textarea, a").count() == 0
    if path := artifact("embed.png"):
        page.screenshot(path=path)


def test_by_https_the_cookie_of_a_frame_takes_the_tokens_place(tmp_path, dashboard, open_tab):
    server = Server(tmp_path / "log", "--source", SAMPLE, "--instruction", INSTRUCTION, API_TOKEN=CONTROL,
                    EMBED_ORIGINS=dashboard.url("localhost"), TLS="self-signed")
    server.start()
    try:
        dashboard.frame = f"https://127.0.0.1:{server.port}/embed?token={CONTROL}"
        page = open_tab(dashboard.url("localhost"), ignore_https_errors=True).page
        expect(frame_of(page).locator("#picture.showing")).to_be_visible()
        frame = page.frames[1]
        assert frame.evaluate("location.href") == f"https://127.0.0.1:{server.port}/embed"
        assert frame.evaluate("fetch('api/status').then((answer) => answer.json()).then((status) => status.access)") == "watch"
        assert frame.evaluate("fetch('api/stop', { method: 'POST' }).then((answer) => answer.status)") == 403
    finally:
        server.stop()


def test_a_foreign_page_does_not(watched, dashboard, open_tab):
    dashboard.frame = f"{watched.url}/embed?token={WATCH}"
    tab = open_tab(dashboard.url("127.0.0.1"))
    tab.page.wait_for_timeout(1000)
    assert any("frame-ancestors" in error for error in tab.errors), tab.errors
    dashboard.frame = f"{watched.url}/?token={CONTROL}"
    tab = open_tab(dashboard.url("localhost"))
    tab.page.wait_for_timeout(1000)
    assert any("frame-ancestors" in error for error in tab.errors), "the page itself is in no frame"


def test_a_frame_without_a_token_says_so(watched, dashboard, open_tab):
    dashboard.frame = f"{watched.url}/embed"
    page = open_tab(dashboard.url("localhost")).page
    expect(frame_of(page).locator("#locked")).to_be_visible()


def test_the_embedded_picture_tells_why_there_is_none(idle_server, open_tab):
    page = open_tab(idle_server.url + "/embed").page
    expect(page.locator("#why")).to_have_text(messages.nothingToWatch)
    idle_server.stop()
    expect(page.locator("#why")).to_have_text(messages.connectionLost)
    idle_server.start()
    expect(page.locator("#why")).to_have_text(messages.nothingToWatch)


@pytest.mark.parametrize("locale, view, words", [
    ("de-DE", "overlay", "Diese Untertitel brauchen einen Zugangsschlüssel"), ("es-ES", "embed", "Esta vista necesita una clave"),
    ("fr-FR", "embed", "This view needs a token")])
def test_a_view_speaks_the_browsers_language(watched, open_tab, locale, view, words):
    page = open_tab(f"{watched.url}/{view}", locale=locale).page
    expect(page.locator("#locked")).to_contain_text(words)


def test_a_frame_tells_in_the_browsers_language_why_there_is_no_picture(idle_server, open_tab):
    page = open_tab(idle_server.url + "/embed", locale="de-DE").page
    expect(page.locator("#why")).to_have_text("Noch nichts zu sehen")
    assert page.locator("#captions").get_attribute("lang") == "en", "the commentator speaks English"
