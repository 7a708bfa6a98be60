"""The image is built once, in the system's network; all that runs does so in a network of the test's own."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from engine import CACHE, CHECKOUT, Engine, run

VERSION = re.search(r"project\(.* VERSION ([\d.]+)", (CHECKOUT / "CMakeLists.txt").read_text())[1]
NO_BRIDGE = ["--bridge=none", "--iptables=false", "--ip6tables=false"]


def why_not():
    """Why no engine can run here, if none can."""
    if os.geteuid() != 0 or subprocess.run(["unshare", "--mount", "--net", "true"], stderr=subprocess.DEVNULL).returncode:
        return "an engine of its own needs root that may make mount and network namespaces"
    if not shutil.which("dockerd"):
        return "there is no dockerd: install what packages/container.txt lists"


@pytest.fixture(scope="session")
def engine():
    if reason := why_not():
        sys.__stderr__.write(f"container: not tested, {reason}\n")
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="nerdpudding-", dir="/run"))
    one = Engine(folder)
    try:
        one.start(*NO_BRIDGE)
        one.need_base()
        began = time.monotonic()
        sample = Path(os.environ["NP_SAMPLE"]).parent
        built = Path(os.environ["NP_BINARY"]).parent
        one.docker(
            "buildx", "build", "--network=host", "--tag=nerdpudding", f"--build-arg=VERSION={VERSION}",
            f"--build-context=compiled={CACHE}/ccache", f"--build-context=sample={sample}",
            f"--build-context=livekit-client={built}/embed", f"--build-context=networks={built}/share/nerdpudding",
            CHECKOUT, timeout=1500,
        )  # fmt: skip
        one.build_seconds = time.monotonic() - began
        one.docker("image", "prune", "--force")
        one.stop()
        os.unshare(os.CLONE_NEWNET)
        run("ip", "link", "set", "lo", "up")
        one.start()
        yield one
    finally:
        one.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def tell(capsys):
    """tell(text): shown even where all is well."""

    def show(text):
        with capsys.disabled():
            print(f"\n{text}")

    return show


class Project:
    """A folder as a user has it: the compose file and its folders, here and there a .env."""

    def __init__(self, engine, folder):
        self.engine, self.folder = engine, folder
        shutil.copy(CHECKOUT / "docker-compose.yml", folder)
        for name in ("models", "media", "state"):
            (folder / name).mkdir()
            os.chown(folder / name, 4321, 4321)

    def compose(self, *words, **options):
        environment = {"NP_UID": "4321", "NP_GID": "4321"}
        return self.engine.docker(
            "compose", "--project-directory", self.folder, "--progress=quiet", *words, environment=environment,
            cwd=self.folder, **options)  # fmt: skip

    def serve(self, *words, **options):
        """`serve` to its end, which comes soon: its output."""
        return self.compose("run", "--rm", "--no-TTY", "app", "serve", *words, timeout=60, **options)


@pytest.fixture
def project(engine, tmp_path):
    tmp_path.chmod(0o755)
    one = Project(engine, tmp_path)
    yield one
    one.compose("--profile=*", "down", "--remove-orphans", "--volumes", check=False)
