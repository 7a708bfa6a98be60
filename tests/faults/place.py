"""Where one run happens: its network, its folders, the programs' log."""

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from .network import Network


@dataclass
class Place:
    workspace: Path  # what all runs share: faults/ (this package), clips/, home/, nerdpudding
    folder: Path  # of this run alone
    network: Network
    log: object = field(default=subprocess.DEVNULL)  # a file

    @property
    def programs(self):
        return self.workspace / "faults/programs"

    @property
    def clips(self):
        return self.workspace / "clips"

    @property
    def home(self):
        return self.workspace / "home"

    @property
    def binary(self):
        return self.workspace / "nerdpudding"
