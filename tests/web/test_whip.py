"""The page's own camera without LiveKit, all of it real: one click, published by WHIP, watched and commented on."""
import re

import pytest
import requests
from playwright.sync_api import expect

import messages
from page import SAMPLE, close_sources, open_sources, until, wait_for_picture, wait_for_pictures, wait_for_status
from program import until as until_true
from server import CHROMIUM, CHROMIUM_FLAGS, Server

# The second one sends depth (Y16), which nothing encodes.
CAMERAS = ["--use-fake-device-for-media-stream=device-count=3", "--use-fake-ui-for-media-stream"]
SCREEN = """() => { navigator.mediaDevices.getDisplayMedia = async () => {
  const canvas = Object.assign(document.createElement('canvas'), {width: 360, height: 640});
  const context = canvas.getContext('2d');
  let n = 0;
  setInterval(() => { context.fillStyle = `hsl(${n += 7} 80% 50%)`; context.fillRect(0, 0, 360, 640); }, 60);
  return canvas.captureStream(15);
}}"""
LIVE = "status.source_kind === 'webcam' && status.source_state === 'live'"


@pytest.fixture(scope="module")
def camera_browser(browser):
    """It has three cameras that Chromium makes up."""
    one = browser.browser_type.launch(executable_path=CHROMIUM, args=[*CHROMIUM_FLAGS, *CAMERAS])
    yield one
    one.close()


@pytest.fixture
def serve(tmp_path):
    started = []

    def start(**settings):
        settings = {"INSTRUCTION": "Tell me about people, light and movement.", "STREAM_DELAY_INIT": "0"} | settings
        one = Server(tmp_path / f"{len(started)}.log", **settings)
        started.append(one)
        one.start()
        return one

    yield start
    for one in started:
        one.stop()


@pytest.fixture
def open_page(serve, camera_browser):
    """open_page(server=None, ...settings) -> a page whose browser has cameras."""
    contexts = []

    def one(server=None, **settings):
        server = server or serve(**settings)
        contexts.append(camera_browser.new_context(viewport={"width": 1280, "height": 800}))
        page = contexts[-1].new_page()
        page.set_default_timeout(30_000)
        page.errors = []
        page.on("console", lambda message: message.type == "error" and page.errors.append(message.text))
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.goto(server.url)
        page.server = server
        return page

    yield one
    for context in contexts:
        context.close()


def choose(page):
    if not page.locator("#sources").is_visible():
        open_sources(page)
    page.get_by_role("button", name="Browser webcam").click()


def publish(page):
    choose(page)
    page.get_by_role("button", name="Publish").click()
    expect(page.locator("#webcam-state")).to_have_text(messages.isWatched.format("camera"))
    wait_for_status(page, LIVE)


def stop(page):
    choose(page)
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_role("button", name="Publish")).to_be_enabled()


def test_one_click_and_the_webcam_is_commented_on(open_page, artifact):
    page = open_page()
    publish(page)
    if path := artifact("whip-sources.png"):
        page.screenshot(path=path)
    close_sources(page)
    wait_for_picture(page)
    wait_for_pictures(page, 5)
    expect(page.locator("#source-name")).to_have_text(messages.browserWebcam)
    expect(page.locator("#list .line").first).to_be_visible()
    status = page.evaluate("nerdpudding.status()")
    assert status["publisher"] == {"state": "live", "codec": "VP8", "reason": ""} and not status["livekit_enabled"]
    if path := artifact("whip-live.png"):
        page.screenshot(path=path)
    stop(page)
    wait_for_status(page, "!status.capture_running && status.publisher.state === 'none'")
    page.reload()
    page.wait_for_timeout(500)
    assert page.evaluate("nerdpudding.status().publisher.state") == "none", "it was stopped: a reload does not bring it back"
    assert page.errors == []


def test_a_file_goes_on_until_the_webcam_is_there(open_page):
    page = open_page(SOURCE=SAMPLE)
    wait_for_picture(page)
    publish(page)
    wait_for_status(page, f"{LIVE} && status.instruction")


def test_another_camera_and_the_screen_take_its_place_on_the_same_connection(open_page):
    page = open_page()
    publish(page)
    page.get_by_label("Camera", exact=True).select_option(index=2)
    until(page, "document.querySelector('#webcam-preview').srcObject.getTracks()[0].label.endsWith('2')")
    page.evaluate(SCREEN)
    page.get_by_role("button", name="Share the screen").click()
    expect(page.locator("#webcam-state")).to_have_text(messages.isWatched.format("screen"))
    wait_for_status(page, f"{LIVE} && status.source_height > status.source_width")
    page.get_by_role("button", name="Show the camera").click()
    wait_for_status(page, f"{LIVE} && status.source_width > status.source_height")
    assert page.evaluate("nerdpudding.status().source_restarts") == 0
    assert page.errors == []


def test_a_reload_goes_on(open_page):
    page = open_page()
    publish(page)
    page.reload()
    open_sources(page)
    expect(page.locator("#webcam-state")).to_have_text(messages.isWatched.format("camera"))
    wait_for_status(page, LIVE)
    wait_for_pictures(page, 3)
    stop(page)
    wait_for_status(page, "!status.capture_running && status.publisher.state === 'none'")


# The page would ask for the camera's code by then in any case.
NO_LATEST = "const later = setTimeout; window.setTimeout = (then, ms, ...more) => ms === 5000 ? 0 : later(then, ms, ...more);"


def test_the_camera_does_not_wait_for_a_picture_that_does_not_come(open_page):
    page = open_page()
    requests.post(f"{page.server.url}/api/start", json={"source": "whip", "wait": True}, timeout=10).raise_for_status()
    page.add_init_script(NO_LATEST)
    page.reload(wait_until="domcontentloaded")
    wait_for_status(page, "status.source_state === 'waiting'")
    publish(page)
    # The first picture after the reload may be long in coming: the one who sends it has just gone.
    page.route(re.compile("/api/(mjpeg|video)"), lambda route: None)
    page.reload(wait_until="domcontentloaded")
    open_sources(page)
    expect(page.locator("#webcam-state")).to_have_text(messages.isWatched.format("camera"))
    assert page.errors == []


def test_a_server_that_starts_again_gets_the_picture_back(open_page, tmp_path):
    page = open_page(STATE_DIR=str(tmp_path / "kept"))
    publish(page)
    page.server.stop()
    expect(page.locator("body")).to_have_class("away", timeout=30_000)
    page.server.start()
    wait_for_status(page, LIVE)
    expect(page.locator("#webcam-state")).to_have_text(messages.isWatched.format("camera"))
    expect(page.locator("#webcam-message")).to_be_empty()


def test_another_camera_may_be_chosen_while_the_server_is_away(open_page, tmp_path):
    page = open_page(STATE_DIR=str(tmp_path / "kept"))
    publish(page)
    page.server.stop()
    expect(page.locator("#webcam-state")).to_have_text(messages.publishingInterrupted, timeout=30_000)
    page.get_by_label("Camera", exact=True).select_option(index=2)
    until(page, "document.querySelector('#webcam-preview').srcObject.getTracks()[0].label.endsWith('2')")
    page.server.start()
    wait_for_status(page, LIVE)
    expect(page.locator("#webcam-state")).to_have_text(messages.isWatched.format("camera"))
    expect(page.locator("#webcam-message")).to_be_empty()


def test_a_connection_that_is_gone_is_made_anew(open_page):
    page = open_page()
    publish(page)
    identity = page.evaluate("sessionStorage['nerdpudding.publication']")
    assert requests.delete(f"{page.server.url}/api/whip/{identity.strip(chr(34))}", timeout=20).ok
    until(page, f"sessionStorage['nerdpudding.publication'] !== {identity!r}")
    wait_for_status(page, LIVE)
    expect(page.locator("#webcam-state")).to_have_text(messages.isWatched.format("camera"))
    expect(page.locator("#webcam-message")).to_be_empty()


def test_a_second_page_is_told_that_somebody_publishes(open_page):
    page = open_page()
    publish(page)
    other = open_page(page.server)
    choose(other)
    other.get_by_role("button", name="Publish").click()
    expect(other.locator("#webcam-message")).to_have_text(messages.kSomebodyPublishes)
    expect(other.get_by_role("button", name="Publish")).to_be_enabled()
    assert other.evaluate("nerdpudding.status().source_state") == "live"


def test_a_page_that_is_closed_leaves_the_place_to_others(open_page):
    page = open_page()
    publish(page)
    other = open_page(page.server)
    page.close()
    until(other, "nerdpudding.status().source_state !== 'live'")
    choose(other)
    # Whoever has just gone may come again: others are let in when it is silent for good.
    def taken():
        other.get_by_role("button", name="Publish").click()
        expect(other.locator("#webcam-publish")).to_be_enabled()
        return other.locator("#webcam-publish").inner_text() == messages.stop
    until_true(taken, every=0.5)
    wait_for_status(other, LIVE)


def test_what_else_is_watched_goes_on_when_the_webcam_stops(open_page):
    page = open_page()
    publish(page)
    assert requests.post(f"{page.server.url}/api/start", json={"source": SAMPLE, "replace": True}, timeout=30).ok
    expect(page.locator("#webcam-state")).to_have_text(messages.isNotWatched.format("camera"))
    page.get_by_role("button", name="Watch this one").click()
    expect(page.locator("#webcam-state")).to_have_text(messages.isWatched.format("camera"))
    assert requests.post(f"{page.server.url}/api/start", json={"source": SAMPLE, "replace": True}, timeout=30).ok
    expect(page.locator("#webcam-state")).to_have_text(messages.isNotWatched.format("camera"))
    stop(page)
    wait_for_status(page, "status.capture_running && status.source_kind === 'file' && status.publisher.state === 'none'")


def test_a_phone_fits(serve, camera_browser, artifact):
    context = camera_browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.goto(serve().url)
    publish(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    if path := artifact("whip-phone.png"):
        page.screenshot(path=path)
    context.close()
