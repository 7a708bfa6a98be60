"""The search over all lines that are kept."""
import re
import time

import pytest
from playwright.sync_api import expect

import messages
from kept import fill_record
from page import until
from server import Server

RARE = 'Ein Mann überquert die Straße <b>mit</b> "Regenschirm".'
COUNT = 700


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A server that keeps some hundred lines of three days, one of them unlike the others."""
    server = Server(tmp_path_factory.mktemp("kept") / "log")
    record = fill_record(server, count=COUNT, days=3, special={200: RARE}, sources=("Front door", "Yard"))
    server.start()
    yield server, record
    server.stop()


@pytest.fixture
def page(kept, open_tab):
    tab = open_tab(kept[0].url)
    expect(tab.page.locator("#list .line").first).to_be_visible()
    yield tab.page
    assert tab.errors == []


def found(page):
    return page.locator("#found .line")


def search(page, words):
    page.get_by_role("searchbox", name=messages.searchLines).fill(words)


def test_words_are_found_and_marked(page):
    search(page, "uberquert straße")
    expect(found(page)).to_have_count(1)
    expect(found(page).locator("p")).to_have_text(RARE)
    assert found(page).locator("mark").all_inner_texts() == ["überquert", "Straße"]
    expect(page.locator("#record-bar .count")).to_have_text(messages.oneLine)
    expect(page.locator("#list")).to_be_hidden()


def test_escape_goes_back_to_where_the_list_stood(page):
    page.locator("#scroller").evaluate("e => e.scrollTop = 1200")
    search(page, "regenschirm")
    expect(found(page)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#found")).to_be_hidden()
    expect(page.locator("#list")).to_be_visible()
    assert abs(page.locator("#scroller").evaluate("e => e.scrollTop") - 1200) < 3
    expect(page.get_by_role("searchbox")).to_have_value("")
    expect(page.locator("#record-bar .count")).to_be_empty()


def test_nothing_found_is_said(page):
    search(page, "<i>zebra</i>")
    expect(page.locator("#record-bar .count")).to_have_text(messages.nothingFound.format("<i>zebra</i>"))
    expect(found(page)).to_have_count(0)


@pytest.mark.parametrize("typed", ['"', '"mit reg', "AND OR NOT", "a*b(c", "NEAR(x y)", "-x", "…", "x" * 3000])
def test_whatever_is_typed_is_no_error(page, typed):
    search(page, typed)
    until(page, f"document.querySelector('#record-bar .count').textContent !== '{messages.searching}'")
    assert "detail" not in page.locator(".record-end").inner_text()
    expect(page.locator(".record-end")).not_to_contain_text(re.compile("error|syntax", re.I))


def test_much_is_found_piece_by_piece(page, kept):
    record = kept[1]
    search(page, "person")
    count = page.locator("#record-bar .count")
    expect(count).to_have_text(messages.moreLines.format("100"))
    for _ in range(60):
        page.locator("#scroller").evaluate("e => e.scrollTop = e.scrollHeight")
        page.wait_for_timeout(40)
        assert found(page).count() <= 500
    matching = [line for line in record.lines if "person" in line.text]
    expect(found(page).last.locator("p")).to_have_text(matching[0].text)


def test_by_source_and_day(page, kept):
    record = kept[1]
    page.get_by_role("button", name=messages.filterLines).click()
    source = page.locator("#search-filters").get_by_label(messages.ofSource)
    expect(source.locator("option")).to_have_count(3)
    source.select_option(label="Yard")
    expect(found(page).first.locator("p")).to_have_text([one for one in record.lines if one.source == "Yard"][-1].text)
    day = time.strftime("%Y-%m-%d", time.localtime(record.oldest.at))
    page.get_by_label(messages.ofDay, exact=True).fill(day)
    matching = [one for one in record.lines if one.source == "Yard" and time.strftime("%Y-%m-%d", time.localtime(one.at)) == day]
    expect(found(page).first.locator("p")).to_have_text(matching[-1].text)
    page.get_by_role("button", name=messages.clearSearch).click()
    expect(page.locator("#list")).to_be_visible()


def test_from_the_field_to_what_was_found(page):
    search(page, "regenschirm")
    expect(found(page)).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(found(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#replay .words")).to_have_text(RARE)


def test_it_waits_for_a_pause_in_typing(page):
    asked = []
    page.on("request", lambda request: "q=" in request.url and asked.append(request.url))
    page.get_by_role("searchbox").press_sequentially("regenschirm", delay=20)
    expect(found(page)).to_have_count(1)
    assert len(asked) <= 2
