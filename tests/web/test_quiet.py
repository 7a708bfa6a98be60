"""After a while without a line the page says why."""
import subprocess

import pytest
from playwright.sync_api import expect

import messages
from page import wait_for_picture, wait_for_status
from program import SAMPLE
from server import Server

# As the server tells it, in an ACTIVE show whose source is live.
STATUS = """{
  monitor_mode: 'ACTIVE', source_state: 'live',
  engine: {kind: 'watcher', ready: true, heeds: ['people', 'animals', 'movement', 'counts'], heeded: %s},
  perception: {at_work: true, picture: 'normal', picture_for_s: 90, still_for_s: 0, camera_moves: false, names_things: true,
               in_view: [{kind: 'person', plural: 'people', family: 'person', count: 2}], ...%s},
}"""


NOTHING_NEW = messages.nothingNew.format("25 s")


@pytest.mark.parametrize("heeded, seen, said", [
    ("[]", "{}", NOTHING_NEW),
    ("[]", "{still_for_s: 80}", messages.nothingMoved.format("1 min 20 s")),
    ("[]", "{picture: 'black'}", messages.blackFor.format("1 min 30 s")),
    ("[]", "{picture: 'frozen'}", messages.frozenFor.format("1 min 30 s")),
    ("[]", "{picture: 'test_card'}", messages.testCard),
    ("[]", "{camera_moves: true}", messages.cameraMoves),
    ("['dogs']", "{}", messages.notInView),
    ("['people']", "{}", NOTHING_NEW),
    ("['dogs', 'people']", "{}", NOTHING_NEW),
    ("['cats and dogs']", "{in_view: [{kind: 'dog', plural: 'dogs', family: 'animal', count: 1}]}", NOTHING_NEW),
    ("['animals']", "{in_view: [{kind: 'dog', plural: 'dogs', family: 'animal', count: 1}]}", NOTHING_NEW),
    ("['movement']", "{}", NOTHING_NEW),
    ("['everything but cars']", "{}", NOTHING_NEW),
    ("[]", "{at_work: false, picture: 'black'}", NOTHING_NEW),
])
def test_it_has_a_reason(server, open_tab, heeded, seen, said):
    page = open_tab(server.url).page
    why = "(seconds) => import('/quiet.js').then(({whyQuiet}) => whyQuiet(" + STATUS % (heeded, seen) + ", seconds))"
    assert page.evaluate(why, 25) == said
    assert page.evaluate(why, 19) == ""


def test_a_show_without_an_instruction_says_what_it_waits_for(tmp_path, open_tab):
    server = Server(tmp_path / "log", "--source", SAMPLE)
    server.start()
    try:
        page = open_tab(server.url).page
        wait_for_picture(page)
        expect(page.locator("#list .note")).to_have_count(1)
        expect(page.locator("#empty")).to_have_text(messages.emptyIdle)
        page.locator("#instruction").fill("Tell me what happens, as it happens.")
        page.keyboard.press("Enter")
        expect(page.locator("#list .line").first).to_be_visible()
        expect(page.locator("#empty")).to_be_hidden()
    finally:
        server.stop()


def test_of_a_black_picture_it_says_so_and_no_more(tmp_path, open_tab):
    clip = tmp_path / "black.mkv"
    subprocess.run(["gst-launch-1.0", "-q", "videotestsrc", "pattern=black", "num-buffers=600", "!",
                    "video/x-raw,width=320,height=240,framerate=10/1", "!", "jpegenc", "!", "matroskamux", "!",
                    "filesink", f"location={clip}"], check=True)
    server = Server(tmp_path / "log", "--source", str(clip), "--instruction", "Tell me what happens.")
    server.start()
    try:
        page = open_tab(server.url).page
        wait_for_picture(page)
        wait_for_status(page, "status.perception.picture === 'black'")
        quiet = page.locator("#quiet")
        expect(quiet).to_have_text(messages.blackFor.pattern(), timeout=90_000)
        page.keyboard.press("/")
        page.keyboard.press("Control+a")
        page.keyboard.type("And now?")
        page.keyboard.press("Enter")
        expect(quiet).to_be_hidden()
    finally:
        server.stop()


def test_a_missing_detector_is_told_once(tmp_path, open_tab):
    server = Server(tmp_path / "log", DETECTOR_MODEL=str(tmp_path / "none.onnx"))
    server.start()
    try:
        page = open_tab(server.url).page
        note = page.locator("#list .note", has_text=messages.nothingGetsAName)
        expect(note).to_contain_text("none.onnx")
        expect(page.locator("#status-engine")).to_have_text(messages.seesMovementOnly.format(messages.builtInEyes))
        page.wait_for_timeout(5000)
        expect(note).to_have_count(1)
        expect(page.locator("#suggest")).to_have_text("Tell me what moves, and where.")
    finally:
        server.stop()
