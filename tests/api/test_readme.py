"""The README, word for word: each command, flag and setting that it names is tried on the real program. One that nothing here
knows how to try is a failure, so a new one comes with its trial."""
import contextlib
import json
import os
import re
import shlex
import shutil
import subprocess
import urllib.request
from pathlib import Path

import pytest

import messages
from ports import free_port
from program import BINARY, SAMPLE, Program, setting_names, until

CHECKOUT = Path(__file__).resolve().parents[2]
TEXT = (CHECKOUT / "README.md").read_text()
SPANS = list(dict.fromkeys(re.findall(r"`([^`\n]+)`", TEXT)))
LINES = [line.strip() for line in re.findall(r"^ {4}(.+)$", TEXT, re.M)]
COMMANDS = LINES + [span for span in SPANS if re.match(r"(\./dev|nerdpudding|docker|curl|git) ", span)]
FLAGS = [span for span in SPANS if span.startswith("--")]
SETTINGS = [span for span in SPANS if re.fullmatch(r"[A-Z][A-Z_]+(=.*)?", span)]
# The commentary's first line may take a while on a busy machine.
PATIENCE_S = 60


@pytest.fixture
def place(tmp_path):
    """A folder as a reader would have it: the checkout's ./dev, a home with a video, a short clip.mp4."""
    (tmp_path / "dev").symlink_to(CHECKOUT / "dev")
    videos = tmp_path / "home/Videos"
    videos.mkdir(parents=True)
    (videos / "street.mp4").symlink_to(SAMPLE)
    return tmp_path


def run(words, folder, **environment):
    return subprocess.run(words, cwd=folder, env=own_environment(folder) | environment, capture_output=True, text=True, timeout=300)


def own_environment(folder):
    """Without settings of the machine's own."""
    names = setting_names(BINARY)
    kept = {name: value for name, value in os.environ.items() if name not in names}
    return kept | {"HOME": str(folder / "home"), "STATE_DIR": "off"}


def built(folder):
    """Settings by which ./dev finds the program under test, and a compiler that has nothing to do: others own the real tree."""
    tree, tools = folder / "build/release", folder / "tools"
    tree.mkdir(parents=True)
    tools.mkdir()
    (tree / "nerdpudding").symlink_to(BINARY)
    for tool in ("cmake", "ninja"):
        (tools / tool).write_text("#!/bin/sh\n")
        (tools / tool).chmod(0o755)
    return {"NP_BUILD_ROOT": folder / "build", "PATH": f"{tools}:{os.environ['PATH']}"}


@contextlib.contextmanager
def started(command, folder):
    """The program that a command of the shell becomes: `./dev run` with whatever is behind it."""
    one = Program(folder=folder, HOME=folder / "home", **built(folder),
                  command=lambda words: [*words[:words.index(str(BINARY))], "bash", "-c", f"exec {command}"])
    one.start()
    try:
        yield one
    finally:
        one.stop()


def status(server):
    return json.load(urllib.request.urlopen(server.url + "/api/status", timeout=10))


def first_line(server):
    """What the commentator says first."""
    with urllib.request.urlopen(server.url + "/api/stream", timeout=PATIENCE_S) as stream:
        for row in stream:
            if row.startswith(b"data: {") and (said := json.loads(row[6:])).get("text"):
                return said["text"]


def commands_of_dev():
    return re.findall(r"^  ([a-z-]+) ", run([CHECKOUT / "dev", "help"], CHECKOUT).stdout, re.M)


def try_clone(command, place):
    """`git clone <this repository> nerdpudding && cd nerdpudding`."""
    if not (CHECKOUT / ".git").exists():
        pytest.skip("this is no clone itself")
    # The tree may belong to somebody else, which git takes for a trap.
    trusted = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"}
    cloned = run(["bash", "-ec", command.replace("<this repository>", shlex.quote(str(CHECKOUT))) + " && ./dev help"], place, **trusted)
    assert cloned.returncode == 0 and "\n  run " in cloned.stdout, cloned.stderr


def try_run(command, place):
    """It plays what it is told to, or the sample, and comments."""
    with started(command, place) as server:
        told = until(lambda: (now := status(server))["source_state"] == "live" and now, PATIENCE_S)
        flags = dict(zip(words := shlex.split(command), words[1:]))
        if "--source" in flags:
            assert told["source"] == flags["--source"].replace("~", str(place / "home"))
            assert told["instruction"] == flags["--instruction"]
        else:
            assert told["source"] == SAMPLE and "people" in told["instruction"]
            assert first_line(server)
            page = urllib.request.urlopen(server.url, timeout=10).read().decode()
            assert "NerdPudding" in page


def try_compose(command, place):
    """Without an engine: the words are Compose's own, the file is sound, and what starts is built from a file that is there."""
    if not shutil.which("docker"):
        pytest.skip("there is no docker here")
    action, *flags = shlex.split(command)[2:]
    known = run(["docker", "compose", action, "--help"], place)
    assert known.returncode == 0 and all(re.search(rf"^ .*{flag}\b", known.stdout, re.M) for flag in flags), known.stdout
    asked = run(["docker", "compose", "--project-directory", CHECKOUT, "config", "--format", "json"], CHECKOUT)
    assert asked.returncode == 0, asked.stderr
    (service,) = json.loads(asked.stdout)["services"].values()
    assert (Path(service["build"]["context"]) / service["build"].get("dockerfile", "Dockerfile")).is_file()
    # "Put your video into `media/` and set `SOURCE=/app/media/street.mp4`."
    media = next(volume for volume in service["volumes"] if volume["target"] == "/app/media")
    assert Path(media["source"]) == CHECKOUT / "media" and "`media/`" in TEXT
    assert "/app/media" in service["environment"]["SOURCES"].split(",")


def try_curl(command, place):
    """The request, sent by Python: there may be no curl."""
    server = Program("--source", SAMPLE, "--instruction", "Everything", folder=place).start()
    words = iter(shlex.split(command)[1:])
    method, headers, body, address = "GET", {}, None, None
    for word in words:
        if word == "-X":
            method = next(words)
        elif word == "-H":
            name, value = next(words).split(": ", 1)
            headers[name] = value
        elif word == "-d":
            body = next(words).encode()
        elif word != "-N":
            assert not word.startswith("-") and address is None, f"nothing here knows {word}"
            address = word
    try:
        assert address.startswith("localhost:8199/"), address
        request = urllib.request.Request(address.replace("localhost:8199", server.url), body, headers, method=method)
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            assert answer.status == 200
            assert answer.readline()
        if body:
            assert status(server)["instruction"] == json.loads(body)["instruction"]
    finally:
        server.stop()


def try_describe(command, place):
    subprocess.run(["ffmpeg", "-loglevel", "error", "-i", SAMPLE, "-t", "8", "-c:v", "mpeg4", "-q:v", "3", str(place / "clip.mp4")],
                   check=True)
    written = run([BINARY, *shlex.split(command)[1:]], place)
    assert written.returncode == 0, written.stderr
    assert " --> " in (place / shlex.split(command)[-1]).read_text()


def try_probe(command, place):
    probed = run([BINARY, *(SAMPLE if word == "<source>" else word for word in shlex.split(command.replace("<source>", "'<source>'"))[1:])],
                 place)
    assert probed.returncode == 0 and "768x576" in probed.stdout, probed.stderr


def try_pull(command, place):
    """It knows the model; fetching it is a matter of gigabytes, so the hub is away."""
    pulled = run([BINARY, *shlex.split(command)[1:]], place, HF_ENDPOINT=f"http://127.0.0.1:{free_port()}")
    assert pulled.returncode == 1 and not messages.kNoSuchModel.said_in(pulled.stderr), pulled.stderr
    unknown = run([BINARY, "pull", "no-such-model"], place)
    assert messages.kNoSuchModel.said_in(unknown.stderr)


def try_check(command, place):
    checked = run([BINARY, *shlex.split(command)[1:]], place, SOURCE=SAMPLE, SERVER_PORT=str(free_port()))
    assert checked.returncode in (0, 1) and SAMPLE in checked.stdout, checked.stderr


def try_dev(command, place):
    """What takes long is a command at least."""
    assert shlex.split(command)[1] in commands_of_dev()


TRIALS = [
    (r"git clone ", try_clone), (r"\./dev run\b", try_run), (r"\./dev (release|test)$", try_dev), (r"docker compose up\b", try_compose),
    (r"curl ", try_curl), (r"nerdpudding describe ", try_describe), (r"nerdpudding probe ", try_probe),
    (r"nerdpudding pull ", try_pull), (r"nerdpudding check$", try_check)]


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command(command, place):
    trials = [trial for pattern, trial in TRIALS if re.match(pattern, command)]
    assert len(trials) == 1, f"{command}: tests/api/test_readme.py has to know how to try it"
    trials[0](command, place)


def test_there_are_commands():
    assert {"./dev run", "docker compose up --build"} <= set(COMMANDS) and len(LINES) >= 6 and len(FLAGS) >= 6 and len(SETTINGS) >= 3


@pytest.mark.parametrize("flag", FLAGS)
def test_each_flag(flag, tmp_path):
    """A flag or a value that does not exist is a wrong use, which ends with 2; what is not there (a model, a server) is a finding."""
    (tmp_path / "home").mkdir()
    checked = run([BINARY, "check", *shlex.split(flag)], tmp_path, SERVER_PORT=str(free_port()))
    assert checked.returncode in (0, 1), checked.stderr


@pytest.mark.parametrize("setting", SETTINGS)
def test_each_setting(setting, tmp_path):
    (tmp_path / "home").mkdir()
    name, given, value = setting.partition("=")
    assert name in setting_names(BINARY)
    if not given:
        return
    (tmp_path / ".env").write_text(setting + "\n")
    checked = run([BINARY, "check", "--all"], tmp_path, SERVER_PORT=str(free_port()))
    assert checked.returncode in (0, 1), checked.stderr
    assert re.search(rf"^{name} .*{re.escape(value)}", checked.stdout, re.M), checked.stdout


def test_what_one_setting_is_called():
    """`--capture-fps 5` is `CAPTURE_FPS=5`."""
    for flag, setting in re.findall(r"`(--[a-z-]+ \S+)` is `([A-Z_]+=\S+)`", TEXT):
        name, value = flag[2:].split(" ")
        assert setting == f"{name.upper().replace('-', '_')}={value}"


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#:]+)\)", TEXT))))
def test_each_link(target):
    assert (CHECKOUT / target).exists()
