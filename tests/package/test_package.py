"""The .deb, as dpkg installs, removes and purges it in a throw-away copy of this system, with and without systemd."""
import configparser
import gzip
import hashlib
import json
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
UNIT = "/usr/lib/systemd/system/nerdpudding.service"
ADDRESS = "http://127.0.0.1:8199"
ACCOUNTS = ["/etc/passwd", "/etc/group", "/etc/shadow", "/etc/gshadow"]
# What dpkg and useradd write for themselves.
NOTES = (
    r"/var/lib/dpkg/(status|status-old|lock|lock-frontend|triggers/Lock)|/var/log/dpkg.log"
    r"|/etc/(passwd|group|shadow|gshadow|subuid|subgid)-?|/etc/.pwd.lock"
)

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")

# / seen through an overlay, with a /dev of its own.
MAKE = """
mount -t tmpfs tmpfs "$1"
cd "$1"
mkdir root changes work cgroup
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/changes,workdir=$1/work" root
cd root
mount -t proc proc proc
mount -t tmpfs tmpfs dev
for node in null zero full random urandom tty; do
  touch "dev/$node"
  mount --bind "/dev/$node" "dev/$node"
done
"""
# What container engines do: systemd may change nothing of the kernel's, and sees a control group as the root of all.
BOOT = """
cd "$1"
echo $$ >cgroup/nerdpudding-test/cgroup.procs
exec setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child --cgroup --ipc --uts bash -ec '
cd root
mount -t proc proc proc
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs run
exec setpriv --bounding-set=-sys_module,-sys_time,-sys_rawio,-sys_boot,-syslog chroot . /usr/bin/env -i container=test \
  /lib/systemd/systemd --unit=basic.target --log-target=null --show-status=no
'
"""


class System:
    def __init__(self, folder):
        subprocess.run(["bash", "-ec", MAKE, "make", folder], check=True)
        self.folder, self.root, self.changes = folder, folder / "root", folder / "changes"
        self.group = folder / "cgroup/nerdpudding-test"
        self.enter = ["chroot", self.root]
        # Where root builds, ./dev has made a user of the same name.
        subprocess.run(self.command("userdel", "nerdpudding"), capture_output=True)

    def boot(self):
        self.machine = subprocess.Popen(["bash", "-ec", BOOT, "boot", self.folder])
        children = Path(f"/proc/{self.machine.pid}/task/{self.machine.pid}/children")
        until(lambda: children.read_text() and "systemd" in Path(f"/proc/{int(children.read_text())}/comm").read_text())
        self.enter = ["nsenter", "--target", children.read_text().strip(), "--all", "--root", "--wd"]
        until(lambda: self.run("systemctl", "is-active", "basic.target", check=False) == "active")

    def halt(self):
        (self.group / "cgroup.kill").write_text("1")
        self.machine.wait()
        delete = ["find", self.group, "-depth", "-type", "d", "-delete"]
        until(lambda: not subprocess.run(delete, stderr=subprocess.DEVNULL).returncode)  # once all have died

    def command(self, *words):
        return [*self.enter, "/usr/bin/env", "-i", "PATH=/usr/sbin:/usr/bin", "LC_ALL=C.UTF-8", *words]

    def run(self, *words, check=True):
        result = subprocess.run(self.command(*words), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert result.returncode == 0 or not check, result.stdout
        return result.stdout.strip()

    def path(self, name):
        return self.root / name.lstrip("/")

    def changed(self):
        """Files that are new, different or gone; folders say nothing."""
        files = [path for path in self.changes.rglob("*") if path.is_symlink() or not path.is_dir()]
        names = {f"/{path.relative_to(self.changes)}" for path in files}
        return {name for name in names if not re.fullmatch(NOTES, name)}

    def set(self, line):
        with self.path(SETTINGS).open("a") as settings:
            settings.write(line + "\n")


@pytest.fixture(scope="session")
def deb(tmp_path_factory):
    folder = tmp_path_factory.mktemp("deb")
    return Path(subprocess.check_output([CHECKOUT / "dev", "package", folder], text=True).strip())


@pytest.fixture(scope="session")
def alone():
    """Until this process ends: mounts that nobody else sees, and a network that is loopback alone."""
    try:
        os.unshare(os.CLONE_NEWNS | os.CLONE_NEWNET)
    except PermissionError:
        pytest.skip("this system lets root make no namespaces")
    subprocess.run(["mount", "--make-rprivate", "/"], check=True)
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)


@pytest.fixture
def system(alone, deb, tmp_path):
    system = System(tmp_path)
    shutil.copy(deb, system.path("/var/cache/nerdpudding.deb"))
    yield system
    subprocess.run(["umount", "-l", tmp_path], check=True)


@pytest.fixture
def installed(system):
    system.run("dpkg", "-i", "/var/cache/nerdpudding.deb")
    return system


@pytest.fixture
def booted(installed):
    if not Path("/lib/systemd/systemd").exists():
        pytest.skip("no systemd here")
    shutil.copy(os.environ["NP_SAMPLE"], installed.path("/srv/clip.avi"))
    installed.set('SOURCE=/srv/clip.avi\nINSTRUCTION="Tell me what the people in the yard do."')
    if subprocess.run(["mount", "-t", "cgroup2", "cgroup2", installed.group.parent]).returncode:
        pytest.skip("this system lets root mount no control groups")
    installed.group.mkdir()
    try:
        installed.boot()
        yield installed
    finally:
        installed.halt()


def until(there):
    """Waits until it is true."""
    deadline = time.monotonic() + 60
    while True:
        try:
            if found := there():
                return found
        except OSError:
            pass
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.1)


def ask(path, body=None):
    request = urllib.request.Request(ADDRESS + path, body, {"Content-Type": "application/json"})
    return json.load(urllib.request.urlopen(request, timeout=5))


@pytest.mark.parametrize("name, file, author", [("detector", "detector.onnx", "COCO"), ("voice", "hibari.onnx", "Kokoro"),
    ("hearing", "silero_vad.onnx", "Silero")])
def test_a_network_is_in_it_with_its_licence(deb, tmp_path, name, file, author):
    subprocess.run(["dpkg-deb", "--extract", deb, tmp_path], check=True)  # dpkg itself may be told to leave out documents
    right = (CHECKOUT / "third_party" / name / "SHA256").read_text().split()[0]
    assert hashlib.sha256((tmp_path / "usr/share/nerdpudding" / file).read_bytes()).hexdigest() == right
    assert author in (tmp_path / f"usr/share/doc/nerdpudding/{name}.copyright").read_text()


def test_manual_page_and_completions_are_in_it(deb, tmp_path):
    subprocess.run(["dpkg-deb", "--extract", deb, tmp_path], check=True)
    share = tmp_path / "usr/share"
    assert gzip.decompress((share / "man/man1/nerdpudding.1.gz").read_bytes()).startswith(b".TH NERDPUDDING 1 ")
    for file in ["bash-completion/completions/nerdpudding", "zsh/vendor-completions/_nerdpudding",
                 "fish/vendor_completions.d/nerdpudding.fish"]:
        assert "--capture-fps" in (share / file).read_text() or "-l capture-fps" in (share / file).read_text()


def test_install_run_remove_purge(system):
    before = system.changed()
    accounts = [system.path(name).read_text() for name in ACCOUNTS]

    system.run("dpkg", "-i", "/var/cache/nerdpudding.deb")
    assert system.path(SETTINGS).read_text() == (CHECKOUT / ".env.example").read_text()
    assert system.run("stat", "-c", "%U %G %a", SETTINGS) == "root nerdpudding 640"

    # What systemd would start, as whom and where.
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str
    unit.read(system.path(UNIT))
    service = unit["Service"]
    user, home = service["User"], "/var/lib/" + service["StateDirectory"]
    assert system.run("getent", "passwd", user).split(":")[5:] == [home, "/usr/sbin/nologin"]
    become = [
        "setpriv", "--reuid", user, "--regid", user, "--init-groups", "--no-new-privs", "env", "-C",
        service["WorkingDirectory"], "HOME=" + home]  # fmt: skip

    with subprocess.Popen(system.command(*become, *shlex.split(service["ExecStart"]))) as server:
        try:
            assert until(lambda: ask("/healthz"))["status"] == "ok"
            assert system.run("stat", "-c", "%U", f"/proc/{server.pid}") == user
            ask("/api/instruction", b'{"instruction": "only the dog"}')
        finally:
            server.terminate()
        assert server.wait(10) == 0
    assert "only the dog" in system.path(home + "/.local/state/nerdpudding/state.json").read_text()

    system.set("SERVER_PORT=8200")
    assert re.search(r"SERVER_PORT += 8200  \(.env\)", system.run(*become, "/usr/bin/nerdpudding", "check"))

    system.run("dpkg", "-i", "/var/cache/nerdpudding.deb")  # an update
    system.run("dpkg", "--remove", "nerdpudding")
    assert system.path(SETTINGS).read_text().endswith("SERVER_PORT=8200\n")
    assert not system.path("/usr/bin/nerdpudding").exists()
    assert system.path(home).is_dir()

    system.run("dpkg", "--purge", "nerdpudding")
    assert [system.path(name).read_text() for name in ACCOUNTS] == accounts
    assert "\nPackage: nerdpudding\n" not in system.path("/var/lib/dpkg/status").read_text()
    assert system.changed() == before
    assert not [path for path in system.changes.rglob("nerdpudding*") if path.is_dir()]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_the_unit_is_right_and_hardened(installed):
    assert installed.run("systemd-analyze", "verify", UNIT) == ""
    installed.run("systemd-analyze", "security", "--offline=true", "--threshold=18", UNIT)


def test_a_service_of_systemd(booted):
    def show(name):
        return booted.run("systemctl", "show", "--property", name, "--value", "nerdpudding")

    booted.run("systemctl", "enable", "--now", "nerdpudding")
    until(lambda: ask("/healthz")["status"] == "ok")
    until(lambda: ask("/api/status")["cycle_count"] > 1)  # it reads, looks and speaks, fenced in as it is
    fence = booted.run("cat", f"/proc/{show('MainPID')}/status")
    assert re.search(r"(?s)CapEff:\s0{16}\n.*NoNewPrivs:\s1\n.*Seccomp:\s2\n", fence)

    booted.run("systemctl", "kill", "--signal=SEGV", "nerdpudding")
    until(lambda: show("NRestarts") == "1" and ask("/healthz"))

    booted.run("dpkg", "-i", "/var/cache/nerdpudding.deb")  # an update starts it anew
    until(lambda: show("NRestarts") == "0" and ask("/healthz"))

    booted.set("CAPTURE_FPS=many")
    booted.run("systemctl", "restart", "nerdpudding", check=False)
    until(lambda: show("ActiveState") == "failed")
    assert show("ExecMainStatus") == "2" and show("NRestarts") == "0"
    assert "CAPTURE_FPS=many (.env line" in booted.run("systemctl", "status", "nerdpudding", check=False)

    booted.set("CAPTURE_FPS=5")
    booted.run("systemctl", "start", "nerdpudding")
    until(lambda: ask("/healthz"))
    booted.run("dpkg", "--purge", "nerdpudding")
    assert show("LoadState") == "not-found" and show("ActiveState") == "inactive"
    assert not booted.path("/etc/systemd/system/multi-user.target.wants/nerdpudding.service").is_symlink()
    assert "nerdpudding" not in booted.path("/etc/passwd").read_text()
