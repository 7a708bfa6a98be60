"""A model in the server's own process: the tiny one of random weights, which says noise, and files that are no model."""
import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

import messages
from conftest import BINARY, SAMPLE
from test_model_server import lines, wait_for_engine  # noqa: F401

TOOLS = Path(BINARY).parent / "tests"


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A folder with a tiny model."""
    folder = tmp_path_factory.mktemp("model")
    subprocess.run([TOOLS / "tiny_model", folder], check=True)
    return folder


def serve_model(serve, model, *flags, **settings):
    settings = {"MODEL_PATH": str(model), "GPU_DEVICE": "cpu", "MAX_SLICE_NUMS": "1", "MAX_INP_LENGTH": "1024"} | settings
    return serve("--source", SAMPLE, "--instruction", "Tell me all of it.", *flags, **settings)


def wait_for_words(server, sentence, *values):
    end = time.monotonic() + 10
    while not sentence.said_in((engine := server.status()["engine"])["detail"], *values):
        assert time.monotonic() < end, engine
        time.sleep(0.05)
    return engine


def test_the_model_comments_and_says_where_it_runs(serve, model, lines):  # noqa: F811
    server = serve_model(serve, model, TTS_MAX_NEW_TOKENS="8")
    status = wait_for_engine(server, kind="llama", ready=True)
    assert messages.kOnTheProcessor.said_in(status["detail"])
    assert server.status()["model_loaded"] is True
    shown = lines(server)
    for _ in range(4):  # what it writes is of any script, and may be refused for that
        text, cycle = shown.until(lambda text, cycle: "error" not in cycle)
        assert len(cycle["frame_ids"]) <= 4


def test_commands_and_source_changes_while_it_writes(serve, model, lines):  # noqa: F811
    server = serve_model(serve, model, "--no-voice", MAX_NEW_TOKENS="400")
    wait_for_engine(server, kind="llama", ready=True)
    for i in range(12):
        assert server.post("/api/instruction", {"instruction": f"Number {i}"}).status_code == 200
        if i % 4 == 3:
            assert server.post("/api/stop").status_code == 200
            assert server.post("/api/start", {"source": SAMPLE}).status_code == 200
        time.sleep(0.05 * (i % 5))
    server.post("/api/instruction", {"instruction": "And now?"})
    lines(server).until(lambda text, cycle: "error" not in cycle and "cancelled" not in cycle)


def test_stops_at_once_in_the_middle_of_a_line(serve, model):
    server = serve_model(serve, model, "--no-voice", MAX_NEW_TOKENS="4000", MAX_INP_LENGTH="8192")
    wait_for_engine(server, kind="llama", ready=True)
    time.sleep(1)
    began = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(30) == 0
    assert time.monotonic() - began < 25


@pytest.mark.parametrize(
    "make, sentence",
    [
        (lambda folder, model: None, messages.kNoModelInFolder),
        (lambda folder, model: ((folder / "model.gguf").write_text("hello"),
                                shutil.copy(model / "tiny-mmproj.gguf", folder)), messages.kNoGguf),
        (lambda folder, model: ((folder / "config.json").write_text("{}"), (folder / "a.safetensors").write_text("")),
         messages.kModelOfOtherFormat),
        (lambda folder, model: shutil.copy(model / "tiny.gguf", folder), messages.kNoProjectorBeside),
        (lambda folder, model: ((folder / "cut.gguf").write_bytes((model / "tiny.gguf").read_bytes()[:500_000]),
                                shutil.copy(model / "tiny-mmproj.gguf", folder)), messages.kFileEndsTooEarly),
        (lambda folder, model: (shutil.copy(model / "tiny-mmproj.gguf", folder / "model.gguf"),
                                shutil.copy(model / "tiny-mmproj.gguf", folder)), messages.kIsAProjector),
    ],
)  # fmt: skip
def test_what_is_no_model_is_one_warning_and_the_watcher_comments(serve, model, lines, tmp_path, make, sentence):  # noqa: F811
    folder = tmp_path / "models"
    folder.mkdir()
    make(folder, model)
    server = serve_model(serve, folder)
    lines(server).until(lambda text, cycle: "error" not in cycle)
    status = wait_for_words(server, sentence)
    assert status["kind"] == "watcher"
    assert sum(sentence.said_in(line) for line in server.log) == 1, server.log
    assert str(folder) not in status["detail"]


def test_a_device_that_is_not_there(serve, model):
    server = serve_model(serve, model, GPU_DEVICE="CUDA9")
    wait_for_words(server, messages.kNoSuchDevice, "CUDA9")


def test_describe_waits_for_the_model(model, tmp_path):
    clip = tmp_path / "clip.mp4"
    subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=d=2:r=10:s=320x240", clip], check=True)
    environment = os.environ | {"MODEL_PATH": str(model), "GPU_DEVICE": "cpu", "MAX_SLICE_NUMS": "1", "MAX_NEW_TOKENS": "8",
                                "LOG_LEVEL": "debug", "TEMPERATURE": "0"}
    runs = [subprocess.run([BINARY, "describe", clip], env=environment, capture_output=True, text=True, timeout=120)
            for _ in range(2)]
    assert runs[0].returncode == 0, runs[0].stderr
    assert messages.kModelIsReady.said_in(runs[0].stderr) and "4 frames" in runs[0].stderr
    said = [json.loads(line) for line in runs[0].stdout.splitlines()]
    assert said and all(0 <= line["at"] <= 2.1 for line in said)
    # A line that is much like one before it is asked for once more, at a higher temperature.
    assert runs[0].stdout.splitlines()[0] == runs[1].stdout.splitlines()[0]


def test_devices_are_listed():
    out = subprocess.check_output([BINARY, "devices"], text=True)
    assert any(line.startswith("CPU") and "GB" in line for line in out.splitlines())


def test_the_bench_measures_and_compares(tmp_path):
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path), "GPU_DEVICE": "cpu"}
    out = json.loads(subprocess.check_output(
        [BINARY, "bench", "--synthetic", "tiny", "--cycles", "2", "--json", "--against", "llama-server"], env=environment))
    for figures in out, out["against"]:
        assert figures["decode_tokens_per_s"] > 0 and figures["prefill_tokens_per_s"] > 0
        assert 0 < figures["first_piece_ms"]["p50"] <= figures["cycle_ms"]["p95"]
        assert figures["peak_memory_mb"] > 10
    assert out["encode_ms"] > 0
    assert out["prompt_tokens"] == out["against"]["prompt_tokens"]


def test_the_bench_refuses_what_it_does_not_know():
    for flags in (), ("--synthetic", "9b"), ("--synthetic", "tiny", "--model", "x"), ("--synthetic", "tiny", "--against", "y"):
        done = subprocess.run([BINARY, "bench", *flags], capture_output=True, text=True)
        assert done.returncode == 2 and done.stderr.count("\n") == 1, done.stderr


def test_vulkan_writes_what_the_processor_writes(model):
    """Through ggml's Vulkan backend on Mesa's software device; compiling its shaders takes half a minute the first time.
    Without that device's cooperative matrices: with them a batch of more than 64 tokens comes out as noise."""
    files = [str(model / "tiny.gguf"), str(model / "tiny-mmproj.gguf")]
    tokens = []
    for device in "cpu", "Vulkan0":
        out = subprocess.check_output(
            [TOOLS / "load_model", *files, device], text=True,
            env=os.environ | {"GGML_VK_VISIBLE_DEVICES": "0", "GGML_VK_DISABLE_COOPMAT": "1"})
        tokens.append(out.rsplit(":", 1)[1])
        assert device == "cpu" or "llvmpipe" in out
    assert tokens[0] == tokens[1]


@pytest.mark.parametrize("how", ["lost", "abort"])
def test_a_device_that_disappears(serve, model, lines, tmp_path, how):  # noqa: F811
    """On Mesa's software device, which is lost as a card is that crashes or is pulled out: the backend throws, or, as
    CUDA's does, wants to end the process."""
    gone = tmp_path / "gone"
    server = serve_model(serve, model, "--no-voice", GPU_DEVICE="Vulkan0", GGML_VK_VISIBLE_DEVICES="0",
                         LD_PRELOAD=str(TOOLS / "lost_device.so"), NP_LOSE_DEVICE=str(gone))
    wait_for_engine(server, seconds=120, kind="llama", ready=True)
    shown = lines(server)
    shown.until(lambda text, cycle: "error" not in cycle)
    gone.write_text(how)
    status = wait_for_engine(server, kind="watcher", ready=True)
    assert messages.kDeviceHasFailed in status["detail"]
    shown.until(lambda text, cycle: text and "error" not in cycle)
    assert sum(messages.kDeviceHasFailed in line for line in server.log) == 1
    began = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(30) == 0
    assert time.monotonic() - began < 25
