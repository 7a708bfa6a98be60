"""Captions as people set them: their looks, any script, and time to be read."""
import pytest
from playwright.sync_api import expect

from page import close_settings, open_settings
from played import Show

WATCH = """() => {
  window.shown = [];
  const box = document.querySelector('#captions');
  const look = () => {
    const text = box.classList.contains('shown') ? box.textContent : '';
    if (shown.at(-1)?.text !== text) shown.push({ text, at: performance.now() });
  };
  new MutationObserver(look).observe(box, { subtree: true, childList: true, characterData: true, attributes: true });
}"""


def test_each_line_has_time_to_be_read_and_the_newest_is_shown(show):
    page, server = show
    page.evaluate(WATCH)
    lines = [f"Line {n} of a model that is very fast and has no voice." for n in range(8)]
    for line in lines:
        server.line(line)
        page.wait_for_timeout(300)
    expect(page.locator("#captions.shown span")).to_have_text(lines[-1])
    expect(page.locator("#captions.shown")).to_have_count(0)
    shown = page.evaluate("shown")
    assert [one["text"] for one in shown if one["text"]][0] == lines[0]
    assert len(shown) < len(lines), "of lines that come faster some are left to the list"
    for one, following in zip(shown, shown[1:]):
        if one["text"]:
            assert following["at"] - one["at"] >= 1000 * max(1, len(one["text"]) / 17) - 50, one
    expect(page.locator("#list .line")).to_have_count(len(lines))


def test_short_lines_have_a_second(show):
    page, server = show
    page.evaluate(WATCH)
    for text in ("Go!", "No!", "Yes!"):
        server.line(text)
    expect(page.locator("#captions.shown span")).to_have_text("Yes!")
    first, second = page.evaluate("shown")[:2]
    assert (first["text"], second["text"]) == ("Go!", "Yes!")
    assert second["at"] - first["at"] >= 800  # on a busy machine whoever looks notices the first one late


def test_a_long_word_stays_in_the_picture(server, browser):
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True)
    page = context.new_page()
    played = Show(page, server)
    played.piece("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung")
    expect(page.locator("#captions.shown")).to_have_count(1)
    text, stage = (page.locator(one).bounding_box() for one in ("#captions span", "#stage"))
    assert text["x"] >= stage["x"] and text["x"] + text["width"] <= stage["x"] + stage["width"]
    context.close()


def test_a_script_that_runs_the_other_way(show):
    page, server = show
    server.piece("رجل يدخل من اليمين.")
    for words in ("#captions span", "#list .line p"):
        assert page.locator(words).first.evaluate("(e) => getComputedStyle(e).direction") == "rtl"


def test_their_looks_are_chosen_and_remembered(show, artifact):
    page, server = show
    server.piece("Two people walk in from the right.")
    span, stage = page.locator("#captions span"), page.locator("#stage").bounding_box()
    before = span.bounding_box()
    assert before["y"] > stage["y"] + stage["height"] / 2
    open_settings(page)
    page.get_by_label("Size").select_option("Very large")
    page.get_by_label("Position", exact=True).select_option("Top")
    page.get_by_label("Background").select_option("None, with an outline")
    close_settings(page)
    after = span.bounding_box()
    assert after["height"] > 1.4 * before["height"] and after["y"] < stage["y"] + stage["height"] / 2
    assert span.evaluate("(e) => getComputedStyle(e).backgroundColor") == "rgba(0, 0, 0, 0)"
    if path := artifact("captions-large-top.png"):
        page.screenshot(path=path)
    page.reload()
    expect(page.locator("#captions")).to_have_attribute("data-size", "huge")
    expect(page.locator("#captions")).to_have_attribute("data-place", "top")
    expect(page.locator("#captions")).to_have_attribute("data-ground", "none")


@pytest.mark.parametrize("width, height", [(390, 844), (820, 1180)])
def test_a_phone_and_a_tablet_switch_them_off(server, browser, width, height):
    context = browser.new_context(viewport={"width": width, "height": height}, is_mobile=True, has_touch=True)
    page = context.new_page()
    played = Show(page, server)
    played.piece("Two people")
    expect(page.locator("#captions.shown")).to_be_visible()
    page.get_by_role("button", name="Captions").tap()
    expect(page.locator("#captions")).to_be_hidden()
    context.close()
