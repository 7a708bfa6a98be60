"""Full screen and picture in picture: the picture with what is needed, and no more."""
import re

from playwright.sync_api import expect

from page import INSTRUCTION, api, until, wait_for_picture, wait_for_pictures, wait_for_status


def test_the_bar_comes_with_movement_and_goes_without(server, open_tab, artifact):
    page = open_tab(server.url).page
    wait_for_picture(page)
    page.get_by_role("button", name="Full screen").click()
    until(page, "document.fullscreenElement?.id === 'show'")
    until(page, "document.querySelector('#stage').clientHeight === innerHeight")
    page.mouse.move(300, 300)
    expect(page.locator("#bar-name")).to_be_visible()
    if path := artifact("full-screen-bar.png"):
        page.screenshot(path=path)
    page.evaluate("document.activeElement.blur()")
    page.mouse.move(310, 310)
    expect(page.locator("#show")).to_have_class("resting")
    until(page, "getComputedStyle(document.querySelector('#bar')).opacity === '0'")
    if path := artifact("full-screen.png"):
        page.screenshot(path=path)
    page.mouse.move(320, 320)
    expect(page.locator("#show")).not_to_have_class(re.compile("resting"))
    page.keyboard.press("Shift+Tab")
    page.wait_for_timeout(3500)
    expect(page.locator("#show")).not_to_have_class(re.compile("resting"))  # somebody uses the keyboard
    page.keyboard.press("f")
    until(page, "!document.fullscreenElement")


def test_the_instruction_over_the_picture(server, open_tab, artifact):
    page = open_tab(server.url).page
    wait_for_picture(page)
    page.keyboard.press("f")
    until(page, "document.fullscreenElement?.id === 'show'")
    expect(page.locator("#instruction")).to_be_hidden()
    page.keyboard.press("/")
    field = page.get_by_label("Instruction", exact=True)
    expect(field).to_be_focused()
    box = page.locator("#steer").bounding_box()
    assert box["y"] > 0 and box["y"] + box["height"] < page.viewport_size["height"]
    if path := artifact("full-screen-instruction.png"):
        page.screenshot(path=path)
    field.fill("Only people.")
    page.keyboard.press("Enter")
    wait_for_status(page, "status.instruction === 'Only people.'")
    api(server, "/api/instruction", {"instruction": INSTRUCTION})
    page.keyboard.press("Escape")
    expect(page.locator("#instruction")).to_be_hidden()


def test_volume_by_arrows(server, open_tab):
    page = open_tab(server.url).page
    wait_for_picture(page)
    page.keyboard.press("ArrowUp")
    assert page.evaluate("nerdpudding.sound.volume") == 0.8
    page.keyboard.press("f")
    until(page, "document.fullscreenElement?.id === 'show'")
    page.keyboard.press("ArrowDown")
    until(page, "Math.abs(nerdpudding.sound.volume - 0.7) < 0.001")
    page.keyboard.press("ArrowUp")
    until(page, "Math.abs(nerdpudding.sound.volume - 0.8) < 0.001")


# A window that stays on top is more than a headless browser has: an iframe is its document.
WINDOW = """Object.defineProperty(window, 'documentPictureInPicture', { value: { requestWindow: async () => {
  const frame = document.body.appendChild(document.createElement('iframe'));
  frame.id = 'window';
  const inside = frame.contentWindow;
  inside.close = () => { inside.dispatchEvent(new Event('pagehide')); frame.remove(); };
  return inside;
} } });"""


# What waits until nobody has looked for a while comes at once.
NO_LONG_WAIT = "const later = setTimeout; window.setTimeout = (then, ms, ...more) => later(then, ms === 20000 ? 20 : ms, ...more);"


def hide(page, hidden):
    page.evaluate("""(hidden) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
      document.dispatchEvent(new Event('visibilitychange'));
    }""", hidden)


def test_the_small_window_shows_the_picture_while_the_page_is_hidden(server, browser):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(WINDOW + NO_LONG_WAIT)
    page = context.new_page()
    page.goto(server.url)
    wait_for_picture(page)
    page.get_by_role("button", name="Picture in picture").click()
    inside = page.frame_locator("#window")
    expect(inside.locator("#picture.showing")).to_be_attached()
    hide(page, True)
    page.wait_for_timeout(500)
    expect(inside.locator("#picture.showing")).to_be_attached()
    hide(page, False)
    page.get_by_role("button", name="Bring it back").click()
    wait_for_picture(page)
    hide(page, True)
    expect(page.locator("#picture.showing")).to_have_count(0)
    hide(page, False)
    wait_for_picture(page)
    context.close()


def test_picture_in_picture_holds_the_picture_and_gives_it_back(server, browser):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(WINDOW)
    page = context.new_page()
    page.goto(server.url)
    wait_for_picture(page)
    page.get_by_role("button", name="Picture in picture").click()
    inside = page.frame_locator("#window")
    expect(inside.locator("#picture.showing")).to_be_attached()
    expect(inside.locator("#captions")).to_be_attached()
    expect(page.locator("#floating")).to_be_visible()
    page.get_by_role("button", name="Bring it back").click()
    wait_for_picture(page)
    wait_for_pictures(page, 3)
    expect(page.locator("#floating")).to_be_hidden()
    context.close()
