"""The sheet of sources: a file of one's own by every way in, the sample, what was uploaded; by mouse, keyboard and finger."""
import base64
import json
import os
import re
import shutil
import urllib.parse
import urllib.request

import pytest
from playwright.sync_api import expect

import messages
from axe import violations
from page import SAMPLE, api, close_sources, open_sources, until, wait_for_picture, wait_for_status
from server import Server

LOOKS = {
    "desktop": dict(viewport={"width": 1280, "height": 800}),
    "phone": dict(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True),
}
DROP = """([name, data, kind]) => {
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, { lastModified: 1 }));
  const target = document.elementFromPoint(200, 200);
  if (kind === 'paste') return target.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true }));
  for (const type of ['dragenter', 'dragover', 'drop'])
    target.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def shelf_server(tmp_path):
    """With the sample, and a folder with two videos and another folder in it."""
    for name in ("beach.avi", "2025/garden.avi", "2025/lake.avi"):
        path = tmp_path / "videos" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SAMPLE, path)
    one = Server(tmp_path / "log", SAMPLE=SAMPLE, MEDIA_DIRS=str(tmp_path / "videos"))
    one.start()
    yield one
    one.stop()


def drop(page, name, data, kind="drop"):
    page.evaluate(DROP, [name, base64.b64encode(data).decode(), kind])


def clip(tmp_path, name="my holiday.avi"):
    return shutil.copy(SAMPLE, tmp_path / name)


def cards(page):
    return page.locator("#uploads .card")


def test_a_file_that_is_picked_is_played(shelf_server, open_tab, tmp_path):
    page = open_tab(shelf_server.url).page
    page.get_by_role("button", name="Choose a source").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=messages.chooseFile).click()
    chooser.value.set_files(clip(tmp_path))
    wait_for_picture(page)
    expect(page.locator("#sources")).to_be_hidden()
    expect(page.locator("#source-name")).to_have_text("my holiday.avi")
    open_sources(page)
    expect(cards(page)).to_have_count(1)
    expect(cards(page).locator("img")).to_be_visible()
    expect(cards(page).locator(".length")).to_have_text("1:19")


@pytest.mark.parametrize("kind", ["drop", "paste"])
def test_a_file_that_is_dropped_or_pasted_is_played(shelf_server, open_tab, kind):
    page = open_tab(shelf_server.url).page
    wait_for_status(page, "status.access === 'control'")
    with open(SAMPLE, "rb") as file:
        drop(page, "yard.avi", file.read(), kind)
    wait_for_picture(page)
    expect(page.locator("#sources")).to_be_hidden()
    expect(page.locator("#source-name")).to_have_text("yard.avi")


@pytest.mark.parametrize("name, data, sentence", [
    ("diary.txt", b"Dear diary.\n" * 500, messages.kIsNoVideo.format("diary.txt")), ("nothing.mp4", b"", messages.fileIsEmpty.format("nothing.mp4"))])
def test_what_is_no_video_is_told_and_the_show_goes_on(own_server, open_tab, name, data, sentence):
    page = open_tab(own_server.url).page
    wait_for_picture(page)
    drop(page, name, data)
    expect(page.locator("#upload .message")).to_have_text(sentence)
    expect(page.locator(".uploading")).to_be_hidden()
    close_sources(page)
    wait_for_status(page, "status.source_state === 'live' && status.source_restarts === 0")
    assert api(own_server, "/api/uploads")["uploads"] == []


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(tmp_path, open_tab):
    one = Server(tmp_path / "log", UPLOAD_MB="1")
    one.start()
    try:
        page = open_tab(one.url).page
        sent = []
        page.on("request", lambda request: request.method == "PUT" and sent.append(request.headers.get("content-range")))
        open_sources(page)
        page.locator("#upload-file").set_input_files(clip(tmp_path))
        expect(page.locator("#upload .message")).to_have_text(messages.kUploadTooLarge.pattern())
        assert sent == [f"bytes */{os.path.getsize(SAMPLE)}"]
    finally:
        one.stop()


def test_an_upload_goes_on_when_the_server_is_back(shelf_server, open_tab, tmp_path):
    page = open_tab(shelf_server.url).page
    open_sources(page)
    aborted = []

    def break_off(route):
        # What the first request brings is lost on its way; the next one gets through.
        if route.request.headers["content-range"].startswith("bytes *") or aborted:
            return route.continue_()
        aborted.append(route)
        route.abort()

    page.route("**/api/uploads/*", break_off)
    page.locator("#upload-file").set_input_files(clip(tmp_path))
    wait_for_picture(page)
    assert len(aborted) == 1


def test_a_video_plays_while_it_is_uploaded(shelf_server, open_tab, tmp_path):
    page = open_tab(shelf_server.url).page
    open_sources(page)
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    slow = dict(offline=False, latency=0, downloadThroughput=-1, uploadThroughput=400_000)
    line.send("Network.emulateNetworkConditions", slow)
    page.locator("#upload-file").set_input_files(clip(tmp_path))
    wait_for_picture(page)
    arriving = api(shelf_server, "/api/uploads")["arriving"]
    assert len(arriving) == 1 and arriving[0]["source"] == api(shelf_server, "/api/status")["source"]
    page.get_by_role("button", name=messages.pause, exact=True).click()
    expect(page.locator("#badge")).to_contain_text(messages.filePaused)
    wait_for_status(page, "status.playback?.paused && !status.playback.seekable")
    page.get_by_role("button", name=messages.play, exact=True).click()
    wait_for_status(page, "status.playback && !status.playback.paused")
    line.send("Network.emulateNetworkConditions", dict(slow, uploadThroughput=-1))
    until(page, "fetch('api/uploads').then((answer) => answer.json()).then(({ uploads }) => uploads.length === 1)")
    status = api(shelf_server, "/api/status")
    assert status["source"] == arriving[0]["source"] and status["source_state"] == "live" and status["source_restarts"] == 0


def test_an_upload_is_cancelled(shelf_server, open_tab, tmp_path):
    page = open_tab(shelf_server.url).page
    open_sources(page)
    held = []

    def hold(route):
        with_bytes = route.request.method == "PUT" and not route.request.headers["content-range"].startswith("bytes *")
        held.append(route) if with_bytes else route.continue_()

    page.route("**/api/uploads/*", hold)
    page.locator("#upload-file").set_input_files(clip(tmp_path))
    progress = page.locator(".uploading")
    expect(progress).to_be_visible()
    until(page, "performance.getEntriesByType('resource').some((one) => one.name.includes('/api/uploads/'))")
    assert len(api(shelf_server, "/api/uploads")["arriving"]) == 1
    page.get_by_role("button", name=messages.cancel).click()
    expect(progress).to_be_hidden()
    expect(page.locator("#upload .message")).to_be_empty()
    until(page, "fetch('api/uploads').then((answer) => answer.json()).then(({ arriving }) => arriving.length === 0)")


def test_an_uploaded_video_is_chosen_and_deleted_by_keyboard(shelf_server, open_tab, tmp_path):
    page = open_tab(shelf_server.url).page
    open_sources(page)
    page.locator("#upload-file").set_input_files(clip(tmp_path))
    wait_for_picture(page)
    page.get_by_role("button", name="Stop the video").click()
    expect(page.locator("#placeholder-title")).to_have_text(messages.stateStopped)
    page.keyboard.press("s")
    expect(page.locator("#source")).to_be_focused()
    expect(cards(page)).to_have_count(1)
    cards(page).focus()
    page.keyboard.press("Enter")
    wait_for_picture(page)
    expect(page.locator("#sources")).to_be_hidden()

    open_sources(page)
    remove = page.get_by_role("button", name=messages.deleteVideo.format("my holiday.avi"))
    remove.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#upload .message")).to_have_text(messages.kUploadPlays.format("my holiday.avi"))
    page.get_by_role("button", name="Stop", exact=True).click()
    wait_for_status(page, "!status.capture_running")
    remove.click()
    page.get_by_role("button", name=messages.deleteForGood).click()
    expect(cards(page)).to_have_count(0)
    expect(page.locator("#uploads")).to_be_hidden()


def test_the_sample_is_a_press_away(shelf_server, open_tab):
    page = open_tab(shelf_server.url).page
    open_sources(page)
    page.get_by_role("button", name=messages.playSample).click()
    wait_for_picture(page)
    expect(page.locator("#sources")).to_be_hidden()
    open_sources(page)
    expect(page.locator("#recent .recent img")).to_be_visible()
    page.reload()
    open_sources(page)
    expect(page.locator("#recent .recent img")).to_be_visible()


def test_folders_are_gone_through_searched_and_played(shelf_server, open_tab):
    page = open_tab(shelf_server.url).page
    open_sources(page)
    shown = page.locator("#media .card .name")
    expect(shown).to_have_text(["beach.avi"])
    expect(page.locator("#media .card img")).to_be_visible()
    page.get_by_role("button", name="2025").click()
    expect(shown).to_have_text(["garden.avi", "lake.avi"])
    expect(page.locator("#media .way [aria-current]")).to_be_focused()
    page.get_by_role("button", name="videos", exact=True).click()
    expect(shown).to_have_text(["beach.avi"])
    page.get_by_label(messages.searchVideos).fill("LAKE")
    expect(shown).to_have_text(["lake.avi"])
    page.get_by_label(messages.searchVideos).fill("nothing like this")
    expect(page.get_by_text(messages.noVideoFound.format("nothing like this"))).to_be_visible()
    page.get_by_label(messages.searchVideos).press("Escape")
    expect(page.locator("#sources")).to_be_visible()
    expect(shown).to_have_text(["beach.avi"])
    page.locator("#media .card").click()
    wait_for_picture(page)
    expect(page.locator("#sources")).to_be_hidden()
    expect(page.locator("#source-name")).to_have_text("beach.avi")


def test_cameras_come_and_ask_for_their_login(shelf_server, open_tab):
    page = open_tab(shelf_server.url).page
    known = [{"name": "Integrated camera", "kind": "v4l2", "source": "0", "detail": "1280x720", "address": ""}]
    opened, started = [], []
    page.route("**/api/cameras", lambda route: route.fulfill(json={"cameras": known, "note": ""}))

    def open_camera(route):
        opened.append(route.request.post_data_json)
        if opened[-1]["password"] != "right":
            return route.fulfill(status=400, json={"detail": "The camera refuses this login."})
        route.fulfill(json={"streams": [{"name": name, "source": f"rtsp://yard/{name}", "width": width, "height": 360} for name, width in (("main", 1920), ("sub", 640))]})

    page.route("**/api/cameras/open", open_camera)
    page.route("**/api/start", lambda route: (started.append(route.request.post_data_json["source"]), route.fulfill(json={"status": "started", "source": started[-1]})))
    open_sources(page)
    rows = page.locator("#cameras .camera")
    expect(rows).to_have_count(1)
    known.append({"name": "Yard", "kind": "onvif", "source": "", "detail": "wants a login", "address": "http://192.0.2.7/onvif"})
    expect(rows).to_have_count(2)
    rows.nth(1).click()
    expect(page.get_by_label(messages.userName)).to_be_focused()
    page.get_by_label(messages.userName).fill("admin")
    page.get_by_label(messages.password, exact=True).fill("wrong")
    page.keyboard.press("Enter")
    expect(page.locator("#cameras .message")).to_have_text("The camera refuses this login.")
    page.get_by_label(messages.password, exact=True).fill("right")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="sub · 640×360").click()
    expect(page.locator("#sources")).to_be_hidden()
    assert opened[-1] == {"address": "http://192.0.2.7/onvif", "user": "admin", "password": "right"} and started == ["rtsp://yard/sub"]
    open_sources(page)
    rows.first.click()
    expect(page.locator("#sources")).to_be_hidden()
    assert started[-1] == "0"


def test_an_announced_camera_is_opened_and_asks_for_what_is_missing(shelf_server, open_tab):
    page = open_tab(shelf_server.url).page
    source = "rtsp://192.0.2.7:8554/live"
    known = [{"name": "Front door", "kind": "mdns", "source": source, "detail": "IPC-7 · 192.0.2.7:8554", "address": source}]
    started = []
    page.route("**/api/cameras", lambda route: route.fulfill(json={"cameras": known, "note": ""}))

    def start(route):
        started.append(route.request.post_data_json["source"])
        if started[-1] != "rtsp://anna:p%40ss@192.0.2.7:8554/other":
            return route.fulfill(status=400, json={"detail": f"No way in ({len(started)})."})
        route.fulfill(json={"status": "started", "source": source})

    page.route("**/api/start", start)
    open_sources(page)
    page.locator("#cameras .camera").click()
    expect(page.locator("#cameras .message")).to_have_text("No way in (1).")
    expect(page.get_by_label(messages.userName)).to_be_focused()
    expect(page.get_by_label(messages.cameraPath)).to_have_value("/live")
    page.get_by_label(messages.userName).fill("anna")
    page.get_by_label(messages.password, exact=True).fill("p@ss")
    page.keyboard.press("Enter")
    expect(page.locator("#cameras .message")).to_have_text("No way in (2).")
    page.locator("#cameras .camera").click()
    expect(page.get_by_label(messages.userName)).to_have_value("anna")
    page.get_by_label(messages.cameraPath).fill("other")
    page.keyboard.press("Enter")
    expect(page.locator("#sources")).to_be_hidden()
    assert started == [source, "rtsp://anna:p%40ss@192.0.2.7:8554/live", "rtsp://anna:p%40ss@192.0.2.7:8554/other"]


def test_who_is_no_user_of_onvif_watches_what_the_camera_announces(shelf_server, open_tab):
    page = open_tab(shelf_server.url).page
    known = [{"name": "Porch", "kind": "onvif", "source": "rtsp://192.0.2.7/live?a=1", "detail": "", "address": "http://192.0.2.7/onvif"}]
    started = []
    page.route("**/api/cameras", lambda route: route.fulfill(json={"cameras": known, "note": ""}))
    page.route("**/api/cameras/open", lambda route: route.fulfill(status=400, json={"detail": "No ONVIF user."}))

    def start(route):
        started.append(route.request.post_data_json["source"])
        if len(started) < 2:
            return route.fulfill(status=400, json={"detail": "No."})
        route.fulfill(json={"status": "started", "source": "rtsp://192.0.2.7/live"})

    page.route("**/api/start", start)
    open_sources(page)
    page.locator("#cameras .camera").click()
    assert started == []
    page.get_by_label(messages.userName).fill("root")
    page.get_by_label(messages.password, exact=True).fill("pass")
    page.keyboard.press("Enter")
    expect(page.locator("#cameras .message")).to_have_text("No ONVIF user.")
    page.get_by_role("button", name=messages.openCamera, exact=True).click()
    expect(page.locator("#sources")).to_be_hidden()
    assert started == ["rtsp://root:pass@192.0.2.7/live?a=1"] * 2


def test_a_camera_offers_its_name(shelf_server, open_tab):
    page = open_tab(shelf_server.url).page
    known = [{"name": name, "kind": "mdns", "source": source, "detail": "", "address": source}
             for name, source in (("Front door", SAMPLE), ("Yard", "rtsp://127.0.0.1:9/live"))]
    page.route("**/api/cameras", lambda route: route.fulfill(json={"cameras": known, "note": ""}))
    open_sources(page)
    page.locator("#cameras .camera").nth(1).click()
    expect(page.locator("#cameras .message")).not_to_be_empty()
    page.locator("#cameras .camera").first.click()
    expect(page.locator("#sources")).to_be_hidden()
    wait_for_picture(page)
    open_sources(page)
    expect(page.locator("#naming")).to_have_value("Front door")
    page.get_by_role("button", name=messages.nameIt).click()
    expect(page.locator("#source-name")).to_have_text("Front door")


def test_an_address_that_is_pasted_stands_in_the_field(shelf_server, open_tab):
    page = open_tab(shelf_server.url).page
    wait_for_status(page, "status.access === 'control'")
    page.evaluate("""() => {
      const data = new DataTransfer();
      data.setData('text/plain', ' rtsp://cam.lan/front ');
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    }""")
    expect(page.locator("#source")).to_have_value("rtsp://cam.lan/front")
    expect(page.locator("#source")).to_be_focused()
    assert not api(shelf_server, "/api/status")["capture_running"]


def test_who_only_watches_drops_in_vain(tmp_path, open_tab):
    one = Server(tmp_path / "log", API_TOKEN="sesame-opens-this-door", WATCH_TOKEN="look-but-do-not-touch")
    one.start()
    try:
        page = open_tab(one.url + "/?token=look-but-do-not-touch").page
        wait_for_status(page, "status.access === 'watch'")
        expect(page.locator("#sources-open")).to_be_hidden()
        drop(page, "yard.avi", b"RIFF")
        expect(page.locator("#notice")).to_have_text(messages.signInToChoose)
        expect(page.locator("#sources")).to_be_hidden()
    finally:
        one.stop()


def test_where_nothing_can_be_uploaded_the_sheet_does_not_offer_it(tmp_path, open_tab):
    one = Server(tmp_path / "log", UPLOAD_MB="0")
    one.start()
    try:
        page = open_tab(one.url).page
        open_sources(page)
        until(page, "document.querySelector('#upload')?.hidden === true")
        expect(page.get_by_label("Source", exact=True)).to_be_visible()
    finally:
        one.stop()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("look", LOOKS)
def test_the_sheet_keeps_nobody_out(shelf_server, open_tab, tmp_path, artifact, look, scheme):
    page = open_tab(shelf_server.url, color_scheme=scheme, reduced_motion="reduce", **LOOKS[look]).page
    open_sources(page)
    page.locator("#upload-file").set_input_files(clip(tmp_path, "A summer by the sea, with everybody who came along.avi"))
    wait_for_picture(page)
    open_sources(page)
    expect(cards(page).locator("img")).to_be_visible()
    if path := artifact(f"sources-{look}-{scheme}.png"):
        page.screenshot(path=path)
    assert violations(page) == []
    box = page.locator("#sources").bounding_box()
    assert box["x"] >= 0 and page.locator("#sources").evaluate("(e) => e.scrollWidth <= e.clientWidth")
    if look == "phone":
        small = page.locator("#sources :is(button:not(.link), input:not([type=file]))").filter(visible=True).evaluate_all(
            "(all) => all.map((e) => [e.id || e.textContent, e.getBoundingClientRect()]).filter(([, b]) => b.height < 43.5 || b.width < 43.5).map(([n]) => n)")
        assert small == []


@pytest.mark.parametrize("locale, words", [("de-DE", "Videodatei wählen"), ("es-ES", "Elegir un archivo de vídeo")])
def test_the_sheet_in_other_languages(shelf_server, open_tab, artifact, locale, words):
    page = open_tab(shelf_server.url, locale=locale).page
    open_sources(page)
    expect(page.locator("#upload-pick")).to_have_text(words)
    if path := artifact(f"sources-{locale}.png"):
        page.screenshot(path=path)


def named_cards(page):
    return page.locator("#named .card")


def put(server, name, source):
    request = urllib.request.Request(f"{server.url}/api/sources/{urllib.parse.quote(name, safe='')}", method="PUT",
                                     data=json.dumps({"source": source}).encode())
    urllib.request.urlopen(request, timeout=15).close()


def name_what_runs(page, name):
    page.locator("#naming").fill(name)
    page.locator("#naming").press("Enter")


def test_what_is_watched_gets_a_name_and_is_opened_by_it(shelf_server, open_tab):
    tab = open_tab(shelf_server.url)
    page = tab.page
    open_sources(page)
    expect(page.locator("#named")).to_be_hidden()
    page.get_by_role("button", name=messages.playSample).click()
    wait_for_picture(page)
    open_sources(page)
    name_what_runs(page, "Front door")
    expect(named_cards(page)).to_have_count(1)
    expect(page.locator("#source-name")).to_have_text("Front door")
    expect(page.locator("#naming")).to_be_hidden()
    expect(page.locator("#recent .recent")).to_have_count(0)
    close_sources(page)
    expect(page.locator("#list").get_by_text(messages.nowWatching.format("Front door"))).to_be_visible()
    expect(page).to_have_title(re.compile("Front door"))
    until(page, "fetch('api/sources').then((answer) => answer.json()).then(({ named }) => named[0].picture_at)")
    api(shelf_server, "/api/stop", {})
    wait_for_status(page, "status.source_state === 'stopped'")
    page.reload()
    open_sources(page)
    expect(named_cards(page).locator("img")).to_be_visible()
    named_cards(page).click()
    wait_for_picture(page)
    expect(page.locator("#sources")).to_be_hidden()
    expect(page.locator("#source-name")).to_have_text("Front door")
    assert tab.errors == []


def test_a_name_is_changed_and_taken_off_by_keyboard(shelf_server, open_tab):
    page = open_tab(shelf_server.url).page
    put(shelf_server, "Front door", SAMPLE)
    open_sources(page)
    page.get_by_role("button", name=messages.rename.format("Front door")).press("Enter")
    field = page.get_by_label(messages.newNameOf.format("Front door"))
    expect(field).to_be_focused()
    field.fill("Porch")
    field.press("Enter")
    expect(named_cards(page).locator(".name")).to_have_text("Porch")
    remove = page.get_by_role("button", name=messages.removeName.format("Porch"))
    remove.press("Enter")
    page.get_by_role("button", name=messages.removeForGood).press("Enter")
    expect(named_cards(page)).to_have_count(0)
    assert api(shelf_server, "/api/sources")["named"] == []


@pytest.mark.parametrize("name, sentence", [
    ("   ", messages.kNameEmpty), ("0", messages.kNameLikeAddress), ("/srv/x", messages.kNameLikeAddress), ("Yard", messages.kNameTaken)])
def test_what_is_no_name_is_told_in_the_sheet(shelf_server, open_tab, name, sentence):
    page = open_tab(shelf_server.url).page
    put(shelf_server, "Yard", "/srv/yard.mp4")
    api(shelf_server, "/api/start", {"source": SAMPLE})
    wait_for_picture(page)
    open_sources(page)
    name_what_runs(page, name)
    expect(page.locator("#naming-message")).to_have_text(sentence.pattern())
    assert [one["name"] for one in api(shelf_server, "/api/sources")["named"]] == ["Yard"]


def test_a_long_name_is_cut_and_html_is_text(shelf_server, open_tab):
    tab = open_tab(shelf_server.url)
    page = tab.page
    put(shelf_server, "<img src=x onerror=alert(1)>", "/srv/yard.mp4")
    api(shelf_server, "/api/start", {"source": SAMPLE})
    wait_for_picture(page)
    open_sources(page)
    expect(named_cards(page).locator(".name")).to_have_text("<img src=x onerror=alert(1)>")
    page.locator("#naming").press_sequentially("x" * 80)
    assert page.locator("#naming").input_value() == "x" * 64
    assert tab.errors == []


@pytest.mark.parametrize("look", LOOKS)
def test_named_sources_on_a_page_of_this_size(shelf_server, browser, look):
    context = browser.new_context(**LOOKS[look])
    page = context.new_page()
    put(shelf_server, "Front door", "rtsp://anna:secret@127.0.0.1:9/live")
    put(shelf_server, "A name that is as long as names can be, which is quite long 1234", SAMPLE)
    page.goto(shelf_server.url)
    open_sources(page)
    expect(named_cards(page)).to_have_count(2)
    assert "secret" not in page.content()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []
    named_cards(page).nth(1).tap() if look == "phone" else named_cards(page).nth(1).click()
    wait_for_picture(page)
    context.close()
