"""The list as a record: older lines, links to lines, a line's picture and menu, the lines as files."""
import re

import pytest
from playwright.sync_api import expect

import messages
from kept import fill_record
from page import INSTRUCTION, SAMPLE, api, lines, until, wait_for_picture, wait_for_pictures
from server import Server

COUNT = 1300
DAYS = 3
TOP = "document.querySelector('#list [data-line=\"%s\"]')?.getBoundingClientRect().top"


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A server without a source that keeps lines of three days: (Server, Kept)."""
    folder = tmp_path_factory.mktemp("kept")
    server = Server(folder / "log")
    record = fill_record(server, count=COUNT, days=DAYS)
    server.start()
    yield server, record
    server.stop()


def rows(page):
    return page.locator("#list .line")


def scroll_to_end(page):
    page.locator("#scroller").evaluate("e => e.scrollTop = e.scrollHeight")


def test_older_lines_come_as_the_reader_scrolls(kept, open_tab):
    server, record = kept
    page = open_tab(server.url).page
    expect(rows(page).first.locator("p")).to_have_text(record.newest.text)
    seen = 0
    while not page.locator(f"#list [data-line='{record.oldest.id}']").count():
        scroll_to_end(page)
        page.wait_for_timeout(50)
        assert rows(page).count() <= 500
        seen += 1
        assert seen < 400, "the oldest line does not come"
    scroll_to_end(page)
    expect(rows(page).last.locator("p")).to_have_text(record.oldest.text)
    expect(page.locator(".record-end")).to_have_text(messages.nothingOlder)
    # In order, without a hole.
    texts = rows(page).locator("p").all_inner_texts()
    assert texts == [line.text for line in reversed(record.lines[:len(texts)])]
    page.get_by_role("button", name="New lines").click()
    expect(rows(page).first.locator("p")).to_have_text(record.newest.text)
    expect(page.locator("#newest")).to_be_hidden()


def test_lines_that_were_taken_out_come_again(kept, open_tab):
    server, record = kept
    page = open_tab(server.url).page
    expect(rows(page).first).to_be_visible()
    for _ in range(60):
        scroll_to_end(page)
        page.wait_for_timeout(40)
    assert not page.locator(f"#list [data-line='{record.newest.id}']").count()
    until(page, f"""(() => {{
      const scroller = document.querySelector('#scroller');
      scroller.scrollTop = Math.max(0, scroller.scrollTop - 1500);
      return scroller.scrollTop === 0 && document.querySelector('#list [data-line="{record.newest.id}"]') !== null;
    }})()""")
    texts = rows(page).locator("p").all_inner_texts()
    assert texts == [line.text for line in record.lines[::-1][:len(texts)]]
    assert len(texts) <= 500


def test_what_is_read_stays_where_it_is(kept, open_tab):
    server, record = kept
    page = open_tab(server.url).page
    expect(rows(page)).to_have_count(100)
    page.locator("#scroller").evaluate("e => e.scrollTop = e.scrollHeight - e.clientHeight - 1200")
    anchor = page.evaluate("""() => {
      const top = document.querySelector('#scroller').getBoundingClientRect().top;
      return [...document.querySelectorAll('#list .line')].find((row) => row.getBoundingClientRect().top > top).dataset.line;
    }""")
    before = page.evaluate(TOP % anchor)
    with page.expect_response("**/api/lines?before=*"):
        page.locator("#scroller").evaluate("e => e.scrollTop += 500")
    until(page, "document.querySelectorAll('#list .line').length > 100")
    assert abs(page.evaluate(TOP % anchor) - (before - 500)) < 3


def test_days_stand_above_their_lines(kept, open_tab):
    server, record = kept
    page = open_tab(server.url).page
    expect(rows(page).first).to_be_visible()
    until(page, "(() => { const s = document.querySelector('#scroller'); s.scrollTop = s.scrollHeight; "
                "return document.querySelectorAll('#list .day').length > 0; })()")
    wrong = page.evaluate("""() => {
      const wrong = [];
      let day = '';
      for (const row of document.querySelectorAll('#list > li')) {
        if (row.matches('.day')) { day = row.textContent; continue; }
        const at = new Date(row.querySelector('time').dateTime);
        const words = new Intl.DateTimeFormat(undefined, {weekday: 'long', day: 'numeric', month: 'long', year: 'numeric'}).format(at);
        if (day && day !== words) wrong.push([day, words]);
      }
      return wrong;
    }""")
    assert wrong == []


def test_lines_outlive_the_server(own_server, open_tab):
    page = open_tab(own_server.url).page
    expect(lines(page).first).to_be_visible(timeout=60_000)
    said = lines(page).first.locator("p").inner_text()
    page.wait_for_timeout(2500)
    own_server.stop()
    own_server.start()
    page = open_tab(own_server.url).page
    expect(page.locator("#list .line p", has_text=said).first).to_be_attached(timeout=30_000)
    ids = page.locator("#list [data-line]").evaluate_all("all => all.map((row) => Number(row.dataset.line))")
    assert ids == sorted(set(ids), reverse=True), "in order, and none twice"


def test_a_link_leads_to_its_line(kept, open_tab):
    server, record = kept
    line = record.lines[COUNT // 2]
    page = open_tab(f"{server.url}/#line={line.id}").page
    row = page.locator(f"#list [data-line='{line.id}']")
    expect(row).to_be_in_viewport()
    expect(row).to_have_class(re.compile("linked"))
    expect(row).to_be_focused()
    expect(page.locator("#newest")).to_be_visible()
    # Both ways from there.
    other = record.lines[COUNT // 3]
    page.evaluate(f"location.hash = '#t={other.at + 0.2:.3f}'")
    expect(page.locator(f"#list [data-line='{other.id}']")).to_be_in_viewport()
    page.get_by_role("button", name="New lines").click()
    expect(rows(page).first.locator("p")).to_have_text(record.newest.text)


@pytest.mark.parametrize("link, sentence", [("#line=7", messages.lineIsGone), ("#t=1000000000", messages.momentIsGone),
                                            ("#t=99999999999999", messages.momentIsGone)])
def test_a_link_to_what_is_gone_says_so(kept, open_tab, link, sentence):
    server, record = kept
    page = open_tab(server.url + "/" + link).page
    expect(page.locator("#notice")).to_have_text(sentence)
    expect(rows(page).first).to_be_visible()


def test_a_line_by_keyboard(kept, open_tab):
    server, record = kept
    page = open_tab(server.url).page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    expect(rows(page).first).to_be_visible()
    page.locator("#scroller").focus()
    page.keyboard.press("ArrowDown")
    expect(rows(page).first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(rows(page).nth(1)).to_be_focused()
    line = record.lines[-2]
    page.keyboard.press("Shift+F10")
    menu = page.get_by_role("menu")
    expect(menu.get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(rows(page).nth(1)).to_be_focused()

    page.keyboard.press("ContextMenu")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#notice")).to_have_text(messages.copied)
    assert page.evaluate("navigator.clipboard.readText()") == line.text
    page.keyboard.press("ContextMenu")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#notice")).to_have_text(messages.linkCopied)
    assert page.evaluate("navigator.clipboard.readText()") == f"{server.url}/#line={line.id}"

    page.keyboard.press("Enter")
    expect(page.locator("#replay")).to_be_visible()
    expect(page.locator("#replay .words")).to_have_text(line.text)
    page.keyboard.press("Escape")
    expect(page.locator("#replay")).to_be_hidden()
    expect(rows(page).nth(1)).to_be_focused()


def test_a_wrong_line_is_marked_for_all(kept, open_tab):
    server, record = kept
    line = record.lines[-5]
    page = open_tab(server.url).page
    row = page.locator(f"#list [data-line='{line.id}']")
    row.hover()
    row.get_by_role("button", name=messages.moreOfLine).click()
    page.get_by_role("menuitemcheckbox", name=messages.wrongLine).click()
    expect(row).to_contain_text(messages.markedWrong)
    assert api(server, f"/api/lines/{line.id}")["wrong"] is True
    other = open_tab(server.url).page
    expect(other.locator(f"#list [data-line='{line.id}']")).to_have_class(re.compile("wrong"))
    row.hover()
    row.get_by_role("button", name=messages.moreOfLine).click()
    item = page.get_by_role("menuitemcheckbox", name=messages.wrongLine)
    expect(item).to_have_attribute("aria-checked", "true")
    item.click()
    expect(row).not_to_contain_text(messages.markedWrong)
    assert api(server, f"/api/lines/{line.id}")["wrong"] is False


def test_a_line_is_watched_again(own_server, open_tab):
    tab = open_tab(own_server.url)
    page = tab.page
    wait_for_picture(page)
    expect(lines(page).first).to_be_visible(timeout=60_000)
    page.wait_for_timeout(6000)
    row = page.locator(f"#list [data-line='{lines(page).first.get_attribute('data-line')}']")
    text = row.locator("p").inner_text()
    said_at = page.evaluate("e => Date.parse(e.dateTime)", row.locator("time").element_handle()) / 1000
    row.click()
    canvas = page.locator("#replay canvas")
    expect(canvas).to_be_visible()
    expect(page.locator("#replay .words")).to_have_text(text)
    assert page.evaluate("document.querySelector('#replay canvas').width") > 100
    shown = page.evaluate("() => Date.parse(document.querySelector('#replay time').dateTime)") / 1000
    assert said_at - 6 < shown < said_at + 4
    # The live picture goes on underneath.
    wait_for_pictures(page, 3)
    expect(page.get_by_role("button", name=messages.playAgain)).to_be_visible(timeout=30_000)
    page.get_by_role("button", name=messages.playAgain).click()
    expect(page.get_by_role("button", name=messages.playAgain)).to_be_hidden()
    page.get_by_role("button", name=messages.backToLive).click()
    expect(page.locator("#replay")).to_be_hidden()
    wait_for_pictures(page, 3)
    assert tab.errors == []


def test_of_an_old_line_only_the_small_picture_is_left(own_server, open_tab):
    page = open_tab(own_server.url).page
    expect(lines(page).first).to_be_visible(timeout=60_000)
    page.wait_for_timeout(3000)
    own_server.stop()
    own_server.start()
    page = open_tab(own_server.url).page
    row = page.locator("#list .line.kept", has=page.locator("img")).first
    expect(row).to_be_attached(timeout=30_000)
    row.click()
    expect(page.locator("#replay .state")).to_have_text(messages.smallPictureOnly)
    expect(page.locator("#replay img")).to_be_visible()
    until(page, "document.querySelector('#replay img').naturalWidth > 50")
    expect(page.locator("#replay canvas")).to_be_hidden()


def test_a_line_without_a_picture_says_so(kept, open_tab):
    server, record = kept
    page = open_tab(server.url).page
    rows(page).first.click()
    expect(page.locator("#replay .state")).to_have_text(messages.noPictureLeft)


def test_whoever_marks_text_watches_nothing(kept, open_tab):
    server, record = kept
    page = open_tab(server.url).page
    text = rows(page).first.locator("p").bounding_box()
    page.mouse.move(text["x"] + 2, text["y"] + 10)
    page.mouse.down()
    page.mouse.move(text["x"] + 90, text["y"] + 10, steps=5)
    page.mouse.up()
    assert page.evaluate("String(getSelection())").strip()
    expect(page.locator("#replay")).to_be_hidden()


def test_a_finger_opens_and_holds(kept, open_tab):
    server, record = kept
    page = open_tab(server.url, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).page
    row = rows(page).nth(2)
    row.tap()
    expect(page.locator("#replay .words")).to_have_text(record.lines[-3].text)
    page.get_by_role("button", name=messages.backToLive).tap()
    box = rows(page).nth(1).bounding_box()
    touch = page.context.new_cdp_session(page)
    point = {"x": box["x"] + 150, "y": box["y"] + 20}
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    expect(page.get_by_role("menu")).to_be_visible()
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(300)
    expect(page.get_by_role("menu")).to_be_visible()
    expect(page.locator("#replay")).to_be_hidden()
    page.get_by_role("menuitem", name=messages.watchLine).tap()
    expect(page.locator("#replay .words")).to_have_text(record.lines[-2].text)


def test_whoever_may_only_watch_marks_nothing(tmp_path, open_tab):
    server = Server(tmp_path / "log", API_TOKEN="sesame", WATCH_TOKEN="look")
    fill_record(server, count=5, days=1)
    server.start()
    try:
        page = open_tab(server.url + "/?token=look").page
        rows(page).first.hover()
        rows(page).first.get_by_role("button", name=messages.moreOfLine).click()
        expect(page.get_by_role("menuitem", name=messages.copyTextOfLine)).to_be_visible()
        expect(page.get_by_role("menuitemcheckbox")).to_have_count(0)
    finally:
        server.stop()


def test_without_a_record_the_list_is_as_it_was(tmp_path, open_tab):
    server = Server(tmp_path / "log", "--source", SAMPLE, "--instruction", INSTRUCTION, STATE_DIR="off")
    server.start()
    try:
        tab = open_tab(server.url)
        page = tab.page
        expect(lines(page).first).to_be_visible(timeout=60_000)
        expect(page.locator("#record-bar")).to_be_hidden()
        expect(page.locator("#list img")).to_have_count(0)
        page.get_by_role("button", name=messages.saveLines).click()
        with page.expect_download() as download:
            page.get_by_role("link", name=messages.asText, exact=True).click()
        assert lines(page).last.locator("p").inner_text() in open(download.value.path(), encoding="utf-8").read()
        expect(page.get_by_role("link", name=messages.asVtt)).to_have_count(0)
        assert tab.errors == []
    finally:
        server.stop()


@pytest.mark.parametrize("name, begins", [("asVtt", "WEBVTT"), ("asSrt", "1\n"), ("asText", ""), ("asJson", "{")])
def test_the_lines_as_a_file(kept, open_tab, name, begins):
    server, record = kept
    page = open_tab(server.url).page
    page.get_by_role("button", name=messages.saveLines).click()
    page.get_by_label(messages.linesOf).select_option(label=messages.allLinesKept)
    with page.expect_download() as download:
        page.get_by_role("link", name=getattr(messages, name), exact=True).click()
    text = open(download.value.path(), encoding="utf-8", newline=None).read()
    assert text.startswith(begins)
    for line in (record.oldest, record.newest):
        assert line.text.split(",")[0] in text
    expect(page.locator("#download")).to_be_hidden()


def test_the_lines_for_the_clipboard(kept, open_tab):
    server, record = kept
    page = open_tab(server.url).page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name=messages.saveLines).click()
    page.get_by_label(messages.linesOf).select_option(label=messages.linesOfToday)
    page.get_by_role("button", name=messages.copyLines, exact=True).click()
    expect(page.locator("#notice")).to_have_text(messages.copied)
    text = page.evaluate("navigator.clipboard.readText()")
    assert record.newest.text in text and record.oldest.text not in text


def test_the_page_stays_as_small_as_it_is(show):
    page, server = show
    size = """() => [document.querySelectorAll('*').length, document.querySelectorAll('#list > li').length]"""
    for n in range(520):
        server.line(f"Line {n}.")
    expect(rows(page).first.locator("p")).to_have_text("Line 519.")
    before = page.evaluate(size)
    for n in range(1500):
        server.line(f"Another line, number {n}.")
    expect(rows(page).first.locator("p")).to_have_text("Another line, number 1499.")
    assert page.evaluate(size) == before


def test_what_was_changed_stands_between_the_lines(own_server, open_tab):
    page = open_tab(own_server.url).page
    wait_for_picture(page)
    api(own_server, "/api/profiles", {"profile": "sports"})
    long = "Tell me what the dog does. " * 60
    api(own_server, "/api/instruction", {"instruction": long})
    notes = page.locator("#list .note")
    expect(notes.filter(has_text=messages.newStyle.format("Sports"))).to_have_count(1)
    page.reload()
    expect(notes.filter(has_text=messages.newStyle.format("Sports"))).to_have_count(1)
    told = notes.filter(has_text="Tell me what the dog does.")
    expect(told).to_have_count(1)
    assert told.bounding_box()["height"] < 90, "a long one takes two rows"
    told.get_by_role("button", name=messages.more).click()
    assert told.bounding_box()["height"] > 90
    page = open_tab(own_server.url, locale="de-DE").page
    expect(page.locator("#list .note").filter(has_text="Stil: Sport")).to_have_count(1)
