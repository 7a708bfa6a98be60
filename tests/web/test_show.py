"""A newcomer opens the page: it moves, it writes, it speaks."""
from urllib.parse import urlsplit

from playwright.sync_api import expect

import messages
from page import api, close_settings, lines, loudest, open_settings, until, wait_for_picture, wait_for_pictures, wait_for_sound, wait_for_status


def test_the_picture_comes_and_moves(server, open_tab):
    page = open_tab(server.url).page
    wait_for_picture(page)
    wait_for_pictures(page, 5)


def test_lines_arrive_with_their_time_and_as_captions(server, open_tab):
    page = open_tab(server.url).page
    page.wait_for_timeout(1000)
    before = page.locator("#list .line").count()
    until(page, f"document.querySelectorAll('#list .line:not(.writing)').length > {before}", 60)
    newest = lines(page).first
    assert len(newest.locator("p").inner_text()) > 3
    assert newest.locator("time").inner_text().count(":") == 2
    expect(page.locator("#captions")).to_have_class("shown")
    assert page.locator("#captions span").inner_text()
    expect(page.locator("#behind")).to_contain_text("In step")
    texts = page.locator("#list .line p").all_inner_texts()
    assert all(text.strip(" .…") for text in texts), "a skip is no line"


def test_a_page_opened_late_shows_the_last_lines(server, open_tab):
    first = open_tab(server.url).page
    expect(lines(first).first).to_be_visible(timeout=60_000)
    text = lines(first).last.locator("p").inner_text()
    late = open_tab(server.url).page
    expect(late.locator("#list .line p", has_text=text).first).to_be_attached()


def test_sound_begins_with_a_gesture_and_mute_mutes(server, open_tab):
    page = open_tab(server.url).page
    button = page.get_by_role("button", name="Turn on sound").first
    expect(button).to_be_visible()
    assert not page.evaluate("nerdpudding.sound.audible")
    page.locator("#sound-on").click()
    expect(page.locator("#sound-on")).to_be_hidden()
    assert page.evaluate("nerdpudding.sound.path") == "worklet"
    wait_for_sound(page)

    wait_for_status(page, "status.listeners >= 1")
    page.keyboard.press("m")
    until(page, "nerdpudding.sound.level() === 0")
    assert loudest(page, 3) == 0
    wait_for_status(page, "status.listeners === 0")

    page.keyboard.press("m")
    wait_for_sound(page)
    page.locator("#volume").fill("0")
    until(page, "nerdpudding.sound.level() === 0")


def test_where_the_page_is_not_secure_buffers_are_scheduled(server, browser, open_tab):
    context = browser.new_context()
    context.add_init_script("delete BaseAudioContext.prototype.audioWorklet")
    page = open_tab(server.url, context).page
    page.locator("#sound-on").click()
    wait_for_sound(page)
    assert page.evaluate("nerdpudding.sound.path") == "scheduled"
    context.close()


def test_volume_mute_and_theme_are_remembered(server, open_tab):
    page = open_tab(server.url, color_scheme="light").page
    page.locator("#volume").fill("0.35")
    until(page, "nerdpudding.sound.audible")
    page.locator("#mute").click()
    open_settings(page)
    page.get_by_label("Colours").select_option("Dark")
    page.reload()
    expect(page.locator("#volume")).to_have_value("0.35")
    expect(page.locator("#sound-on")).to_be_hidden()
    assert page.evaluate("nerdpudding.sound.muted")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    open_settings(page)
    page.get_by_label("Colours").select_option("Like the system")
    close_settings(page)
    page.reload()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light dark"


def test_sound_that_was_on_comes_back_with_any_gesture(server, open_tab):
    page = open_tab(server.url).page
    page.locator("#sound-on").click()
    until(page, "nerdpudding.sound.audible")
    page.reload()
    expect(page.locator("#sound-on")).to_be_visible()
    page.locator("#now").click()
    until(page, "nerdpudding.sound.audible")


def test_nothing_jumps(server, open_tab):
    """Words push words down, which is their way; nothing else moves. A first visit may learn the picture's shape."""
    watch = """window.jumps = [];
      new PerformanceObserver((list) => {
        for (const shift of list.getEntries())
          for (const { node } of shift.sources)
            if (node && !(node.nodeType === 1 ? node : node.parentElement).closest('#list, .record-end')) jumps.push(node.id || node.nodeName);
      }).observe({type: 'layout-shift', buffered: true});"""
    for look in (dict(viewport={"width": 1440, "height": 900}), dict(viewport={"width": 390, "height": 844}, is_mobile=True)):
        page = open_tab(server.url, **look).page
        wait_for_picture(page)
        wait_for_status(page, "status.source_width > 0")
        page.context.add_init_script(watch)
        page.reload()
        wait_for_picture(page)
        page.wait_for_timeout(4000)
        assert page.evaluate("jumps") == []


def test_four_tabs_leave_room_for_answers(server, browser, open_tab):
    context = browser.new_context()
    tabs = [open_tab(server.url, context) for _ in range(4)]
    for tab in tabs:
        wait_for_picture(tab.page)
    for tab in tabs:
        for _ in range(3):  # behind streams that never end it would wait for ever
            assert tab.page.evaluate("""async () => {
              const response = await fetch('/api/status', {cache: 'no-store', signal: AbortSignal.timeout(5000)});
              return (await response.json()).capture_running;
            }""")
        wait_for_pictures(tab.page, 2)
    context.close()


def test_nothing_comes_from_elsewhere_and_nothing_goes_wrong(server, open_tab):
    tab = open_tab(server.url)
    wait_for_picture(tab.page)
    tab.page.locator("#sound-on").click()
    tab.page.wait_for_timeout(3000)
    assert tab.hosts == {urlsplit(server.url).netloc}
    assert tab.errors == []


def test_the_watcher_says_that_it_is_no_model(server, open_tab):
    page = open_tab(server.url).page
    note = page.locator("#engine-note")
    expect(note).to_contain_text(messages.builtInEyes)
    engine = api(server, "/api/status")["engine"]
    for word in engine["heeded"]:
        expect(note).to_contain_text(word)
    note.get_by_role("button", name="Add a model").click()
    expect(page.locator("#model")).to_contain_text("in the settings")
    page.keyboard.press("Escape")
    expect(page.locator("#model")).to_be_hidden()
    note.get_by_role("button", name="Add a model").click()
    page.get_by_role("button", name="Choose a model").click()
    expect(page.locator("#models-title")).to_be_focused()


def test_screenshots(server, open_tab, artifact):
    looks = {
        "desktop-light": dict(viewport={"width": 1440, "height": 900}, color_scheme="light"),
        "desktop-dark": dict(viewport={"width": 1440, "height": 900}, color_scheme="dark"),
        "phone-light": dict(viewport={"width": 390, "height": 844}, color_scheme="light", is_mobile=True, has_touch=True),
        "phone-dark": dict(viewport={"width": 390, "height": 844}, color_scheme="dark", is_mobile=True, has_touch=True),
    }
    for name, look in looks.items():
        page = open_tab(server.url, **look).page
        wait_for_picture(page)
        expect(page.locator("#list .line").first).to_be_attached(timeout=60_000)
        width = look["viewport"]["width"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, "nothing sticks out at the side"
        for control in ("#mute", "#instruction", "#instruction-send"):
            box = page.locator(control).bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= width
            assert box["y"] + box["height"] <= look["viewport"]["height"], f"{control} is in sight"
        if path := artifact(f"page-{name}.png"):
            page.screenshot(path=path)
