"""A Docker engine of the test's own: its data in the cache folder, all else in a temporary one; no other engine is asked."""
import ctypes
import os
import subprocess
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
CACHE = Path(os.environ["NP_CACHE"])
BASE = "debian:forky-slim"
SLIM = [f"--dpkgopt=path-exclude=/usr/share/{name}/*" for name in ("man", "locale", "doc", "info", "lintian")]


def run(*command, check=True, timeout=600, **options):
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=timeout,
        **options)  # fmt: skip
    assert not check or done.returncode == 0, f"{' '.join(map(str, command))}:\n{done.stdout[-6000:]}"
    return done


def own_mounts():
    """`docker exec` enters a container's mounts at their root, which for an engine in a chroot, as the private root is,
    would be the host's: so its / is made the root of mounts of its own. All it mounts vanishes with it."""
    libc = ctypes.CDLL(None, use_errno=True)

    def call(function, *words):
        if function(*words):
            raise OSError(ctypes.get_errno(), f"no mounts of its own: {function.__name__}{words}")

    os.unshare(os.CLONE_NEWNS)
    root, mounts = os.open("/", os.O_RDONLY), os.open("/proc/self/ns/mnt", os.O_RDONLY)
    os.setns(mounts, os.CLONE_NEWNS)
    os.chdir("/")
    call(libc.mount, None, b"/", None, 0x44000, None)  # private, all of them
    os.fchdir(root)
    if not os.path.samefile(".", "/"):
        call(libc.pivot_root, b".", b".")
        call(libc.umount2, b".", 2)  # what was / before, lazily
        os.chroot(".")
    os.close(root)
    os.close(mounts)


class Engine:
    def __init__(self, folder: Path):
        self.folder, self.process = folder, None
        self.host = f"unix://{folder}/socket"
        self.environment = {**os.environ, "DOCKER_HOST": self.host, "DOCKER_CONFIG": str(folder / "config")}

    def start(self, *flags):
        self.log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(
            ["dockerd", "--data-root", CACHE / "docker", "--exec-root", self.folder / "exec", "--pidfile",
             self.folder / "pid", "--host", self.host, "--config-file", "/dev/null", *flags],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, preexec_fn=own_mounts)  # fmt: skip
        deadline = time.monotonic() + 60
        while self.docker("version", check=False).returncode:
            assert self.process.poll() is None and time.monotonic() < deadline, self.said()
            time.sleep(0.1)

    def said(self):
        return (self.folder / "log").read_text(errors="replace")[-3000:]

    def stop(self):
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None

    def docker(self, *words, environment=None, **options):
        return run("docker", *words, env={**self.environment, **(environment or {})}, **options)

    def need_base(self):
        """No image is pulled: the base is made as the official one is, from this system's own mirror."""
        if self.docker("image", "inspect", BASE, check=False).returncode == 0:
            return
        archive = self.folder / "base.tar"
        lines = Path("/etc/apt/sources.list")
        mirror = [lines] if lines.exists() else []
        run("mmdebstrap", "--mode=root", "--variant=minbase", *SLIM, "--dpkgopt=path-include=/usr/share/doc/*/copyright",
            "--aptopt=Acquire::Check-Valid-Until \"false\"", "--customize-hook=rm -rf \"$1\"/var/lib/apt/lists/*",
            "--dpkgopt=force-unsafe-io", "forky", archive, *mirror)  # fmt: skip
        self.docker("import", archive, BASE)
        archive.unlink()
