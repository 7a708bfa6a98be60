"""The page in other languages: all words are there, and the reader's own are the first that are seen."""
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import expect

from page import open_settings, wait_for_picture

WEB = Path(__file__).resolve().parents[2] / "web"
NAMED = re.compile(r"^export const (\w+) =(.*?);$", re.M | re.S)
LANGUAGES = ["de", "es"]
VOID = {"img", "input", "meta", "link", "br", "use", "path", "rect", "circle"}


def sentences(file):
    """name -> the fields that it fills in, of a file of messages."""
    named = NAMED.findall((WEB / file).read_text())
    return {name: sorted(re.findall(r"\$\{(\w+)\}", text)) for name, text in named if name != "page"}


def words_of_page(language):
    page = (WEB / f"messages-{language}.js").read_text().split("export const page = {")[1]
    entries = re.findall(r"^  (\w+):(.*?)(?=^  \w+:|^};)", page, re.M | re.S)
    return {name: text.count("{}") for name, text in entries}


class Marked(HTMLParser):
    """key -> how many elements stand in the text that is marked with it; those of attributes have none."""

    def __init__(self):
        super().__init__()
        self.keys, self.open = {}, []
        for page in ("index.html", "overlay.html", "embed.html"):
            self.feed((WEB / page).read_text())

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if self.open and self.open[-1][1]:
            self.keys[self.open[-1][1]] += 1
        for name in ("label", "title", "placeholder", "alt"):
            if key := attributes.get(f"data-{name}"):
                self.keys.setdefault(key, 0)
        key = attributes.get("data-text")
        if key:
            self.keys[key] = 0
        if tag not in VOID:
            self.open.append((tag, key))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_translated(language):
    assert sentences(f"messages-{language}.js") == sentences("messages.js")
    assert words_of_page(language) == Marked().keys


@pytest.mark.parametrize("locale, language, words", [
    ("de-DE", "de", ("Kommentar", "Einstellungen")), ("es-MX", "es", ("Comentario", "Ajustes")), ("fr-FR", "en", ("Commentary", "Settings"))])
def test_the_browsers_language(server, open_tab, artifact, locale, language, words):
    tab = open_tab(server.url, locale=locale)
    page = tab.page
    wait_for_picture(page)
    assert page.evaluate("document.documentElement.lang") == language
    expect(page.locator("#commentary-title")).to_have_text(words[0])
    page.get_by_role("button", name=words[1], exact=True).click()
    expect(page.locator("#settings-title")).to_have_text(words[1])
    if path := artifact(f"language-{language}.png"):
        page.screenshot(path=path)
    assert tab.errors == []


def test_another_language_is_chosen_and_remembered(server, open_tab):
    page = open_tab(server.url, locale="en-GB").page
    wait_for_picture(page)
    open_settings(page)
    page.get_by_label("Language").select_option("Deutsch")
    expect(page.locator("#commentary-title")).to_have_text("Kommentar")
    expect(page.locator("#mood")).to_have_text(re.compile("Sieht zu|Schreibt"))
    page.reload()
    expect(page.locator("#commentary-title")).to_have_text("Kommentar")
    page.get_by_role("button", name="Einstellungen", exact=True).click()
    page.get_by_label("Sprache").select_option("English")
    expect(page.locator("#commentary-title")).to_have_text("Commentary")


def test_english_words_are_never_seen_first(server, browser):
    context = browser.new_context(locale="de-DE")
    context.add_init_script("""
      window.seen = [];
      const look = () => {
        const title = document.querySelector('#commentary-title');
        if (title && getComputedStyle(title).visibility === 'visible') seen.push(title.textContent);
        if (seen.length < 50) requestAnimationFrame(look);
      };
      requestAnimationFrame(look);""")
    page = context.new_page()
    page.goto(server.url)
    wait_for_picture(page)
    page.wait_for_timeout(300)
    assert set(page.evaluate("seen")) == {"Kommentar"}
    context.close()


def test_a_language_that_does_not_arrive_leaves_english(server, browser):
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    page.route("**/messages-de.js", lambda route: route.fulfill(status=404, body=""))
    page.goto(server.url)
    expect(page.locator("#commentary-title")).to_have_text("Commentary")
    expect(page.locator("#commentary-title")).to_be_visible()
    context.close()


def test_without_scripts_there_are_english_words(server, browser):
    context = browser.new_context(java_script_enabled=False, locale="de-DE")
    page = context.new_page()
    page.goto(server.url)
    expect(page.get_by_role("heading", name="Commentary")).to_be_visible()
    context.close()
