"""Which sources meet which faults, for how long, and what has to be reached."""

import random
from dataclasses import dataclass
from fnmatch import fnmatch

from .fault import FAULTS
from .servers import SERVERS

# Told in time, and back in time however long it was away: seconds.
TOLD_WITHIN, BACK_WITHIN = 3.0, 2.0
MUST_REACH = {(source, fault) for source in ("rtsp-tcp", "rtsp-udp", "mjpeg") for fault in ("killed", "stopped", "cut")}
VARIANTS = {"rtsp-tcp-shared", "rtsp-tcp-gop10"}  # of rtsp-tcp, where they differ

SHORT, LONG = (5, 8), (5, 40)  # outages, seconds
MANY = 10  # runs


@dataclass(frozen=True)
class Cell:
    source: str
    fault: str
    reason: str  # why there is nothing to measure; or empty

    @property
    def name(self):
        return f"{self.source}/{self.fault}"


def cells(only):
    """All of them, or those that patterns like "mjpeg*", "rtsp-tcp/killed" name."""
    every = [Cell(source, fault, why_not(source, fault)) for source in SERVERS for fault in FAULTS]
    patterns = [pattern if "/" in pattern else f"{pattern}/*" for pattern in only]
    return [cell for cell in every if not patterns or any(fnmatch(cell.name, pattern) for pattern in patterns)]


def why_not(source, fault):
    if source in VARIANTS and ("rtsp-tcp", fault) not in MUST_REACH:
        return "see rtsp-tcp"
    return FAULTS[fault].does_not_fit(SERVERS[source])


def outages(runs, limits=None):
    """Seconds for each run, never in step with anything; with many runs, or `limits`, from short to long."""
    shortest, longest = limits or (SHORT if runs < MANY else LONG)
    return [shortest * (longest / shortest) ** ((run + random.random()) / runs) for run in range(runs)]
