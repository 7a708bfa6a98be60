"""What can be done on the page reaches the server, and what goes wrong is said where it happened."""
from playwright.sync_api import expect

import messages
from page import INSTRUCTION, api, open_settings, wait_for_picture, wait_for_status


def test_a_profile_reaches_the_engine(server, open_tab):
    page = open_tab(server.url).page
    profiles = api(server, "/api/profiles")
    open_settings(page)
    page.get_by_label("Style", exact=True).select_option("security")
    wait_for_status(page, "status.active_profile === 'security'")
    assert api(server, "/api/status")["active_profile"] == "security"
    expect(page.locator("#suggest")).to_have_text("Report people and vehicles: who comes and who goes.")
    expect(page.locator("#list .note").first).to_contain_text(profiles["profiles"]["security"]["label"])
    cycles = api(server, "/api/status")["cycle_count"]
    wait_for_status(page, f"status.cycle_count > {cycles + 1}")
    assert "You watch a security camera." in server.log_text, "the prompt of a cycle holds the profile's text"
    page.get_by_label("Style", exact=True).select_option(profiles["active"])
    wait_for_status(page, f"status.active_profile === '{profiles['active']}'")


def test_a_preset_is_switched_live(server, open_tab):
    page = open_tab(server.url).page
    presets = api(server, "/api/presets")
    open_settings(page)
    page.get_by_label("Pace", exact=True).select_option(messages.paceSlow)
    wait_for_status(page, "status.active_preset === 'owl'")
    expect(page.locator("#preset-text")).to_have_text(messages.paceSlowText)
    page.get_by_label("Pace", exact=True).select_option(messages.paceFast)
    wait_for_status(page, "status.active_preset === 'sniper'")
    assert set(presets["presets"]) >= {"sentry", "sniper", "owl", "beast"}


def test_the_instruction_by_keyboard_alone(server, open_tab):
    page = open_tab(server.url).page
    field = page.get_by_label("Instruction", exact=True)
    expect(field).to_have_value(INSTRUCTION)
    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("Only the light, please: <b>bright</b> & dark.")
    page.keyboard.press("Enter")
    wait_for_status(page, "status.instruction === 'Only the light, please: <b>bright</b> & dark.'")
    expect(page.locator("#list .note q").first).to_have_text("Only the light, please: <b>bright</b> & dark.")

    page.keyboard.type("a draft")
    page.keyboard.press("Escape")
    expect(field).to_have_value("Only the light, please: <b>bright</b> & dark.")
    page.keyboard.press("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Stop commenting")).to_be_focused()
    page.keyboard.press("Enter")
    wait_for_status(page, "status.monitor_mode === 'IDLE' && status.instruction === ''")
    expect(field).to_have_value("")
    expect(page.locator("#mood")).to_have_text("Idle")

    page.locator("#suggest").focus()
    page.keyboard.press("Enter")
    wait_for_status(page, "status.monitor_mode === 'ACTIVE'")
    suggestion = page.locator("#suggest span").text_content()
    assert api(server, "/api/status")["instruction"] == suggestion
    api(server, "/api/instruction", {"instruction": INSTRUCTION})
    expect(field).to_have_value(INSTRUCTION)


def test_everything_is_reached_with_tab_and_has_a_name(server, open_tab):
    page = open_tab(server.url).page
    wait_for_picture(page)
    expect(page.locator("#profile")).not_to_have_value("")

    def tab(times):
        reached = []
        for _ in range(times):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.id"))
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert reached[-1] == "" or outline != "none", f"#{reached[-1]} shows that it has the focus"
        return reached

    assert {"help-open", "settings-open", "sound-on", "mute", "volume", "boxes-toggle", "captions-toggle", "full", "instruction",
            "instruction-clear", "suggest", "model-open", "save", "scroller"} <= set(tab(40))
    page.keyboard.press(",")
    expect(page.locator("#settings")).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "settings-close"
    assert {"profile", "preset", "voice", "voice-hear", "speed", "caption-size",
            "caption-place", "caption-ground", "language", "theme"} <= set(tab(26))
    page.keyboard.press("Escape")
    expect(page.locator("#settings")).to_be_hidden()
    nameless = page.evaluate("""[...document.querySelectorAll('button, input:not([hidden]), select, textarea')]
      .filter((e) => !(e.ariaLabel || e.textContent.trim() || e.labels?.length)).map((e) => e.id)""")
    assert nameless == []


def test_shortcuts_are_listed_and_can_be_switched_off(server, open_tab):
    page = open_tab(server.url).page
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.get_by_label("Single-key shortcuts").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    expect(page.locator("#captions-toggle")).to_have_attribute("aria-pressed", "true")
    page.locator("#help-open").click()
    page.get_by_label("Single-key shortcuts").check()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("c")
    expect(page.locator("#captions-toggle")).to_have_attribute("aria-pressed", "false")


def test_words_from_outside_are_text_only(server, open_tab):
    page = open_tab(server.url).page
    field = page.get_by_label("Instruction", exact=True)
    field.fill("<img src=x onerror=alert(1)>")
    page.keyboard.press("Enter")
    expect(page.locator("#list .note q").first).to_have_text("<img src=x onerror=alert(1)>")
    assert page.locator("#list q img").count() == 0
    api(server, "/api/instruction", {"instruction": INSTRUCTION})
