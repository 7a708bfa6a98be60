"""The models that the page offers: downloads from a hub of this suite's, changes of the eyes while the show goes on, and model
servers. In process the tiny model of random weights comments, which says noise."""
import json
import shutil
import subprocess
import threading
import time
from pathlib import Path

import pytest

import messages
from conftest import BINARY, SAMPLE
from hub import CONTENT, HALF, LANGUAGE, VISION, status
from ports import free_port
from program import until
from test_model_server import JSON, MODELS, line, lines, scripted, wait_for_engine, well_but  # noqa: F401
from test_pull import hub  # noqa: F401

NAME = "minicpm-o-4.5"
TOOLS = Path(BINARY).parent / "tests"
SMALL = {"GPU_DEVICE": "cpu", "MAX_SLICE_NUMS": "1", "MAX_INP_LENGTH": "1024", "MAX_NEW_TOKENS": "8"}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny")
    subprocess.run([TOOLS / "tiny_model", folder], check=True)
    return folder


@pytest.fixture
def start(serve, tmp_path, hub):  # noqa: F811
    """A server with the sample, whose models are in tmp_path/models and come from the hub."""
    (tmp_path / "models").mkdir(exist_ok=True)

    def start(*flags, **settings):
        nobody = f"http://127.0.0.1:{free_port()}"
        settings = SMALL | {"HF_ENDPOINT": hub.url, "HF_TOKEN": "", "HF_HOME": str(tmp_path), "MODEL_SERVERS": nobody,
                            "MODELS_DIR": str(tmp_path / "models"), "STATE_DIR": str(tmp_path / "state")} | settings
        return serve("--source", SAMPLE, "--instruction", "Tell me all of it.", "--no-voice", *flags, **settings)

    return start


def shelf(server):
    answer = server.get("/api/models")
    assert answer.status_code == 200, answer.text
    return answer.json()


def card(server, name=NAME):
    return next(one for one in shelf(server)["models"] if one["name"] == name)


def pulled(server, *states):
    return until(lambda: (pull := shelf(server)["pull"]) and pull["state"] in states and pull)


def begin(server, model=NAME, code=200, **more):
    answer = server.post("/api/models/pull", {"model": model} | more)
    assert answer.status_code == code, answer.text
    return answer.json()


def choose(server, use, code=200, **more):
    answer = server.post("/api/models", {"use": use} | more)
    assert answer.status_code == code, answer.text
    return answer.json()


def settled(server):
    return until(lambda: (now := shelf(server))["stage"] == "settled" and now)


def stalls(hub, at=HALF):  # noqa: F811
    """The hub's first answer stops at that byte, until the event that is returned."""
    go_on = threading.Event()

    def stall(request):
        data, _ = request.wanted()
        request.answer(200, data[:at], length=len(data))
        request.wfile.flush()
        go_on.wait(30)

    hub.plan[LANGUAGE] = [stall]
    return go_on


def half_there(server):
    return until(lambda: (pull := shelf(server)["pull"]) and pull["done"] >= HALF and pull)


def put_tiny(tiny, tmp_path, name="tiny"):
    shutil.copytree(tiny, tmp_path / "models" / name)
    return f"{name}/tiny.gguf"


# --- The shelf

def test_the_catalogue_tells_what_is_here_and_what_fits(start, tiny, tmp_path):
    file = put_tiny(tiny, tmp_path)
    server = start()
    all_of_it = shelf(server)
    assert all_of_it["now"]["kind"] == "eyes" and all_of_it["stage"] == "settled"
    assert all_of_it["problem"] == "" and all_of_it["start"] is None and all_of_it["pull"] is None
    assert all_of_it["free_bytes"] > 0
    models = {one["name"]: one for one in all_of_it["models"]}
    assert models[NAME]["file"] is None and not models[NAME]["exact"] and models[NAME]["bytes"] > 5e9
    assert models["tiny"]["file"] == file and models["tiny"]["exact"] and models["tiny"]["fits"] in ("memory", "gpu")
    assert sum(one["recommended"] for one in models.values()) <= 1


def test_models_are_found_among_many_folders_and_told_apart(start, tiny, tmp_path):
    for number in range(500):
        (tmp_path / f"models/{number:03}").mkdir(parents=True)
    files = [put_tiny(tiny, tmp_path, name) for name in ("one", "two")]
    others = [one for one in shelf(start())["models"] if one["file"]]
    assert [one["file"] for one in others] == files and [one["name"] for one in others] == ["one/tiny", "two/tiny"]


def test_nothing_of_it_is_for_those_who_only_watch(start):
    server = start(API_TOKEN="steer-steer-steer-1", WATCH_TOKEN="watch-watch-watch-1")
    watcher = {"headers": {"Authorization": "Bearer watch-watch-watch-1"}}
    assert server.get("/api/models", **watcher).status_code == 403
    assert server.get("/api/models/servers", **watcher).status_code == 403
    assert server.post("/api/models", {"use": "eyes"}, **watcher).status_code == 403
    assert server.post("/api/models/pull", {"model": NAME}, **watcher).status_code == 403


# --- Downloads

def test_a_model_comes_and_can_be_chosen_then(start, tmp_path):
    server = start()
    begin(server)
    done = pulled(server, "done", "failed")
    assert done["state"] == "done" and done["done"] == done["total"] == len(CONTENT[LANGUAGE]) + len(CONTENT[VISION]), done
    for name in LANGUAGE, VISION:
        assert (tmp_path / "models" / NAME / name).read_bytes() == CONTENT[name]
    here = card(server)
    assert here["file"] == f"{NAME}/{LANGUAGE}" and here["exact"] and here["bytes"] == done["total"]
    assert here["partial_bytes"] == 0


def test_it_is_paused_gone_on_with_and_goes_on_behind_a_page_that_is_loaded_again(start, hub):  # noqa: F811
    server = start()
    go_on = stalls(hub)
    begin(server)
    half_there(server)
    assert messages.kPullRuns in begin(server, "smolvlm2-256m", 409)["detail"]
    assert server.post("/api/models/pull/pause").status_code == 200
    paused = pulled(server, "paused")
    assert paused["done"] == HALF and card(server)["partial_bytes"] == HALF
    assert messages.kNoPullRuns in server.post("/api/models/pull/pause").json()["detail"]
    go_on.set()
    begin(server)
    assert pulled(server, "done", "failed")["state"] == "done"
    assert hub.ranges(LANGUAGE) == [None, f"bytes={HALF}-"]


@pytest.mark.parametrize("first", ["running", "paused"])
def test_a_cancelled_one_leaves_nothing(start, hub, tmp_path, first):  # noqa: F811
    server = start()
    go_on = stalls(hub)
    begin(server)
    half_there(server)
    if first == "paused":
        server.post("/api/models/pull/pause")
        pulled(server, "paused")
    assert server.delete(f"/api/models/pull/{NAME}").status_code == 200
    until(lambda: shelf(server)["pull"] is None and not (tmp_path / "models" / NAME).exists())
    go_on.set()
    begin(server)
    assert pulled(server, "done", "failed")["state"] == "done"
    assert server.delete("/api/models/pull/gpt-9").status_code == 404
    # What is complete stays.
    assert server.delete(f"/api/models/pull/{NAME}").status_code == 200
    time.sleep(0.2)
    assert card(server)["file"]


def test_cancelling_leaves_a_link_to_another_disk(start, hub, tmp_path):  # noqa: F811
    disk = tmp_path / "disk"
    disk.mkdir()
    link = tmp_path / "models" / NAME
    link.symlink_to(disk)
    server = start()
    go_on = stalls(hub)
    begin(server)
    half_there(server)
    server.delete(f"/api/models/pull/{NAME}")
    until(lambda: shelf(server)["pull"] is None and not list(disk.iterdir()))
    go_on.set()
    assert link.is_symlink()
    begin(server)
    assert pulled(server, "done", "failed")["state"] == "done"
    server.delete(f"/api/models/pull/{NAME}")
    time.sleep(0.2)
    assert link.is_symlink() and card(server)["file"]


def test_a_restart_in_the_middle(start, hub):  # noqa: F811
    server = start()
    go_on = stalls(hub)
    begin(server)
    half_there(server)
    began = time.monotonic()
    server.stop()
    assert time.monotonic() - began < 10
    go_on.set()
    server.start()
    assert shelf(server)["pull"] is None and card(server)["partial_bytes"] == HALF
    begin(server)
    assert pulled(server, "done", "failed")["state"] == "done"
    assert hub.ranges(LANGUAGE) == [None, f"bytes={HALF}-"]


def test_two_pages_begin_at_once(start, hub):  # noqa: F811
    server = start()
    go_on = stalls(hub)
    codes = []
    pages = [threading.Thread(target=lambda: codes.append(server.post("/api/models/pull", {"model": NAME}).status_code))
             for _ in range(6)]
    for page in pages:
        page.start()
    for page in pages:
        page.join()
    assert sorted(codes) == [200] + [409] * 5
    go_on.set()


def test_a_hub_that_lies(start, hub, tmp_path):  # noqa: F811
    wrong = bytearray(CONTENT[LANGUAGE])
    wrong[1000] ^= 1
    hub.content[LANGUAGE] = bytes(wrong)
    server = start()
    begin(server)
    failed = pulled(server, "failed", "done")
    assert messages.kSumDiffers.said_in(failed["note"], LANGUAGE)
    assert not list((tmp_path / "models").rglob("*.gguf*"))
    hub.content[LANGUAGE] = CONTENT[LANGUAGE] + b"and more"
    hub.always[LANGUAGE] = lambda request: request.answer(200, hub.content[LANGUAGE])
    begin(server)
    assert pulled(server, "failed", "done")["state"] == "done"
    assert (tmp_path / "models" / NAME / LANGUAGE).read_bytes() == CONTENT[LANGUAGE]


def test_no_room_on_the_disk(start, hub, tmp_path):  # noqa: F811
    for file in hub.listing:
        if "lfs" in file:
            file["lfs"]["size"] = file["size"] = 10**15
    server = start()
    begin(server)
    failed = pulled(server, "failed")
    assert messages.kModelsFolder in failed["note"] and str(tmp_path) not in failed["note"] and "--to" not in failed["note"]
    assert failed["note"].count(".") >= 1 and "\n" not in failed["note"]


def test_a_folder_that_is_none(start, tmp_path):
    (tmp_path / "models" / NAME).write_text("a file")
    server = start()
    begin(server)
    note = pulled(server, "failed")["note"]
    assert messages.kModelsFolder[1:] in note and "MODELS_DIR" in note and str(tmp_path) not in note and "--to" not in note
    assert note[0].isupper() and note.endswith(".")


@pytest.mark.parametrize("answer, sentence", [
    (status(401), messages.kHubWantsToken), (status(403), messages.kHubWantsTermsAccepted), (status(404), messages.kHubDoesNotHave)])
def test_refusals_are_one_sentence(start, hub, answer, sentence):  # noqa: F811
    hub.plan["listing"] = [answer]
    server = start()
    begin(server)
    assert sentence.said_in(pulled(server, "failed")["note"])


def test_bad_wishes(start):
    server = start()
    assert messages.kNoSuchModel.said_in(begin(server, "gpt-9", 400)["detail"], "gpt-9")
    assert begin(server, NAME, 422, quant="x" * 100)["detail"]
    begin(server, quant="Q5_0")
    assert messages.kHubHasNoQuant.said_in(pulled(server, "failed")["note"], "Q5_0")
    for file in "../tiny.gguf", "/etc/passwd", "a/../b.gguf", "a/b/c.gguf", "a/b.txt", ".", "..\\x.gguf":
        assert messages.kNoModelCalled.said_in(choose(server, "file", 400, file=file)["detail"])
    choose(server, "file", file="nowhere/there.gguf")
    assert messages.kNoModelThere.said_in(settled(server)["problem"])
    assert messages.kNothingOfTheStart in choose(server, "start", 400)["detail"]


# --- The eyes change

def test_a_model_takes_over_and_is_kept_over_a_restart(start, tiny, tmp_path, lines):  # noqa: F811
    file = put_tiny(tiny, tmp_path)
    server = start()
    shown = lines(server)
    shown.until(lambda text, cycle: text and "error" not in cycle)
    choose(server, "file", file=file)
    now = settled(server)
    assert now["problem"] == "" and now["now"]["kind"] == "file" and now["now"]["file"] == file
    assert server.status()["engine"]["kind"] == "llama"
    for _ in range(2):
        shown.until(lambda text, cycle: "error" not in cycle)
    server.stop()
    server.start()
    assert shelf(server)["now"]["file"] == file
    wait_for_engine(server, kind="llama", ready=True)
    choose(server, "eyes")
    assert settled(server)["now"]["kind"] == "eyes"
    lines(server).until(lambda text, cycle: text and "error" not in cycle)
    server.stop()
    server.start()
    assert shelf(server)["now"]["kind"] == "eyes" and server.status()["engine"]["awaited"] == ""


def test_a_broken_model_leaves_the_one_before(start, tiny, tmp_path):
    good = put_tiny(tiny, tmp_path)
    put_tiny(tiny, tmp_path, "cut")
    cut = tmp_path / "models/cut/tiny.gguf"
    cut.write_bytes(cut.read_bytes()[:500_000])
    server = start()
    choose(server, "file", file=good)
    settled(server)
    choose(server, "file", file="cut/tiny.gguf")
    now = settled(server)
    assert messages.kFileEndsTooEarly in now["problem"] and str(tmp_path) not in now["problem"]
    assert now["now"]["file"] == good and server.status()["engine"]["kind"] == "llama"


def test_one_that_is_found_wrong_only_as_it_loads_gives_way_to_the_one_before(start, tiny, tmp_path):
    file = put_tiny(tiny, tmp_path)
    server = start(MODEL_PATH=str(tiny), GPU_DEVICE="CUDA9")
    # No model loads on that device, not even the one of before.
    choose(server, "file", file=file)
    now = settled(server)
    assert messages.kNoSuchDevice.said_in(now["problem"], "CUDA9")
    assert now["now"]["name"] == tiny.name and server.status()["engine"]["kind"] == "watcher"


def test_what_was_given_at_the_start_counts_again_after_a_restart(start, tiny, tmp_path):
    file = put_tiny(tiny, tmp_path)
    server = start(MODEL_PATH=str(tiny))
    wait_for_engine(server, kind="llama", ready=True)
    assert shelf(server)["start"]["kind"] == "file" and shelf(server)["after_restart"] == ""
    choose(server, "file", file=file)
    now = settled(server)
    assert now["now"]["file"] == file
    assert messages.kComesBackAfterRestart.said_in(now["after_restart"], "MODEL_PATH")
    choose(server, "start")
    assert settled(server)["after_restart"] == ""
    choose(server, "eyes")
    settled(server)
    server.stop()
    server.start()
    assert shelf(server)["now"]["name"] == tiny.name


@pytest.mark.parametrize("relative", [True, False])
def test_a_folder_that_was_given_at_the_start_is_one_of_the_list(start, tiny, tmp_path, relative):
    file = put_tiny(tiny, tmp_path)
    server = start(MODEL_PATH="models/tiny" if relative else str(tmp_path / "models/tiny"))
    wait_for_engine(server, kind="llama", ready=True)
    assert shelf(server)["now"]["file"] == shelf(server)["start"]["file"] == file
    choose(server, "eyes")
    settled(server)
    choose(server, "file", file=file)
    now = settled(server)
    assert now["now"]["file"] == file and now["after_restart"] == ""


def test_a_kept_model_that_has_gone(start, tiny, tmp_path):
    file = put_tiny(tiny, tmp_path)
    server = start()
    choose(server, "file", file=file)
    settled(server)
    server.stop()
    (tmp_path / "models/tiny").rename(tmp_path / "gone")
    server.start()
    assert messages.kNoModelThere.said_in(server.status()["engine"]["awaited"])
    said = until(lambda: server.log_text.count(messages.kGreetNoModel.format("tiny.gguf")))
    assert said == 1 and "A cycle failed" not in server.log_text


def test_two_pages_choose_at_once(start, tiny, tmp_path):
    files = [put_tiny(tiny, tmp_path, name) for name in ("one", "two", "three")]
    server = start()
    answers = []
    pages = [threading.Thread(target=lambda file=file: answers.append((file, server.post("/api/models", {"use": "file", "file": file}))))
             for file in files]
    for page in pages:
        page.start()
    for page in pages:
        page.join()
    taken = [file for file, answer in answers if answer.status_code == 200]
    assert taken and all(answer.status_code == 200 or messages.kEyesChange in answer.json()["detail"] for _, answer in answers)
    assert settled(server)["now"]["file"] == taken[-1] or settled(server)["now"]["file"] in taken


def test_many_changes_in_a_row_while_it_writes(start, tiny, tmp_path, lines):  # noqa: F811
    file = put_tiny(tiny, tmp_path)
    server = start(MAX_NEW_TOKENS="400")
    for i in range(12):
        server.post("/api/models", {"use": "eyes"} if i % 2 else {"use": "file", "file": file})
        time.sleep(0.1 * (i % 4))
    settled(server)
    choose(server, "eyes")
    settled(server)
    lines(server).until(lambda text, cycle: text and "error" not in cycle)
    assert messages.kOthersTakeOver not in server.log_text, "what people choose is no fault"


def test_it_stops_at_once_in_the_middle_of_a_change(start, tiny, tmp_path):
    file = put_tiny(tiny, tmp_path)
    server = start(MAX_NEW_TOKENS="4000")
    choose(server, "file", file=file)
    wait_for_engine(server, kind="llama", ready=True)
    server.post("/api/models", {"use": "eyes"})
    server.post("/api/models", {"use": "file", "file": file})
    began = time.monotonic()
    server.stop()
    assert time.monotonic() - began < 25


# --- Model servers

def test_servers_are_found_and_chosen(start, lines):  # noqa: F811
    owned = json.dumps({"data": [{"id": "eye", "owned_by": "library"}, {"id": "nomic-embed-text"}]})
    with scripted(lambda path: (200, JSON, owned) if path == "/v1/models" else well_but(lambda: (200, {}, line("A dog. ")))(path)) as one, \
            scripted(lambda path: (200, {"Content-Type": "text/html"}, "<html>")) as page:
        nobody = f"http://127.0.0.1:{free_port()}"
        server = start(MODEL_SERVERS=f"{nobody},{page.url},{one.url}", http_proxy=nobody)
        assert not one.asked, "nobody has looked yet"
        found = server.get("/api/models/servers").json()["servers"]
        assert found == [{"name": "Ollama", "url": one.url, "models": ["eye"]}]


def test_a_server_is_chosen_goes_away_and_comes_back(start, lines):  # noqa: F811
    broken = threading.Event()

    def answer(path):
        if broken.is_set():
            return 500, JSON, "{}"
        return well_but(lambda: (200, {"Content-Type": "text/event-stream"}, line("A dog runs.")))(path)

    with scripted(answer) as one:
        server = start(MODEL_SERVERS=one.url)
        shown = lines(server)
        choose(server, "server", url=one.url, model="ear")
        now = settled(server)
        assert messages.kServerHasNoModel.said_in(now["problem"], ..., "ear", "eye") and now["now"]["kind"] == "eyes"
        choose(server, "server", url=one.url, model="eye", key="sesame")
        now = settled(server)
        assert now["problem"] == "" and now["now"]["kind"] == "server" and now["now"]["url"] == one.url
        assert "sesame" not in json.dumps(now) and "sesame" not in server.get("/api/settings").text
        assert one.asked[-1][1]["Authorization"] == "Bearer sesame"
        shown.until(lambda text, cycle: text == "A dog runs.")
        broken.set()
        wait_for_engine(server, kind="watcher")
        shown.until(lambda text, cycle: text and text != "A dog runs." and "error" not in cycle)
        assert shelf(server)["now"]["kind"] == "server" and shelf(server)["stage"] == "settled"
        broken.clear()
        wait_for_engine(server, kind="openai")
        server.stop()
        server.start()
        wait_for_engine(server, kind="openai")
        assert "sesame" not in server.log_text


@pytest.mark.parametrize("answer", [
    lambda path: (404, JSON, "{}"), lambda path: (401, JSON, '{"error":{"message":"Invalid API key"}}'),
    lambda path: (200, {"Content-Type": "text/html"}, "<html>Log in</html>"), lambda path: (200, JSON, '{"data":[]}')])
def test_a_server_that_is_none_leaves_those_of_before(start, answer):
    with scripted(answer) as one:
        server = start()
        choose(server, "server", url=one.url)
        now = settled(server)
        assert now["problem"].endswith((".", "!")) and "\n" not in now["problem"] and now["now"]["kind"] == "eyes"


def test_a_server_that_is_gone_when_it_should_begin_gives_way_to_the_model_before(start, tiny, tmp_path):
    file = put_tiny(tiny, tmp_path)
    times = []

    def once(path):
        if path == "/v1/models":
            times.append(path)
        return (200, JSON, MODELS) if path == "/v1/models" and len(times) == 1 else (500, JSON, "{}")

    with scripted(once) as one:
        server = start()
        choose(server, "file", file=file)
        assert settled(server)["problem"] == ""
        choose(server, "server", url=one.url)
        now = settled(server)
        assert one.url.removeprefix("http://") in now["problem"] and now["now"]["file"] == file
        wait_for_engine(server, kind="llama", ready=True)
        server.stop()
        server.start()
        assert shelf(server)["now"]["file"] == file


def test_sources_says_which_servers_may_be_asked(start):
    with scripted(well_but(lambda: (200, {}, line("A dog.")))) as one, scripted(well_but(lambda: (200, {}, line("x")))) as other:
        server = start(SOURCES="file", MODEL_SERVERS=one.url)
        assert messages.kSourceNotAllowed in choose(server, "server", 403, url=other.url)["detail"]
        choose(server, "server", url=one.url)
        assert settled(server)["now"]["url"] == one.url
        assert not other.asked
