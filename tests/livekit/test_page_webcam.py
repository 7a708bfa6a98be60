"""The page's own camera, all of it real: published from the page, watched by the commentator, heard through the room."""
import os
import re

import messages
import pytest
from page import close_settings, close_sources, open_settings, open_sources, until, wait_for_picture, wait_for_pictures, wait_for_status
from playwright.sync_api import expect

SAMPLE = os.environ["NP_SAMPLE"]


@pytest.fixture
def open_page(serve, chromium):
    """open_page(...settings) -> a page that uses Chromium's own test picture as its camera."""
    contexts = []

    def one(server=None, **settings):
        server = server or serve(INSTRUCTION="Tell me about people, light and movement.", STREAM_DELAY_INIT="0", **settings)
        contexts.append(chromium().new_context(viewport={"width": 1280, "height": 800}))
        page = contexts[-1].new_page()
        page.set_default_timeout(20_000)
        page.errors = []
        page.on("console", lambda message: message.type == "error" and page.errors.append(message.text))
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.goto(server.url)
        wait_for_status(page, "status.livekit_connected")
        page.server = server
        return page

    yield one
    for context in contexts:
        context.close()


def publish(page):
    open_sources(page)
    page.get_by_role("button", name="Browser webcam").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.locator("#webcam-state")).to_have_text(messages.isWatched.format("camera"))
    wait_for_status(page, "status.source_state === 'live'")


def test_a_camera_is_published_watched_and_spoken_about(open_page):
    page = open_page()
    publish(page)
    close_sources(page)
    wait_for_picture(page)
    wait_for_pictures(page, 5)
    wait_for_status(page, "status.livekit.participants.length === 1 && status.livekit.track")
    page.get_by_label("Instruction", exact=True).fill("Tell me about light and movement.")
    page.keyboard.press("Enter")
    page.locator("#mute").click()  # on
    until(page, "nerdpudding.sound.path === 'room'")
    until(page, "nerdpudding.sound.level() > 0.005", 60)
    expect(page.locator("#captions.shown span")).to_have_text(re.compile(r"\w{2}"), timeout=60_000)
    wait_for_status(page, "status.listeners === 0")  # none of the page's own stream
    page.locator("#mute").click()
    until(page, "nerdpudding.sound.level() === 0")

    page.reload()
    until(page, "nerdpudding.room.state === 'in'")
    wait_for_status(page, "status.source_state === 'live'")
    wait_for_status(page, "status.livekit.participants.length === 1")
    expect(page.locator("#webcam-state")).to_have_text(messages.isWatched.format("camera"))

    open_sources(page)
    page.get_by_role("button", name="Stop", exact=True).click()
    wait_for_status(page, "!status.capture_running && !status.livekit.participants.length")
    assert page.errors == []


def test_the_screen_instead_of_the_camera_and_back(open_page):
    page = open_page()
    publish(page)
    # A headless browser has no screen to choose from.
    page.evaluate("""() => { navigator.mediaDevices.getDisplayMedia = async () => {
      const canvas = Object.assign(document.createElement('canvas'), {width: 360, height: 640});
      const context = canvas.getContext('2d');
      let n = 0;
      setInterval(() => { context.fillStyle = `hsl(${n += 7} 80% 50%)`; context.fillRect(0, 0, 360, 640); }, 60);
      return canvas.captureStream(15);
    }}""")
    page.get_by_role("button", name="Share the screen").click()
    expect(page.locator("#webcam-state")).to_have_text(messages.isWatched.format("screen"))
    wait_for_status(page, "status.source_state === 'live' && status.source_height > status.source_width")
    until(page, "(() => { const i = document.querySelector('#picture'); return i.naturalHeight > i.naturalWidth; })()")
    page.get_by_role("button", name="Show the camera").click()
    wait_for_status(page, "status.source_state === 'live' && status.source_width > status.source_height")
    until(page, "(() => { const i = document.querySelector('#picture'); return i.naturalWidth > i.naturalHeight; })()")


def test_who_only_listens_hears_through_the_room(open_page):
    page = open_page(SOURCE=SAMPLE)
    open_settings(page)
    page.get_by_label("Low-latency sound").check()
    close_settings(page)
    page.locator("#sound-on").click()
    until(page, "nerdpudding.sound.path === 'room'")
    until(page, "nerdpudding.sound.level() > 0.005", 60)
    wait_for_status(page, "status.listeners === 0")
    open_settings(page)
    page.get_by_label("Low-latency sound").uncheck()
    until(page, "nerdpudding.sound.path === 'worklet'")
    wait_for_status(page, "status.listeners === 1")
    until(page, "nerdpudding.sound.level() > 0.005", 60)


def test_the_room_goes_and_comes_back(open_page, livekit):
    page = open_page()
    publish(page)
    livekit.kill()
    expect(page.locator("#kind-reason")).not_to_be_empty()
    expect(page.get_by_role("group", name="No picture")).to_be_visible()
    livekit.start()
    wait_for_status(page, "status.livekit_connected")
    until(page, "nerdpudding.room.state === 'in'")
    until(page, "nerdpudding.status().source_state === 'live'")
    expect(page.locator("#webcam-state")).to_have_text(messages.isWatched.format("camera"))
    expect(page.locator("#webcam-message")).to_be_empty()


def test_what_others_show_is_chosen(open_page, join):
    page = open_page()
    open_sources(page)
    page.get_by_role("button", name="Browser webcam").click()
    watched = page.get_by_label("Watched in the room")
    expect(watched).to_be_hidden()
    # One after the other: they are listed in the order in which their cameras come.
    options = [messages.nothingOfTheRoom, messages.newestVideo]
    guests = {}
    for name in ("ann", "bob"):
        guests[name] = join(name, camera=True)
        options.append(messages.cameraOf.format(name))
        expect(watched.locator("option")).to_have_text(options)
    ann, bob = guests.values()
    page.screenshot(path=f"{os.environ.get('NP_ARTIFACTS', '/tmp')}/room-videos.png")
    for guest in ("ann", "bob"):
        watched.select_option(messages.cameraOf.format(guest))
        wait_for_status(page, f"status.source === 'livekit:{guest}' && status.source_state === 'live'")
    bob.leave()
    expect(watched.locator("option:checked")).to_have_text(messages.showsNothing.format("bob"))
    watched.select_option(messages.newestVideo)
    wait_for_status(page, "status.source === 'livekit' && status.source_state === 'live'")
    ann.leave()
    expect(watched).to_be_hidden()
    assert page.errors == []
