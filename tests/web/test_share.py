"""Links and QR codes for others; two tabs that sound; the tab's title."""
from playwright.sync_api import expect

import messages
from page import until, wait_for_picture, wait_for_sound, wait_for_status
from played import Show
from server import Server
import pytest

CONTROL, WATCH = "control-0123456789", "watch-0123456789ab"


@pytest.fixture
def shared_server(tmp_path):
    from page import INSTRUCTION, SAMPLE

    one = Server(tmp_path / "log", "--source", SAMPLE, "--instruction", INSTRUCTION, API_TOKEN=CONTROL, WATCH_TOKEN=WATCH)
    one.start()
    yield one
    one.stop()


def open_sheet(page):
    page.get_by_role("button", name="Share", exact=True).click()
    dialog = page.get_by_role("dialog", name="Share")
    expect(dialog.locator("#share-ways")).to_be_visible()
    return dialog


def wait_for_code(page):
    until(page, "document.querySelector('#share-code').complete && document.querySelector('#share-code').naturalWidth > 0")


def test_the_sheet_has_links_and_codes_for_both_kinds_of_people(shared_server, open_tab, artifact):
    tab = open_tab(f"{shared_server.url}/?token={CONTROL}")
    page = tab.page
    wait_for_picture(page)
    sheet = open_sheet(page)
    expect(sheet.get_by_label("Link", exact=True)).to_have_value(f"{shared_server.url}/?token={WATCH}")
    wait_for_code(page)
    code = page.locator("#share-code").get_attribute("src")
    assert CONTROL not in code and WATCH not in code
    expect(sheet.locator("#share-note")).to_contain_text(messages.onlyThisMachine)
    sheet.get_by_role("button", name="To steer").click()
    expect(sheet.get_by_label("Link", exact=True)).to_have_value(f"{shared_server.url}/?token={CONTROL}")
    expect(sheet.locator("#share-note")).to_contain_text(messages.linkSteers)
    wait_for_code(page)
    sheet.get_by_text("For OBS and dashboards").click()
    expect(sheet.locator("#share-overlay")).to_have_value(f"{shared_server.url}/overlay?token={WATCH}")
    expect(sheet.locator("#share-embed")).to_have_value(f"{shared_server.url}/embed?token={WATCH}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sheet.locator("#share-copy-link").click()
    expect(sheet.locator("#share-copy-link")).to_have_text(messages.copied)
    assert page.evaluate("navigator.clipboard.readText()") == f"{shared_server.url}/?token={CONTROL}"
    if path := artifact("share.png"):
        page.screenshot(path=path)
    assert not tab.errors
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_on_a_phone_it_fits(shared_server, open_tab, artifact):
    page = open_tab(f"{shared_server.url}/?token={CONTROL}", viewport={"width": 320, "height": 568}).page
    wait_for_picture(page)
    sheet = open_sheet(page)
    wait_for_code(page)
    assert page.evaluate("document.querySelector('#share').scrollWidth <= document.querySelector('#share').clientWidth")
    sheet.get_by_text("For OBS and dashboards").click()
    assert page.evaluate("document.querySelector('#share').scrollWidth <= document.querySelector('#share').clientWidth")
    if path := artifact("share-phone.png"):
        page.screenshot(path=path)


def test_without_a_token_for_watching_the_sheet_says_how_to_have_one(locked_server, open_tab):
    page = open_tab(locked_server.url + "/?token=sesame").page
    wait_for_picture(page)
    sheet = open_sheet(page)
    expect(sheet.locator("#share-note")).to_contain_text(messages.noWatchToken)
    expect(sheet.locator("#share-one")).to_be_hidden()


def test_without_any_token_there_is_one_link(server, open_tab):
    page = open_tab(server.url).page
    wait_for_picture(page)
    sheet = open_sheet(page)
    expect(sheet.get_by_label("Link", exact=True)).to_have_value(server.url + "/")
    expect(sheet.locator("#share-who")).to_be_hidden()
    expect(sheet.locator("#share-note")).to_contain_text(messages.everybodySteers)


def test_who_only_watches_is_not_offered_it(shared_server, open_tab):
    page = open_tab(f"{shared_server.url}/?token={WATCH}").page
    wait_for_status(page, "status.access === 'watch'")
    expect(page.locator("#share-open")).to_be_hidden()


def test_one_tab_sounds_at_a_time(server, open_tab):
    first = open_tab(server.url).page
    wait_for_picture(first)
    first.locator("#sound-on").click()
    wait_for_sound(first)
    second = first.context.new_page()
    second.goto(server.url)
    wait_for_picture(second)
    second.get_by_role("button", name="Turn on sound").first.click()
    until(second, "nerdpudding.sound.audible")
    until(first, "!nerdpudding.sound.audible")
    expect(first.locator("#notice")).to_have_text(messages.otherTabSounds)
    assert second.evaluate("localStorage.getItem('nerdpudding.muted')") == "false", "the next visit sounds"


def test_the_title_tells_what_happens_while_nobody_looks(show):
    page, wire = show
    assert page.title().endswith(" – NerdPudding")
    page.evaluate("""() => {
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }""")
    wire.piece("A dog crosses the yard.")
    wire.end("A dog crosses the yard.")
    until(page, "document.title === 'A dog crosses the yard. – NerdPudding'")
    wire.source("stalled", "It is silent.")
    until(page, f"document.title === '{messages.pictureIsGone} – NerdPudding'")
    page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
    wire.source("live", gone_s=3, name=wire.hello["source"])


def test_the_system_is_told_source_and_line(show):
    page, wire = show
    wire.piece("Somebody waves.")
    wire.end("Somebody waves.")
    until(page, "navigator.mediaSession.metadata?.artist === 'Somebody waves.'")
    assert page.evaluate("navigator.mediaSession.metadata.title") in page.title()


def test_it_can_be_installed(server, open_tab):
    page = open_tab(server.url).page
    manifest = page.evaluate("fetch(document.querySelector('link[rel=manifest]').href).then((r) => r.json())")
    assert manifest["display"] == "standalone" and manifest["start_url"] == "./"
    for icon in manifest["icons"]:
        size = page.evaluate("""async (src) => {
          const image = new Image();
          image.src = src;
          await image.decode();
          return image.naturalWidth;
        }""", icon["src"])
        assert icon["sizes"] == "any" or size == int(icon["sizes"].split("x")[0])
    errors = page.context.new_cdp_session(page).send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [error["errorId"] for error in errors if error["errorId"] != "in-incognito"] == []
