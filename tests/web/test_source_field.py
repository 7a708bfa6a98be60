"""The source field: start, switch, stop and start again; what it remembers."""
import json
import shutil

from playwright.sync_api import expect

import messages
from page import INSTRUCTION, PLAYS, SAMPLE, api, close_sources, open_sources, until, wait_for_picture, wait_for_pictures, wait_for_status
from ports import free_port


def test_a_source_from_nothing_and_back(idle_server, open_tab):
    page = open_tab(idle_server.url).page
    expect(page.get_by_text(messages.nothingToWatch)).to_be_visible()
    page.get_by_role("button", name="Choose a source").click()
    field = page.get_by_label("Source", exact=True)
    expect(field).to_be_focused()

    field.fill("/no/such/file.mp4")
    page.keyboard.press("Enter")
    message = page.locator("#source-message")
    expect(message).not_to_be_empty()
    assert "/no/such" not in message.inner_text() or "file.mp4" in message.inner_text()
    expect(page.locator("#recent button")).to_have_count(0)

    field.fill(SAMPLE)
    page.keyboard.press("Enter")
    wait_for_picture(page)
    expect(message).to_be_empty()
    expect(page.locator("#sources")).to_be_hidden()
    expect(page.locator("#badge")).to_have_text(PLAYS)
    expect(page.locator("#source-name")).to_have_text(SAMPLE.split("/")[-1])
    wait_for_pictures(page, 3)

    page.get_by_label("Instruction", exact=True).fill("people")
    page.keyboard.press("Enter")
    wait_for_status(page, "status.instruction === 'people'")

    entries = page.locator("#list .note")
    expect(entries).to_have_count(2)
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    expect(field).to_be_focused()
    field.fill("/no/such/other.mp4")
    expect(page.locator("#source-button")).to_have_text("Switch")
    page.locator("#source-button").click()
    expect(message).not_to_be_empty()
    expect(page.locator("#badge")).to_have_text(PLAYS)
    wait_for_status(page, "status.source_state === 'live' && status.source_restarts === 0")
    wait_for_status(page, "status.instruction === 'people'")
    expect(entries).to_have_count(2)


def test_stop_is_a_button_of_its_own_and_can_be_undone(own_server, open_tab):
    page = open_tab(own_server.url).page
    wait_for_picture(page)
    instruction = page.get_by_label("Instruction", exact=True)
    open_sources(page)
    field = page.get_by_label("Source", exact=True)
    expect(field).to_have_value(SAMPLE)
    for typed in (SAMPLE, ""):
        field.fill(typed)
        field.press("Enter")
        expect(page.locator("#source-button")).to_be_disabled()
    wait_for_status(page, "status.source_state === 'live'")
    assert api(own_server, "/api/status")["capture_running"]

    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator("#placeholder-title")).to_have_text(messages.stateStopped)
    wait_for_status(page, "!status.capture_running && status.monitor_mode === 'IDLE'")
    expect(page.locator("#source-stopped")).to_contain_text("Stopped.")
    expect(page.locator("#source-stop")).to_be_disabled()

    close_sources(page)
    page.locator("#placeholder").get_by_role("button", name="Start again").click()
    wait_for_picture(page)
    wait_for_status(page, f"status.source_state === 'live' && status.instruction === {json.dumps(INSTRUCTION)}")
    expect(instruction).to_have_value(INSTRUCTION)
    expect(page.locator("#source-stopped")).to_be_hidden()

    page.get_by_role("button", name="Stop the video").click()
    expect(page.locator("#placeholder-title")).to_have_text(messages.stateStopped)
    page.reload()
    open_sources(page)
    expect(page.locator("#source-stopped")).to_be_hidden()
    page.locator("#recent button").click()
    wait_for_picture(page)


def test_a_switch_keeps_the_instruction_and_is_noted_once(own_server, open_tab, tmp_path):
    other = shutil.copy(SAMPLE, tmp_path / "other.avi")
    watched = [messages.nowWatching.format(name) for name in ("other.avi", SAMPLE.rpartition("/")[2])]
    page = open_tab(own_server.url).page
    wait_for_picture(page)
    open_sources(page)
    page.get_by_label("Source", exact=True).fill(f'"{other}"')  # as file managers copy it
    page.keyboard.press("Enter")
    expect(page.locator("#source-name")).to_have_text("other.avi")
    wait_for_picture(page)
    expect(page.locator("#list .note .what")).to_have_text(watched)
    assert api(own_server, "/api/status")["instruction"] == INSTRUCTION
    page.reload()
    expect(page.locator("#list .note .what")).to_have_text(watched)


def test_what_is_sent_and_what_is_kept_of_it(idle_server, open_tab):
    page = open_tab(idle_server.url).page
    sent = []

    def start(route):
        sent.append(json.loads(route.request.post_data))
        route.fulfill(json={"status": "started", "source": "http://cam/video", "source_state": "waiting"})

    page.route("**/api/start", start)
    open_sources(page)
    page.get_by_label("Source", exact=True).fill("http://viewer:secret@cam/video")
    page.keyboard.press("Enter")
    expect(page.locator("#sources")).to_be_hidden()
    page.reload()
    open_sources(page)
    expect(page.locator("#recent button")).to_have_text(["cam/video"])
    page.locator("#recent button").click()
    until(page, "document.querySelector('#source').value === 'http://cam/video' && !document.querySelector('#sources').open")
    assert sent == [{"source": "http://viewer:secret@cam/video", "wait": False, "replace": True},
                    {"source": "http://cam/video", "wait": False, "replace": True}]
    assert "secret" not in page.evaluate("JSON.stringify(localStorage)")


def test_passwords_leave_the_list_of_sources(idle_server, browser, open_tab):
    context = browser.new_context()
    context.add_init_script("""sessionStorage.length || localStorage.setItem('nerdpudding.sources', JSON.stringify([
        'rtsp://viewer:secret@cam/front', '/srv/yard.mp4', 'http://cam/video?pwd=secret', 'rtsp://viewer:se/secret@cam/back']));
      sessionStorage.setItem('once', '1')""")
    page = open_tab(idle_server.url, context).page
    for _ in range(2):
        open_sources(page)
        expect(page.locator("#recent button")).to_have_text(["cam/front", "yard.mp4"])
        assert "secret" not in page.evaluate("JSON.stringify(localStorage)")
        page.reload()
    context.close()


def test_a_start_that_fails_offers_to_keep_trying_where_that_makes_sense(idle_server, open_tab):
    page = open_tab(idle_server.url).page
    open_sources(page)
    offer = page.get_by_role("button", name="Keep trying")
    expect(offer).to_be_hidden()
    for never in ("/no/such/file.mp4", "/etc", "rstp://cam/front"):
        page.get_by_label("Source", exact=True).fill(never)
        page.keyboard.press("Enter")
        expect(page.locator("#source-message")).not_to_be_empty()
        expect(page.locator("#source-button")).to_have_text("Start")
        expect(offer).to_be_hidden()

    address = f"http://127.0.0.1:{free_port()}/video"
    page.get_by_label("Source", exact=True).fill(address)
    page.keyboard.press("Enter")
    expect(offer).to_be_visible()
    with page.expect_request("**/api/start") as request:
        offer.click()
    assert request.value.post_data_json == {"source": address, "wait": True, "replace": True}
    expect(page.locator("#sources")).to_be_hidden()
    expect(page.locator("#source-stop")).to_be_enabled()  # it is waited for
    open_sources(page)
    page.get_by_label("Source", exact=True).fill(SAMPLE)
    page.keyboard.press("Enter")
    wait_for_picture(page)
    expect(offer).to_be_hidden()
    expect(page.locator("#source-message")).to_be_empty()
