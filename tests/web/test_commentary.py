"""What the list of lines makes of events. The server's socket is played by the test: some events are rare."""
import json
import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import expect

import messages
from page import lines
from played import Show


def test_pieces_become_a_line_and_a_caption(show):
    page, server = show
    server.piece("A per")
    expect(page.locator("#list .writing p")).to_have_text("A per")
    expect(page.locator("#mood")).to_have_text("Writing")
    server.piece("son ")
    server.piece("enters.")
    server.end("A person enters.")
    line = page.locator("#list .line")
    expect(line.locator("p")).to_have_text("A person enters.")
    expect(line.locator("time")).to_have_text("08:00:00")
    expect(page.locator("#captions.shown span")).to_have_text("A person enters.")
    expect(page.locator("#mood")).to_have_text("Watching")
    expect(page.locator("#announcer")).to_have_text("A person enters.")
    expect(page.locator("#captions.shown")).to_have_count(0)


def test_a_skip_is_no_line(show):
    page, server = show
    server.line()
    server.line("...and", " then he falls.")
    expect(page.locator("#list .line p")).to_have_text("...and then he falls.")
    server.piece("It turns out to be")
    expect(page.locator("#list .line")).to_have_count(2)
    server.end("")
    expect(page.locator("#list .line")).to_have_count(1)
    expect(page.locator("#captions.shown")).to_have_count(0)


def test_the_text_of_the_end_counts(show):
    page, server = show
    server.piece("A dog")
    server.end("A dog runs.")
    server.end("Its pieces came while this page was away.")
    expect(lines(page).locator("p")).to_have_text(["Its pieces came while this page was away.", "A dog runs."])


def test_a_line_whose_end_was_missed_is_closed_by_the_next_cycle(show):
    page, server = show
    server.piece("Its end is missed.")
    server.cycle += 1
    server.piece("The next")
    expect(page.locator("#list .writing p")).to_have_text("The next")
    expect(lines(page).locator("p")).to_have_text("Its end is missed.")
    server.cycle += 1
    server.end("A third one, whole.")
    expect(lines(page).locator("p")).to_have_text(["A third one, whole.", "The next", "Its end is missed."])


def test_a_piece_without_an_id_completes_a_line(show):
    page, server = show
    server.piece("Two people ")
    server.socket.send(json.dumps({"event": "piece", "data": "walk in.", "cycle": server.cycle}))
    expect(page.locator("#list .writing p")).to_have_text("Two people walk in.")
    server.reconnect(page)
    assert server.urls[-1].endswith(f"&last_event_id={server.next_id - 1}")
    server.end("Two people walk in.")
    expect(lines(page).locator("p")).to_have_text("Two people walk in.")


def test_the_delay_is_told_while_somebody_comments(show):
    page, server = show
    behind = page.locator("#behind")
    server.status(target_delay=3.25)
    expect(behind).to_have_text(messages.inStep.format("3.3"))
    server.socket.send(json.dumps({"event": "activity", "data": {"activity": "speaking", "delay": 1.5}}))
    expect(behind).to_have_text(messages.inStep.format("1.5"))
    server.source("stalled", "Nothing comes.", picture_age_s=3)
    expect(behind).to_be_empty()
    server.source("live", target_delay=1.5)
    expect(behind).to_have_text(messages.inStep.format("1.5"))
    server.status(monitor_mode="IDLE")
    expect(behind).to_be_empty()


def test_failed_and_cut_short_cycles_are_marked(show):
    page, server = show
    server.line("The ball goes", cancelled=True)
    server.line(error="The engine did not answer.")
    server.line("Half a line", error="The engine broke off.")
    failed = page.locator("#list .failed")
    expect(failed).to_have_count(2)
    expect(failed.first).to_contain_text("Half a line failed The engine broke off.")
    expect(failed.last).to_contain_text("The engine did not answer.")
    expect(page.locator("#list .cancelled")).to_contain_text("The ball goes cut short")
    # No place is kept for a picture that never comes.
    expect(failed.first).to_have_class(re.compile(r"\bbare\b"))


def test_a_model_that_answers_and_fails_at_each_line_is_one_note(show):
    page, server = show
    engine = server.hello["engine"]
    notes = page.locator("#list .note")
    for _ in range(3):
        server.end("", error="The model server failed.")
        expect(page.locator("#list .failed")).to_have_count(1)
        server.status(engine=engine | {"awaited": "The model server failed."})
        expect(page.locator("#list .failed")).to_have_count(0)
        server.status(engine=engine | {"awaited": ""})
        expect(page.locator("#status-engine")).not_to_contain_text("The model server failed.")
    expect(notes).to_have_count(1)
    expect(notes).to_contain_text(messages.modelIsGone)
    server.line("A line of the model.")
    expect(notes).to_have_count(2)
    expect(notes.first).to_contain_text(messages.modelIsBack.pattern())


def test_that_lines_cannot_be_kept_is_told_once(show):
    page, server = show
    notes = page.locator("#list .note")
    for lines in range(3):
        server.status(record={"state": "broken", "detail": "The disk is full.", "lines": lines, "bytes": 1})
    server.status(record={"state": "on", "detail": "", "lines": 3, "bytes": 1})
    expect(page.locator("#status-record")).to_have_text(messages.entriesKept.format(3))
    expect(notes).to_have_count(2)
    expect(notes.last).to_contain_text(f"{messages.linesNotKept}. The disk is full.")
    expect(notes.first).to_contain_text(messages.linesKeptAgain)


def test_settings_stand_between_the_lines(show):
    page, server = show
    server.line("Before.")
    server.send("settings", {"instruction": "<i>the dog</i>", "profile": server.hello["active_profile"], "preset": "sniper"})
    server.line("After.")
    entries = page.locator("#list li:not(.day)")
    expect(entries).to_have_count(3)
    expect(entries.nth(1)).to_contain_text("<i>the dog</i>")
    with page.expect_download() as download:
        page.get_by_role("button", name=messages.saveLines).click()
        page.get_by_role("link", name=messages.asText, exact=True).click()
    text = open(download.value.path(), encoding="utf-8").read()
    assert text.splitlines() == ["08:00:00  Before.", "          — Watch for <i>the dog</i>", "08:00:00  After."]


def test_whoever_reads_further_down_stays_there(show):
    page, server = show
    for n in range(60):
        server.line(f"Line {n}.")
    expect(page.locator("#list .line")).to_have_count(60)
    page.locator("#scroller").evaluate("e => e.scrollTop = 600")
    top = "document.querySelectorAll('#list li')[%d].getBoundingClientRect().top"
    before = page.evaluate(top % 20)
    server.line("One more, and a long one that will need more than one row of the list, because it goes on and on and on.")
    expect(page.locator("#list .line")).to_have_count(61)
    assert abs(page.evaluate(top % 21) - before) < 2
    page.get_by_role("button", name="New lines").click()
    assert page.locator("#scroller").evaluate("e => e.scrollTop") == 0
    expect(page.locator("#newest")).to_be_hidden()


def test_the_list_is_bounded(show):
    page, server = show
    for n in range(520):
        server.line(f"Line {n}.")
    expect(page.locator("#list .line p").first).to_have_text("Line 519.")
    expect(page.locator("#list .line")).to_have_count(500)


def test_a_lost_connection_asks_for_what_was_missed(show):
    page, server = show
    server.line("One.")
    expect(page.locator("#list .line")).to_have_count(1)
    server.reconnect(page)
    first, again = [dict(parse_qsl(urlsplit(url).query)) for url in server.urls]
    assert first["last_event_id"] == "0" and again["last_event_id"] == str(server.next_id - 1)
    assert re.fullmatch("[A-Za-z0-9]{8,32}", first["viewer"]) and again["viewer"] == first["viewer"]
    assert f"viewer={first['viewer']}" in page.locator("#picture").get_attribute("src")
    # What comes again is not shown again.
    server.next_id = 1
    server.line("One.")
    server.line("Two.")
    expect(page.locator("#list .line p")).to_have_text(["Two.", "One."])


def test_a_long_caption_begins_with_a_sentence(show):
    page, _ = show
    caption = lambda text: page.evaluate("async (text) => (await import('/captions.js')).captionOf(text)", text)
    assert caption("Short.") == "Short."
    long = "This was said first and is gone by now. " * 3 + "This is what is being said at this very moment, word by word."
    assert caption(long).startswith("This was said first") and caption(long).endswith("word by word.") and len(caption(long)) <= 150
    endless = "word " * 80
    assert caption(endless).startswith("… word") and len(caption(endless)) <= 152


CAPTION = """() => {
  const [box, text] = [document.querySelector('#captions'), document.querySelector('#captions span')];
  const first = text.getClientRects()[0];
  return {left: first.left, top: first.top, rows: text.getClientRects().length,
          fits: box.scrollHeight <= box.clientHeight};
}"""


@pytest.mark.parametrize("look", [
    dict(viewport={"width": 1280, "height": 800}), dict(viewport={"width": 390, "height": 844}, is_mobile=True)],
    ids=["desktop", "phone"])
def test_a_caption_that_grows_does_not_move(server, browser, look):
    context = browser.new_context(**look)
    page = context.new_page()
    played = Show(page, server)
    text, seen = "", []
    for piece in ("Two people walk in from the right", ", and a third one with a red jacket crosses the yard",
                  " towards the building on the left", ", where a man with a dog has been waiting for a long time."):
        played.piece(piece)
        text += piece
        expect(page.locator("#list .writing p")).to_have_text(text)
        seen.append(page.evaluate(CAPTION))
    assert {one["rows"] for one in seen} == {1, 2} and all(one["fits"] for one in seen)
    assert len({(one["left"], one["top"]) for one in seen}) == 1
    expect(page.locator("#captions span")).to_have_text(re.compile(r"waiting for a long time\.$"))
    context.close()
