"""After a while without a line the page says why."""
import subprocess

import pytest
from playwright.sync_api import expect

from page import wait_for_picture, wait_for_status
from server import Server

# As the server tells it, in an ACTIVE show whose source is live.
STATUS = """{
  monitor_mode: 'ACTIVE', source_state: 'live',
  engine: {kind: 'watcher', ready: true, heeds: ['people', 'animals', 'movement', 'counts'], heeded: %s},
  perception: {at_work: true, picture: 'normal', picture_for_s: 90, still_for_s: 0, camera_moves: false, names_things: true,
               in_view: [{kind: 'person', plural: 'people', family: 'person', count: 2}], ...%s},
}"""


@pytest.mark.parametrize("heeded, seen, said", [
    ("[]", "{}", "Nothing new for 25 s."),
    ("[]", "{still_for_s: 80}", "Nothing has moved for 1 min 20 s."),
    ("[]", "{picture: 'black'}", "The picture has been black for 1 min 30 s."),
    ("[]", "{picture: 'frozen'}", "The picture has stood still for 1 min 30 s. Does the camera hang?"),
    ("[]", "{picture: 'test_card'}", "The picture is a test card."),
    ("[]", "{camera_moves: true}", "The camera moves, so it is hard to tell what moves by itself."),
    ("['dogs']", "{}", "Nothing of what you asked for is in view."),
    ("['people']", "{}", "Nothing new for 25 s."),
    ("['dogs', 'people']", "{}", "Nothing new for 25 s."),
    ("['cats and dogs']", "{in_view: [{kind: 'dog', plural: 'dogs', family: 'animal', count: 1}]}", "Nothing new for 25 s."),
    ("['animals']", "{in_view: [{kind: 'dog', plural: 'dogs', family: 'animal', count: 1}]}", "Nothing new for 25 s."),
    ("['movement']", "{}", "Nothing new for 25 s."),
    ("['everything but cars']", "{}", "Nothing new for 25 s."),
    ("[]", "{at_work: false, picture: 'black'}", "Nothing new for 25 s."),
])
def test_it_has_a_reason(server, open_tab, heeded, seen, said):
    page = open_tab(server.url).page
    why = "(seconds) => import('/quiet.js').then(({whyQuiet}) => whyQuiet(" + STATUS % (heeded, seen) + ", seconds))"
    assert page.evaluate(why, 25) == said
    assert page.evaluate(why, 19) == ""


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
        expect(quiet).to_contain_text("The picture has been black for", timeout=90_000)
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
        note = page.locator("#list .note", has_text="Nothing gets a name")
        expect(note).to_contain_text("none.onnx")
        expect(page.locator("#status-engine")).to_have_text("Built-in watcher, sees movement only")
        page.wait_for_timeout(5000)
        expect(note).to_have_count(1)
        expect(page.locator("#suggest")).to_have_text("Tell me what moves, and where.")
    finally:
        server.stop()
