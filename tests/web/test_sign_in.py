"""The page that asks a person for the token."""
import pytest
import requests
from playwright.sync_api import expect

import messages
from page import wait_for_picture

PHONE = {"width": 390, "height": 844}


def sign_in(page, token):
    page.get_by_label("Access token").fill(token)
    page.get_by_role("button", name="Sign in").click()


def test_who_knows_the_token_comes_in(locked_server, open_tab, artifact):
    tab = open_tab(locked_server.url)
    page = tab.page
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page.get_by_label("Access token")).to_be_focused()
    assert page.evaluate("getComputedStyle(document.querySelector('main')).borderRadius") == "16px", "its style sheet is there"
    page.get_by_text("Where is it?").click()
    expect(page.get_by_text("journalctl -u nerdpudding")).to_be_visible()
    sign_in(page, "wrong")
    expect(page.get_by_role("alert")).to_have_text(messages.kTokenWrong)
    expect(page.get_by_label("Access token")).to_have_attribute("aria-invalid", "true")
    sign_in(page, "sesame")
    wait_for_picture(page)
    assert page.url == locked_server.url + "/"
    assert all("401" in error for error in tab.errors), tab.errors


def test_it_works_without_scripts_and_leads_to_where_one_wanted_to_go(locked_server, open_tab):
    page = open_tab(locked_server.url + "/api/status?a=b", java_script_enabled=False).page
    sign_in(page, f"{locked_server.url}/?token=sesame")
    expect(page.get_by_text('"access":"control"')).to_be_visible()
    assert page.url == locked_server.url + "/api/status?a=b"


def test_an_old_token_is_told(locked_server, open_tab):
    page = open_tab(locked_server.url).page
    page.context.add_cookies([{"name": f"nerdpudding_token_{locked_server.port}", "value": "old", "url": locked_server.url}])
    page.reload()
    expect(page.get_by_role("alert")).to_have_text(messages.kTokenOutdated)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, {"width": 320, "height": 568}, {"width": 640, "height": 400}, {"width": 1280, "height": 800}],
                         ids=lambda size: f"{size['width']}")
def test_it_fits(locked_server, open_tab, artifact, size, scheme):
    page = open_tab(locked_server.url, viewport=size, color_scheme=scheme).page
    sign_in(page, "wrong")
    page.get_by_text("Where is it?").click()
    expect(page.get_by_text("docker compose logs")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for part in (page.get_by_label("Access token"), page.get_by_role("button", name="Sign in"), page.get_by_text("Where is it?")):
        assert part.bounding_box()["height"] >= 44
    if path := artifact(f"sign-in-{size['width']}-{scheme}.png"):
        page.screenshot(path=path, full_page=True)


def test_a_foreign_host_name_is_told_on_a_page(locked_server, open_tab, artifact, browser):
    page = open_tab(locked_server.url + "/healthz").page

    def rename(route):
        answer = requests.get(route.request.url, headers={"Host": "nerdpudding.local", "Accept": route.request.headers["accept"]},
                              timeout=10)
        route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.content)

    page.route("**/*", rename)
    page.goto(locked_server.url + "/")
    expect(page.get_by_text(messages.kUnknownHost)).to_be_visible()
    expect(page.get_by_label("Access token")).to_be_hidden()
    expect(page.get_by_role("link")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.querySelector('main')).borderRadius") == "16px"
    if path := artifact("unknown-host.png"):
        page.screenshot(path=path)


def test_a_page_that_is_not_there_leads_back(server, open_tab):
    page = open_tab(server.url + "/no/such/page").page
    expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()
    page.get_by_role("link", name="Go to the page").click()
    wait_for_picture(page)


@pytest.mark.parametrize("locale, language, words", [
    ("de-AT", "de", ("Anmelden", "Zugangsschlüssel", "Das ist nicht der richtige Schlüssel.")),
    ("es-MX", "es", ("Iniciar sesión", "Clave de acceso", "Esa no es la clave correcta.")),
    ("fr-FR", "en", ("Sign in", "Access token", messages.kTokenWrong))])
def test_it_speaks_the_browsers_language(locked_server, open_tab, artifact, locale, language, words):
    heading, label, wrong = words
    page = open_tab(locked_server.url, locale=locale).page
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == language
    page.get_by_label(label).fill("wrong")
    page.get_by_role("button", name=heading).click()
    expect(page.get_by_role("alert")).to_have_text(wrong)
    assert page.get_by_role("alert").get_attribute("lang") == language
    page.locator("summary").click()
    if path := artifact(f"sign-in-{language}.png"):
        page.screenshot(path=path, full_page=True)


def test_it_speaks_the_language_that_was_chosen_on_the_page(locked_server, open_tab):
    page = open_tab(locked_server.url, locale="es-ES").page
    page.get_by_label("Clave de acceso").fill("sesame")
    page.get_by_role("button", name="Iniciar sesión").click()
    wait_for_picture(page)
    page.get_by_role("button", name="Ajustes", exact=True).click()
    page.get_by_label("Idioma").select_option("Deutsch")
    expect(page.locator("#commentary-title")).to_have_text("Kommentar")
    page.goto(locked_server.url + "/no/such/page")
    expect(page.get_by_role("heading", name="Hier ist nichts")).to_be_visible()
    page.context.clear_cookies(name=f"nerdpudding_token_{locked_server.port}")
    page.goto(locked_server.url)
    expect(page.get_by_role("heading", name="Anmelden")).to_be_visible()
