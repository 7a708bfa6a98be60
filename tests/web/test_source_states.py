"""A source that breaks, is waited for and comes back. First what the page makes of each state, the server's socket played
by the test; then a camera of our own that freezes, dies and comes back."""
import json
import re

import pytest
from playwright.sync_api import expect

from camera import Camera
from page import SAMPLE, api, pictures_in, until, wait_for_picture, wait_for_status
from played import NOW, Show
from server import Server

REFUSED = "The camera refuses the connection: check that it is on."
SOON = re.compile(r"^Next try in \d+ s$")


def card(page):
    return page.get_by_role("group", name="No picture")


@pytest.mark.parametrize("state, word", [
    ("connecting", "Opening"), ("live", "Live"), ("stalled", "No picture"), ("waiting", "Waiting"), ("ended", "Ended"),
    ("stopped", "Stopped")])
def test_each_state_has_its_word(show, state, word):
    page, server = show
    server.source(state, capture_running=state not in ("ended", "stopped"))
    expect(page.locator("#badge")).to_have_text(word)
    expect(page.locator("#trouble")).to_be_visible(visible=state in ("stalled", "waiting"))


def test_the_card_counts_and_goes_by_itself(show):
    page, server = show
    expect(card(page)).to_be_hidden()
    server.source("stalled", "No picture is coming: check the source.", picture_age_s=3)
    expect(card(page)).to_contain_text("No picture is coming: check the source.")
    expect(page.locator("#trouble-title")).to_have_text("No picture for 3 s")
    expect(page.locator("#trouble-next")).to_have_text("Trying again…")
    expect(page.locator("#trouble-title")).to_have_text("No picture for 5 s")
    expect(page.locator("#picture")).to_be_visible()
    until(page, "getComputedStyle(document.querySelector('#picture')).opacity < 0.5")

    server.source("waiting", REFUSED, next_try_s=7, picture_age_s=195)
    expect(page.locator("#trouble-title")).to_have_text("No picture for 3 min 15 s")
    expect(page.locator("#trouble-reason")).to_have_text(REFUSED)
    expect(page.locator("#trouble-next")).to_have_text("Next try in 7 s")
    expect(page.locator("#trouble-next")).to_have_text("Next try in 5 s")
    expect(page.locator("#status-source")).to_have_text(REFUSED)
    expect(page.locator("#mood")).to_have_text("No picture")

    server.source("live", gone_s=200, picture_age_s=0.1)
    expect(card(page)).to_be_hidden()
    until(page, "getComputedStyle(document.querySelector('#picture')).opacity == 1")


def test_a_source_that_was_never_there_is_counted_by_the_servers_clock(show):
    page, server = show
    server.source("waiting", REFUSED, next_try_s=30, picture_age_s=None, now=NOW, source_since=NOW - 3725)
    expect(page.locator("#trouble-title")).to_have_text("No picture for 1 h 2 min")


def test_a_screen_reader_hears_it_once(show):
    page, server = show
    page.evaluate("""() => {
      window.heard = [];
      for (const region of document.querySelectorAll('[role=status], [role=alert], [aria-live]'))
        new MutationObserver(() => region.textContent && heard.push(region.textContent))
          .observe(region, {childList: true, characterData: true, subtree: true});
    }""")
    for left in (4, 3, 2):
        server.source("waiting", REFUSED, next_try_s=left, picture_age_s=12 - left)
        page.wait_for_timeout(1000)
    server.source("live", gone_s=12, picture_age_s=0)
    expect(card(page)).to_be_hidden()
    assert page.evaluate("heard") == [f"No picture. {REFUSED}", "The picture is there."]


def test_try_now_by_mouse_and_by_keyboard(show):
    page, server = show
    asked = []
    page.route("**/api/retry", lambda route: (asked.append(route.request.method), route.fulfill(json={"status": "ok"})))
    for state in ("waiting", "stalled"):
        server.source(state, REFUSED, next_try_s=25 if state == "waiting" else None, picture_age_s=5)
        button = card(page).get_by_role("button", name="Try now")
        button.click()
        expect(page.locator("#trouble-next")).to_have_text("Trying again…")
        button.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Space")
    until(page, "document.activeElement.id === 'trouble-try'")
    page.wait_for_timeout(300)
    assert len(asked) >= 4 and set(asked) == {"POST"}

    page.unroute("**/api/retry")
    button.click()  # the real server waits for nothing
    expect(page.locator("#notice")).to_contain_text("waited for")


def test_the_gap_stands_between_the_lines(show):
    page, server = show
    server.source("live")
    server.line("Before.")
    server.source("stalled", "No picture is coming.", at=NOW + 3)
    server.source("waiting", REFUSED, at=NOW + 6, next_try_s=2)
    server.source("waiting", REFUSED + " Again.", at=NOW + 8, next_try_s=4)
    server.source("live", at=NOW + 203.4, gone_s=200.4)
    server.line("After.")
    expect(page.locator("#list li")).to_have_count(4)
    expect(page.locator("#list .note").last).to_have_text("08:00:03The picture is gone. No picture is coming.")
    expect(page.locator("#list .note").first).to_have_text("08:03:23The picture is back after 3 min 20 s")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the commentary as text").click()
    assert open(download.value.path(), encoding="utf-8").read().splitlines() == [
        "08:00:00  Before.", "08:00:03  — The picture is gone. No picture is coming.",
        "08:03:23  — The picture is back after 3 min 20 s", "08:00:00  After."]


def test_a_gap_while_the_page_was_away_is_caught_up_once(show):
    page, server = show
    server.source("live")
    server.reconnect(page)
    first = server.next_id
    server.source("waiting", REFUSED, at=NOW, next_try_s=1)
    server.source("live", at=NOW + 15, gone_s=15)
    server.next_id = first  # and once more
    server.source("waiting", REFUSED, at=NOW, next_try_s=1)
    server.source("live", at=NOW + 15, gone_s=15)
    server.line("After.")
    expect(page.locator("#list .line")).to_have_count(1)
    expect(page.locator("#list .note .what")).to_have_text(["The picture is back after 15 s", "The picture is gone"])


def test_a_source_that_was_never_there_leaves_no_gap(show):
    page, server = show
    server.source("connecting")
    server.source("waiting", REFUSED, next_try_s=1)
    server.source("live", picture_age_s=0)
    server.line("The first.")
    expect(page.locator("#list .line")).to_have_count(1)
    expect(page.locator("#list .note")).to_have_count(0)


def test_a_switch_is_noted_once_and_is_no_gap(show):
    page, server = show
    server.source("live", name="/srv/yard.mp4")
    server.line("Before.")
    server.source("waiting", REFUSED, name="rtsp://cam/front", next_try_s=1)
    server.source("live", name="rtsp://cam/front", at=NOW + 5)
    server.source("waiting", REFUSED, name="rtsp://cam/front", at=NOW + 6, next_try_s=1)
    server.source("live", name="rtsp://cam/front", at=NOW + 9, gone_s=3)
    server.line("After.")
    expect(page.locator("#list .line")).to_have_count(2)
    expect(page.locator("#list .note .what")).to_have_text(
        ["The picture is back after 3 s", "The picture is gone", "Now watching cam/front"])


def test_the_picture_of_one_source_never_stands_under_the_name_of_another(show):
    page, server = show
    server.source("live", name="/srv/yard.mp4")
    wait_for_picture(page)
    page.route("**/api/mjpeg*", lambda route: route.abort())
    server.line("Words about the yard.")
    expect(page.locator("#captions.shown")).to_have_count(1)
    server.source("waiting", REFUSED, name="rtsp://cam/front", next_try_s=9)
    expect(page.locator("#source-name")).to_have_text("cam/front")
    assert page.evaluate("document.querySelector('#picture').naturalWidth") == 0
    expect(page.locator("#picture.showing")).to_have_count(0)
    expect(page.locator("#captions.shown")).to_have_count(0)
    expect(card(page)).to_be_visible()


def test_the_card_fits(server, browser, artifact):
    reason = "The camera at 192.168.1.23 does not answer: check that it is on, that its address is right and that it is in this network."
    looks = {"desktop": dict(viewport={"width": 1280, "height": 800}),
             "phone": dict(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True),
             "landscape": dict(viewport={"width": 740, "height": 360}, is_mobile=True, has_touch=True)}
    for name, look in looks.items():
        for scheme in ("light", "dark"):
            context = browser.new_context(**look, color_scheme=scheme)
            page = context.new_page()
            played = Show(page, server)
            played.source("live")
            played.line("A person with a red jacket crosses the yard from left to right.")
            played.source("stalled", "No picture is coming: check the source.", at=NOW + 3, picture_age_s=3)
            played.source("live", at=NOW + 18, gone_s=15)
            played.line("Two more come in from the right.")
            played.source("waiting", reason, at=NOW + 30, next_try_s=7, picture_age_s=12)
            box, stage = card(page).bounding_box(), page.locator("#stage").bounding_box()
            assert box["x"] >= stage["x"] and box["x"] + box["width"] <= stage["x"] + stage["width"]
            assert box["y"] >= stage["y"] and box["y"] + box["height"] <= stage["y"] + stage["height"]
            button = card(page).get_by_role("button").bounding_box()
            assert button["y"] + button["height"] <= box["y"] + box["height"], "nothing has to be scrolled"
            assert page.evaluate("document.documentElement.scrollWidth") <= look["viewport"]["width"]
            page.wait_for_timeout(500)
            if path := artifact(f"trouble-{name}-{scheme}.png"):
                page.screenshot(path=path)
            context.close()


def test_the_tick_box_is_sent_and_remembered(idle_server, open_tab):
    page = open_tab(idle_server.url).page
    sent = []

    def start(route):
        sent.append(json.loads(route.request.post_data))
        route.fulfill(json={"status": "started", "source": "http://cam/video", "source_state": "waiting", "source_reason": REFUSED})

    page.route("**/api/start", start)
    page.get_by_label("Source", exact=True).fill("http://viewer:secret@cam/video")
    page.keyboard.press("Enter")
    until(page, "document.querySelector('#source-button').textContent !== 'Opening…'")
    page.get_by_label("Wait for it").check()
    page.reload()
    expect(page.get_by_label("Wait for it")).to_be_checked()
    page.locator("#recent button").click()
    until(page, "document.querySelector('#source-button').textContent !== 'Opening…'")
    assert sent == [{"source": "http://viewer:secret@cam/video", "wait": False, "replace": True},
                    {"source": "http://cam/video", "wait": True, "replace": True}]
    assert "secret" not in page.evaluate("JSON.stringify(localStorage)")


def test_passwords_leave_the_list_of_sources(idle_server, browser, open_tab):
    context = browser.new_context()
    context.add_init_script("""sessionStorage.length || localStorage.setItem('nerdpudding.sources', JSON.stringify(
      ['rtsp://viewer:secret@cam/front', '/srv/yard.mp4', 'http://cam/video?pwd=secret', 'rtsp://viewer:se/secret@cam/back']));
      sessionStorage.setItem('once', '1')""")
    page = open_tab(idle_server.url, context).page
    for _ in range(2):
        expect(page.locator("#recent button")).to_have_text(["cam/front", "yard.mp4"])
        assert "secret" not in page.evaluate("JSON.stringify(localStorage)")
        page.reload()
    context.close()


def test_a_start_that_fails_offers_to_wait(idle_server, open_tab):
    page = open_tab(idle_server.url).page
    offer = page.get_by_role("button", name="Wait for it")
    expect(offer).to_be_hidden()
    page.get_by_label("Source", exact=True).fill("/no/such/file.mp4")
    page.keyboard.press("Enter")
    expect(page.locator("#source-message")).not_to_be_empty()
    expect(offer).to_be_visible()
    expect(page.locator("#source-button")).to_have_text("Start")

    with page.expect_request("**/api/start") as request:
        offer.click()
    assert request.value.post_data_json == {"source": "/no/such/file.mp4", "wait": True, "replace": True}
    expect(page.locator("#source-stop")).to_be_enabled()  # it is waited for
    page.get_by_label("Source", exact=True).fill(SAMPLE)
    page.keyboard.press("Enter")
    wait_for_picture(page)
    expect(offer).to_be_hidden()
    expect(page.locator("#source-message")).to_be_empty()


# --- with a camera ----------------------------------------------------------------------------------------------------


@pytest.fixture
def camera():
    one = Camera()
    yield one
    one.kill()


@pytest.fixture
def patient_server(tmp_path):
    """No source; one that breaks is tried again after 30 s, so that there is something to count down."""
    one = Server(tmp_path / "log", RECONNECT_DELAY="30", MAX_RECONNECT_DELAY="30", STALL_TIMEOUT="1", STREAM_DELAY_INIT="0")
    one.start()
    yield one
    one.stop()


@pytest.fixture
def quick_server(tmp_path):
    """As `patient_server`, but tried again after half a second."""
    one = Server(tmp_path / "log", RECONNECT_DELAY="0.5", MAX_RECONNECT_DELAY="0.5", STALL_TIMEOUT="1", STREAM_DELAY_INIT="0")
    one.start()
    yield one
    one.stop()


def watch(page, camera):
    camera.start()
    page.get_by_label("Source", exact=True).fill(camera.url)
    page.keyboard.press("Enter")
    wait_for_picture(page)
    expect(page.locator("#badge")).to_have_text("Live")


def expect_gap(page):
    notes = page.locator("#list .note .what")
    expect(notes).to_have_count(2, timeout=20_000)  # the page asks ever more rarely while there is no answer
    expect(notes.last).to_have_text("The picture is gone")
    expect(notes.first).to_have_text(re.compile(r"^The picture is back after \d+ s$"))
    expect(page.locator("#list .note time").last).to_have_text(re.compile(r"^\d\d:\d\d:\d\d$"))


def test_a_camera_that_dies_is_waited_for_and_tried_at_once_when_asked(patient_server, open_tab, camera):
    page = open_tab(patient_server.url).page
    watch(page, camera)
    camera.kill()
    expect(card(page)).to_be_visible()
    expect(page.locator("#trouble-next")).to_have_text(SOON)
    expect(page.locator("#trouble-reason")).not_to_be_empty()
    expect(page.locator("#badge")).to_have_text("Waiting")
    expect(page.locator("#picture.showing")).to_be_visible()
    assert api(patient_server, "/healthz")["degraded"] == ["source"]

    card(page).get_by_role("button", name="Try now").click()  # in vain: it goes on waiting
    expect(page.locator("#trouble-next")).to_have_text(SOON)
    camera.start()
    card(page).get_by_role("button", name="Try now").click()
    expect(card(page)).to_be_hidden(timeout=20_000)
    expect(page.locator("#badge")).to_have_text("Live")
    assert pictures_in(page, 2) >= 5
    expect_gap(page)
    expect(page.locator("#status-source")).to_contain_text("came back 1 ×")
    assert api(patient_server, "/healthz") == {"status": "ok"}


def test_a_camera_comes_back_by_itself(quick_server, open_tab, camera):
    page = open_tab(quick_server.url).page
    watch(page, camera)
    for times in (1, 2):
        camera.kill()
        expect(card(page)).to_be_visible()
        page.wait_for_timeout(2000)
        camera.start()
        expect(card(page)).to_be_hidden()
        expect(page.locator("#list .note")).to_have_count(2 * times)
        expect(page.locator("#status-source")).to_contain_text(f"came back {times} ×")
    assert pictures_in(page, 2) >= 5


def test_a_camera_that_freezes_is_told_from_one_that_is_gone(quick_server, open_tab, camera):
    page = open_tab(quick_server.url).page
    watch(page, camera)
    camera.freeze()
    expect(page.locator("#badge")).to_have_text("No picture")
    expect(card(page)).to_be_visible()
    expect(page.locator("#trouble-reason")).not_to_be_empty()
    camera.thaw()
    expect(card(page)).to_be_hidden()
    expect(page.locator("#badge")).to_have_text("Live")
    assert pictures_in(page, 2) >= 5
    expect_gap(page)


class Wire:
    """The WebSocket's way to the server, which can be cut."""

    def __init__(self, context):
        self.whole = True
        context.route_web_socket("**/api/live*", self._accept)

    def _accept(self, socket):
        if not self.whole:
            return socket.close()
        self.ends = [socket, socket.connect_to_server()]

    def cut(self):
        self.whole = False
        for end in self.ends:
            end.close()


def test_a_gap_while_the_connection_was_lost_is_told(quick_server, browser, open_tab, camera):
    context = browser.new_context()
    wire = Wire(context)
    page = open_tab(quick_server.url, context).page
    watch(page, camera)
    wire.cut()
    expect(page.locator("#trouble-title")).to_contain_text("Connection to NerdPudding lost")
    camera.kill()
    page.wait_for_timeout(2500)
    camera.start()
    page.wait_for_timeout(2500)
    expect(page.locator("#list .note")).to_have_count(0)
    wire.whole = True
    expect_gap(page)
    expect_gap(open_tab(quick_server.url).page)
    context.close()


def test_a_camera_that_is_not_there_yet(quick_server, open_tab, camera):
    page = open_tab(quick_server.url).page
    page.get_by_label("Wait for it").check()
    page.get_by_label("Source", exact=True).fill(camera.url)
    page.keyboard.press("Enter")
    expect(card(page)).to_be_visible()
    expect(page.locator("#source-message")).to_be_empty()
    expect(page.locator("#trouble-reason")).not_to_be_empty()
    expect(page.locator("#source-stop")).to_be_enabled()
    camera.start()
    wait_for_picture(page)
    expect(card(page)).to_be_hidden()
    expect(page.locator("#list .note")).to_have_count(0)


def test_an_offer_to_wait_is_taken_and_given_up(quick_server, open_tab, camera):
    page = open_tab(quick_server.url).page
    page.get_by_label("Source", exact=True).fill(camera.url)
    page.keyboard.press("Enter")
    expect(page.locator("#source-message")).not_to_be_empty()
    page.get_by_role("button", name="Wait for it").click()
    expect(card(page)).to_be_visible()
    wait_for_status(page, "status.source_state === 'waiting' && status.capture_running")
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(card(page)).to_be_hidden()
    expect(page.get_by_text("Nothing to watch yet")).to_be_visible()
    wait_for_status(page, "status.source_state === 'stopped'")


def test_a_switch_to_a_camera_that_is_waited_for(quick_server, open_tab, camera):
    """The yard's picture goes, its instruction stays, and the list tells of the switch once."""
    page = open_tab(quick_server.url).page
    page.get_by_label("Source", exact=True).fill(SAMPLE)
    page.keyboard.press("Enter")
    wait_for_picture(page)
    page.get_by_label("Instruction", exact=True).fill("people")
    page.keyboard.press("Enter")
    wait_for_status(page, "status.instruction === 'people'")

    page.get_by_label("Wait for it").check()
    page.get_by_label("Source", exact=True).fill(camera.url)
    page.locator("#source-button").click()
    expect(card(page)).to_be_visible()
    expect(page.locator("#source-name")).to_have_text(camera.url.removeprefix("http://"))
    expect(page.locator("#picture.showing")).to_have_count(0)
    camera.start()
    wait_for_picture(page)
    expect(page.locator("#badge")).to_have_text("Live")
    wait_for_status(page, "status.instruction === 'people'")
    expect(page.locator("#list .note .what")).to_have_text([f"Now watching {camera.url.removeprefix('http://')}", "Watch for"])
