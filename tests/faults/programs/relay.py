"""A TCP relay in front of a server, or in its place, that can turn bad. Each line on stdin is what it does from now on:

pass             hands everything on
garbage          sends random bytes instead of the server's; also to whoever connects
trickle          a byte a second
endless-headers  closes what is open; answers with headers that never end
huge-jpeg        closes what is open; answers with a JPEG of 100 MB in a multipart stream, then another one
"""

import argparse
import os
import socket
import sys
import threading
import time

BLOCK = 64 << 10
PAUSE = 0.01  # between blocks: 6 MB a second
KERNEL_BUFFER = 32 << 10  # else much that is good is still under way when it turns bad
PICTURE_BLOCKS = 1600  # 100 MB


class Relay:
    def __init__(self, port, upstream, does):
        self.upstream = upstream
        self.does = does
        self.turns = 0  # of what it does
        self.open = set()
        self.listener = socket.create_server(("", port))
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BUFFER)

    def turn(self, does):
        self.does = does
        self.turns += 1
        if does in ("endless-headers", "huge-jpeg"):
            for client in list(self.open):
                shut(client)

    def run(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.serve, args=[client], daemon=True).start()

    def serve(self, client):
        self.open.add(client)
        try:
            self.hand_on(client) if self.does == "pass" else self.pretend(client)
        except OSError:
            pass
        self.open.discard(client)
        shut(client)
        client.close()

    def hand_on(self, client):
        with socket.create_connection(("127.0.0.1", self.upstream)) as server:
            threading.Thread(target=self.hand_up, args=[client, server], daemon=True).start()
            while data := server.recv(BLOCK):
                if self.does == "trickle":
                    self.trickle(client, data)
                else:
                    client.sendall(os.urandom(len(data)) if self.does == "garbage" else data)

    def hand_up(self, client, server):
        try:
            while data := client.recv(BLOCK):
                server.sendall(data)
        except OSError:
            pass
        shut(server)

    def trickle(self, client, data):
        turn = self.turns
        for i in range(len(data)):
            if self.turns != turn:
                client.sendall(data[i:])
                return
            client.sendall(data[i : i + 1])
            time.sleep(1)

    def pretend(self, client):
        """What answers until the next turn, whatever was asked."""
        turn, does = self.turns, self.does
        request = client.recv(BLOCK)
        kind = b"RTSP/1.0" if b"RTSP/1.0" in request else b"HTTP/1.1"
        if does == "trickle":
            self.trickle(client, kind + b" 200 OK\r\nServer: slow\r\n" * 100)
            return
        blocks = {"garbage": garbage(), "endless-headers": endless_headers(kind), "huge-jpeg": huge_jpegs()}[does]
        while self.turns == turn:
            client.sendall(next(blocks))
            time.sleep(PAUSE)


def garbage():
    while True:
        yield os.urandom(BLOCK)


def endless_headers(kind):
    yield kind + b" 200 OK\r\nCSeq: 1\r\n"
    while True:
        yield b"X-Nonsense: and so on\r\n" * (BLOCK // 23)


def huge_jpegs():
    yield b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n"
    while True:
        length = PICTURE_BLOCKS * BLOCK
        yield b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n\xff\xd8" % (length + 4)
        for _ in range(PICTURE_BLOCKS):
            yield bytes(BLOCK)
        yield b"\xff\xd9\r\n"


def shut(connection):
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--upstream", type=int, help="the port of the server here; without one it only pretends")
    parser.add_argument("--does", default="pass", help="what it does at first")
    options = parser.parse_args()
    relay = Relay(options.port, options.upstream, options.does)
    threading.Thread(target=relay.run, daemon=True).start()
    for line in sys.stdin:
        relay.turn(line.strip())


main()
