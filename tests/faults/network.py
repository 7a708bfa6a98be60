"""A camera and a show, each in a network namespace of its own, joined by one cable that can be made bad."""

import ctypes
import fcntl
import os
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path

CAMERA, SHOW = "10.77.0.1", "10.77.0.2"


def run(*command, **more):
    subprocess.run(command, check=True, **more)


class Network:
    """The caller is the show's side and has a network namespace of its own already; the camera's side lives as long as
    the caller. On both sides the cable is eth0. `long`: the cable leads through a third namespace, where packets can be
    delayed."""

    def __init__(self, programs, long=False):
        self._camera = _new_namespace(["sleep", "infinity"])
        self._wire = None
        if long:
            self._wire = _new_namespace([sys.executable, programs / "wire.py"], stdin=subprocess.PIPE, text=True)
            _lay_cable((self._camera.pid, "eth0"), (self._wire.pid, "left"))
            _lay_cable((self._wire.pid, "right"), (os.getpid(), "eth0"))
        else:
            _lay_cable((self._camera.pid, "eth0"), (os.getpid(), "eth0"))
        for side, address in [(self.at_camera, CAMERA), (list, SHOW)]:
            run(*side(["ip", "address", "add", f"{address}/24", "dev", "eth0"]))
            run(*side(["ip", "link", "set", "lo", "up"]))
        self.delay(0)

    def at_camera(self, command):
        """The command, to be run by root in the camera's namespace."""
        return ["nsenter", f"--net=/proc/{self._camera.pid}/ns/net", *map(str, command)]

    def unplug(self):
        run(*self.at_camera(["ip", "link", "set", "eth0", "down"]))

    def plug_in(self):
        run(*self.at_camera(["ip", "link", "set", "eth0", "up"]))

    def lose(self, percent):
        """Drops packets that arrive, on both sides: 100 is a hole that nobody notices."""
        share = f"numgen random mod 100 < {percent}" if percent < 100 else ""
        rule = f'iifname "eth0" {share} drop'
        rules = f"table inet loss {{ chain arriving {{ type filter hook prerouting priority raw; {rule}; }}; }}"
        for side in (self.at_camera, list):
            run(*side(["nft", rules]))

    def lose_nothing(self):
        for side in (self.at_camera, list):
            run(*side(["nft", "delete", "table", "inet", "loss"]))

    def narrow(self, kbits):
        """What the camera sends in a second, at most."""
        limit = ["rate", f"{kbits}kbit", "burst", "4kb", "latency", "300ms"]
        run(*self.at_camera(["tc", "qdisc", "add", "dev", "eth0", "root", "tbf", *limit]))

    def widen(self):
        run(*self.at_camera(["tc", "qdisc", "del", "dev", "eth0", "root"]))

    def delay(self, seconds):
        """Each way; only a long cable can."""
        if self._wire:
            self._wire.stdin.write(f"{seconds}\n")
            self._wire.stdin.flush()


def listens(pid, port):
    """Whether somebody listens on the port, in that process's network: asked of the kernel, for one connection is all
    that some servers take."""
    for table in ("tcp", "tcp6"):
        try:
            lines = Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]
        except OSError:
            return False
        for line in lines:
            local, state = line.split()[1], line.split()[3]
            if state == "0A" and int(local.rsplit(":", 1)[1], 16) == port:
                return True
    return False


def _new_namespace(command, **more):
    process = subprocess.Popen(["unshare", "--net", *map(str, command)], **more)
    ours = os.readlink("/proc/self/ns/net")
    while os.readlink(f"/proc/{process.pid}/ns/net") == ours:
        time.sleep(0.002)
    return process


def _lay_cable(*ends):
    names = [f"end{i}" for i in range(2)]
    run("ip", "link", "add", names[0], "type", "veth", "peer", "name", names[1])
    for name, (pid, new_name) in zip(names, ends):
        _send_whole_packets(name)
        run("ip", "link", "set", name, "netns", str(pid), "name", new_name)
        run("nsenter", f"--net=/proc/{pid}/ns/net", "ip", "link", "set", new_name, "up")


def _send_whole_packets(interface):
    """As a real cable has them, with checksums and of 1500 bytes: else 64 KB are lost at a time, and what a program
    takes from one cable and puts on another is thrown away."""
    siocethtool, ethtool_stxcsum = 0x8946, 0x17
    off = ctypes.create_string_buffer(struct.pack("II", ethtool_stxcsum, 0))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, siocethtool, struct.pack("16sP", interface.encode(), ctypes.addressof(off)))
