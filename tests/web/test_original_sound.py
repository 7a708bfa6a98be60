"""The original's sound on the page: a slider of its own, in step with the picture, under the voice."""
import pytest
from playwright.sync_api import expect

from in_step import make_clip
from original_sound import LOUD, SLIDER, WATCH
from page import until, wait_for_picture, wait_for_status
from server import Server

BOX = "#original"


@pytest.fixture(scope="module")
def beeping(tmp_path_factory):
    folder = tmp_path_factory.mktemp("beeping")
    one = Server(folder / "log", "--source", make_clip(folder / "flashes.mp4", 30))
    one.start()
    yield one
    one.stop()


def test_has_a_slider_that_is_heard_and_remembered(beeping, open_tab):
    page = open_tab(beeping.url).page
    wait_for_picture(page)
    slider = page.get_by_role("slider", name="Original sound")
    expect(slider).to_be_visible()
    expect(slider).to_have_value("0.4")
    wait_for_status(page, "status.listeners === 0")
    page.locator("#sound-on").click()
    until(page, LOUD)
    slider.focus()
    page.keyboard.press("End")
    expect(slider).to_have_value("1")
    page.reload()
    expect(slider).to_have_value("1")
    page.keyboard.press("m")
    until(page, LOUD)
    # Nothing is sent that nobody hears: the voice alone goes on.
    slider.fill("0")
    wait_for_status(page, "status.listeners === 1")
    slider.fill("0.5")
    wait_for_status(page, "status.listeners === 2")
    page.keyboard.press("m")
    wait_for_status(page, "status.listeners === 0")
    until(page, "nerdpudding.sound.originalLevel() === 0")


def test_is_in_step_with_the_picture(beeping, open_tab):
    page = open_tab(beeping.url).page
    wait_for_picture(page)
    page.locator("#sound-on").click()
    page.locator(SLIDER).fill("1")
    until(page, LOUD)
    page.wait_for_timeout(4000)
    offsets = page.evaluate(WATCH, 12)
    assert len(offsets) >= 8
    offsets.sort(key=abs)
    print([round(offset) for offset in offsets])
    # A browser without a graphics card shows pictures when it has the time to.
    assert abs(offsets[len(offsets) // 2]) < 80, offsets


def test_where_the_source_is_silent_there_is_no_slider(server, open_tab):
    page = open_tab(server.url).page
    wait_for_picture(page)
    page.locator("#sound-on").click()
    until(page, "nerdpudding.sound.audible")
    expect(page.locator(BOX)).to_be_hidden()


def test_is_heard_where_there_is_no_voice(tmp_path, open_tab):
    one = Server(tmp_path / "log", "--source", make_clip(tmp_path / "flashes.mp4", 10), "--no-voice")
    one.start()
    try:
        page = open_tab(one.url).page
        wait_for_picture(page)
        expect(page.locator("#volume")).to_be_disabled()
        page.locator("#sound-on").click()
        until(page, LOUD)
        page.locator("#mute").click()
        until(page, "nerdpudding.sound.originalLevel() === 0")
    finally:
        one.stop()


def test_the_house_may_keep_it_silent(tmp_path, open_tab):
    one = Server(tmp_path / "log", "--source", make_clip(tmp_path / "flashes.mp4", 10), SOURCE_SOUND="off")
    one.start()
    try:
        page = open_tab(one.url).page
        wait_for_picture(page)
        expect(page.locator(BOX)).to_be_hidden()
    finally:
        one.stop()


# An hour of blocks on a sound card that is `ppm` wrong, each up to `jitter` ms late: how far from its place any was played.
HOUR = """async ([ppm, jitter]) => {
  const { SteadyClock } = await import('/sound-clock.js');
  const clock = new SteadyClock();
  let worst = 0;
  for (let n = 0; n < 180000; n++) {
    const ideal = 5000 + n * 960 * (1 + ppm * 1e-6);
    const late = 48 * jitter * ((n * 7919) % 101) / 101;
    const start = clock.place(n * 960, 960, Math.floor((ideal + late) / 128) * 128);
    if (n > 200) worst = Math.max(worst, start === null ? Infinity : Math.abs(start - ideal - 5760) / 48);
  }
  return worst;
}"""


@pytest.mark.parametrize("ppm, jitter", [(0, 0), (300, 5), (-300, 5), (100, 40)])
def test_a_sound_card_that_is_wrong_does_not_drift(beeping, open_tab, ppm, jitter):
    page = open_tab(beeping.url).page
    assert page.evaluate(HOUR, [ppm, jitter]) < 25 + jitter / 2 + 5
