"""The picture as H.264 in a video element, and as images where that does not go."""
import io
import subprocess

import pytest
from PIL import Image, ImageStat
from playwright.sync_api import expect

from page import SAMPLE, api, lines, live_status, until, wait_for_pictures
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
