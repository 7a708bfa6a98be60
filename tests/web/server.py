"""The server under test, and how its browser is started."""
import os
from pathlib import Path

from program import Program

CHROMIUM = os.environ.get("NP_CHROMIUM", "/usr/bin/chromium")
CHROMIUM_FLAGS = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
    # By this name a page is on another machine than the server.
    "--host-resolver-rules=MAP elsewhere.test 127.0.0.1",
]


class Server(Program):
    """One `nerdpudding serve` for a page that is there before it and stays when it goes."""

    def __init__(self, log: Path, *flags: str, **settings: str):
        settings = {"LOG_LEVEL": "debug", "STATE_DIR": log.parent / "state"} | settings
        super().__init__("--host", "127.0.0.1", *flags, folder=log.parent, log=log, **settings)
