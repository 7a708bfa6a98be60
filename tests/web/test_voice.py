"""Who speaks and how fast is chosen on the page, live; and the others are heard before."""
import re

import pytest
from playwright.sync_api import expect

from page import api, open_settings, until, wait_for_status
from server import Server

# Counts what the page plays beside the commentary.
LISTEN = """() => {
  window.played = [];
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (...when) {
    window.played.push(this.buffer.duration);
    return start.apply(this, when);
  };
}"""


@pytest.fixture
def voices(server):
    yield lambda: api(server, "/api/voices")
    api(server, "/api/voices", {"voice": "clara", "speed": None})
    api(server, "/api/profiles", {"profile": "default"})


def test_a_voice_is_chosen_live(server, voices, open_tab):
    tab = open_tab(server.url)
    page, other = tab.page, open_tab(server.url).page
    open_settings(page)
    expect(page.get_by_label("Voice", exact=True)).to_have_value("clara")
    page.get_by_label("Voice", exact=True).select_option("Victor")
    wait_for_status(page, "status.voice.chosen === 'victor' && status.voice.name === 'Victor'")
    assert voices()["active"] == "victor"
    expect(other.get_by_label("Voice", exact=True)).to_have_value("victor")
    expect(page.locator("#voice")).to_have_attribute("title", "A man's voice, deep and calm.")
    assert tab.errors == []


def test_the_speed_is_chosen_by_keyboard_and_given_back(server, voices, open_tab):
    page = open_tab(server.url).page
    open_settings(page)
    slider = page.get_by_label("Speed")
    expect(slider).to_have_value("1")
    expect(page.locator("#speed-usual")).to_be_hidden()
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#speed-value")).to_have_text("1.15 ×")
    expect(slider).to_have_attribute("aria-valuetext", "1.15 × as fast as usual")
    wait_for_status(page, "status.voice.speed === 1.15")
    page.keyboard.press("End")
    wait_for_status(page, "status.voice.speed === 1.4")
    page.keyboard.press("Home")
    wait_for_status(page, "status.voice.speed === 0.8")
    page.get_by_role("button", name="Back to 1 ×").click()
    wait_for_status(page, "status.voice.speed === 1")
    expect(slider).to_have_value("1")
    expect(slider).to_be_focused()


def test_a_profile_brings_its_speed(server, voices, open_tab):
    page = open_tab(server.url).page
    open_settings(page)
    page.get_by_label("Style", exact=True).select_option("sports")
    expect(page.locator("#speed-value")).to_have_text("1.15 ×")
    expect(page.locator("#speed-usual")).to_be_hidden()
    api(server, "/api/voices", {"speed": 0.9})
    expect(page.locator("#speed-value")).to_have_text("0.9 ×")
    expect(page.get_by_role("button", name="Back to 1.15 ×")).to_be_visible()


def test_each_voice_is_heard_without_being_chosen(server, voices, open_tab):
    tab = open_tab(server.url)
    page = tab.page
    page.evaluate(LISTEN)
    open_settings(page)
    hear = page.locator("#voice-hear")
    expect(hear).to_have_text("Hear it")
    hear.focus()
    page.keyboard.press("Enter")
    until(page, "played.length === 1 && played[0] > 1")
    expect(hear).to_have_text("Stop")
    page.keyboard.press("Enter")
    expect(hear).to_have_text("Hear it")
    hear.click()
    until(page, "played.length === 2")
    expect(hear).to_have_text("Hear it", timeout=20_000)
    assert voices()["active"] == "clara" and tab.errors == []


def test_what_goes_wrong_is_said_there(server, voices, open_tab):
    page = open_tab(server.url).page
    open_settings(page)
    expect(page.get_by_label("Voice", exact=True)).to_have_value("clara")
    page.route(re.compile("/api/voices"), lambda route: route.fulfill(
        status=503, content_type="application/json", body='{"detail": "It is out of breath."}'))
    page.locator("#voice-hear").click()
    expect(page.locator("#voice-message")).to_have_text("It is out of breath.")
    expect(page.locator("#voice-hear")).to_have_text("Hear it")
    page.get_by_label("Voice", exact=True).select_option("otto")
    expect(page.get_by_label("Voice", exact=True)).to_have_value("clara")
    page.get_by_label("Speed").fill("1.3")
    expect(page.locator("#speed-message")).to_have_text("It is out of breath.")


def test_without_a_voice_there_is_no_choice(tmp_path, open_tab):
    server = Server(tmp_path / "log", "--no-voice")
    server.start()
    try:
        page = open_tab(server.url).page
        wait_for_status(page, "!status.voice.enabled")
        open_settings(page)
        expect(page.locator("#voice-row")).to_be_hidden()
        expect(page.locator("#speed-row")).to_be_hidden()
    finally:
        server.stop()


@pytest.mark.parametrize("width, height, scale", [(1280, 800, 1), (390, 844, 2)])
def test_it_fits_the_page(server, open_tab, artifact, width, height, scale):
    page = open_tab(server.url, viewport={"width": width, "height": height}, device_scale_factor=scale).page
    expect(page.locator("#voice")).to_have_value("clara")
    open_settings(page)
    page.locator("#speed").scroll_into_view_if_needed()
    for control in ("voice", "voice-hear", "speed"):
        box = page.locator(f"#{control}").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width and box["height"] >= 36, control
        assert box["y"] >= 0 and box["y"] + box["height"] <= height, control
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if path := artifact(f"voice-{width}x{height}.png"):
        page.screenshot(path=path)
