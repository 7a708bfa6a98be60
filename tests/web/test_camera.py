"""A camera of our own that freezes, dies and comes back."""
import re

import pytest
from playwright.sync_api import expect

import messages
from camera import Camera
from page import SAMPLE, SOON, api, card, close_sources, open_sources, wait_for_picture, wait_for_pictures, wait_for_status
from server import Server

SETTINGS = {"STALL_TIMEOUT": "1", "STREAM_DELAY_INIT": "0"}


@pytest.fixture
def camera():
    one = Camera()
    yield one
    one.kill()


@pytest.fixture
def patient_server(tmp_path):
    """No source; one that breaks is tried again after 30 s, so that there is something to count down."""
    one = Server(tmp_path / "log", RECONNECT_DELAY="30", MAX_RECONNECT_DELAY="30", **SETTINGS)
    one.start()
    yield one
    one.stop()


@pytest.fixture
def quick_server(tmp_path):
    """As `patient_server`, but tried again after half a second."""
    one = Server(tmp_path / "log", RECONNECT_DELAY="0.5", MAX_RECONNECT_DELAY="0.5", **SETTINGS)
    one.start()
    yield one
    one.stop()


def watch(page, camera):
    camera.start()
    open_sources(page)
    page.get_by_label("Source", exact=True).fill(camera.url)
    page.keyboard.press("Enter")
    wait_for_picture(page)
    close_sources(page)
    expect(page.locator("#badge")).to_have_text("Live")


def expect_gap(page):
    notes = page.locator("#list .note .what")
    # The page asks ever more rarely while there is no answer.
    expect(notes).to_have_text([messages.pictureIsBack.pattern(), messages.pictureIsGone, messages.nowWatching.pattern()])
    expect(page.locator("#list .note time").nth(1)).to_have_text(re.compile(r"^\d\d:\d\d:\d\d$"))


def test_a_camera_that_dies_is_waited_for_and_tried_at_once_when_asked(patient_server, open_tab, camera):
    page = open_tab(patient_server.url).page
    watch(page, camera)
    camera.kill()
    expect(card(page)).to_be_visible()
    expect(page.locator("#trouble-next")).to_have_text(SOON)
    expect(page.locator("#trouble-reason")).not_to_be_empty()
    expect(page.locator("#badge")).to_have_text("Waiting")
    expect(page.locator("#picture.showing")).to_be_visible()
    assert api(patient_server, "/healthz")["degraded"] == ["source"]

    card(page).get_by_role("button", name="Try now").click()  # in vain: it goes on waiting
    expect(page.locator("#trouble-next")).to_have_text(SOON)
    camera.start()
    card(page).get_by_role("button", name="Try now").click()
    expect(card(page)).to_be_hidden()
    expect(page.locator("#badge")).to_have_text("Live")
    wait_for_pictures(page, 5)
    expect_gap(page)
    expect(page.locator("#status-source")).to_contain_text(messages.reconnectedOnce)
    assert api(patient_server, "/healthz") == {"status": "ok"}


def test_a_camera_comes_back_by_itself(quick_server, open_tab, camera):
    page = open_tab(quick_server.url).page
    watch(page, camera)
    for times in (1, 2):
        camera.kill()
        expect(card(page)).to_be_visible()
        page.wait_for_timeout(2000)
        camera.start()
        expect(card(page)).to_be_hidden()
        expect(page.locator("#list .note")).to_have_count(1 + 2 * times)
        told = messages.reconnectedOnce if times == 1 else messages.reconnectedTimes.format(times)
        expect(page.locator("#status-source")).to_contain_text(told)
    wait_for_pictures(page, 5)


def test_a_camera_that_freezes_is_told_from_one_that_is_gone(quick_server, open_tab, camera):
    page = open_tab(quick_server.url).page
    watch(page, camera)
    camera.freeze()
    expect(page.locator("#badge")).to_have_text("No picture")
    expect(card(page)).to_be_visible()
    expect(page.locator("#trouble-reason")).not_to_be_empty()
    camera.thaw()
    expect(card(page)).to_be_hidden()
    expect(page.locator("#badge")).to_have_text("Live")
    wait_for_pictures(page, 5)
    expect_gap(page)


class Wire:
    """The WebSocket's way to the server, which can be cut."""

    def __init__(self, context):
        self.whole = True
        context.route_web_socket("**/api/live*", self._accept)

    def _accept(self, socket):
        if not self.whole:
            return socket.close()
        self.ends = [socket, socket.connect_to_server()]

    def cut(self):
        self.whole = False
        for end in self.ends:
            end.close()


def test_a_gap_while_the_connection_was_lost_is_told(quick_server, browser, open_tab, camera):
    context = browser.new_context()
    wire = Wire(context)
    page = open_tab(quick_server.url, context).page
    watch(page, camera)
    wire.cut()
    expect(page.locator("#trouble-title")).to_contain_text(messages.connectionLost)
    camera.kill()
    page.wait_for_timeout(2500)
    camera.start()
    page.wait_for_timeout(2500)
    expect(page.locator("#list .note .what")).to_have_count(1)
    wire.whole = True
    expect_gap(page)
    expect_gap(open_tab(quick_server.url).page)
    context.close()


def test_a_camera_that_is_not_there_yet(quick_server, open_tab, camera):
    page = open_tab(quick_server.url).page
    open_sources(page)
    page.get_by_label("Source", exact=True).fill(camera.url)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Keep trying").click()
    expect(page.locator("#sources")).to_be_hidden()
    expect(card(page)).to_be_visible()
    expect(page.locator("#source-message")).to_be_empty()
    expect(page.locator("#trouble-reason")).not_to_be_empty()
    expect(page.locator("#source-stop")).to_be_enabled()
    camera.start()
    wait_for_picture(page)
    expect(card(page)).to_be_hidden()
    expect(page.locator("#list .note .what")).to_have_text([messages.nowWatching.pattern()])


def test_an_offer_to_wait_is_taken_and_given_up(quick_server, open_tab, camera):
    page = open_tab(quick_server.url).page
    open_sources(page)
    page.get_by_label("Source", exact=True).fill(camera.url)
    page.keyboard.press("Enter")
    expect(page.locator("#source-message")).not_to_be_empty()
    page.get_by_role("button", name="Keep trying").click()
    expect(card(page)).to_be_visible()
    wait_for_status(page, "status.source_state === 'waiting' && status.capture_running")
    open_sources(page)
    page.get_by_role("button", name="Stop", exact=True).click()
    close_sources(page)
    expect(card(page)).to_be_hidden()
    expect(page.locator("#placeholder-title")).to_have_text(messages.stateStopped)
    wait_for_status(page, "status.source_state === 'stopped'")


def test_a_switch_to_a_camera_that_is_waited_for(quick_server, open_tab, camera):
    """The yard's picture goes, its instruction stays, and the list tells of the switch once."""
    page = open_tab(quick_server.url).page
    open_sources(page)
    page.get_by_label("Source", exact=True).fill(SAMPLE)
    page.keyboard.press("Enter")
    wait_for_picture(page)
    close_sources(page)
    page.get_by_label("Instruction", exact=True).fill("people")
    page.keyboard.press("Enter")
    wait_for_status(page, "status.instruction === 'people'")

    open_sources(page)
    page.get_by_label("Source", exact=True).fill(camera.url)
    page.locator("#source-button").click()
    page.get_by_role("button", name="Keep trying").click()
    expect(card(page)).to_be_visible()
    address = camera.url.removeprefix("http://")
    expect(page.locator("#source-name")).to_have_text(address)
    expect(page.locator("#picture.showing")).to_have_count(0)
    camera.start()
    wait_for_picture(page)
    expect(page.locator("#badge")).to_have_text("Live")
    wait_for_status(page, "status.instruction === 'people'")
    expect(page.locator("#list .note .what")).to_have_text(
        [messages.nowWatching.format(address), messages.watchFor, messages.nowWatching.format(SAMPLE.rpartition("/")[2])])
