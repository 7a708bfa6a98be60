"""The picture as H.264 in a video element, and as images where that does not go."""
import io
import signal
import subprocess
import time

import pytest
from PIL import Image, ImageStat
from playwright.sync_api import expect

from page import SAMPLE, api, lines, live_status, until, wait_for_pictures
from program import until as until_true
from server import Server
from test_full_screen import WINDOW

VIDEO = "#stage > video.showing"
IMAGE = "#picture.showing"
# Each second has a brightness of its own, twenty different ones.
COUNTED = "color=c=black:s=320x240:r=25:d=20,geq=lum='20+10*floor(T)':cb=128:cr=128"
ENCODED = ["-c:v", "libx264", "-preset", "veryfast", "-profile:v", "baseline", "-g", "50", "-pix_fmt", "yuv420p"]

# Which picture is seen by what it looks like and by what the page says of it; seconds of the clip and of the epoch.
SEEN = """() => {
  const video = document.querySelector('#stage > video.showing');
  if (!video?.videoWidth) return null;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d');
  context.drawImage(video, 0, 0, 1, 1);
  return context.getImageData(0, 0, 1, 1).data[1];
}"""


def make_clip(path, what, size="320x240"):
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", what, "-vf", f"scale={size},setsar=1", *ENCODED, str(path)], check=True)
    return path


@pytest.fixture(scope="module")
def clips(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clips")
    return {
        "moving": make_clip(folder / "moving.mp4", "testsrc2=size=320x240:rate=25:duration=20"),
        "wide": make_clip(folder / "wide.mp4", "testsrc2=size=320x240:rate=25:duration=20", "640x360"),
        "counted": make_clip(folder / "counted.mp4", COUNTED),
    }


@pytest.fixture
def watched(tmp_path, clips):
    one = Server(tmp_path / "log", "--source", str(clips["moving"]))
    one.start()
    live_status(one)
    yield one
    one.stop()


def wait_for_video(page):
    expect(page.locator(VIDEO)).to_be_visible()
    wait_for_pictures(page, 5)
    expect(page.locator(IMAGE)).to_have_count(0)


def test_the_picture_moves_in_a_video(watched, open_tab):
    tab = open_tab(watched.url)
    wait_for_video(tab.page)
    assert tab.page.locator("#picture").get_attribute("src") is None, "no images beside it"
    picture = Image.open(io.BytesIO(tab.page.locator("#stage").screenshot())).convert("L")
    assert ImageStat.Stat(picture).mean[0] > 60, "it lies behind the stage"
    assert tab.page.locator("video").first.evaluate("(video) => video.muted && video.currentTime > 0")
    assert tab.errors == []


def test_one_who_slept_sees_the_video_again(watched, open_tab):
    page = open_tab(watched.url).page
    wait_for_video(page)
    for _ in range(3):
        # Nothing of the page runs, and its pictures come. One that thinks it cannot show them shows images for half a minute.
        page.evaluate("() => { const end = performance.now() + 9000; while (performance.now() < end); }")
        page.wait_for_timeout(500)
        until(page, "document.querySelector('#stage > video.showing') && !document.querySelector('#picture').hasAttribute('src')", 15)
        wait_for_pictures(page, 5)


def test_a_source_of_another_kind_is_seen_as_images_and_back(watched, open_tab, clips):
    tab = open_tab(watched.url)
    wait_for_video(tab.page)
    api(watched, "/api/start", {"source": SAMPLE, "replace": True})
    expect(tab.page.locator(IMAGE)).to_be_visible()
    expect(tab.page.locator("#stage > video")).to_have_count(0)
    api(watched, "/api/start", {"source": str(clips["wide"]), "replace": True})
    wait_for_video(tab.page)
    assert tab.errors == []


def test_another_size_comes_in_the_same_video(watched, open_tab, clips):
    tab = open_tab(watched.url)
    wait_for_video(tab.page)
    api(watched, "/api/start", {"source": str(clips["wide"]), "replace": True})
    until(tab.page, "document.querySelector('#stage > video.showing')?.videoWidth === 640")
    wait_for_video(tab.page)


def test_a_seek_is_seen(tmp_path, open_tab, clips):
    show = Server(tmp_path / "log", "--source", str(clips["counted"]))
    show.start()
    try:
        page = open_tab(show.url).page
        expect(page.locator(VIDEO)).to_be_visible()
        api(show, "/api/playback", {"position": 17.0, "paused": True})
        level = 20 + 10 * 17
        until(page, f"Math.abs(({SEEN})() - {(level - 16) * 255 / 219}) < 6")
        api(show, "/api/playback", {"position": 3.0, "paused": False})
        until(page, f"({SEEN})() < 90")
    finally:
        show.stop()


def test_a_slow_seek_in_a_pause_is_seen_and_stands(tmp_path, open_tab, clips):
    show = Server(tmp_path / "log", "--source", str(clips["counted"]))
    show.start()
    try:
        page = open_tab(show.url).page
        wait_for_video(page)
        page.evaluate("""() => {
          window.seeks = 0;
          document.querySelector('#stage > video.showing').addEventListener('seeking', () => ++window.seeks);
        }""")
        api(show, "/api/playback", {"position": 17.0, "paused": True})
        # It comes when the player has nothing more to show.
        show.process.send_signal(signal.SIGSTOP)
        time.sleep(1.6)
        show.process.send_signal(signal.SIGCONT)
        until(page, f"Math.abs(({SEEN})() - {(20 + 10 * 17 - 16) * 255 / 219}) < 6")
        page.evaluate("window.seeks = 0")
        page.wait_for_timeout(1500)
        assert page.evaluate("window.seeks") <= 2
    finally:
        show.stop()


def test_a_server_that_comes_back_is_seen_again(watched, open_tab):
    page = open_tab(watched.url).page
    wait_for_video(page)
    watched.stop()
    watched.start()
    wait_for_video(page)


@pytest.mark.parametrize("without", ["MediaSource", "HTMLVideoElement.prototype.requestVideoFrameCallback"])
def test_a_browser_that_cannot_show_it_shows_images(watched, open_tab, without):
    tab = open_tab("about:blank")
    tab.page.add_init_script(f"delete {'window.' * ('.' not in without)}{without}")
    tab.page.goto(watched.url)
    expect(tab.page.locator(IMAGE)).to_be_visible()
    wait_for_pictures(tab.page, 5)
    assert tab.page.locator("#stage > video").count() == 0
    assert tab.errors == []


def test_what_breaks_is_seen_as_images(watched, open_tab):
    tab = open_tab("about:blank")
    tab.page.route("**/api/video*", lambda route: route.fulfill(status=200, content_type="video/mp4", body="x" * 4000))
    tab.page.goto(watched.url)
    expect(tab.page.locator(IMAGE)).to_be_visible()
    wait_for_pictures(tab.page, 5)


def test_a_video_that_does_not_come_is_seen_as_images_meanwhile(watched, open_tab):
    tab = open_tab("about:blank")
    tab.page.route("**/api/video*", lambda route: None)
    tab.page.goto(watched.url)
    expect(tab.page.locator(IMAGE)).to_be_visible()
    wait_for_pictures(tab.page, 5)


def test_what_is_seen_is_what_came_last(watched, open_tab):
    page = open_tab(watched.url).page
    wait_for_video(page)
    # Behind the newest that has come, which the stream takes to last a second; held, and a picture or two.
    until(page, "(() => { const v = document.querySelector('video.showing'); return v.buffered.end(0) - 1 - v.currentTime < 0.3; })()")
    until(page, "Math.abs(document.querySelector('video.showing').playbackRate - 1) < 0.1")


def test_it_goes_into_a_window_of_its_own_and_back(watched, browser):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(WINDOW)
    page = context.new_page()
    page.goto(watched.url)
    wait_for_video(page)
    page.get_by_role("button", name="Picture in picture").click()
    expect(page.frame_locator("#window").locator(VIDEO)).to_be_attached()
    page.get_by_role("button", name="Bring it back").click()
    wait_for_video(page)
    context.close()


def test_the_embedded_picture_is_one(watched, open_tab):
    tab = open_tab(watched.url + "/embed")
    expect(tab.page.locator(".embed video.showing")).to_be_visible()
    wait_for_pictures(tab.page, 5)
    assert tab.errors == []


@pytest.fixture
def people(tmp_path):
    clip = tmp_path / "people.mp4"
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", "-i", SAMPLE, "-t", "40", *ENCODED, str(clip)], check=True)
    one = Server(tmp_path / "log", "--source", str(clip), "--instruction", "Tell me about people and movement.")
    one.start()
    yield one
    one.stop()


def test_a_moment_is_seen_again_as_it_was(people, open_tab):
    page = open_tab(people.url).page
    expect(page.locator(VIDEO)).to_be_visible()
    expect(lines(page).first).to_be_visible()
    lines(page).first.click()
    until(page, "document.querySelector('#replay video')?.videoWidth > 100")
    until(page, "document.querySelector('#replay time').dateTime !== ''")
    page.keyboard.press("Escape")
    expect(page.locator("#replay video")).to_have_count(0)
    wait_for_pictures(page, 3)


def test_boxes_and_captions_lie_on_it(people, open_tab):
    page = open_tab(people.url).page
    expect(page.locator(VIDEO)).to_be_visible()
    page.keyboard.press("b")
    expect(page.locator("#boxes div", has_text="person").first).to_be_visible()
    video, layer = (page.locator(name).bounding_box() for name in (VIDEO, "#boxes"))
    assert layer["height"] <= video["height"] + 1
    assert abs(layer["x"] + layer["width"] / 2 - video["x"] - video["width"] / 2) < 2
    expect(page.locator("#captions")).not_to_be_empty()


# By this name the server is not on the browser's machine, as far as the page can tell.
ELSEWHERE = "elsewhere.test"


def from_elsewhere(show):
    return f"http://{ELSEWHERE}:{show.port}"


def width(page):
    return page.evaluate("document.querySelector('#stage > video.showing')?.videoWidth")


@pytest.fixture
def sample(tmp_path):
    """The sample clip, whose codec nobody passes on."""
    one = Server(tmp_path / "log", "--source", SAMPLE, "--instruction", "Tell me about people and movement.", ALLOWED_HOSTS=ELSEWHERE)
    one.start()
    live_status(one)
    yield one
    one.stop()


def test_the_sample_is_seen_as_a_video_from_elsewhere(sample, open_tab):
    tab = open_tab(from_elsewhere(sample))
    wait_for_video(tab.page)
    assert width(tab.page) == 768
    picture = Image.open(io.BytesIO(tab.page.locator("#stage").screenshot())).convert("L")
    assert ImageStat.Stat(picture).stddev[0] > 20, "it shows something"
    assert tab.errors == []


def test_on_the_same_machine_it_is_seen_as_images(sample, open_tab):
    tab = open_tab(sample.url)
    wait_for_pictures(tab.page, 10)
    expect(tab.page.locator(IMAGE)).to_be_visible()
    expect(tab.page.locator("#stage > video")).to_have_count(0)


def test_a_seek_and_a_pause_are_seen_in_the_encoded_video(tmp_path, open_tab, clips):
    clip = tmp_path / "counted.avi"
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", "-i", clips["counted"], "-c:v", "mpeg4", "-q:v", "2", str(clip)], check=True)
    show = Server(tmp_path / "log", "--source", str(clip), ALLOWED_HOSTS=ELSEWHERE)
    show.start()
    try:
        page = open_tab(from_elsewhere(show)).page
        expect(page.locator(VIDEO)).to_be_visible()
        api(show, "/api/playback", {"position": 17.0, "paused": True})
        level = 20 + 10 * 17
        until(page, f"Math.abs(({SEEN})() - {(level - 16) * 255 / 219}) < 6")
        page.reload()
        until(page, f"Math.abs(({SEEN})() - {(level - 16) * 255 / 219}) < 6")
        api(show, "/api/playback", {"position": 3.0, "paused": False})
        until(page, f"({SEEN})() < 90")
    finally:
        show.stop()


def test_a_source_that_is_passed_on_and_one_that_is_encoded_follow_each_other(sample, open_tab, clips):
    tab = open_tab(from_elsewhere(sample))
    wait_for_video(tab.page)
    for source, expected in ((str(clips["wide"]), 640), (SAMPLE, 768)):
        api(sample, "/api/start", {"source": source, "replace": True})
        until(tab.page, f"document.querySelector('#stage > video.showing')?.videoWidth === {expected}")
        wait_for_video(tab.page)
    assert tab.errors == []


def test_the_data_saver_changes_the_picture_at_once_and_is_kept(sample, open_tab):
    tab = open_tab(sample.url)
    wait_for_pictures(tab.page, 3)
    tab.page.get_by_role("button", name="Settings").click()
    saver = tab.page.get_by_role("checkbox", name="Data saver")
    expect(saver).not_to_be_checked()
    saver.check()
    until(tab.page, "document.querySelector('#stage > video.showing')?.videoHeight === 480")
    asked = []
    tab.page.on("request", lambda request: asked.append(request.url))
    tab.page.reload()
    wait_for_video(tab.page)
    assert not [url for url in asked if "api/mjpeg" in url], "images would cost what is to be saved"
    assert [url for url in asked if "form=small" in url]
    tab.page.get_by_role("button", name="Settings").click()
    saver.uncheck()
    expect(tab.page.locator(IMAGE)).to_be_visible()
    expect(tab.page.locator("#stage > video")).to_have_count(0)


def test_the_data_saver_also_shrinks_what_could_be_passed_on_and_follows_the_browsers_own(tmp_path, open_tab, clips):
    clip = make_clip(tmp_path / "large.mp4", "testsrc2=size=320x240:rate=25:duration=20", "1280x720")
    show = Server(tmp_path / "log", "--source", str(clip))
    show.start()
    live_status(show)
    try:
        tab = open_tab("about:blank")
        tab.page.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
        tab.page.goto(show.url)
        until(tab.page, "document.querySelector('#stage > video.showing')?.videoWidth === 852")
    finally:
        show.stop()


def test_one_who_saves_data_sees_the_end_of_a_file(tmp_path, open_tab):
    clip = make_clip(tmp_path / "short.mp4", "testsrc2=size=320x240:rate=25:duration=2", "320x240")
    show = Server(tmp_path / "log", "--source", str(clip), "--no-loop")
    show.start()
    until_true(lambda: api(show, "/api/status")["source_state"] == "ended")
    try:
        tab = open_tab("about:blank")
        tab.page.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
        tab.page.goto(show.url)
        expect(tab.page.locator(IMAGE)).to_be_visible()
        assert tab.errors == []
    finally:
        show.stop()


def test_a_server_that_cannot_encode_shows_images_elsewhere(tmp_path, open_tab):
    clip = tmp_path / "tiny.avi"
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "nullsrc=size=40x8:rate=25:duration=20,geq=random(1)*255:128:128", "-c:v", "ffv1", str(clip)], check=True)
    show = Server(tmp_path / "log", "--source", str(clip), ALLOWED_HOSTS=ELSEWHERE)
    show.start()
    live_status(show)
    try:
        tab = open_tab(from_elsewhere(show))
        expect(tab.page.locator(IMAGE)).to_be_visible()
        wait_for_pictures(tab.page, 5)
        expect(tab.page.locator("#stage > video")).to_have_count(0)
        assert tab.errors == []
    finally:
        show.stop()


# Of each line: how much earlier its first word came than the page saw the line's newest picture, in seconds.
CAPTIONS_AHEAD = """(() => {
  const known = (window.known = { seen: 0, first: {}, early: [] });
  const Plain = WebSocket;
  window.WebSocket = class extends Plain {
    constructor(...how) {
      super(...how);
      this.addEventListener('message', ({ data }) => {
        if (typeof data !== 'string') return;
        const { event, cycle, data: told } = JSON.parse(data);
        if (event === 'piece') known.first[cycle] ??= known.seen;
        if (event === 'cycle_end' && told.text && known.first[told.cycle])
          known.early.push(told.newest_frame_at - known.first[told.cycle]);
      });
    }
    send(data) {
      known.seen = JSON.parse(data).seen ?? known.seen;
      super.send(data);
    }
  };
})()"""


def test_a_caption_never_comes_before_its_picture(sample, open_tab):
    tab = open_tab("about:blank")
    tab.page.add_init_script(CAPTIONS_AHEAD)
    tab.page.goto(from_elsewhere(sample))
    wait_for_video(tab.page)
    until(tab.page, "known.early.length >= 4", timeout=90)
    early = tab.page.evaluate("known.early")
    assert max(early) <= 0.001, early
