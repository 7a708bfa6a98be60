"""Nobody is kept out: axe-core on each view, small and enlarged windows, fingers, forced colours, contrast."""
import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from axe import violations
from page import card, close_settings, open_settings, wait_for_picture
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
    page.get_by_role("button", name="not a model").click()
    look_at("model")
    page.keyboard.press("Escape")
    played.source("waiting", "The camera does not answer.", next_try_s=30, picture_age_s=5)
    expect(card(page)).to_be_visible()
    look_at("trouble")
    context.close()


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
