"""Ports for servers of others."""
import random
import socket
from pathlib import Path

RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")


def free_port(kind=socket.SOCK_STREAM):
    """One that nobody listens on. The system gives none of these to a connection, so it stays free."""
    end = int(RANGE.read_text().split()[0])
    while True:
        port = random.randrange(max(1024, end - 16000), end)
        with socket.socket(type=kind) as one:
            try:
                one.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
