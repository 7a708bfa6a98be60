"""What the page makes of each state of a source. The test plays the server's socket."""
import re

import pytest
from playwright.sync_api import expect

import messages
from page import SOON, card, until, wait_for_picture
from played import NOW, Show

REFUSED = messages.kCameraRefuses.format("cam")
# The seconds that a text tells.
NUMBER = """[...document.querySelector('%s').textContent.matchAll(/(\\d+) (min|s)/g)]
  .reduce((sum, [, count, unit]) => sum + count * (unit === 'min' ? 60 : 1), 0)"""


def number_in(page, part):
    return page.evaluate(NUMBER % part)


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
    server.source("stalled", messages.kNoPictureComes, picture_age_s=3)
    expect(card(page)).to_contain_text(messages.kNoPictureComes)
    expect(page.locator("#trouble-title")).to_have_text(re.compile(r"^No picture for \d+ s$"))
    assert 3 <= number_in(page, "#trouble-title") < 30
    expect(page.locator("#trouble-next")).to_have_text(messages.tryingAgain)
    began = number_in(page, "#trouble-title")
    until(page, f"{NUMBER % '#trouble-title'} >= {began + 2}")
    expect(page.locator("#picture")).to_be_visible()
    until(page, "getComputedStyle(document.querySelector('#picture')).opacity < 0.5")

    server.source("waiting", REFUSED, next_try_s=90, picture_age_s=195)
    expect(page.locator("#trouble-title")).to_have_text(re.compile(r"^No picture for 3 min \d\d s$"))
    expect(page.locator("#trouble-reason")).to_have_text(REFUSED)
    expect(page.locator("#trouble-next")).to_have_text(SOON)
    left = number_in(page, "#trouble-next")
    assert 60 < left <= 90
    until(page, f"{NUMBER % '#trouble-next'} <= {left - 2}")
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
    assert page.evaluate("heard") == [f"No picture. {REFUSED}", messages.pictureIsThere]


def test_try_now_by_mouse_and_by_keyboard(show):
    page, server = show
    asked = []
    page.route("**/api/retry", lambda route: (asked.append(route.request.method), route.fulfill(json={"status": "ok"})))
    for state in ("waiting", "stalled"):
        server.source(state, REFUSED, next_try_s=25 if state == "waiting" else None, picture_age_s=5)
        button = card(page).get_by_role("button", name="Try now")
        button.click()
        expect(page.locator("#trouble-next")).to_have_text(messages.tryingAgain)
        button.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Space")
    until(page, "document.activeElement.id === 'trouble-try'")
    page.wait_for_timeout(300)
    assert len(asked) >= 4 and set(asked) == {"POST"}

    page.unroute("**/api/retry")
    button.click()  # the real server waits for nothing
    expect(page.locator("#notice")).to_contain_text(messages.kNothingToTry)


def test_the_gap_stands_between_the_lines(show):
    page, server = show
    server.source("live")
    server.line("Before.")
    server.source("stalled", "Nothing comes.", at=NOW + 3)
    server.source("waiting", REFUSED, at=NOW + 6, next_try_s=2)
    server.source("waiting", REFUSED + " Again.", at=NOW + 8, next_try_s=4)
    server.source("live", at=NOW + 203.4, gone_s=200.4)
    server.line("After.")
    expect(page.locator("#list li:not(.day)")).to_have_count(5)
    expect(page.locator("#list .note").nth(1)).to_have_text(f"08:00:03{messages.pictureIsGone}. Nothing comes.")
    expect(page.locator("#list .note").first).to_have_text("08:03:23" + messages.pictureIsBack.format("3 min 20 s"))
    with page.expect_download() as download:
        page.get_by_role("button", name=messages.saveLines).click()
        page.get_by_role("link", name=messages.asText, exact=True).click()
    assert open(download.value.path(), encoding="utf-8").read().splitlines() == [
        "08:00:00  — " + messages.nowWatching.format("cam"), "08:00:00  Before.", f"08:00:03  — {messages.pictureIsGone}. Nothing comes.",
        "08:03:23  — " + messages.pictureIsBack.format("3 min 20 s"), "08:00:00  After."]


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
    expect(page.locator("#list .note .what")).to_have_text(
        [messages.pictureIsBack.format("15 s"), messages.pictureIsGone, messages.nowWatching.format("cam")])


def test_a_source_that_was_never_there_leaves_no_gap(show):
    page, server = show
    server.source("connecting")
    server.source("waiting", REFUSED, next_try_s=1)
    server.source("live", picture_age_s=0)
    server.line("The first.")
    expect(page.locator("#list .line")).to_have_count(1)
    expect(page.locator("#list .note .what")).to_have_text([messages.nowWatching.format("cam")])


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
        [messages.pictureIsBack.format("3 s"), messages.pictureIsGone, messages.nowWatching.format("cam/front"),
         messages.nowWatching.format("yard.mp4")])


def test_the_picture_of_one_source_never_stands_under_the_name_of_another(show):
    page, server = show
    server.source("live", name="/srv/yard.mp4")
    wait_for_picture(page)
    page.route("**/api/mjpeg*", lambda route: None)  # no picture comes
    server.line("Words about the yard.")
    expect(page.locator("#captions.shown")).to_have_count(1)
    server.source("waiting", REFUSED, name="rtsp://cam/front", next_try_s=9)
    expect(page.locator("#source-name")).to_have_text("cam/front")
    assert page.evaluate("document.querySelector('#picture').naturalWidth") == 0
    expect(page.locator("#picture.showing")).to_have_count(0)
    expect(page.locator("#captions.shown")).to_have_count(0)
    expect(card(page)).to_be_visible()


def test_the_card_fits(server, browser, artifact):
    reason = "The yard's camera at 192.168.1.23 is silent: look whether it has power, whether its address is right, and whether its network is this one."
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
            played.source("stalled", messages.kNoPictureComes, at=NOW + 3, picture_age_s=3)
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
