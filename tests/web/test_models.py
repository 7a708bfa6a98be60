"""The models in the sheet of settings, with a hub of this suite's, the tiny model of random weights and a model server of a few lines."""
import http.server
import json
import subprocess
import threading
from pathlib import Path

import pytest
from playwright.sync_api import expect

import messages
from axe import violations
from hub import HALF, LANGUAGE, Hub
from page import BINARY, INSTRUCTION, SAMPLE, api, close_settings, open_settings, wait_for_status
from ports import free_port
from server import Server

NAME = "minicpm-o-4.5"
DESKTOP = dict(viewport={"width": 1280, "height": 800})
PHONE = dict(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)


class ModelServer(http.server.BaseHTTPRequestHandler):
    def answer(self, status, kind, body):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body.encode())

    def do_GET(self):
        if self.path != "/v1/models":
            return self.answer(404, "application/json", "{}")
        models = [{"id": name, "owned_by": "library"} for name in ("eye", "ear")]
        self.answer(200, "application/json", json.dumps({"data": models}))

    def do_POST(self):
        chunk = json.dumps({"choices": [{"delta": {"content": "A dog runs by."}, "finish_reason": "stop"}]})
        self.answer(200, "text/event-stream", f"data: {chunk}\n\ndata: [DONE]\n\n")

    def log_message(self, *_):
        pass


@pytest.fixture
def hub():
    one = Hub()
    yield one
    one.close()


@pytest.fixture
def ollama():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), ModelServer)
    server.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def start(tmp_path, hub):
    """A server whose models are in tmp_path/models, among them the tiny one."""
    subprocess.run([Path(BINARY).parent / "tests" / "tiny_model", tmp_path / "models/tiny"], check=True)
    started = []

    def start(*flags, **settings):
        settings = {"MODELS_DIR": tmp_path / "models", "HF_ENDPOINT": hub.url, "HF_TOKEN": "", "HF_HOME": tmp_path, "GPU_DEVICE": "cpu",
                    "MAX_SLICE_NUMS": "1", "MAX_INP_LENGTH": "1024", "TTS_MAX_NEW_TOKENS": "8", "MAX_NEW_TOKENS": "8",
                    "MODEL_SERVERS": f"http://127.0.0.1:{free_port()}"} | settings
        started.append(Server(tmp_path / "log", "--source", SAMPLE, "--instruction", INSTRUCTION, *flags, **settings))
        started[-1].start()
        return started[-1]

    yield start
    for one in started:
        one.stop()


def open_models(page):
    wait_for_status(page, "status.access === 'control'")
    open_settings(page)
    expect(page.locator("#models-now")).not_to_be_empty()


def card(page, name):
    return page.locator("#models li").filter(has=page.locator(".name", has_text=name))


def stalls(hub):
    go_on = threading.Event()

    def stall(request):
        data, _ = request.wanted()
        request.answer(200, data[:HALF], length=len(data))
        request.wfile.flush()
        go_on.wait(30)

    hub.plan[LANGUAGE] = [stall]
    return go_on


@pytest.mark.parametrize("look", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_model_is_downloaded_paused_and_gone_on_with(start, hub, open_tab, artifact, look):
    server = start()
    tab = open_tab(server.url, **look)
    page = tab.page
    open_models(page)
    expect(page.locator("#models-now")).to_have_text(messages.commentsNow.format(messages.builtInEyes))
    if not card(page, NAME).is_visible():
        page.get_by_text(messages.moreModels).click()
    go_on = stalls(hub)
    one = card(page, NAME)
    one.get_by_role("button", name=messages.download).click()
    expect(one.get_by_role("progressbar")).to_be_visible()
    expect(one).to_contain_text(messages.soMuchOf.format("2 MB", "4 MB"))
    pause = one.get_by_role("button", name=messages.pause)
    expect(pause).to_be_focused()
    if path := artifact(f"models-coming-{'phone' if look is PHONE else 'desktop'}.png"):
        page.screenshot(path=path)
    assert violations(page) == []
    # It needs no page.
    page.reload()
    open_models(page)
    one.get_by_role("button", name=messages.pause).click()
    expect(one).to_contain_text(messages.pullPaused)
    go_on.set()
    one.get_by_role("button", name=messages.goOn).click()
    expect(one.get_by_role("button", name=messages.use)).to_be_visible()
    expect(one.get_by_role("progressbar")).to_be_hidden()
    assert tab.errors == []


def test_a_cancelled_download_is_gone(start, hub, open_tab):
    server = start()
    page = open_tab(server.url).page
    open_models(page)
    if not card(page, NAME).is_visible():
        page.get_by_text(messages.moreModels).click()
    go_on = stalls(hub)
    one = card(page, NAME)
    one.get_by_role("button", name=messages.download).click()
    one.get_by_role("button", name=messages.cancel).click()
    if not one.is_visible():
        page.get_by_text(messages.moreModels).click()
    expect(one.get_by_role("button", name=messages.download)).to_be_visible()
    expect(one.get_by_role("progressbar")).to_be_hidden()
    go_on.set()


def test_a_failed_download_says_why(start, hub, open_tab):
    server = start()
    for file in hub.listing:
        if "lfs" in file:
            file["lfs"]["size"] = file["size"] = 10**15
    page = open_tab(server.url).page
    open_models(page)
    if not card(page, NAME).is_visible():
        page.get_by_text(messages.moreModels).click()
    one = card(page, NAME)
    one.get_by_role("button", name=messages.download).click()
    expect(one.locator(".message")).to_contain_text(messages.kModelsFolder)
    expect(one.get_by_role("button", name=messages.goOn)).to_be_visible()


@pytest.mark.parametrize("look", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_models_are_chosen_by_the_keyboard_and_stay(start, open_tab, artifact, look):
    server = start()
    page = open_tab(server.url, **look).page
    open_models(page)
    tiny = card(page, "tiny")
    tiny.get_by_role("button", name=messages.use).press("Enter")
    expect(page.locator("#models-now")).to_have_text(messages.commentsNow.format("tiny"))
    expect(tiny).to_have_attribute("aria-current", "true")
    expect(tiny.get_by_role("button")).to_have_count(0)
    expect(page.locator("#status-engine")).to_have_text("synthetic")
    if path := artifact(f"models-chosen-{'phone' if look is PHONE else 'desktop'}.png"):
        page.screenshot(path=path)
    assert violations(page) == []
    page.reload()
    open_models(page)
    expect(page.locator("#models-now")).to_have_text(messages.commentsNow.format("tiny"))
    card(page, messages.builtInEyes).get_by_role("button", name=messages.use).click()
    expect(page.locator("#models-now")).to_have_text(messages.commentsNow.format(messages.builtInEyes))


def test_a_model_that_is_broken_says_why(start, open_tab, tmp_path):
    cut = tmp_path / "models/tiny/tiny.gguf"
    server = start()
    cut.write_bytes(cut.read_bytes()[:500_000])
    page = open_tab(server.url).page
    open_models(page)
    card(page, "tiny").get_by_role("button", name=messages.use).click()
    expect(page.locator("#models-message")).to_contain_text(messages.kFileEndsTooEarly)
    expect(page.locator("#models-now")).to_have_text(messages.commentsNow.format(messages.builtInEyes))


def test_servers_are_found_and_others_are_named(start, ollama, open_tab, artifact):
    server = start(MODEL_SERVERS=ollama.url)
    page = open_tab(server.url).page
    open_models(page)
    found = page.locator("#model-servers li")
    expect(found).to_contain_text("Ollama")
    found.get_by_label(messages.modelOf.format("Ollama")).select_option("ear")
    found.get_by_role("button", name=messages.use).click()
    place = ollama.url.removeprefix("http://")
    expect(page.locator("#models-now")).to_have_text(messages.commentsNow.format(messages.modelAtServer.format("ear", place)))
    page.get_by_text(messages.anotherServer).click()
    page.locator("#model-url").fill(place)
    page.get_by_label(messages.modelIfSeveral).fill("nose")
    if path := artifact("models-servers.png"):
        page.get_by_role("button", name=messages.useServer).scroll_into_view_if_needed()
        page.screenshot(path=path)
    assert violations(page) == []
    page.get_by_role("button", name=messages.useServer).click()
    expect(page.locator("#models-message")).to_contain_text("nose")
    page.get_by_label(messages.modelIfSeveral).fill("eye")
    page.get_by_label(messages.keyIfAsked).fill("sesame")
    page.get_by_role("button", name=messages.useServer).click()
    expect(page.locator("#models-now")).to_have_text(messages.commentsNow.format(messages.modelAtServer.format("eye", place)))
    expect(page.locator("#models-message")).to_be_empty()


def test_why_a_choice_was_refused_stays_until_the_next_one(start, open_tab):
    server = start(SOURCES="file")
    page = open_tab(server.url).page
    open_models(page)
    page.get_by_text(messages.anotherServer).click()
    page.locator("#model-url").fill("http://gpu.lan:8080")
    page.get_by_role("button", name=messages.useServer).click()
    said = page.locator("#models-message")
    expect(said).not_to_be_empty()
    why = said.inner_text()
    # The page has asked how things stand since.
    with page.expect_response("**/api/models", timeout=10_000):
        pass
    page.wait_for_timeout(200)
    expect(said).to_have_text(why)
    expect(said).to_be_in_viewport()
    card(page, "tiny").get_by_role("button", name=messages.use).click()
    expect(said).to_be_empty()


def test_two_pages_see_the_same(start, open_tab):
    server = start()
    one, two = open_tab(server.url).page, open_tab(server.url).page
    for page in one, two:
        open_models(page)
    card(one, "tiny").get_by_role("button", name=messages.use).click()
    expect(one.locator("#models-now")).to_have_text(messages.commentsNow.format("tiny"))
    expect(two.locator("#models-now")).to_have_text(messages.commentsNow.format("tiny"))


def test_nothing_is_asked_while_the_sheet_is_closed(start, open_tab):
    server = start()
    page = open_tab(server.url).page
    asked = []
    page.on("request", lambda request: "/api/models" in request.url and asked.append(request.url))
    wait_for_status(page, "status.access === 'control'")
    page.wait_for_timeout(1000)
    assert asked == []
    open_models(page)
    close_settings(page)
    page.wait_for_timeout(500)
    asked.clear()
    page.wait_for_timeout(6000)
    assert asked == []


@pytest.mark.parametrize("locale, title", [("de-DE", "Modell"), ("es-MX", "Modelo")])
def test_in_other_languages(start, open_tab, artifact, locale, title):
    server = start()
    page = open_tab(server.url, locale=locale).page
    wait_for_status(page, "status.access === 'control'")
    page.locator("#settings-open").click()
    expect(page.locator("#models-title")).to_have_text(title)
    expect(page.locator("#models-now")).not_to_be_empty()
    if path := artifact(f"models-{locale}.png"):
        page.screenshot(path=path)


def test_the_model_of_the_start_counts_again(start, open_tab, tmp_path):
    server = start(MODEL_PATH=tmp_path / "models/tiny/tiny.gguf")
    page = open_tab(server.url).page
    open_models(page)
    expect(page.locator("#models-now")).to_have_text(messages.commentsNow.format("tiny"))
    card(page, messages.builtInEyes).get_by_role("button", name=messages.use).click()
    expect(page.locator("#models")).to_contain_text(messages.kComesBackAfterRestart.format("MODEL_PATH"))
    assert api(server, "/api/models")["now"]["kind"] == "eyes"
