"""What the list of lines makes of events. The server's socket is played by the test: some events are rare."""
import json

import pytest
from playwright.sync_api import expect

from page import live_status, wait_for_picture

NOW = 1_800_000_000


class Show:
    """The server's end of the WebSocket."""

    def __init__(self, page, server):
        self.hello = live_status(server)
        self.next_id = 1
        self.urls = []
        page.route_web_socket("**/api/live*", self._accept)
        page.goto(server.url)
        wait_for_picture(page)
        page.wait_for_timeout(600)

    def _accept(self, socket):
        self.socket = socket
        self.urls.append(socket.url)
        socket.send(json.dumps({"event": "hello", "data": self.hello}))

    def send(self, event, data):
        self.socket.send(json.dumps({"id": self.next_id, "event": event, "data": data}))
        self.next_id += 1

    def line(self, *pieces, **end):
        for piece in pieces:
            self.send("piece", piece)
        self.send("cycle_end", {"type": "cycle_end", "cycle": self.next_id, "frame_ids": [1], "oldest_frame_at": NOW - 1,
                                "newest_frame_at": NOW, "inference_start": NOW, "inference_end": NOW + 1, "inference_sec": 1,
                                "latency_sec": 2, "skipped": False, "target_delay": 2, **end})


@pytest.fixture
def show(server, browser):
    context = browser.new_context(viewport={"width": 1440, "height": 900}, timezone_id="UTC")
    page = context.new_page()
    yield page, Show(page, server)
    context.close()


def test_pieces_become_a_line_and_a_caption(show):
    page, server = show
    server.send("piece", "A per")
    expect(page.locator("#list .writing p")).to_have_text("A per")
    expect(page.locator("#mood")).to_have_text("Writing")
    server.line("son ", "enters.")
    line = page.locator("#list .line")
    expect(line.locator("p")).to_have_text("A person enters.")
    expect(line.locator("time")).to_have_text("08:00:00")
    expect(page.locator("#captions.shown span")).to_have_text("A person enters.")
    expect(page.locator("#latency")).to_have_text("latency 2.0 s")
    expect(page.locator("#mood")).to_have_text("Watching", timeout=20_000)
    expect(page.locator("#announcer")).to_have_text("A person enters.")
    expect(page.locator("#captions.shown")).to_have_count(0, timeout=10_000)


def test_a_skip_is_no_line(show):
    page, server = show
    server.line("...", skipped=True)
    server.line(".", "..", skipped=True)
    server.line("...and", " then he falls.")
    expect(page.locator("#list .line p")).to_have_text("...and then he falls.")
    expect(page.locator("#list .line")).to_have_count(1)


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


def test_settings_stand_between_the_lines(show):
    page, server = show
    server.line("Before.")
    server.send("settings", {"instruction": "<i>the dog</i>", "profile": server.hello["active_profile"], "preset": "sniper"})
    server.line("After.")
    entries = page.locator("#list li")
    expect(entries).to_have_count(3)
    expect(entries.nth(1)).to_contain_text("<i>the dog</i>")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the commentary as text").click()
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
    server.socket.close()
    expect(page.locator("#notice")).to_have_text("Back again.")
    assert server.urls[0].endswith("last_event_id=0")
    assert server.urls[-1].endswith(f"last_event_id={server.next_id - 1}")
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
