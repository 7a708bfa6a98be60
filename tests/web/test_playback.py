"""A file's controls: where it is, pause, another place, once or again and again. Cameras have none."""
import json
import re

import pytest
from playwright.sync_api import expect

import messages
from page import api, until, wait_for_picture
from played import NOW, Show

FILE = {"kind": "file", "position": 42.0, "length": 79.5, "paused": False, "loop": True, "ended": False, "seekable": True,
        "lap": 1}


@pytest.fixture
def film(own_server, open_tab):
    page = open_tab(own_server.url).page
    wait_for_picture(page)
    expect(page.locator("#playback")).to_be_visible()
    return page, own_server


def playback(server):
    return api(server, "/api/status")["playback"]


def controls(page):
    return page.get_by_role("group", name=messages.playback)


def test_a_camera_is_live_and_has_no_controls(show):
    page, server = show
    server.source("live", playback=None)
    expect(page.locator("#badge")).to_have_text("Live")
    expect(page.locator("#playback")).to_be_hidden()


def test_the_badge_and_the_slider_tell_where_it_is(show):
    page, server = show
    server.status(target_delay=0, monitor_mode="IDLE", source_state="live", playback=FILE | {"paused": True})
    expect(page.locator("#badge")).to_have_text("Paused · 0:42 / 1:19")
    slider = page.get_by_label(messages.positionInFile)
    expect(slider).to_have_value("42")
    expect(slider).to_have_attribute("aria-valuetext", "0:42 of 1:19")
    server.status(playback=FILE)
    expect(page.locator("#badge")).to_have_text(re.compile(r"File · 0:4\d / 1:19"))
    until(page, "document.querySelector('#playback .time').textContent >= '0:44'")


def test_an_event_does_not_set_the_time_back(show):
    page, server = show
    server.status(target_delay=0, monitor_mode="IDLE", source_state="live", playback=FILE)
    until(page, "document.querySelector('#playback .time').textContent >= '0:44'")
    server.send("activity", {"activity": "thinking", "delay": 0.1})
    until(page, "nerdpudding.status().target_delay === 0.1")
    page.wait_for_timeout(300)  # it is written four times a second
    assert page.locator("#playback .time").inner_text() >= "0:43"


def test_a_file_without_a_length_has_no_other_place(show):
    page, server = show
    server.status(source_state="live", target_delay=0, playback=FILE | {"length": None, "seekable": False, "paused": True})
    expect(page.get_by_label(messages.positionInFile)).to_be_disabled()
    expect(page.locator("#badge")).to_have_text("Paused · 0:42")


def test_at_its_end_the_picture_stands_and_plays_again(show):
    page, server = show
    server.source("ended", "a.mp4 has ended.", capture_running=False, playback=FILE | {"ended": True, "position": 79.5})
    expect(page.locator("#badge")).to_have_text("Ended · 1:19 / 1:19")
    expect(page.locator("#picture.showing")).to_be_visible()
    expect(page.locator("#placeholder")).to_be_hidden()
    expect(page.get_by_role("button", name=messages.playAgain)).to_have_count(2)
    expect(page.locator("#play-again")).to_be_visible()


def test_words_of_the_other_place_go(show):
    page, server = show
    server.status(source_state="live", playback=FILE)
    server.line("Words of this place.")
    expect(page.locator("#captions.shown")).to_have_count(1)
    server.send("playback", FILE | {"position": 3, "jumped": True, "at": NOW})
    expect(page.locator("#captions.shown")).to_have_count(0)
    expect(page.locator("#list .line p")).to_have_text("Words of this place.")


def test_held_back_words_of_the_other_place_are_never_a_caption(show):
    page, server = show
    server.status(source_state="live", playback=FILE)
    page.evaluate("""() => {
      globalThis.seen = [];
      new MutationObserver(() => seen.push(document.querySelector('#captions').textContent))
        .observe(document.querySelector('#captions'), { childList: true, subtree: true, characterData: true });
    }""")
    end = {"type": "cycle_end", "cycle": server.cycle, "text": "Words of the place before.", "skipped": False, "newest_frame_at": NOW}
    server.send("cycle_end", end, past=True)
    server.cycle += 1
    server.send("playback", FILE | {"position": 3, "jumped": True, "at": NOW})
    server.line("Words of this place.")
    expect(page.locator("#captions.shown")).to_contain_text("Words of this place.")
    expect(page.locator("#list .line p")).to_have_text(["Words of this place.", "Words of the place before."])
    assert not any("before" in text for text in page.evaluate("seen"))


def test_lines_are_ticks(show):
    page, server = show
    server.status(source_state="live", playback=FILE)
    server.line("Here.", media_time=20.0)
    expect(page.locator("#playback .marks i")).to_have_count(1)
    assert page.evaluate("parseFloat(document.querySelector('.marks i').style.insetInlineStart)") == pytest.approx(25.2, abs=0.1)


def test_pause_and_play(film):
    page, server = film
    page.get_by_role("button", name=messages.pause, exact=True).click()
    expect(page.locator("#badge")).to_have_text(re.compile("^Paused · "))
    assert playback(server)["paused"]
    expect(page.locator("#mood")).to_have_text("Paused")
    page.get_by_role("button", name=messages.play, exact=True).click()
    expect(page.locator("#badge")).to_have_text(re.compile("^File · "))
    assert not playback(server)["paused"]


def test_a_pause_is_seen_by_one_who_comes_later(film):
    page, server = film
    api(server, "/api/playback", {"paused": True})
    until(page, "nerdpudding.status().playback.paused")
    page.reload()
    wait_for_picture(page)
    expect(page.locator("#badge")).to_have_text(re.compile("Paused"))


def test_the_keyboard_does_it_all(film):
    page, server = film
    page.locator("body").press("Space")
    expect(page.locator("#badge")).to_have_text(re.compile("^Paused · "))
    slider = page.get_by_label(messages.positionInFile)
    slider.press("Home")
    expect(page.locator("#badge")).to_have_text(re.compile("^Paused · 0:00 / "))
    slider.press("ArrowRight")
    slider.press("ArrowRight")
    # Each step lands on a picture, at most a third of a second before.
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^0:(09|10) of "))
    until(page, "Math.abs(nerdpudding.status().playback.position - 10) < 0.5")
    page.locator("body").press("Space")
    expect(page.locator("#badge")).to_have_text(re.compile("^File · "))
    page.locator("#instruction").fill("two words")
    page.locator("#instruction").press("Space")
    expect(page.locator("#badge")).to_have_text(re.compile("^File · "))
    assert not playback(server)["paused"], "in a field it is a blank"


def test_scrubbing_ends_where_it_was_let_go(film):
    page, server = film
    page.locator("body").press("Space")
    expect(page.locator("#badge")).to_have_text(re.compile("^Paused · "))
    box = page.get_by_label(messages.positionInFile).bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 10, middle)
    page.mouse.down()
    for step in range(20):
        page.mouse.move(box["x"] + 10 + step * box["width"] / 40, middle)
        page.wait_for_timeout(20)
    page.mouse.up()
    wanted = float(page.get_by_label(messages.positionInFile).input_value())
    until(page, f"Math.abs(nerdpudding.status().playback.position - {wanted}) < 0.3")
    assert playback(server)["length"] * 0.3 < wanted < playback(server)["length"] * 0.7


def test_once_and_from_the_beginning(film):
    page, server = film
    page.get_by_role("button", name=messages.repeat).click()
    expect(page.get_by_role("button", name=messages.repeat)).to_have_attribute("aria-pressed", "false")
    page.get_by_label(messages.positionInFile).press("End")
    expect(page.locator("#play-again")).to_be_visible()
    expect(page.locator("#badge")).to_have_text(re.compile("^Ended · "))
    expect(page.locator("#picture.showing")).to_be_visible()
    page.locator("#play-again").click()
    expect(page.locator("#badge")).to_have_text(re.compile("^File · 0:0"))
    page.get_by_label(messages.positionInFile).press("End")
    expect(page.locator("#playback").get_by_role("button", name=messages.playAgain)).to_be_visible()
    page.get_by_role("button", name=messages.fromTheBeginning).click()
    expect(page.locator("#badge")).to_have_text(re.compile("^File · 0:0"))


def test_who_only_watches_sees_where_it_is(show):
    page, server = show
    server.status(access="watch", source_state="live", playback=FILE | {"paused": True})
    expect(page.get_by_label(messages.positionInFile)).to_be_disabled()
    expect(page.get_by_role("button", name=messages.play, exact=True)).to_be_hidden()


def test_stats_for_nerds(show):
    page, server = show
    server.status(target_delay=1.5, pictures_per_s=12.5)
    expect(page.locator("#behind")).to_have_text(messages.inStep.format("1.5"))
    server.line("A per", "son.")
    page.locator("body").press("n")
    panel = page.get_by_role("region", name=messages.stats)
    expect(panel).to_be_visible()
    expect(panel).to_contain_text(messages.measuredRate.format("12.5"))
    expect(panel).to_contain_text(messages.fromOldestPicture.format("2.0 s"))
    painted = """() => {
      const canvas = document.querySelector('#stats canvas');
      const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return data.some((value) => value > 0);
    }"""
    assert page.evaluate(painted)
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    page.get_by_role("button", name=messages.stats).click()
    expect(panel).to_be_visible()
