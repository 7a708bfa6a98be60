"""The sheet of settings: one place for all of them, the same on a phone; what only a restart changes is told."""
import pytest
from playwright.sync_api import expect

import messages
from page import api, close_settings, open_settings, wait_for_picture, wait_for_status
from server import Server


@pytest.mark.parametrize("look", [dict(viewport={"width": 1280, "height": 800}),
                                  dict(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)],
                         ids=["desktop", "phone"])
def test_it_opens_closes_and_gives_the_focus_back(server, open_tab, look):
    page = open_tab(server.url, **look).page
    wait_for_picture(page)
    open_settings(page)
    for label in ("Style", "Pace", "Voice", "Size", "Language", "Colours"):
        expect(page.get_by_label(label, exact=True)).to_be_attached()
    page.keyboard.press("Escape")
    expect(page.locator("#settings")).to_be_hidden()
    expect(page.locator("#settings-open")).to_be_focused()
    open_settings(page)
    page.mouse.click(5, 15)  # beside it
    expect(page.locator("#settings")).to_be_hidden()


def test_it_shows_what_check_shows(server, open_tab):
    page = open_tab(server.url).page
    open_settings(page)
    shown = api(server, "/api/settings")["settings"]
    expect(page.locator("#server-settings dt")).to_have_text([one["name"] for one in shown])
    port = page.locator("#server-settings details", has_text="SERVER_PORT")
    port.locator("summary").click()
    expect(port).to_contain_text(str(server.port))
    expect(port).to_contain_text(messages.fromEnvironment)
    show = page.locator("#server-settings details", has_text="GPU_PRESET").first
    expect(show.locator("div", has_text="sniper")).to_contain_text(messages.changeAbove)
    assert [one["live"] for one in shown if one["name"] == "PRESET"] == [True]


def test_secrets_stay_secret(tmp_path, open_tab):
    one = Server(tmp_path / "log", API_TOKEN="sesame-opens-this-door", WATCH_TOKEN="look-but-do-not-touch")
    one.start()
    try:
        page = open_tab(one.url + "/?token=sesame-opens-this-door").page
        open_settings(page)
        table = page.locator("#server-settings")
        expect(table.locator("dt", has_text="API_TOKEN")).to_be_attached()
        assert "sesame" not in table.inner_text() and "touch" not in table.inner_text()

        watcher = open_tab(one.url + "/?token=look-but-do-not-touch").page
        wait_for_status(watcher, "status.access === 'watch'")
        refused = []
        watcher.on("response", lambda response: response.status == 403 and refused.append(response.url))
        open_settings(watcher)
        expect(watcher.get_by_label("Size")).to_be_visible()
        for label in ("Style", "Pace", "Voice"):
            expect(watcher.get_by_label(label, exact=True)).to_be_hidden()
        expect(watcher.locator("#server-settings")).to_be_hidden()
        close_settings(watcher)
        assert refused == []
    finally:
        one.stop()


def test_help_tells_version_and_licence(server, open_tab):
    page = open_tab(server.url).page
    wait_for_status(page, "true")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_contain_text(api(server, "/api/status")["version"])
    expect(page.locator("#help")).to_contain_text("MIT")


def test_what_a_model_should_know_is_written_down_and_kept(tmp_path, open_tab):
    server = Server(tmp_path / "log")  # in which nobody has said anything
    server.start()
    try:
        page = open_tab(server.url).page
        wait_for_status(page, "status.access === 'control'")
        open_settings(page)
        field = page.get_by_label("Good to know", exact=True)
        field.fill("The dog is called Rex.")
        with page.expect_response("**/api/memory"):
            field.press("Tab")
        assert api(server, "/api/memory")["context"] == "The dog is called Rex."
        page.get_by_text("What it remembers").click()
        expect(page.locator("#remembered")).to_have_text(messages.nothingRemembered)
        expect(page.get_by_role("button", name="Forget all of it")).to_be_disabled()
        page.reload()
        open_settings(page)
        expect(page.get_by_label("Good to know", exact=True)).to_have_value("The dog is called Rex.")
    finally:
        server.stop()
