"""The command line as a person meets it: help, slips of the finger, completion, the manual page, the banner of serve, --open."""
import os
import pty
import re
import select
import shutil
import signal
import stat
import subprocess
import time

import pytest

import messages
from test_commands import BINARY, one_line, run

COMMANDS = ["serve", "describe", "score", "probe", "say", "voices", "pull", "cameras", "devices", "bench", "check", "settings", "completion",
            "help", "version"]


def names():
    return subprocess.check_output([BINARY, "settings", "--names"], text=True).split()


def flag(name):
    return "--" + name.lower().replace("_", "-")


# --- Help

def test_help_all_has_every_setting_and_help_has_ten(tmp_path):
    everything = run("--help-all", cwd=tmp_path).stdout
    assert all(re.search(rf"{flag(name)}\b", everything) for name in names())
    common = run("--help", cwd=tmp_path).stdout.partition("Common flags:")[2].partition("\n\n")[0]
    assert sum(bool(re.search(rf"{flag(name)}\b", common)) for name in names()) == 10


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_a_help_of_its_own(tmp_path, command):
    answer = run(command, "--help", cwd=tmp_path)
    assert answer.returncode == 0 and answer.stderr == ""
    assert answer.stdout == run("help", command, cwd=tmp_path).stdout
    assert f"Usage: nerdpudding {command}" in answer.stdout
    examples = [line.strip() for line in answer.stdout.partition("Example")[2].splitlines()[1:] if line.strip()]
    assert all(line.startswith(f"nerdpudding {command}") for line in examples)
    assert examples or command == "version"


def test_a_commands_help_lists_the_settings_that_count(tmp_path):
    say = run("say", "--help", cwd=tmp_path).stdout
    assert "--voice-speed" in say and "--lexicon" in say and "--capture-fps" not in say
    describe = run("describe", "--help", cwd=tmp_path).stdout
    assert "--instruction" in describe and "--window-size" in describe and "--server-port" not in describe
    serve = run("serve", "--help", cwd=tmp_path).stdout
    assert "--open" in serve and "--source" in serve and "--help-all" in serve and "--mjpeg-fps" not in serve
    assert "--mjpeg-fps" in run("serve", "--help-all", cwd=tmp_path).stdout


def test_no_line_of_help_is_too_long(tmp_path):
    for words in [["--help"], ["--help-all"], *([command, "--help-all"] for command in COMMANDS)]:
        text = run(*words, cwd=tmp_path, COLUMNS="80").stdout
        flags = text.partition("Examples:")[0]
        assert max(map(len, flags.splitlines())) <= 112, words
        assert "`" not in text or text.count("`") % 2 == 0


@pytest.mark.parametrize("words", [["version"], ["-V"], ["--version"]])
def test_the_version(tmp_path, words):
    answer = run(*words, cwd=tmp_path)
    assert answer.returncode == 0 and re.fullmatch(r"nerdpudding \d+\.\d+\.\d+\n", answer.stdout)


def test_help_needs_no_right_settings(tmp_path):
    (tmp_path / ".env").write_text("CAPTURE_FPS=fast\n")
    for words in [["help"], ["--help"], ["version"], ["completion", "bash"], ["man-page"]]:
        assert run(*words, cwd=tmp_path).returncode == 0
    assert run("voices", cwd=tmp_path).returncode == 2


# --- Slips

@pytest.mark.parametrize("words, sentence", [
    (["serve", "--prot", "80"], messages.kNoSuchFlagNear.format("--prot", "--port")),
    (["--capture_fps=5"], messages.kNoSuchFlagNear.format("--capture_fps", "--capture-fps")),
    (["--instr", "x"], messages.kNoSuchFlagNear.format("--instr", "--instruction")),
    (["serve", "--opne"], messages.kNoSuchFlagNear.format("--opne", "--open")),
    (["serve", "--zzzzzz"], messages.kNoSuchFlag.format("--zzzzzz", "nerdpudding serve")),
    (["serve", "--json"], messages.kFlagOfAnother.format("--json", "score", "nerdpudding serve")),
    (["serv"], messages.kNoSuchCommandNear.format("serv", "serve")),
    (["help", "discribe"], messages.kNoSuchCommandNear.format("discribe", "describe")),
    (["quux"], messages.kNoSuchCommand.format("quux")),
    (["clip.mp4"], messages.kSourceWithoutFlag.format(*["clip.mp4"] * 2)),
    (["rtsp://me:hunter2@cam/x"], messages.kSourceWithoutFlag.format(*["rtsp://me:***@cam/x"] * 2)),
    (["serve", "clip.mp4"], messages.kOneWordTooMany.format("nerdpudding serve", "clip.mp4", "nerdpudding serve")),
    (["probe"], messages.kWordMissing.format("nerdpudding probe", "source", "nerdpudding probe")),
    (["--source"], messages.kValueMissing.format("--source", "nerdpudding")),
    (["pull", "x", "--tries", "0"], messages.kUsageIsWrong),
    (["completion", "csh"], messages.kUsageIsWrong),
    (["bench"], None),
    (["bench", "--synthetic", "70b"], None),
    (["serve", "--profile", "nobody"], messages.kNoSuchProfile),
    (["serve", "--preset", "tiger"], messages.kSettingIsWrong),
    (["describe", "x.mp4", "--profile", "nobody"], messages.kNoSuchProfile),
], ids=lambda value: " ".join(value) if isinstance(value, list) else None)
def test_wrong_usage_is_one_line_and_status_2(tmp_path, words, sentence):
    line = one_line(run(*words, cwd=tmp_path), 2)
    assert line.startswith("nerdpudding: ") and "hunter2" not in line
    if sentence:
        assert line.endswith(sentence) or hasattr(sentence, "said_in") and sentence.said_in(line), line


# --- Completion and the manual page

def completed(script, line):
    """What bash proposes for the last word of a line; a space at its end begins a new one."""
    program = '''
. "$1"
COMP_LINE=$2 COMP_POINT=${#2}
# As readline does: "=" and ":" part words.
COMP_WORDS=() word=""
for ((i = 0; i < ${#2}; i++)); do
  c=${2:i:1}
  case $c in
    " ") [[ -z $word ]] || COMP_WORDS+=("$word"); word="" ;;
    "="|":") [[ -z $word ]] || COMP_WORDS+=("$word"); COMP_WORDS+=("$c"); word="" ;;
    *) word+=$c ;;
  esac
done
[[ $c == "=" ]] || COMP_WORDS+=("$word")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_nerdpudding
printf "%s\\n" "${COMPREPLY[@]}"
'''
    return subprocess.check_output(["bash", "-c", program, "bash", script, line], text=True).split()


@pytest.fixture(scope="module")
def script(tmp_path_factory):
    path = tmp_path_factory.mktemp("completion") / "nerdpudding.bash"
    path.write_text(subprocess.check_output([BINARY, "completion", "bash"], text=True))
    return path


@pytest.mark.parametrize("line, proposed", [
    ("nerdpudding de", ["describe", "devices"]),
    ("nerdpudding --por", ["--port"]),
    ("nerdpudding serve --op", ["--open", "--open-timeout"]),
    ("nerdpudding serve --preset ", ["sentry", "sniper", "owl", "beast"]),
    ("nerdpudding serve --preset=o", ["owl"]),
    ("nerdpudding --port 80 serve --preset=", ["sentry", "sniper", "owl", "beast"]),
    ("nerdpudding --port 80 pro", ["probe"]),
    ("nerdpudding probe --js", ["--json"]),
    ("nerdpudding say --voice cl", ["clara"]),
    ("nerdpudding say --capt", []),
    ("nerdpudding completion ", ["bash", "zsh", "fish"]),
    ("nerdpudding help ser", ["serve"]),
    ("nerdpudding --event-cycles ", ["on", "off"]),
    ("nerdpudding --profile se", ["security"]),
    ("nerdpudding --port ", []),
])
def test_bash_completes(script, line, proposed):
    assert completed(script, line) == proposed


def test_bash_completes_files_and_folders(script, tmp_path):
    (tmp_path / "clip one.mp4").touch()
    (tmp_path / "clips").mkdir()
    listed = completed(script, f"nerdpudding describe {tmp_path}/clip")
    assert f"{tmp_path}/clips" in listed and f"{tmp_path}/clip" in listed  # the file's name has a space
    assert completed(script, f"nerdpudding --web-dir {tmp_path}/cl") == [f"{tmp_path}/clips"]
    assert completed(script, f"nerdpudding --lexicon {tmp_path}/clips") == [f"{tmp_path}/clips"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_commands_and_settings(tmp_path, shell):
    text = run("completion", shell, cwd=tmp_path).stdout
    for name in names():
        assert (f"-l {flag(name)[2:]} " if shell == "fish" else flag(name)) in text
    assert all(command in text for command in COMMANDS) and "man-page" not in text
    if interpreter := shutil.which(shell):
        path = tmp_path / "script"
        path.write_text(text)
        subprocess.run([interpreter, "-n", path], check=True)


def test_the_manual_page(tmp_path):
    text = run("man-page", cwd=tmp_path).stdout
    assert text.startswith(".TH NERDPUDDING 1 ")
    for section in ("NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "SETTINGS", "EXIT STATUS", "FILES"):
        assert f"\n.SH {section}\n" in text
    told = text.replace("\\-", "-")
    assert all(rf"\fB{flag(name)}\fR" in told for name in names())
    assert all(f".SS {command}" in told for command in COMMANDS)
    # A line that begins with a dot is a request that is known, and no line is empty.
    requests = {line.split()[0] for line in text.splitlines() if line.startswith((".", "'"))}
    assert requests <= {".TH", ".SH", ".SS", ".TP", ".PP", ".nf", ".fi", ".RS", ".RE", ".B", ".BR", ".I"} and "\n\n" not in text
    page = tmp_path / "nerdpudding.1"
    page.write_text(text)
    if shutil.which("mandoc"):
        assert subprocess.run(["mandoc", "-T", "lint", "-W", "error", page]).returncode == 0
    if shutil.which("man"):
        assert "CAPTURE_FPS" in subprocess.check_output(["man", "-l", page], text=True)


# --- serve

def environment(**settings):
    known = set(names())
    clean = {name: value for name, value in os.environ.items() if name not in known and name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return clean | {"STATE_DIR": "off", "SERVER_PORT": "0", "LC_ALL": "C.UTF-8", "COLUMNS": "100"} | settings


class Terminal:
    """`nerdpudding serve` on a terminal of its own."""

    def __init__(self, folder, *flags, **settings):
        ours, theirs = pty.openpty()
        self.process = subprocess.Popen([BINARY, "serve", *flags], cwd=folder, env=environment(**settings), stdin=theirs,
                                        stdout=subprocess.PIPE, stderr=theirs, start_new_session=True)
        os.close(theirs)
        self.ours = ours
        self.text = ""

    def until(self, words, seconds=30):
        deadline = time.monotonic() + seconds
        while words not in self.text:
            assert time.monotonic() < deadline and self.process.poll() is None, self.text
            if select.select([self.ours], [], [], 0.1)[0]:
                self.text += os.read(self.ours, 65536).decode(errors="replace").replace("\r\n", "\n")
        return self.text

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(10) == 0 and self.process.stdout.read() == b""
        self.process.stdout.close()
        os.close(self.ours)


def test_a_terminal_gets_a_banner(tmp_path):
    show = Terminal(tmp_path)
    text = show.until(messages.kCtrlCStops)
    show.stop()
    assert re.search(r"^  Page +http://127\.0\.0\.1:\d+$", text, re.M)
    assert messages.kGreetNoSource in text and re.search(r"^  Engine  built-in", text, re.M) and re.search(r"^  Voice +\w", text, re.M)
    assert "\u2580" not in text and messages.kScanTheCode not in text


def test_a_page_for_the_network_has_a_code(tmp_path):
    show = Terminal(tmp_path, "--host", "0.0.0.0", API_TOKEN="abcdefghijklmnopqrstuvwxyz")
    text = show.until(messages.kCtrlCStops)
    show.stop()
    local = re.search(r"^  Page +https?://(127\.|\[?::1)", text, re.M)  # a machine without an address of its own
    assert (messages.kScanTheCode in text and "\u2580" in text) != bool(local)
    assert "abcdefghijklmnop" not in text


@pytest.mark.parametrize("settings", [{"LC_ALL": "C", "LANG": "C"}, {"COLUMNS": "30"}], ids=["ascii", "narrow"])
def test_no_code_where_it_cannot_be_shown(tmp_path, settings):
    show = Terminal(tmp_path, "--host", "0.0.0.0", API_TOKEN="abcdefghijklmnopqrstuvwxyz", **settings)
    assert "\u2580" not in show.until(messages.kCtrlCStops)
    show.stop()


def logged(folder, *flags, until, **settings):
    """What a show says that has no terminal, up to these words."""
    process = subprocess.Popen([BINARY, "serve", *flags], cwd=folder, env=environment(**settings), stderr=subprocess.PIPE, text=True)
    text = ""
    for line in process.stderr:
        text += line
        if until in line:
            break
    process.terminate()
    assert process.wait(10) == 0
    process.stderr.close()
    return text


def test_a_log_gets_lines(tmp_path):
    text = logged(tmp_path, until="Voice: ")
    assert messages.kIsReady.said_in(text) and messages.kWhatRuns.said_in(text, messages.kGreetNoSource) and "\x1b[38" not in text


def test_open_opens_the_page(tmp_path):
    opener = tmp_path / "bin/xdg-open"
    opener.parent.mkdir()
    opener.write_text(f"#!/bin/sh\necho \"$@\" >{tmp_path}/opened.new\ngrep -E 'SigBlk|SigIgn' /proc/self/status >>{tmp_path}/opened.new\n"
                      f"mv {tmp_path}/opened.new {tmp_path}/opened\n")
    opener.chmod(stat.S_IRWXU)
    settings = {"PATH": f"{opener.parent}:{os.environ['PATH']}", "DISPLAY": ":7"}
    process = subprocess.Popen([BINARY, "serve", "--open"], cwd=tmp_path, env=environment(**settings), stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 30
    while not (tmp_path / "opened").exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    address, blocked, _ = (tmp_path / "opened").read_text().splitlines()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", address) and int(blocked.split()[1], 16) == 0
    process.terminate()
    assert process.wait(10) == 0
    process.stderr.close()


@pytest.mark.parametrize("settings, sentence", [
    ({}, messages.kNoDesktop), ({"DISPLAY": ":7", "PATH": "/nowhere"}, messages.kNoBrowser),
], ids=["no-desktop", "no-opener"])
def test_a_page_that_cannot_be_opened_is_a_warning(tmp_path, settings, sentence):
    if os.geteuid() == 0:
        sentence = messages.kBrowserNotAsRoot
    text = logged(tmp_path, "--open", until="open http", **settings)
    assert sentence.said_in(text)


def test_a_hang_up_that_nohup_turned_off_stops_nothing(tmp_path):
    process = subprocess.Popen(["nohup", BINARY, "serve"], cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if "Voice: " in line:
            break
    process.send_signal(signal.SIGHUP)
    time.sleep(0.5)
    assert process.poll() is None
    process.terminate()
    assert process.wait(10) == 0
    process.stderr.close()


# --- say

def test_say_tells_what_it_left_out(tmp_path):
    answer = run("say", "Hello Gr\u00fc\u00dfe, \u4f60\u597d \U0001F600", "-o", "x.wav", cwd=tmp_path)
    assert one_line(answer, 0) == messages.kLeftOutOfSpeech.format("\u4f60\u597d \U0001F600")
    assert run("say", "Hello there.", "-o", "x.wav", cwd=tmp_path).stderr == ""


def test_devices_end_with_a_verdict(tmp_path):
    last = run("devices", cwd=tmp_path).stdout.splitlines()[-1]
    sentences = (messages.kDevicesNone, messages.kDevicesImitated, messages.kDevicesSmall, messages.kDevicesGood)
    assert any(sentence.said_in(last) for sentence in sentences), last
