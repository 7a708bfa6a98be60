"""Processes as a normal user: nothing that reads from a network or serves one runs as root."""

import contextlib
import pwd
import subprocess
from pathlib import Path


def normal_user():
    """uid and gid of who runs everything: the private root's own user, elsewhere one without any rights."""
    for name in ["nerdpudding", "nobody"]:
        try:
            entry = pwd.getpwnam(name)
            return entry.pw_uid, entry.pw_gid
        except KeyError:
            pass
    raise SystemExit("faults: there is no user to run as: neither nerdpudding nor nobody")


UID, GID = normal_user()


def as_user(command, home):
    drop = ["setpriv", f"--reuid={UID}", f"--regid={GID}", "--clear-groups", "--no-new-privs"]
    return [*drop, "env", f"HOME={home}", f"XDG_RUNTIME_DIR={home}", *map(str, command)]


def make_folder(path):
    """A folder that the normal user may write to."""
    path.mkdir(parents=True)
    Path(path).chmod(0o755)
    subprocess.run(["chown", f"{UID}:{GID}", path], check=True)
    return path


def process_family(pid):
    """The process and all that descend from it, now."""
    children = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            child, rest = stat.read_text().rsplit(")", 1)
            children.setdefault(int(rest.split()[1]), []).append(int(child.split()[0]))
    family = [pid]
    for one in family:
        family += children.get(one, [])
    return family
