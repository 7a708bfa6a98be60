"""The server goes and comes back; the network stutters."""
from playwright.sync_api import expect

import messages
from page import INSTRUCTION, PLAYS, api, close_settings, lines, open_settings, until, wait_for_picture, wait_for_pictures, wait_for_sound, wait_for_status


def test_a_restart_of_the_server_heals(own_server, open_tab):
    page = open_tab(own_server.url).page
    wait_for_picture(page)
    page.locator("#sound-on").click()
    wait_for_sound(page)
    expect(lines(page).first).to_be_visible(timeout=60_000)

    own_server.stop()
    expect(page.get_by_role("group", name=messages.connectionLost)).to_be_visible()
    before = page.locator("#list .line").count()
    own_server.start()
    expect(page.locator("#notice")).to_have_text("Back again.")
    expect(page.locator("#notice")).to_be_empty()
    expect(page.locator("#trouble")).to_be_hidden()
    wait_for_picture(page)
    wait_for_pictures(page, 5)
    until(page, f"document.querySelectorAll('#list .line').length > {before}", 60)
    wait_for_sound(page)


LIGHTS = "[...document.querySelectorAll('#status dd')].map((e) => getComputedStyle(e, '::before').backgroundColor)"


def test_the_page_says_that_the_server_is_away_and_keeps_what_it_could_not_send(own_server, open_tab):
    page = open_tab(own_server.url).page
    wait_for_picture(page)
    expect(page.locator("#status-voice")).to_have_attribute("data-good", "yes")
    open_settings(page)
    before = page.evaluate(LIGHTS)
    own_server.stop()
    card = page.get_by_role("group", name=messages.connectionLost)
    expect(card).to_be_visible()
    expect(card).to_contain_text(messages.retrying)
    expect(page.locator("#trouble-announcer")).to_have_text(messages.connectionLost + ".")
    expect(page.locator("#placeholder")).to_be_hidden()
    for part in ("#badge", "#mood"):
        expect(page.locator(part)).to_have_text("No connection")
    expect(page.locator("#behind")).to_be_empty()
    lights = page.evaluate(LIGHTS)
    assert len(set(lights)) == 1 and not set(lights) & set(before)
    page.get_by_label("Style", exact=True).select_option("security")
    expect(page.locator("#profile-message")).to_have_text(messages.unreached)
    close_settings(page)

    field = page.get_by_label("Instruction", exact=True)
    field.fill("only the dog")
    field.press("Enter")
    expect(page.locator("#instruction-message")).to_have_text(messages.unreached)

    own_server.start()
    card.get_by_role("button", name="Try now").click()
    expect(card).to_be_hidden()
    expect(page.locator("#badge")).to_have_text(PLAYS)
    for message in page.locator(".message").all():
        expect(message).to_be_empty()
    expect(field).to_have_value("only the dog")
    assert api(own_server, "/api/status")["instruction"] == INSTRUCTION
    page.reload()  # as where another version of the server has come
    page.get_by_role("button", name="Send now").click()
    wait_for_status(page, "status.instruction === 'only the dog'")
    expect(page.locator("#instruction-unsent")).to_be_hidden()
    page.reload()
    wait_for_status(page, "status.instruction === 'only the dog'")
    expect(page.locator("#instruction-unsent")).to_be_hidden()


def test_what_was_missed_is_caught_up_once(server, open_tab):
    page = open_tab(server.url).page
    expect(lines(page).first).to_be_attached(timeout=60_000)
    page.context.set_offline(True)
    page.evaluate("dispatchEvent(new Event('offline'))")
    expect(page.locator("body.away")).to_have_count(1)
    page.context.set_offline(False)
    wait_for_status(page, "true")
    expect(page.locator("body.away")).to_have_count(0)
    page.wait_for_timeout(500)
    seen = page.locator("#list .line:not(.writing)").evaluate_all(
        "items => items.map((i) => i.querySelector('time').dateTime + i.querySelector('p').textContent)")
    assert len(seen) == len(set(seen))


def test_a_link_with_a_token_opens_the_page_and_without_it_the_page_says_so(locked_server, open_tab):
    page = open_tab(locked_server.url + "/?token=sesame").page
    wait_for_picture(page)
    assert page.evaluate("location.href") == locked_server.url + "/"
    expect(page.locator("#badge")).to_have_text(PLAYS)
    page.reload()
    wait_for_picture(page)

    page.context.clear_cookies()
    page.get_by_label("Instruction", exact=True).fill("light")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Sign in")
    expect(dialog).to_be_visible()
    expect(page.locator("#instruction-message")).to_contain_text("token")
    dialog.get_by_label("Access token").fill("wrong")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_have_text(messages.kTokenWrong)
    dialog.get_by_label("Access token").fill("sesame")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    page.get_by_label("Instruction", exact=True).press("Enter")
    expect(page.locator("#instruction-message")).to_be_empty()
    wait_for_picture(page)


def test_a_page_whose_modules_did_not_all_arrive_is_loaded_again(server, open_tab):
    """As a browser does when the network changes while it loads."""
    page = open_tab(server.url).page
    wait_for_picture(page)
    broken = []

    def break_off_twice(route):
        if len(broken) == 2:
            return route.continue_()
        broken.append(route)
        route.abort("connectionreset")

    page.route("**/captions.js", break_off_twice)
    page.reload()
    wait_for_picture(page)
    assert len(broken) == 2
