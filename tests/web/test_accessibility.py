"""Nobody is kept out: axe-core on each view, small and enlarged windows, fingers, forced colours, contrast."""
import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

import messages
from axe import violations
from page import card, close_settings, open_settings, open_sources, wait_for_picture
from played import NOW, Show

LOOKS = {
    "desktop": dict(viewport={"width": 1280, "height": 800}),
    "phone": dict(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True),
}
SCHEMES = ["light", "dark"]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("look", LOOKS)
def test_no_view_keeps_people_out(server, browser, artifact, look, scheme):
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce", **LOOKS[look])
    page = context.new_page()
    played = Show(page, server)
    played.line("Two people walk in from the right.")
    played.send("settings", {"instruction": "the dog " * 40, "profile": played.hello["active_profile"], "preset": "owl", "at": NOW})
    played.line(error="The model server failed.")
    played.piece("A line that grows")
    expect(page.locator("#list li:not(.day)")).to_have_count(5)

    def look_at(view):
        page.wait_for_timeout(300)
        if path := artifact(f"view-{view}-{look}-{scheme}.png"):
            page.screenshot(path=path)
        assert violations(page) == [], view

    look_at("live")
    open_settings(page)
    page.locator("#server-settings summary").first.click()
    look_at("settings")
    close_settings(page)
    page.get_by_role("button", name="Help and about").click()
    look_at("help")
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Add a model").click()
    look_at("model")
    page.keyboard.press("Escape")
    played.source("waiting", "The camera does not answer.", next_try_s=30, picture_age_s=5)
    expect(card(page)).to_be_visible()
    look_at("trouble")
    context.close()


# In a low window everything scrolls.
@pytest.mark.parametrize("width, height", [(1280, 800), (390, 844), (320, 568), (640, 400)])
def test_what_opens_over_the_page_keeps_nobody_out(server, open_tab, width, height):
    page = open_tab(server.url, viewport={"width": width, "height": height}, reduced_motion="reduce").page
    wait_for_picture(page)
    line = page.locator("#list .line[data-line]").first
    expect(line).to_be_visible()

    def look_at(view):
        page.wait_for_timeout(300)
        assert violations(page) == [], view

    page.keyboard.press("n")
    expect(page.locator("#stats")).to_be_visible()
    look_at("stats")
    page.keyboard.press("n")
    line.focus()
    page.keyboard.press("ContextMenu")
    expect(page.get_by_role("menu")).to_be_visible()
    look_at("menu of a line")
    page.keyboard.press("Escape")
    page.locator("#save").click()
    look_at("files")
    page.keyboard.press("Escape")
    page.get_by_role("button", name=messages.filterLines).click()
    look_at("filters")
    page.locator("#share-open").click()
    expect(page.locator("#share-ways")).to_be_visible()
    page.locator("#share summary").click()
    look_at("share")
    page.keyboard.press("Escape")
    open_sources(page)
    look_at("sources")
    page.keyboard.press("Escape")
    line.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#replay")).to_be_visible()
    look_at("replay")


@pytest.mark.parametrize("look", [dict(), dict(color_scheme="dark"), dict(viewport={"width": 320, "height": 256}), dict(forced_colors="active")])
def test_those_who_have_to_sign_in_are_not_kept_out(locked_server, open_tab, look):
    page = open_tab(locked_server.url, **look).page
    page.locator("summary").click()
    assert violations(page) == []
    page.locator("input[type=password]").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).not_to_be_empty()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("view", ["overlay", "embed"])
def test_the_views_keep_nobody_out(server, open_tab, view):
    page = open_tab(f"{server.url}/{view}").page
    expect(page.locator("#captions")).not_to_be_empty()
    assert violations(page) == []



@pytest.mark.parametrize("width, height", [(320, 568), (360, 640), (390, 540), (390, 844), (820, 1180)])
def test_the_words_have_room_and_nothing_lies_upon_them(server, open_tab, width, height):
    page = open_tab(server.url, viewport={"width": width, "height": height}, is_mobile=True, has_touch=True).page
    wait_for_picture(page)
    expect(page.locator("#list .line").first).to_be_attached()
    words, steer = page.locator("#commentary").bounding_box(), page.locator("#steer").bounding_box()
    below, above = max(words, steer, key=lambda box: box["y"]), min(words, steer, key=lambda box: box["y"])
    assert above["y"] + above["height"] <= below["y"] + 0.5
    search = page.locator("#record-bar").bounding_box()
    assert search["y"] + search["height"] <= words["y"] + words["height"]
    assert page.locator("#scroller").bounding_box()["height"] >= 48, "a row of the words"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("look", LOOKS)
def test_the_empty_page_keeps_nobody_out(idle_server, open_tab, artifact, look, scheme):
    page = open_tab(idle_server.url, color_scheme=scheme, reduced_motion="reduce", **LOOKS[look]).page
    expect(page.locator("#placeholder-button")).to_be_visible()
    page.wait_for_timeout(500)
    if path := artifact(f"view-empty-{look}-{scheme}.png"):
        page.screenshot(path=path)
    assert violations(page) == []


# The last is a laptop's window at 400 %.
@pytest.mark.parametrize("width, height", [(320, 568), (640, 400), (844, 390), (820, 1180), (1280, 800), (320, 256)])
def test_nothing_sticks_out_at_the_side(server, browser, artifact, width, height):
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    played = Show(page, server)
    played.line("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen " * 3)
    played.line("Two people walk in from the right.")

    def nothing_outside(root):
        for box in page.locator(f"{root} :is(button, input, textarea, select, h2, h3)").filter(visible=True).evaluate_all(
                "(all) => all.filter((e) => !e.closest('#suggestions') && !e.matches('.unseen')).map((e) => "
                "[e.id || e.textContent, e.getBoundingClientRect().left, e.getBoundingClientRect().right])"):
            assert box[1] >= -0.5 and box[2] <= width + 0.5, box
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    nothing_outside("body")
    field = page.locator("#instruction").bounding_box()
    assert field["width"] >= 120, "whole words fit into a row"
    if path := artifact(f"zoom-{width}x{height}.png"):
        page.screenshot(path=path, full_page=True)
    open_settings(page)
    nothing_outside("#settings")
    assert page.locator("#settings").evaluate("(e) => e.scrollWidth <= e.clientWidth")
    if path := artifact(f"zoom-settings-{width}x{height}.png"):
        page.screenshot(path=path)
    close_settings(page)
    for control in ("#mute", "#captions-toggle", "#full", "#instruction-send", "#help-open", "#save"):
        page.locator(control).scroll_into_view_if_needed()
        box = page.locator(control).bounding_box()
        assert box["y"] >= -0.5 and box["y"] + box["height"] <= height + 0.5, control
    context.close()


@pytest.mark.parametrize("look", ["phone"])
def test_a_finger_meets_what_it_means(server, open_tab, look):
    page = open_tab(server.url, **LOOKS[look]).page
    wait_for_picture(page)

    def large_enough(root):
        small = page.locator(f"{root} :is(button:not(.link), select, input, textarea, summary)").filter(visible=True).evaluate_all(
            """(all) => all.map((e) => [e.id || e.textContent, (e.closest('label.check') ?? e).getBoundingClientRect()])
               .filter(([, box]) => box.width > 0 && (box.height < 43.5 || box.width < 43.5)).map(([name, box]) => [name, box.width, box.height])""")
        assert small == []

    large_enough("body")
    open_settings(page)
    expect(page.locator("#server-settings summary").first).to_be_visible()
    large_enough("#settings")


def luminance(colour):
    red, green, blue = (int(part) / 255 for part in re.findall(r"\d+", colour)[:3])
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_borders_of_fields_are_seen(server, open_tab, scheme):
    page = open_tab(server.url, color_scheme=scheme).page
    wait_for_picture(page)
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    for field in ("#instruction", "#source", "#profile"):
        border, inside = page.locator(field).evaluate("(e) => [getComputedStyle(e).borderTopColor, getComputedStyle(e).backgroundColor]")
        assert contrast(border, inside) >= 3 and contrast(border, ground) >= 3, (field, border, inside, ground)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_forced_colours_leave_the_slider_and_what_is_pressed(server, open_tab, artifact, scheme):
    page = open_tab(server.url, color_scheme=scheme, forced_colors="active").page
    wait_for_picture(page)
    colours = Image.open(io.BytesIO(page.locator("#volume").screenshot())).convert("RGB").getcolors(10000)
    assert len({colour for count, colour in colours if count > 20}) >= 3, "ground, track and what is filled"
    toggle = page.locator("#captions-toggle")
    pressed = toggle.evaluate("(e) => getComputedStyle(e).borderTopWidth")
    toggle.click()
    assert toggle.evaluate("(e) => getComputedStyle(e).borderTopWidth") != pressed
    if path := artifact(f"forced-{scheme}.png"):
        page.screenshot(path=path)


def test_nothing_moves_for_those_who_asked_for_that(server, open_tab):
    page = open_tab(server.url, reduced_motion="reduce").page
    wait_for_picture(page)
    page.wait_for_timeout(1500)
    assert page.evaluate("document.getAnimations().length") == 0
