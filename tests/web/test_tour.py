"""The first steps: what a newcomer is told, how that goes, and that it never comes again."""
import pytest
from playwright.sync_api import expect

import messages
from axe import violations
from page import SAMPLE, api, live_status, wait_for_picture
from server import Server

LOOKS = {
    "desktop": dict(viewport={"width": 1280, "height": 800}),
    "phone": dict(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True),
}


@pytest.fixture
def newcomer(own_server, open_tab):
    """newcomer(**options) -> the page, opened by somebody who was never here."""
    return lambda **options: open_tab(own_server.url, newcomer=True, **options).page


def steps(page):
    return page.get_by_role("region", name="First steps")


def step(page):
    return steps(page).get_by_role("heading")


def test_a_newcomer_is_led_through_three_steps_by_the_keyboard(newcomer):
    page = newcomer()
    expect(step(page)).to_have_text("Say what to watch for")
    expect(steps(page)).to_contain_text(messages.stepOf.format(1, 3))
    following = page.locator("#tour-next")
    following.focus()
    page.keyboard.press("Enter")
    expect(step(page)).to_have_text("Give it your own video")
    page.keyboard.press("Enter")
    expect(step(page)).to_have_text("Hear it")
    expect(following).to_have_text(messages.lastStep)
    expect(following).to_be_focused()
    page.keyboard.press("Enter")
    expect(steps(page)).to_be_hidden()
    expect(page.locator("#scroller")).to_be_focused()
    page.reload()
    wait_for_picture(page)
    expect(steps(page)).to_be_hidden()


@pytest.mark.parametrize("close", [
    lambda page: page.get_by_role("button", name="Close the first steps").click(),
    lambda page: (page.locator("#tour-next").focus(), page.keyboard.press("Escape")),
], ids=["button", "escape"])
def test_once_closed_they_never_come_again(newcomer, close):
    page = newcomer()
    expect(steps(page)).to_be_visible()
    close(page)
    expect(steps(page)).to_be_hidden()
    page.reload()
    wait_for_picture(page)
    expect(steps(page)).to_be_hidden()


def test_a_step_is_over_when_its_work_is_done(newcomer, own_server):
    page = newcomer()
    steps(page).get_by_role("button", name="Write an instruction").click()
    expect(page.locator("#instruction")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Only the dogs")
    page.keyboard.press("Enter")
    expect(step(page)).to_have_text("Give it your own video")
    api(own_server, "/api/start", {"source": f"file://{SAMPLE}", "replace": True})
    expect(step(page)).to_have_text("Hear it")
    steps(page).get_by_role("button", name="Turn on sound").click()
    expect(steps(page)).to_be_hidden()
    expect(page.get_by_role("button", name="Mute")).to_be_visible()


def test_a_show_that_is_heard_has_none(newcomer):
    page = newcomer()
    expect(steps(page)).to_be_visible()
    page.locator("#sound-on").click()
    expect(steps(page)).to_be_hidden()
    page.reload()
    wait_for_picture(page)
    expect(steps(page)).to_be_hidden()


def test_they_cover_nothing(newcomer):
    for look in LOOKS.values():
        page = newcomer(**look)
        wait_for_picture(page)
        expect(step(page)).to_be_visible()
        expect(page.locator("#play")).to_be_visible()
        # All at once, as a page that has just been opened still moves.
        boxes = page.evaluate("""Object.fromEntries(['tour', 'stage', 'bar', 'steer', 'scroller'].map((name) => {
          const { left, right, top, bottom } = document.getElementById(name).getBoundingClientRect();
          return [name, { left, right, top, bottom }];
        }))""")
        tour = boxes.pop("tour")
        for name, there in boxes.items():
            beside = tour["right"] <= there["left"] + 0.5 or there["right"] <= tour["left"] + 0.5
            assert beside or tour["bottom"] <= there["top"] + 0.5 or there["bottom"] <= tour["top"] + 0.5, name
        assert boxes["scroller"]["bottom"] - boxes["scroller"]["top"] >= 80, "words have room beside them"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("locale, heading", [
    ("de-DE", "Sag, worauf geachtet werden soll"), ("es-ES", "Di a qué prestar atención")])
def test_in_the_readers_language(newcomer, locale, heading):
    page = newcomer(locale=locale)
    expect(page.locator("#tour h3").filter(visible=True)).to_have_text(heading)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("look", LOOKS)
def test_they_keep_nobody_out(newcomer, artifact, look, scheme):
    page = newcomer(color_scheme=scheme, reduced_motion="reduce", **LOOKS[look])
    wait_for_picture(page)
    expect(steps(page).get_by_role("status")).to_contain_text("Say what to watch for")
    if path := artifact(f"tour-{look}-{scheme}.png"):
        page.screenshot(path=path)
    assert violations(page) == []
    if look == "phone":
        for button in ("#tour-next", "#tour-close"):
            box = page.locator(button).bounding_box()
            assert box["width"] >= 44 and box["height"] >= 44, button


def test_who_may_only_watch_has_none(tmp_path, open_tab):
    server = Server(tmp_path / "log", "--source", SAMPLE, API_TOKEN="control-0123456789", WATCH_TOKEN="watch-0123456789ab")
    server.start()
    try:
        page = open_tab(f"{server.url}/?token=watch-0123456789ab", newcomer=True).page
        wait_for_picture(page)
        expect(page.locator("#sign-in")).to_be_visible()
        expect(steps(page)).to_be_hidden()
    finally:
        server.stop()


def test_without_a_voice_there_are_two(tmp_path, open_tab):
    server = Server(tmp_path / "log", "--source", SAMPLE, ENABLE_TTS="false")
    server.start()
    try:
        live_status(server)
        page = open_tab(server.url, newcomer=True).page
        expect(steps(page)).to_contain_text(messages.stepOf.format(1, 2))
        page.locator("#tour-next").click()
        expect(page.locator("#tour-next")).to_have_text(messages.lastStep)
    finally:
        server.stop()
