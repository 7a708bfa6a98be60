"""Model servers and speech servers: the real llama-server with a model of random weights, which says noise, and servers
of this file that refuse, break off or show a login page."""
import contextlib
import itertools
import json
import os
import re
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

import messages
from conftest import BINARY, SAMPLE
from ports import free_port
from test_streams import Reader


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """The files of a tiny model: weights, projector."""
    folder = tmp_path_factory.mktemp("model")
    subprocess.run([Path(BINARY).parent / "tests" / "tiny_model", folder], check=True)
    return folder / "tiny.gguf", folder / "tiny-mmproj.gguf"


class LlamaServer:
    def __init__(self, *flags, port=None):
        self.port = port or free_port()
        self.process = subprocess.Popen(
            ["llama-server", "--host", "127.0.0.1", "--port", str(self.port), "--no-ui", "-np", "1", "-c", "8192", *flags],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.url = f"http://127.0.0.1:{self.port}"
        end = time.monotonic() + 30
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(requests.ConnectionError):
                if requests.get(self.url + "/health", timeout=5).status_code == 200:
                    return
            time.sleep(0.05)
        self.stop()
        raise AssertionError("llama-server did not start")

    def stop(self):
        self.process.kill()
        self.process.wait()


@pytest.fixture
def llama(model):
    started = []

    def start(*flags, projector=True, port=None):
        files = ["-m", model[0]] + (["--mmproj", model[1]] if projector else [])
        started.append(LlamaServer(*files, *flags, port=port))
        return started[-1]

    yield start
    for server in started:
        server.stop()


class Script(BaseHTTPRequestHandler):
    """Answers as the server's `answer(path)` says: a status, headers and a body, or a generator of chunks."""

    protocol_version = "HTTP/1.1"
    asked_now = threading.local()  # its body

    def do_GET(self):
        self.asked_now.body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.server.asked.append((self.path, self.headers))
        status, headers, body = self.server.answer(self.path)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if isinstance(body, (str, bytes)):
            body = body.encode() if isinstance(body, str) else body
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for piece in body:
            if piece is None:  # broken off
                self.close_connection = True
                return
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\n\r\n")

    do_POST = do_GET

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def scripted(answer):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Script)
    server.daemon_threads = True
    server.answer, server.asked = answer, []
    server.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


MODELS = json.dumps({"object": "list", "data": [{"id": "eye"}]})
JSON = {"Content-Type": "application/json"}
EVENTS = {"Content-Type": "text/event-stream"}


def well_but(chat):
    """A plain server whose chats are answered by `chat()`."""
    def answer(path):
        if path == "/v1/models":
            return 200, JSON, MODELS
        return chat() if path == "/v1/chat/completions" else (404, JSON, "{}")
    return answer


def events(*texts):
    for text in texts:
        yield b"data: " + json.dumps({"choices": [{"delta": {"content": text}}]}).encode() + b"\n\n"


def line(*texts):
    yield from events(*texts)
    yield b'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'


WATCHING = ("--source", SAMPLE, "--instruction", "Tell me about people and movement.", "--no-voice")


class Lines:
    """The commentary as it comes: for each cycle its text and its end."""

    def __init__(self, server):
        self.client = server.open("/api/stream")
        self.client.settimeout(20)
        self.reader = Reader(self.client)
        self.text = ""

    def next(self):
        while True:
            _, name, data = self.reader.event()
            if name == "piece":
                self.text += data
            elif name == "cycle_end":
                text, self.text = self.text, ""
                return text, json.loads(data)

    def until(self, wanted, seconds=30):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            text, cycle = self.next()
            if wanted(text, cycle):
                return text, cycle
        raise AssertionError("no such cycle")

    def close(self):
        self.client.close()


@pytest.fixture
def lines():
    opened = []

    def open_lines(server):
        opened.append(Lines(server))
        return opened[-1]

    yield open_lines
    for one in opened:
        one.close()


def wait_for_engine(server, seconds=60, **wanted):
    end = time.monotonic() + seconds
    while True:
        engine = server.status()["engine"]
        if all(engine[name] == value for name, value in wanted.items()):
            return engine
        assert time.monotonic() < end, engine
        time.sleep(0.05)


def sentences(text):
    assert text.endswith(".") and "\n" not in text, text
    return text


def test_a_llama_server_comments(serve, llama, lines):
    eyes = llama("--metrics")
    server = serve(*WATCHING, ENGINE_URL=eyes.url + "/v1", MAX_NEW_TOKENS="24", MAX_SLICE_NUMS="1")
    engine = wait_for_engine(server, kind="openai", ready=True)
    assert messages.kLlamaServerAt.said_in(sentences(engine["detail"]), f"127.0.0.1:{eyes.port}")
    said = lines(server)
    text, cycle = said.until(lambda text, cycle: text.strip() and "error" not in cycle)
    assert len(cycle["frame_ids"]) >= 1
    assert server.status()["model_loaded"]
    said.next()
    said.next()
    # What each line begins with is not read again.
    cached = re.search(r"^llamacpp:prompt_tokens_cached_total (\d+)", requests.get(eyes.url + "/metrics").text, re.M)
    assert int(cached[1]) > 0


def test_a_model_server_that_dies_in_the_middle_and_comes_back(serve, llama, lines):
    eyes = llama()
    # So many tokens that the end comes in the middle of a line.
    server = serve(*WATCHING, ENGINE_URL=eyes.url, MAX_NEW_TOKENS="4000", MAX_SLICE_NUMS="1", INFERENCE_INTERVAL="0")
    wait_for_engine(server, kind="openai", ready=True)
    said = lines(server)
    while said.reader.event()[1] != "piece":
        pass
    eyes.stop()
    text, cycle = said.until(lambda text, cycle: "error" in cycle)
    assert f"127.0.0.1:{eyes.port}" in sentences(cycle["error"])
    engine = wait_for_engine(server, kind="watcher")
    assert messages.kMeanwhileTheEyes.said_in(sentences(engine["detail"])) and f"127.0.0.1:{eyes.port}" in engine["detail"]
    assert not server.status()["model_loaded"]
    text, cycle = said.until(lambda text, cycle: text.strip(" .") and "error" not in cycle)
    assert re.fullmatch(r"[ -~]+", text), "the watcher speaks plain English"

    llama(port=eyes.port)
    wait_for_engine(server, kind="openai", ready=True, seconds=40)
    assert server.status()["model_loaded"]


def test_no_model_server_at_start(serve, llama, lines):
    port = free_port()
    server = serve(*WATCHING, ENGINE_URL=f"http://127.0.0.1:{port}", MAX_NEW_TOKENS="24")
    engine = wait_for_engine(server, kind="watcher", ready=True)
    assert f"127.0.0.1:{port}" in sentences(engine["detail"])
    lines(server).until(lambda text, cycle: text.strip() and "error" not in cycle)
    llama(port=port)
    wait_for_engine(server, kind="openai", ready=True, seconds=40)


def test_a_llama_server_without_a_projector_or_with_a_key(serve, llama):
    blind = llama(projector=False)
    server = serve(ENGINE_URL=blind.url)
    end = time.monotonic() + 10
    while not messages.kModelCannotSee.said_in(detail := server.status()["engine"]["detail"]):
        assert time.monotonic() < end, detail
        time.sleep(0.05)

    locked = llama("--api-key", "open-sesame")
    server = serve(ENGINE_URL=locked.url, ENGINE_API_KEY="wrong-key")
    while not messages.kKeyNotAccepted.said_in(detail := server.status()["engine"]["detail"], ..., ..., "ENGINE_API_KEY"):
        assert time.monotonic() < end + 10, detail
        time.sleep(0.05)
    assert "wrong-key" not in detail
    server = serve(ENGINE_URL=locked.url, ENGINE_API_KEY="open-sesame")
    wait_for_engine(server, kind="openai", ready=True)


@pytest.mark.parametrize("chat, sentence, values", [
    (lambda: (401, JSON, '{"error": {"message": "no"}}'), messages.kKeyNotAccepted, [..., 401, "ENGINE_API_KEY"]),
    (lambda: (429, JSON | {"Retry-After": "3000"}, "{}"), messages.kAsksToBeLeftAlone, [..., 3000]),
    (lambda: (200, {"Content-Type": "text/html"}, "<html><title>Sign in</title></html>"),
     messages.kNoApi, [..., messages.kAWebPage, "ENGINE_URL"]),
    (lambda: (500, {"Content-Type": "text/plain"}, "oh"), messages.kServerFailed, [..., 500]),
    (lambda: (200, EVENTS, (piece for piece in [*events("A half"), None])), messages.kAnswerBrokeOff, []),
    (lambda: (200, EVENTS, (piece for piece in [b"data: what?\n\n"])), messages.kNoApi, [..., messages.kSomethingElse]),
], ids=["key", "busy", "login", "broken", "half", "nonsense"])  # fmt: skip
def test_a_server_that_refuses(serve, lines, chat, sentence, values):
    with scripted(well_but(chat)) as eyes:
        server = serve(*WATCHING, ENGINE_URL=eyes.url, ENGINE_API_KEY="s3cret-key")
        said = lines(server)
        _, cycle = said.until(lambda text, cycle: "error" in cycle)
        assert sentence.said_in(sentences(cycle["error"]), *values)
        # The show goes on.
        said.until(lambda text, cycle: text.strip() and "error" not in cycle)
        assert server.get("/healthz").status_code == 200
        chats = [headers for path, headers in eyes.asked if path == "/v1/chat/completions"]
        assert chats and chats[0]["Authorization"] == "Bearer s3cret-key"
        if sentence == messages.kAsksToBeLeftAlone:
            assert len(chats) == 1
        shown = "".join(server.log) + server.get("/api/status").text + json.dumps(cycle)
        assert "s3cret" not in shown


def asked_texts():
    """The texts of the request that is being answered, in front of its pictures and behind them."""
    body = json.loads(Script.asked_now.body)
    before, behind, pictures = "", "", 0
    for part in body["messages"][0]["content"]:
        if part["type"] != "text":
            pictures += 1
        elif pictures:
            behind += part["text"]
        else:
            before += part["text"]
    return before, behind, pictures, body


def test_a_model_is_told_what_it_said_and_sums_it_up_while_nothing_is_due(serve, lines, tmp_path):
    context = tmp_path / "who.txt"
    context.write_text("The man in red is Bob.\n")
    numbers = itertools.count(1)
    told, questions = [], []

    def chat():
        before, behind, pictures, body = asked_texts()
        if not pictures:
            questions.append(before)
            return 200, EVENTS, line("**Bob** walks ", "about.")
        told.append((before, behind, body))
        return 200, EVENTS, line(f"Frame 4: Bob counts to {next(numbers)}.")

    with scripted(well_but(chat)) as eyes:
        server = serve(*WATCHING, ENGINE_URL=eyes.url, INFERENCE_INTERVAL="0.1", MEMORY_LINES="3", LANGUAGE="en",
                       CONTEXT=str(context), TEMPERATURE="0.5")
        said = lines(server)
        text, _ = said.until(lambda text, cycle: text == "Bob counts to 5.")
        assert text == "Bob counts to 5.", "what leads in is left out"
        assert not questions, "lines follow one another"
        before, behind, body = next(one for one in told if "- Bob counts to 4." in one[0])
        assert messages.kWhatIsKnown.said_in(before, "The man in red is Bob.")
        assert messages.kYouHaveSaid.said_in(before) and "counts to 1." not in before
        assert messages.kAnswerIn.said_in(behind, "English")
        assert body["temperature"] == 0.5

        assert server.post("/api/playback", {"paused": True}).status_code == 200
        end = time.monotonic() + 30
        while not (memory := server.get("/api/memory").json())["summary"]:
            assert time.monotonic() < end
            time.sleep(0.05)
        assert memory["summary"] == "Bob walks about." and memory["context"] == "The man in red is Bob."
        assert len(memory["lines"]) == 3
        assert len(questions) == 1 and messages.kSumUp.said_in(questions[0]) and "- Bob counts to 1." in questions[0]

        assert server.post("/api/memory", {"context": "The woman is Ann."}).status_code == 200
        assert server.post("/api/playback", {"paused": False}).status_code == 200
        end = time.monotonic() + 30
        while not any(messages.kSoFar.said_in(before, "Bob walks about.")
                      and messages.kWhatIsKnown.said_in(before, "The woman is Ann.") for before, *_ in told):
            assert time.monotonic() < end
            time.sleep(0.05)
        assert all(len(before) < 4000 for before, *_ in told)

        server.post("/api/instruction", {"instruction": "the man", "forget": True})
        said.until(lambda text, cycle: text.strip())
        memory = server.get("/api/memory").json()
        assert memory["summary"] == "" and memory["context"] == "The woman is Ann."


def test_a_model_that_repeats_itself_is_asked_once_more(serve, lines):
    asked = []

    def chat():
        asked.append(asked_texts()[3]["temperature"])
        return 200, EVENTS, line("A man in a red coat walks ", "across the yard.")

    with scripted(well_but(chat)) as eyes:
        server = serve(*WATCHING, ENGINE_URL=eyes.url, INFERENCE_INTERVAL="0.1", TEMPERATURE="0.5")
        said = lines(server)
        said.until(lambda text, cycle: text == "A man in a red coat walks across the yard.")
        for _ in range(5):
            text, cycle = said.next()
            assert not text.strip(" .") and "error" not in cycle, "nobody hears it again"
        warm = [at for at, temperature in enumerate(asked) if temperature > 0.5]
        assert len(warm) >= 4
        assert all(asked[at - 1] == 0.5 for at in warm), "once for each line"


@pytest.mark.parametrize("silence", ["</silence>", "<|silence|>", "<|listen|>", "", "...", "(silence)"])
def test_silence_that_a_model_was_trained_for(serve, lines, silence):
    texts = itertools.cycle([silence, "A man walks by.", silence, "A dog follows him."])
    with scripted(well_but(lambda: (200, EVENTS, line(next(texts))))) as eyes:
        server = serve(*WATCHING, ENGINE_URL=eyes.url, INFERENCE_INTERVAL="0.1")
        said = lines(server)
        for _ in range(6):
            text, cycle = said.next()
            assert text.strip(" .") in ("", "A man walks by", "A dog follows him") and "error" not in cycle


def test_a_language_that_was_not_asked_for_is_said_and_not_heard(serve, lines):
    with scripted(well_but(lambda: (200, EVENTS, line("一个男人", "走过院子，", "然后停下来。")))) as eyes:
        server = serve(*WATCHING, ENGINE_URL=eyes.url, LANGUAGE="de")
        text, cycle = lines(server).until(lambda text, cycle: "error" in cycle)
        assert messages.kAnotherLanguage.said_in(sentences(cycle["error"]), "German")
        assert "男" not in text


def test_two_servers_of_which_one_dies(serve, lines):
    numbers = itertools.count()  # so that no line repeats another one
    with scripted(well_but(lambda: (200, EVENTS, line("Left", f" eye {next(numbers)}.")))) as left:
        with scripted(well_but(lambda: (200, EVENTS, line("Right", f" eye {next(numbers)}.")))) as right:
            server = serve(*WATCHING, ENGINE_URL=f"{left.url},{right.url}")
            said = lines(server)
            for wanted in ("Left eye ", "Right eye "):
                said.until(lambda text, cycle: text.startswith(wanted))
        _, cycle = said.until(lambda text, cycle: text.startswith("Left eye "))
        assert "error" not in cycle
        wait_for_engine(server, kind="openai", ready=True)


def test_what_a_server_says_steers_no_terminal(serve, lines):
    with scripted(well_but(lambda: (200, EVENTS, line("Red \x1b[31mpaint\r\n2026 fake line\u009b5m.")))) as eyes:
        server = serve(*WATCHING, ENGINE_URL=eyes.url)
        lines(server).until(lambda text, cycle: "fake" in text)
        server.stop()
        logged = [entry for entry in server.log if "fake line" in entry]
        assert logged and all("Red  [31mpaint" in entry for entry in logged)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", "".join(server.log))


def test_describe_prints_no_line_that_broke_off(tmp_path):
    numbers = itertools.count()

    def chat():
        number = next(numbers)
        return 200, EVENTS, line(f"A man in red is number {number}.") if number % 2 == 0 else broken()

    def broken():
        yield from events("A dog that ", "runs ")
        yield None

    with scripted(well_but(chat)) as eyes:
        answer = subprocess.run(
            [BINARY, "describe", SAMPLE], cwd=tmp_path, env=os.environ | {"ENGINE_URL": eyes.url}, capture_output=True,
            text=True, timeout=120)
    assert answer.returncode == 0, answer.stderr
    texts = [json.loads(row)["text"] for row in answer.stdout.splitlines()]
    assert any("A man in red" in text for text in texts), "the server did speak"
    assert not any("A dog that" in text for text in texts)


def test_a_stop_waits_for_no_server(serve, lines):
    def hang():
        yield from events("A man comes in")
        time.sleep(30)

    with scripted(well_but(lambda: (200, EVENTS, hang()))) as eyes:
        server = serve(*WATCHING, ENGINE_URL=eyes.url)
        with server.open("/api/stream") as client:
            reader = Reader(client)
            while reader.event()[2] != "A man comes in":
                pass
        began = time.monotonic()
        server.stop()
        assert time.monotonic() - began < 15


def test_a_speech_server_speaks_and_the_programs_own_voice_takes_over(serve, lines):
    loud = b"\x00\x40\x00\xc0" * 6000  # half a second at 24 kHz
    well = True

    def answer(path):
        return (200, {"Content-Type": "audio/pcm"}, loud) if well else (500, JSON, "{}")

    with scripted(answer) as speech:
        server = serve(*WATCHING[:-1], SPEECH_URL=speech.url, SPEECH_VOICE="bella", SPEECH_API_KEY="s3cret-key",
                       TTS_PAUSE_AFTER="0")
        assert server.status()["voice"]["name"].startswith("bella at 127.0.0.1:")
        with server.open("/api/audio-stream") as client:
            Reader(client)
            heard, end = b"", time.monotonic() + 20
            while b"\x00\x40" not in heard and time.monotonic() < end and max(heard or b"\x00") == 0:
                heard = client.recv(65536)
            assert max(heard) > 0
        # Which voices there are is asked as well.
        assert {path for path, _ in speech.asked if "voices" not in path} == {"/v1/audio/speech"}
        assert all(headers["Authorization"] == "Bearer s3cret-key" for _, headers in speech.asked)
        well = False
        end = time.monotonic() + 30
        while server.status()["voice"]["name"] != "Clara":
            assert time.monotonic() < end
            time.sleep(0.05)
        well = True
        end = time.monotonic() + 40
        while not server.status()["voice"]["name"].startswith("bella"):
            assert time.monotonic() < end
            time.sleep(0.05)
        assert "s3cret" not in "".join(server.log) + server.get("/api/status").text
