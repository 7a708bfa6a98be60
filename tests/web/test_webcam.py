"""The page's own camera in the LiveKit room, each state of it: the server's status and LiveKit's client are played by the test.
What they do in truth is in tests/livekit."""
import json
import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

import messages
from page import close_settings, open_settings, open_sources, until
from played import Show

CLIENT = Path(__file__).with_name("fake_livekit.js")
REFUSED = messages.kNoLivekitAnswers.format("ws://localhost:7880")
LOOKS = {"desktop": dict(viewport={"width": 1280, "height": 800}),
         "phone": dict(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)}


class Yard(Show):
    """A show whose server is in a LiveKit room, or tries to be."""

    def __init__(self, page, server):
        self.asked = []
        self.identities = 0
        page.set_default_timeout(20_000)
        page.context.route("**/livekit-client.js", lambda route: route.fulfill(path=CLIENT, content_type="text/javascript"))
        page.context.route("**/api/livekit/token", self._token)
        page.context.route("**/api/start", self._start)
        page.context.route("**/api/stop", self._stop)
        super().__init__(page, server)

    def _token(self, route):
        self.identities += 1
        identity = route.request.post_data_json.get("identity") or f"guest-{self.identities}"
        route.fulfill(json={"url": "ws://localhost:7880", "token": "t", "room": "yard", "identity": identity,
                            "commentator": "reporter"})

    def _start(self, route):
        self.asked.append(route.request.post_data_json)
        name = self.asked[-1]["source"]
        route.fulfill(json={"status": "started", "source": name})
        self.status(source=name, capture_running=True)

    def _stop(self, route):
        self.asked.append("stop")
        route.fulfill(json={"status": "stopped"})
        self.status(source="", capture_running=False)

    def livekit(self, state, reason="", next_try_s=None):
        self.status(livekit_enabled=True, livekit_connected=state == "connected", livekit={
            "room": "yard", "state": state, "reason": reason, "next_try_s": next_try_s, "participants": [], "track": None})


@pytest.fixture(scope="module")
def camera_browser(browser):
    """It has two cameras that Chromium makes up."""
    one = browser.browser_type.launch(
        executable_path=os.environ.get("NP_CHROMIUM", "/usr/bin/chromium"),
        args=["--disable-gpu", "--use-fake-device-for-media-stream=device-count=2", "--use-fake-ui-for-media-stream"])
    yield one
    one.close()


@pytest.fixture
def yard(server, camera_browser):
    """yard(script="", browser=..., **look) -> page, Yard"""
    contexts = []

    def open_one(script="", browser=camera_browser, **look):
        contexts.append(browser.new_context(**{**LOOKS["desktop"], **look}))
        contexts[-1].add_init_script(script)
        page = contexts[-1].new_page()
        return page, Yard(page, server)

    yield open_one
    for context in contexts:
        context.close()


def choose_webcam(page, played):
    played.livekit("connected")
    if not page.locator("#sources").is_visible():
        open_sources(page)
    page.get_by_role("button", name="Browser webcam").click()


def publish(page, played):
    choose_webcam(page, played)
    page.get_by_role("button", name="Publish").click()
    expect(page.locator("#webcam-state")).to_have_text(messages.isWatched.format("camera"))


def message(page):
    return page.locator("#webcam-message")


def test_without_livekit_the_webcam_needs_no_room(yard):
    page, _ = yard()
    open_sources(page)
    button = page.get_by_role("button", name="Browser webcam")
    expect(button).to_be_enabled()
    for part in ("#webcam", "#low-delay-row"):
        expect(page.locator(part)).to_be_hidden()
    button.click()
    expect(page.get_by_role("button", name="Publish")).to_be_enabled()
    expect(page.locator("#kind-reason")).to_be_empty()
    assert not page.evaluate("'LivekitClient' in window")


def test_without_the_room_the_choice_is_grey_and_says_why(yard):
    page, played = yard()
    open_sources(page)
    button, reason = page.get_by_role("button", name="Browser webcam"), page.locator("#kind-reason")
    played.livekit("connecting")
    expect(button).to_be_disabled()
    expect(reason).to_have_text(messages.joiningTheRoom)
    played.livekit("waiting", REFUSED, 4)
    expect(reason).to_have_text(f"{REFUSED} {messages.nextTry.format('4 s')}.")
    expect(page.get_by_label("Low-latency sound")).to_be_disabled()
    played.livekit("connected")
    expect(button).to_be_enabled()
    expect(reason).to_be_empty()
    button.click()
    expect(page.locator("#source")).to_be_hidden()
    page.get_by_role("button", name="Path or address").press("Enter")
    expect(page.locator("#source")).to_be_visible()
    assert not page.evaluate("'LivekitClient' in window"), "it is loaded for those who use it"


def test_a_page_that_is_not_secure_says_so(yard):
    page, played = yard("delete Navigator.prototype.mediaDevices")
    choose_webcam(page, played)
    expect(message(page)).to_have_text(messages.noSecurePage)
    for name in ("Publish", "Preview"):
        expect(page.get_by_role("button", name=name)).to_be_disabled()
    expect(page.get_by_role("button", name="Share the screen")).to_be_hidden()


FAILING = "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '%s'))"


@pytest.mark.parametrize("name, sentence", [
    ("NotAllowedError", messages.notGivenToPage), ("NotFoundError", messages.noCameraFound),
    ("NotReadableError", messages.cannotBeRead)])
def test_a_camera_that_cannot_be_had(yard, name, sentence):
    page, played = yard(FAILING % name)
    choose_webcam(page, played)
    page.get_by_role("button", name="Publish").click()
    expect(message(page)).to_contain_text(sentence.pattern())
    expect(page.get_by_role("button", name="Publish")).to_be_enabled()
    assert played.asked == []


@pytest.mark.parametrize("status, headers, detail", [
    
    (404, {}, messages.kLivekitIsOff), (429, {"Retry-After": "7"}, messages.kTooManyTickets.format(7))])
def test_no_token(yard, status, headers, detail):
    page, played = yard()
    page.context.route("**/api/livekit/token", lambda route: route.fulfill(status=status, headers=headers, json={"detail": detail}))
    choose_webcam(page, played)
    page.get_by_role("button", name="Publish").click()
    expect(message(page)).to_have_text(detail)
    expect(page.locator("#webcam-preview")).to_be_hidden()
    assert played.asked == []


@pytest.mark.parametrize("reason, sentence", [
    ("ServerUnreachable", messages.roomDoesNotAnswer), ("NotAllowed", messages.roomTakesNoToken)])
def test_no_way_into_the_room(yard, reason, sentence):
    page, played = yard(f"window.barred = '{reason}'")
    choose_webcam(page, played)
    page.get_by_role("button", name="Publish").click()
    expect(message(page)).to_contain_text(sentence.pattern())
    assert played.asked == []


def test_publish_and_stop(yard):
    page, played = yard()
    publish(page, played)
    assert played.asked == [{"source": "livekit:guest-1", "wait": True, "replace": True}]
    call = page.evaluate("room.calls[0]")
    assert call == {"name": "camera", "source": "camera", "videoCodec": "vp8", "simulcast": True}
    assert page.evaluate("room.options.dynacast && room.connectOptions.autoSubscribe === false")
    until(page, "document.querySelector('#webcam-preview').videoWidth > 0")
    expect(page.locator("#source-name")).to_have_text("Webcam guest-1")
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_role("button", name="Publish")).to_be_enabled()
    assert played.asked[1:] == ["stop"]
    assert page.evaluate("room.calls.slice(1)") == ["unpublish", "disconnect"]
    expect(page.locator("#webcam-preview")).to_be_hidden()
    page.reload()
    page.wait_for_timeout(500)
    assert not page.evaluate("'room' in window"), "it was stopped: a reload does not bring it back"


def test_another_camera_takes_the_place_of_the_first(yard):
    page, played = yard()
    publish(page, played)
    cameras = page.get_by_label("Camera", exact=True)
    expect(cameras.locator("option")).to_have_count(2)
    cameras.select_option(index=1)
    until(page, "room.calls.includes('replace')")
    until(page, "document.querySelector('#webcam-preview').srcObject.getTracks()[0].label.endsWith('1')")
    assert len(played.asked) == 1


def test_a_reload_goes_on(yard):
    page, played = yard()
    publish(page, played)
    page.reload()
    until(page, "window.room?.calls.length")
    assert page.evaluate("nerdpudding.room.identity") == "guest-1"
    expect(page.locator("#webcam-state")).to_have_text(messages.isWatched.format("camera"))
    assert len(played.asked) == 1, "the show goes on"


def test_a_reload_before_the_last_answer_goes_on_too(yard):
    page, played = yard()
    held = []

    def hold(route):
        held.append(route)
        played.status(source=route.request.post_data_json["source"], capture_running=True)

    page.context.route("**/api/start", hold)
    publish(page, played)
    assert held
    page.reload()
    until(page, "window.room?.calls.length")
    expect(page.locator("#webcam-state")).to_have_text(messages.isWatched.format("camera"))


def test_what_somebody_else_watches_is_said(yard):
    page, played = yard()
    publish(page, played)
    played.status(source="/srv/match.mp4")
    expect(page.locator("#webcam-state")).to_have_text(messages.isNotWatched.format("camera"))
    page.get_by_role("button", name="Watch this one").click()
    expect(page.locator("#webcam-state")).to_have_text(messages.isWatched.format("camera"))
    played.status(source="/srv/match.mp4")
    expect(page.locator("#webcam-state")).to_have_text(messages.isNotWatched.format("camera"))
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_role("button", name="Publish")).to_be_enabled()
    assert played.asked[-1] != "stop", "what others watch goes on"


@pytest.mark.parametrize("reason, sentence", [(2, messages.openedTwice), (4, messages.sentOut)])
def test_thrown_out(yard, reason, sentence):
    page, played = yard()
    publish(page, played)
    page.evaluate(f"room.emit('Disconnected', {reason})")
    expect(message(page)).to_contain_text(sentence.pattern())
    expect(page.get_by_role("button", name="Publish")).to_be_enabled()
    expect(page.locator("#webcam-preview")).to_be_hidden()


def test_a_connection_that_breaks(yard):
    page, played = yard()
    publish(page, played)
    page.evaluate("room.emit('Reconnecting')")
    expect(page.locator("#webcam-state")).to_have_text(messages.roomIsInterrupted)
    page.evaluate("room.emit('Reconnected')")
    expect(page.locator("#webcam-state")).to_have_text(messages.isWatched.format("camera"))
    page.evaluate("room.old = true; room.emit('Disconnected', 3)")
    expect(message(page)).to_contain_text(messages.roomIsLost)
    page.wait_for_timeout(2200)
    played.livekit("waiting", REFUSED, 4)
    expect(page.locator("#webcam-state")).to_have_text(messages.isPublishedAgain.format("camera"))
    page.wait_for_timeout(300)
    assert page.evaluate("room.old"), "without the commentator nobody goes in"
    played.livekit("connected")
    expect(page.locator("#webcam-state")).to_have_text(messages.isWatched.format("camera"))
    expect(message(page)).to_be_empty()
    assert len(played.asked) == 1


def test_the_voice_comes_one_way_only(yard):
    page, played = yard()
    heard = []
    played.socket.on_message(lambda text: heard.append(text))
    played.livekit("connected")
    open_settings(page)
    page.get_by_label("Low-latency sound").check()
    close_settings(page)
    page.wait_for_timeout(300)
    assert not page.evaluate("'room' in window"), "not before there is sound"
    page.locator("#sound-on").click()
    until(page, "nerdpudding.room.state === 'in'")
    page.evaluate("room.joins()")
    until(page, "nerdpudding.sound.path === 'room' && nerdpudding.sound.level() > 0.05")
    assert json.loads(heard[-1])["audio"] is False

    page.evaluate("room.says('Two people ', 'cross the yard.')")
    expect(page.locator("#captions span")).to_have_text("Two people cross the yard.")
    played.line("A line of the transcript.")
    expect(page.locator("#list .line p").first).to_have_text("A line of the transcript.")
    expect(page.locator("#captions span")).to_have_text("Two people cross the yard.")

    page.keyboard.press("m")
    until(page, "nerdpudding.sound.level() === 0")
    page.keyboard.press("m")
    until(page, "nerdpudding.sound.level() > 0.05")
    page.locator("#volume").fill("0")
    until(page, "nerdpudding.sound.level() < 0.001")

    page.evaluate("room.goes()")
    until(page, "nerdpudding.sound.path === 'worklet'")
    page.wait_for_timeout(100)
    assert json.loads(heard[-1])["audio"] is True
    played.line("As always.")
    expect(page.locator("#captions span")).to_have_text("As always.")
    open_settings(page)
    page.get_by_label("Low-latency sound").uncheck()
    until(page, "nerdpudding.room.state === 'out'")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits(yard, artifact, look, scheme):
    page, played = yard(color_scheme=scheme, **LOOKS[look])

    def shot(state):
        assert page.evaluate("document.documentElement.scrollWidth") <= LOOKS[look]["viewport"]["width"]
        for control in page.locator("#settings button:visible, #settings select:visible, #settings video:visible").all():
            box = control.bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= LOOKS[look]["viewport"]["width"]
        page.wait_for_timeout(300)
        if path := artifact(f"webcam-{state}-{look}-{scheme}.png"):
            page.screenshot(path=path)

    open_sources(page)
    played.livekit("waiting", REFUSED, 4)
    expect(page.locator("#kind-reason")).not_to_be_empty()
    shot("grey")
    choose_webcam(page, played)
    shot("chosen")
    page.get_by_role("button", name="Preview").click()
    until(page, "document.querySelector('#webcam-preview').videoWidth > 0")
    shot("preview")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator("#webcam-state")).to_have_text(messages.isWatched.format("camera"))
    shot("watched")
    played.status(source="/srv/match.mp4")
    expect(page.get_by_role("button", name="Watch this one")).to_be_visible()
    shot("other")
    page.evaluate("room.emit('Disconnected', 2)")
    expect(message(page)).not_to_be_empty()
    shot("elsewhere")
