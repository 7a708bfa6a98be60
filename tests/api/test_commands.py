"""The commands of the binary as a user types them: probe, describe, check, settings, serve's refusals."""
import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

import messages


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


def test_probe_says_what_a_source_is(tmp_path):
    answer = run("probe", SAMPLE, cwd=tmp_path)
    assert answer.returncode == 0
    assert "768x576" in answer.stdout and messages.kPictureRate.said_in(answer.stdout, 10) and "file" in answer.stdout


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
    assert words in one_line(run("score", *arguments, cwd=tmp_path), 1)


def test_score_wants_a_truth(tmp_path):
    answer = run("score", SAMPLE, cwd=tmp_path)
    assert answer.returncode == 2 and "--truth" in answer.stderr


def test_check_shows_what_is_in_force_and_where_from(tmp_path):
    (tmp_path / ".env").write_text("CAPTURE_FPS=3\nAPI_TOKEN=abcdefghijklmnopqrstuvwxyz\n")
    answer = run("--port", "8300", "check", cwd=tmp_path, INFERENCE_INTERVAL="2")
    assert answer.returncode == 0, answer.stderr
    found = {line.split(" = ")[0].strip(): line for line in answer.stdout.splitlines()}
    assert "3" in found["CAPTURE_FPS"] and ".env" in found["CAPTURE_FPS"]
    assert "2" in found["INFERENCE_INTERVAL"] and "environment" in found["INFERENCE_INTERVAL"]
    assert "8300" in found["SERVER_PORT"] and "flag" in found["SERVER_PORT"]
    assert "abcdefghijkl" not in answer.stdout


def test_check_says_what_the_detector_lacks(tmp_path):
    answer = run("check", cwd=tmp_path)
    assert answer.returncode == 0 and not answer.stderr  # the one that came with the program is found and right
    (tmp_path / "text.onnx").write_text("no network")
    for value, sentence in [("nowhere.onnx", messages.kNetworkNotThere), ("text.onnx", messages.kNetworkDamaged),
                            (".", messages.kNetworkNoFile)]:
        answer = run("check", cwd=tmp_path, DETECTOR_MODEL=value)
        assert answer.returncode == 0 and answer.stderr.count("\n") == 1
        assert answer.stderr.startswith("warning: ") and sentence.said_in(answer.stderr)
    answer = run("check", cwd=tmp_path, DETECTOR_MODEL="off")
    assert answer.returncode == 0 and not answer.stderr


@pytest.mark.parametrize("name, value", [("CAPTURE_FPS", "fast"), ("SERVER_PORT", "70000"), ("ENABLE_TTS", "maybe"),
                                         ("PRESET", "tiger"), ("PROFILE", "nobody"), ("FRAME_JPEG_QUALITY", "101")])
def test_a_wrong_setting_stops_the_start_with_one_line(tmp_path, name, value):
    answer = run("serve", cwd=tmp_path, **{name: value})
    assert answer.returncode in (1, 2)
    lines = [line for line in answer.stderr.strip().splitlines()]
    assert len(lines) == 1, answer.stderr
    assert name in lines[0] and value in lines[0]


def test_an_unknown_flag_is_refused(tmp_path):
    answer = run("serve", "--captur-fps", "5", cwd=tmp_path)
    assert answer.returncode == 2
    assert "--captur-fps" in answer.stderr


def test_a_prototypes_env_works(tmp_path):
    (tmp_path / ".env").write_text(
        "SERVER_PORT=8300\nCUDA_VISIBLE_DEVICES=0\nMODEL_PATH=/models/MiniCPM-o-4_5-awq\nSUPPRESS_TOKENS=1,2\n"
        "TTS_MODEL_DIR=/models/tts\nREF_AUDIO_PATH=ref.wav\nTTS_FLOAT16=true\nENABLE_TTS=True\nCAPTURE_FPS=5\n")
    answer = run("check", cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    for name in ("SUPPRESS_TOKENS", "TTS_MODEL_DIR", "REF_AUDIO_PATH", "TTS_FLOAT16", "MODEL_PATH"):
        assert sum(name in line for line in answer.stderr.splitlines()) == 1, answer.stderr


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


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_signal_stops_with_status_0(tmp_path, name):
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
