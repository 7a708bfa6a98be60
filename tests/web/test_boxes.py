"""What it sees: boxes with names over the picture, in step with it."""
from playwright.sync_api import expect

from page import SAMPLE, api, live_status, until, wait_for_picture, wait_for_status
from server import Server

BOX = "#boxes div"


def people(page):
    return page.locator(BOX, has_text="person")


def test_the_key_shows_and_hides_them_and_the_page_remembers(server, open_tab):
    tab = open_tab(server.url)
    page = tab.page
    wait_for_picture(page)
    expect(page.locator("#boxes")).to_be_hidden()
    page.keyboard.press("b")
    expect(people(page).first).to_be_visible()
    toggle = page.get_by_role("button", name="Show what it sees")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(people(page).first).to_be_visible()
    toggle.click()
    expect(page.locator("#boxes")).to_be_hidden()
    assert page.locator(BOX).count() == 0
    assert tab.errors == []


def test_they_lie_on_the_people_in_the_picture(server, open_tab):
    page = open_tab(server.url).page
    wait_for_picture(page)
    page.keyboard.press("b")
    expect(people(page).first).to_be_visible()
    # The picture keeps its shape in the stage, and the boxes lie on the picture.
    image, layer = (page.locator(f"#{name}").bounding_box() for name in ("picture", "boxes"))
    status = api(server, "/api/status")
    ratio = status["source_width"] / status["source_height"]
    assert abs(layer["width"] / layer["height"] - ratio) < 0.02
    assert abs(layer["x"] + layer["width"] / 2 - image["x"] - image["width"] / 2) < 2
    assert layer["height"] <= image["height"] + 1 and layer["width"] <= image["width"] + 1
    places = page.locator(BOX).evaluate_all(
        "(all) => all.filter((one) => one.isConnected).map((one) => one.getBoundingClientRect().toJSON())")
    for box in places:
        assert box["left"] >= layer["x"] - 1 and box["right"] <= layer["x"] + layer["width"] + 1
        assert box["top"] >= layer["y"] - 1 and box["bottom"] <= layer["y"] + layer["height"] + 1


def test_no_name_covers_another(server, open_tab):
    page = open_tab(server.url).page
    wait_for_picture(page)
    page.keyboard.press("b")
    expect(people(page).first).to_be_visible()
    for _ in range(20):
        covered = page.evaluate("""() => {
          const names = [...document.querySelectorAll('#boxes span')].filter((one) => one.className && one.textContent);
          const all = names.map((one) => one.getBoundingClientRect());
          const common = (a, b, from, to) => Math.min(a[to], b[to]) - Math.max(a[from], b[from]);
          const covers = (a, b) => common(a, b, 'left', 'right') > 3 && common(a, b, 'top', 'bottom') > 3;
          return all.flatMap((a, i) => all.slice(i + 1).filter((b) => covers(a, b))).length;
        }""")
        assert covered == 0
        page.wait_for_timeout(100)


def test_they_move_with_the_picture(server, open_tab):
    page = open_tab(server.url).page
    wait_for_picture(page)
    page.keyboard.press("b")
    expect(people(page).first).to_be_visible()
    page.evaluate("""() => {
      window.moves = new Set();
      const look = () => {
        for (const one of document.querySelectorAll('#boxes div')) moves.add(one.style.translate);
        requestAnimationFrame(look);
      };
      look();
    }""")
    until(page, "moves.size > 20")


def test_boxes_without_a_commentator(tmp_path, open_tab):
    server = Server(tmp_path / "log", "--source", SAMPLE)
    server.start()
    try:
        live_status(server)
        page = open_tab(server.url).page
        wait_for_picture(page)
        page.keyboard.press("b")
        expect(people(page).first).to_be_visible()
        assert api(server, "/api/status")["monitor_mode"] == "IDLE"
        page.keyboard.press("b")
        wait_for_status(page, "!status.perception.at_work")
    finally:
        server.stop()


def test_screenshots_with_boxes(server, open_tab, artifact):
    looks = {
        "desktop": dict(viewport={"width": 1440, "height": 900}),
        "phone": dict(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True),
        "small": dict(viewport={"width": 320, "height": 640}, is_mobile=True, has_touch=True),
    }
    for name, look in looks.items():
        page = open_tab(server.url, **look).page
        wait_for_picture(page)
        page.get_by_role("button", name="Show what it sees").click()
        expect(people(page).first).to_be_visible()
        width = look["viewport"]["width"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, "nothing sticks out at the side"
        box = page.locator("#boxes-toggle").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
        if path := artifact(f"boxes-{name}.png"):
            page.screenshot(path=path)
