"""The .deb, as dpkg installs, removes and purges it in a throw-away copy of this system."""
import configparser
import os
import re
import shlex
import shutil
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
SETTINGS = "/etc/nerdpudding/nerdpudding.env"
ACCOUNTS = ["/etc/passwd", "/etc/group", "/etc/shadow", "/etc/gshadow"]
# What dpkg and useradd write for themselves.
NOTES = (
    r"/var/lib/dpkg/(status|status-old|lock|lock-frontend|triggers/Lock)|/var/log/dpkg.log"
    r"|/etc/(passwd|group|shadow|gshadow|subuid|subgid)-?|/etc/.pwd.lock"
)

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


class System:
    """/ seen through an overlay: `changes` holds what is not as it was. Its network is a loopback of its own."""

    def __init__(self, folder):
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], check=True)
        self.root, self.changes = folder / "root", folder / "changes"
        for path in (self.root, self.changes, folder / "work"):
            path.mkdir()
        layers = f"lowerdir=/,upperdir={self.changes},workdir={folder / 'work'}"
        subprocess.run(["mount", "-t", "overlay", "overlay", "-o", layers, self.root], check=True)
        for name in ["proc", "dev"]:
            subprocess.run(["mount", "--rbind", f"/{name}", self.root / name], check=True)

    def command(self, *words):
        return ["chroot", self.root, "/usr/bin/env", "-i", "PATH=/usr/sbin:/usr/bin", "LC_ALL=C.UTF-8", *words]

    def run(self, *words):
        result = subprocess.run(self.command(*words), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert result.returncode == 0, result.stdout
        return result.stdout.strip()

    def path(self, name):
        return self.root / name.lstrip("/")

    def changed(self):
        """Files that are new, different or gone; folders say nothing."""
        files = [path for path in self.changes.rglob("*") if path.is_symlink() or not path.is_dir()]
        names = {f"/{path.relative_to(self.changes)}" for path in files}
        return {name for name in names if not re.fullmatch(NOTES, name)}


@pytest.fixture(scope="session")
def deb(tmp_path_factory):
    folder = tmp_path_factory.mktemp("deb")
    return Path(subprocess.check_output([CHECKOUT / "dev", "package", folder], text=True).strip())


@pytest.fixture(scope="module")
def system(tmp_path_factory, deb):
    try:
        os.unshare(os.CLONE_NEWNS | os.CLONE_NEWNET)  # until this process ends
    except PermissionError:
        pytest.skip("this system lets root make no namespaces")
    subprocess.run(["mount", "--make-rprivate", "/"], check=True)
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    system = System(tmp_path_factory.mktemp("system"))
    shutil.copy(deb, system.path("/tmp"))
    # Where root builds, ./dev has made a user of the same name.
    subprocess.run(system.command("userdel", "nerdpudding"), capture_output=True)
    return system


def test_install_run_remove_purge(system, deb):
    before = system.changed()
    accounts = [system.path(name).read_text() for name in ACCOUNTS]

    system.run("dpkg", "-i", f"/tmp/{deb.name}")
    assert system.run("dpkg", "-s", "nerdpudding").count("\nStatus: install ok installed\n") == 1
    assert system.path(SETTINGS).read_text() == (CHECKOUT / ".env.example").read_text()
    assert system.run("stat", "-c", "%U %G %a", SETTINGS) == "root nerdpudding 640"

    # What systemd would start, as whom and where.
    unit = configparser.RawConfigParser(strict=False, allow_no_value=True)
    unit.optionxform = str
    unit.read(system.path("/usr/lib/systemd/system/nerdpudding.service"))
    service = unit["Service"]
    user, home = service["User"], "/var/lib/" + service["StateDirectory"]
    assert system.run("getent", "passwd", user).split(":")[5:] == [home, "/usr/sbin/nologin"]
    become = [
        "setpriv", "--reuid", user, "--regid", user, "--init-groups", "--no-new-privs", "env", "-C",
        service["WorkingDirectory"], "HOME=" + home]  # fmt: skip

    with subprocess.Popen(system.command(*become, *shlex.split(service["ExecStart"]))) as server:
        try:
            assert answer("http://127.0.0.1:8199/healthz", server) == 200
            assert system.run("stat", "-c", "%U", f"/proc/{server.pid}") == user
            steer("http://127.0.0.1:8199/api/instruction", b'{"instruction": "only the dog"}')
        finally:
            server.terminate()
        assert server.wait(10) == 0
    assert "only the dog" in system.path(home + "/.local/state/nerdpudding/state.json").read_text()

    with system.path(SETTINGS).open("a") as settings:
        settings.write("SERVER_PORT=8200\n")
    assert "SERVER_PORT            = 8200  (.env)" in system.run(*become, "/usr/bin/nerdpudding", "check")

    system.run("dpkg", "-i", f"/tmp/{deb.name}")  # an update
    system.run("dpkg", "--remove", "nerdpudding")
    assert system.path(SETTINGS).read_text().endswith("SERVER_PORT=8200\n")
    assert not system.path("/usr/bin/nerdpudding").exists()
    assert system.path(home).is_dir()

    system.run("dpkg", "--purge", "nerdpudding")
    assert [system.path(name).read_text() for name in ACCOUNTS] == accounts
    assert "nerdpudding" not in system.path("/var/lib/dpkg/status").read_text()
    assert system.changed() == before
    assert not [path for path in system.changes.rglob("nerdpudding*") if path.is_dir()]


def answer(url, server):
    deadline = time.monotonic() + 20
    while True:
        try:
            return urllib.request.urlopen(url, timeout=5).status
        except OSError:
            assert server.poll() is None and time.monotonic() < deadline, "the server did not answer"
            time.sleep(0.1)


def steer(url, body):
    urllib.request.urlopen(urllib.request.Request(url, body, {"Content-Type": "application/json"}), timeout=5)


def test_the_unit_is_right_and_hardened(system, deb):
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd here")
    system.run("dpkg", "-i", f"/tmp/{deb.name}")
    unit = "/usr/lib/systemd/system/nerdpudding.service"
    assert system.run("systemd-analyze", "verify", unit) == ""
    system.run("systemd-analyze", "security", "--offline=true", "--threshold=18", unit)
