"""The commands of the binary as a user types them: probe, describe, check, settings, serve's refusals."""
import json
import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

import messages
from ports import free_port


BINARY = os.environ["NP_BINARY"]
SAMPLE = os.environ["NP_SAMPLE"]


def run(*arguments, cwd, timeout=120, **settings):
    names = {line for line in subprocess.check_output([BINARY, "settings", "--names"], text=True).split()}
    env = {k: v for k, v in os.environ.items() if k not in names} | {"STATE_DIR": "off"} | settings
    return subprocess.run([BINARY, *arguments], cwd=cwd, env=env, capture_output=True, text=True, timeout=timeout)


def one_line(answer, status):
    assert answer.returncode == status, answer.stderr
    lines = answer.stderr.strip().splitlines()
    assert len(lines) == 1, answer.stderr
    return lines[0]


def test_help_is_for_a_newcomer(tmp_path):
    answer = run("--help", cwd=tmp_path)
    assert answer.returncode == 0
    for word in ("serve", "probe", "describe", "score", "say", "check", "--source", "--port", "Examples:"):
        assert word in answer.stdout
    assert answer.stdout.count("\n") <= 60
    # Commands come first, and flags tell their kind of value and their default.
    assert answer.stdout.index("  describe ") < answer.stdout.index("--source")
    assert re.search(r"--port, --server-port N\s.*\n?.*\(default 8199\)", answer.stdout)


def test_probe_says_what_a_source_is(tmp_path):
    answer = run("probe", SAMPLE, cwd=tmp_path)
    assert answer.returncode == 0
    assert "768x576" in answer.stdout and messages.kPictureRate.said_in(answer.stdout, 10) and "file" in answer.stdout
    assert re.search(r"^length +1:19\.5$", answer.stdout, re.M) and re.search(r"^sound +none$", answer.stdout, re.M)
    assert messages.kKeyFrames.said_in(answer.stdout)
    told = json.loads(run("probe", SAMPLE, "--json", cwd=tmp_path).stdout)
    assert (told["kind"], told["width"], told["height"], told["fps"], told["sound"]) == ("file", 768, 576, 10, None)
    assert told["length_s"] == pytest.approx(79.5, abs=0.2) and 0 < told["keyframes_s"] < 30 and told["live"] is False


def test_probe_tells_sound_and_pictures_that_stand_alone(tmp_path):
    made = ["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=4", "-f", "lavfi", "-i",
            "sine=duration=4", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    subprocess.run([*made, "-c:v", "mpeg4", "-g", "50", str(tmp_path / "a.mp4")], check=True)
    subprocess.run([*made, "-c:v", "mjpeg", "-q:v", "5", str(tmp_path / "b.avi")], check=True)
    told = json.loads(run("probe", "a.mp4", "--json", cwd=tmp_path).stdout)
    assert told["keyframes_s"] == pytest.approx(2, abs=0.1) and told["sound"] and told["length_s"] == pytest.approx(4, abs=0.2)
    assert messages.kEveryPictureIsKey in run("probe", "b.avi", cwd=tmp_path).stdout


@pytest.mark.parametrize("make, sentence", [
    (lambda p: None, messages.kNoSuchFile),
    (lambda p: p.mkdir(), messages.kIsFolder),
    (lambda p: p.write_bytes(b""), messages.kIsEmpty),
    (lambda p: p.write_bytes(b"just text\n" * 100), messages.kIsNoVideo),
], ids=["missing", "folder", "empty", "text"])
def test_probe_says_in_one_sentence_why_not(tmp_path, make, sentence):
    path = tmp_path / "clip.mp4"
    make(path)
    line = one_line(run("probe", str(path), cwd=tmp_path), 1)
    assert sentence.said_in(line, path), line


def test_probe_never_shows_a_password(tmp_path):
    answer = run("probe", "rtsp://me:hunter2@127.0.0.1:1/x", cwd=tmp_path)
    assert answer.returncode == 1
    assert "hunter2" not in answer.stdout + answer.stderr


def test_describe_tells_a_file_as_json_lines_in_order(tmp_path):
    answer = run("describe", SAMPLE, cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    lines = [json.loads(line) for line in answer.stdout.splitlines()]
    assert len(lines) >= 20
    assert [line["at"] for line in lines] == sorted(line["at"] for line in lines)
    assert lines[-1]["at"] < 80
    assert all(line["text"] and line["text"] != "..." for line in lines)
    assert any("leaves" in line["text"] or "walks out" in line["text"] for line in lines)
    assert answer.stderr == ""


def test_describe_is_the_same_every_time(tmp_path):
    assert run("describe", SAMPLE, cwd=tmp_path).stdout == run("describe", SAMPLE, cwd=tmp_path).stdout


def test_describe_refuses_what_is_no_video(tmp_path):
    line = one_line(run("describe", "nothing.mp4", cwd=tmp_path), 1)
    assert "nothing.mp4" in line


TRUTH = Path(__file__).resolve().parents[1] / "data/vtest_truth.json"


def test_score_is_a_table_or_json(tmp_path):
    answer = run("score", SAMPLE, "--truth", str(TRUTH), "--lines", cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert "precision" in answer.stdout and "right]" in answer.stdout and answer.stderr == ""
    figures = json.loads(run("score", SAMPLE, "--truth", str(TRUTH), "--json", cwd=tmp_path).stdout)
    assert figures["lines"] >= 20
    assert 0 < figures["trigger"]["precision"] <= 1 and figures["trigger"]["right"] > 5
    assert figures["trigger"]["right"] + figures["trigger"]["missed"] == 31


def test_score_takes_what_describe_printed(tmp_path):
    (tmp_path / "lines").write_text(run("describe", SAMPLE, cwd=tmp_path).stdout)
    scored = run("score", "--commentary", "lines", "--truth", str(TRUTH), "--json", cwd=tmp_path)
    assert scored.stdout == run("score", SAMPLE, "--truth", str(TRUTH), "--json", cwd=tmp_path).stdout


@pytest.mark.parametrize("name, events", [("roof", 5), ("carphone", 1), ("bikes", 10)])
def test_score_of_other_clips(tmp_path, name, events):
    clip = Path(os.environ["NP_CLIPS"]) / f"{name}.mp4"
    assert clip.exists(), f"no {clip.name} in {clip.parent}: `./dev test` fetches it where there is a network"
    answer = run("score", str(clip), "--truth", str(TRUTH.parent / f"{name}_truth.json"), "--json", cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    trigger = json.loads(answer.stdout)["trigger"]
    assert trigger["right"] + trigger["missed"] == events


@pytest.mark.parametrize("arguments, words", [
    (["clip.mp4", "--truth", "none.json"], "none.json"),
    (["clip.mp4", "--truth", "wrong.json"], "wrong.json, line 2: events[0].side is \"lft\"; it is left, right"),
    (["--truth", "good.json"], "--commentary"),
    (["clip.mp4", "--commentary", "lines", "--truth", "good.json"], "one thing"),
    (["clip.mp4", "--truth", "good.json"], "clip.mp4"),
    (["--commentary", "lines", "--truth", "good.json"], "lines, line 1"),
])
def test_score_says_what_is_wrong(tmp_path, arguments, words):
    (tmp_path / "good.json").write_text('{"seconds": 5, "events": []}')
    (tmp_path / "wrong.json").write_text(
        '{"seconds": 5, "events": [\n{"at": 1, "what": "enters", "kind": "dog", "side": "lft"}]}')
    (tmp_path / "lines").write_text("no JSON\n")
    assert words in one_line(run("score", *arguments, cwd=tmp_path), 2 if words in ("--commentary", "one thing") else 1)


def test_score_wants_a_truth(tmp_path):
    answer = run("score", SAMPLE, cwd=tmp_path)
    assert answer.returncode == 2 and "--truth" in answer.stderr


def test_check_shows_what_is_in_force_and_where_from(tmp_path):
    (tmp_path / ".env").write_text("CAPTURE_FPS=3\nAPI_TOKEN=abcdefghijklmnopqrstuvwxyz\n")
    port = free_port()
    answer = run("--port", str(port), "check", cwd=tmp_path, INFERENCE_INTERVAL="2")
    assert answer.returncode == 0, answer.stdout
    found = {line.split(" = ")[0].strip(): line for line in answer.stdout.splitlines()}
    assert messages.kOtherSettings.said_in(answer.stdout) and "WINDOW_SIZE" not in found
    assert answer.stdout.splitlines()[-1] == messages.kAllGood
    assert "3" in found["CAPTURE_FPS"] and ".env" in found["CAPTURE_FPS"]
    assert "2" in found["INFERENCE_INTERVAL"] and "environment" in found["INFERENCE_INTERVAL"]
    assert str(port) in found["SERVER_PORT"] and "flag" in found["SERVER_PORT"]
    assert "abcdefghijkl" not in answer.stdout


def test_check_shows_all_on_demand_and_cuts_nothing_in_a_pipe(tmp_path):
    text = "Tell me about everything that moves in this picture, " * 20
    answer = run("check", "--all", cwd=tmp_path, SERVER_PORT="0", INSTRUCTION=text)
    found = {line.split(" = ")[0].strip(): line for line in answer.stdout.splitlines()}
    names = subprocess.check_output([BINARY, "settings", "--names"], text=True).split()
    assert set(names) <= set(found) and "(default)" in found["WINDOW_SIZE"]
    assert text.strip() in found["INSTRUCTION"]


def rows(answer):
    """What was looked at: word -> (state, sentence)."""
    found = re.findall(r"^([a-z]+) +(ok|-|warning|problem) +(.+)$", answer.stdout, re.M)
    return {what: (state, sentence) for what, state, sentence in found}


def test_check_looks_at_everything_and_changes_nothing(tmp_path):
    answer = run("check", cwd=tmp_path, SERVER_PORT="0", SOURCE=SAMPLE, STATE_DIR=str(tmp_path / "state"))
    found = rows(answer)
    assert answer.returncode == 0, answer.stdout
    assert {"source", "model", "eyes", "voice", "port", "tls", "room", "state"} == set(found)
    assert found["source"][0] == "ok" and "768x576" in found["source"][1]
    assert found["model"] == ("-", messages.kCheckNoModel)
    assert found["state"] == ("ok", str(tmp_path / "state"))
    assert not list(tmp_path.iterdir()) and not answer.stderr


@pytest.mark.parametrize("what, settings, sentence", [
    ("source", {"SOURCE": "/nope.mp4"}, messages.kNoSuchFile),
    ("source", {"SOURCE": "rtsp://me:hunter2@127.0.0.1:1/x"}, messages.kCameraRefuses),
    ("model", {"MODEL_PATH": "/nowhere/model.gguf"}, messages.kNoModelThere),
    ("model", {"ENGINE_URL": "http://me:hunter2@127.0.0.1:1"}, messages.kPeerRefusesConnection),
    ("voice", {"SPEECH_URL": "http://127.0.0.1:1"}, messages.kPeerRefusesConnection),
    ("voice", {"VOICE_MODEL": "nowhere.onnx"}, messages.kCheckVoiceMissing),
    ("eyes", {"DETECTOR_MODEL": "nowhere.onnx"}, messages.kCheckEyesMissing),
    ("room", {"LIVEKIT_ENABLED": "1", "LIVEKIT_URL": "ws://127.0.0.1:1"}, messages.kCheckRoomAway),
    ("state", {"STATE_DIR": "/proc/nowhere"}, messages.kCheckStateNotWritable),
    ("state", {"STATE_DIR": "/dev/null/state"}, messages.kCheckStateNoFolder),
    ("port", {"SERVER_HOST": "198.51.100.77", "API_TOKEN": "abcdefghijklmnopqrstuvwxyz"}, messages.kCheckPortFails),
], ids=lambda value: "-".join(value) if isinstance(value, dict) else None)
def test_check_finds_what_does_not_work(tmp_path, what, settings, sentence):
    answer = run("check", cwd=tmp_path, **{"SERVER_PORT": "0", **settings})
    assert answer.returncode == 1, answer.stdout
    state, said = rows(answer)[what]
    assert state == "problem", answer.stdout
    # Of an exchange's errors the fact is told, with a next step of its own.
    assert sentence.said_in(said) or sentence.split(";")[0].replace("{} ", "") in said, said
    assert answer.stdout.splitlines()[-1].startswith("1 problem") and "hunter2" not in answer.stdout + answer.stderr


def test_check_sees_a_port_that_is_taken(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = run("check", cwd=tmp_path, SERVER_PORT=str(port))
    assert answer.returncode == 1
    assert rows(answer)["port"] == ("problem", messages.kPortInUse.format(f"Port {port} on 127.0.0.1"))


def test_check_beside_a_running_show_is_no_problem(tmp_path):
    process, url = serve(tmp_path)
    port = url.rstrip("/").rpartition(":")[2]
    answer = run("check", cwd=tmp_path, SERVER_PORT=port)
    assert answer.returncode == 0 and rows(answer)["port"] == ("warning", messages.kCheckAnotherRuns.format(port))
    assert answer.stdout.splitlines()[-1] == messages.kAllGoodBut.format("1 warning")
    process.terminate()
    process.wait(5)
    process.stderr.close()


def test_check_reads_the_certificate(tmp_path, certificate):
    cert, key = certificate
    settings = {"SERVER_PORT": "0", "TLS_CERT": cert, "TLS_KEY": key}
    state, said = rows(run("check", cwd=tmp_path, **settings))["tls"]
    assert state == "warning" and messages.kCheckCertificateEnds.said_in(said)  # it is for two days
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", tmp_path / "other.pem"], check=True)
    answer = run("check", cwd=tmp_path, **settings | {"TLS_KEY": str(tmp_path / "other.pem")})
    assert answer.returncode == 1 and rows(answer)["tls"][0] == "problem"


def test_check_says_what_the_detector_lacks(tmp_path):
    answer = run("check", cwd=tmp_path, SERVER_PORT="0")
    assert answer.returncode == 0 and rows(answer)["eyes"][0] == "ok"  # the one that came with the program is found and right
    (tmp_path / "text.onnx").write_text("no network")
    for value, sentence in [("nowhere.onnx", messages.kNetworkNotThere), ("text.onnx", messages.kNetworkDamaged),
                            (".", messages.kNetworkNoFile)]:
        answer = run("check", cwd=tmp_path, SERVER_PORT="0", DETECTOR_MODEL=value)
        assert answer.returncode == 1 and sentence.said_in(rows(answer)["eyes"][1])
    answer = run("check", cwd=tmp_path, SERVER_PORT="0", DETECTOR_MODEL="off")
    assert answer.returncode == 0 and rows(answer)["eyes"] == ("-", messages.kCheckEyesOff)


@pytest.mark.parametrize("name, value", [("CAPTURE_FPS", "fast"), ("SERVER_PORT", "70000"), ("ENABLE_TTS", "maybe"),
                                         ("PRESET", "tiger"), ("PROFILE", "nobody"), ("FRAME_JPEG_QUALITY", "101")])
def test_a_wrong_setting_stops_the_start_with_one_line(tmp_path, name, value):
    answer = run("serve", cwd=tmp_path, **{name: value})
    assert answer.returncode == 2
    lines = [line for line in answer.stderr.strip().splitlines()]
    assert len(lines) == 1, answer.stderr
    assert name in lines[0] and value in lines[0]


def test_an_unknown_flag_is_refused(tmp_path):
    answer = run("serve", "--captur-fps", "5", cwd=tmp_path)
    assert one_line(answer, 2).endswith(messages.kNoSuchFlagNear.format("--captur-fps", "--capture-fps"))


def test_a_prototypes_env_works(tmp_path):
    (tmp_path / ".env").write_text(
        "SERVER_PORT=8300\nCUDA_VISIBLE_DEVICES=0\nMODEL_PATH=/models/MiniCPM-o-4_5-awq\nSUPPRESS_TOKENS=1,2\n"
        "TTS_MODEL_DIR=/models/tts\nREF_AUDIO_PATH=ref.wav\nTTS_FLOAT16=true\nENABLE_TTS=True\nCAPTURE_FPS=5\n")
    answer = run("check", cwd=tmp_path)
    assert answer.returncode == 1, answer.stdout  # there is no such model
    found = re.findall(r"^(\w+) +(?:warning|problem) +(.*)$", answer.stdout, re.M)
    for name in ("SUPPRESS_TOKENS", "TTS_MODEL_DIR", "REF_AUDIO_PATH", "TTS_FLOAT16", "MODEL_PATH"):
        assert sum(name in sentence for _, sentence in found) == 1, answer.stdout


def test_a_port_in_use_is_one_sentence_with_the_next_step(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = run("serve", cwd=tmp_path, SERVER_PORT=str(port), LOG_LEVEL="error")
    line = one_line(answer, 1)
    assert messages.kPortInUse.said_in(line, f"Port {port} on 127.0.0.1")


def serve(cwd, *flags, **settings):
    env = dict(os.environ) | {"STATE_DIR": "off", "SERVER_PORT": "0"} | settings
    process = subprocess.Popen([BINARY, "serve", *flags], cwd=cwd, env=env, stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if "http://" in line:
            return process, line[line.index("http://"):].split()[0]
    raise AssertionError("the server did not start")


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_stops_with_status_0(tmp_path, name):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever runs the tests may have turned it off, as nohup does
    process, _ = serve(tmp_path, "--source", SAMPLE, "--instruction", "people")
    time.sleep(1)
    process.send_signal(getattr(signal, name))
    assert process.wait(5) == 0
    process.stderr.close()


def test_instruction_and_profile_are_kept_over_a_restart(tmp_path):
    import requests
    state = {"STATE_DIR": str(tmp_path / "state")}
    process, url = serve(tmp_path, **state)
    requests.post(url + "/api/start", json={"source": SAMPLE}, timeout=20).raise_for_status()
    requests.post(url + "/api/instruction", json={"instruction": "only the dog"}, timeout=5).raise_for_status()
    requests.post(url + "/api/profiles", json={"profile": "nature"}, timeout=5).raise_for_status()
    requests.post(url + "/api/presets", json={"preset": "owl"}, timeout=5).raise_for_status()
    requests.post(url + "/api/voices", json={"voice": "victor", "speed": 1.1}, timeout=5).raise_for_status()
    process.terminate()
    assert process.wait(5) == 0
    process.stderr.close()

    process, url = serve(tmp_path, **state)
    for _ in range(100):
        status = requests.get(url + "/api/status", timeout=5).json()
        if status["source_state"] == "live":
            break
        time.sleep(0.05)
    assert (status["instruction"], status["active_profile"], status["active_preset"]) == ("only the dog", "nature", "owl")
    voices = requests.get(url + "/api/voices", timeout=5).json()
    assert (voices["active"], voices["speed"]) == ("victor", 1.1)
    assert status["source"] == SAMPLE
    process.terminate()
    assert process.wait(5) == 0
    process.stderr.close()


def test_the_prompt_of_each_cycle_is_in_the_debug_log(tmp_path):
    process, _ = serve(tmp_path, "--source", SAMPLE, "--instruction", "only the dog", "--log-level", "debug")
    log = ""
    for line in process.stderr:
        log += line
        if messages.kFocus.format("only the dog") in line:
            break
    process.terminate()
    assert process.wait(5) == 0
    process.stderr.close()
    assert "live commentator" in log.partition("prompt:")[2]
