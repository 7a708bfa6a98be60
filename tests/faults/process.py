"""Processes as a normal user: nothing that reads from a network or serves one runs as root."""

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
