"""Words and picture as one page gets them: its picture stream and its WebSocket, read side by side."""
import base64
import json
import os
import selectors
import socket
import struct
import time

NAME = "bench0001"


class PictureReader:
    """Of /api/mjpeg: when which moment of the source arrived whole."""

    def __init__(self, connection):
        self.socket = connection
        self.shown = []  # (arrival, captured_at), both Unix seconds
        self._buffer = b""

    def read(self):
        chunk = self.socket.recv(1 << 20)
        if not chunk:
            raise ConnectionError("the picture stream ended")
        self._buffer += chunk
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = {k.strip().lower(): v for k, _, v in (x.partition(":") for x in self._buffer[:end].decode("latin-1").split("\r\n"))}
            length = int(head.get("content-length", 0))
            if len(self._buffer) < end + 4 + length:
                return
            if length:
                self.shown.append((time.time(), float(head["x-timestamp"])))
            self._buffer = self._buffer[end + 4 + length:]

    def saw(self, captured_at):
        """When a picture of that moment, or of a later one, was there; None: not yet."""
        return next((arrival for arrival, at in self.shown if at >= captured_at - 0.0005), None)


class VideoReader(PictureReader):
    """The same of /api/video, whose pictures a player holds back: longer than the server reckons where it is told nothing."""

    HELD_S = 0.2

    def __init__(self, connection):
        super().__init__(connection)
        self.pictures = 0
        self._captured_at = None
        self._began = False

    def read(self):
        chunk = self.socket.recv(1 << 20)
        if not chunk:
            raise ConnectionError("the video stream ended")
        self._buffer += chunk
        if not self._began:
            _, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            self._began, self._buffer = True, rest
        while len(self._buffer) >= 8 and len(self._buffer) >= (size := int.from_bytes(self._buffer[:4], "big")):
            name, content, self._buffer = self._buffer[4:8], self._buffer[8:size], self._buffer[size:]
            if name == b"prft":
                self._captured_at = int.from_bytes(content[8:12], "big") - 2208988800 + int.from_bytes(content[12:16], "big") / 2**32
            elif name == b"mdat" and self._captured_at is not None:
                self.pictures += 1
                self.shown.append((time.time() + self.HELD_S, self._captured_at))
                self._captured_at = None


class LiveReader:
    """Of /api/live: when each message arrived."""

    def __init__(self, port, name):
        self.socket = socket.create_connection(("127.0.0.1", port))
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall((f"GET /api/live?viewer={name} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                             f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n").encode())
        self._buffer = b""
        self._open = False
        self.messages = []  # (arrival, object)

    def read(self):
        chunk = self.socket.recv(1 << 20)
        if not chunk:
            raise ConnectionError("the WebSocket was closed")
        self._buffer += chunk
        if not self._open:
            _, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            self._open, self._buffer = True, rest
        while len(self._buffer) >= 2:
            size, at = self._buffer[1] & 127, 2
            if size > 125:
                at = 4 if size == 126 else 10
                if len(self._buffer) < at:
                    return
                size = int.from_bytes(self._buffer[2:at], "big")
            if len(self._buffer) < at + size:
                return
            kind, payload, self._buffer = self._buffer[0] & 15, self._buffer[at:at + size], self._buffer[at + size:]
            if kind == 1:
                self.messages.append((time.time(), json.loads(payload)))
            elif kind == 9:
                self._send(10, payload)

    def tell(self, **wish):
        self._send(1, json.dumps(wish).encode())

    def _send(self, kind, payload):
        self.socket.sendall(struct.pack("!BBI", 0x80 | kind, 0x80 | len(payload), 0) + payload)


class Page:
    """With a video, it tells the server what is seen of it, as the page does."""

    def __init__(self, server, connect, *, video=False):
        self.tells = video
        self.told = 0
        path = "/api/video" if video else "/api/mjpeg"
        self.pictures = (VideoReader if video else PictureReader)(connect(f"{path}?viewer={NAME}"))
        self.live = LiveReader(server.port, NAME)

    def watch(self, seconds):
        with selectors.DefaultSelector() as both:
            for reader in (self.pictures, self.live):
                both.register(reader.socket, selectors.EVENT_READ, reader)
            end = time.monotonic() + seconds
            while (left := end - time.monotonic()) > 0:
                # Of what has come at once the pictures were sent first.
                for key, _ in sorted(both.select(min(left, self._tell_what_is_seen())), key=lambda one: one[0].data is self.live):
                    key.data.read()

    def _tell_what_is_seen(self):
        """How long until there is more to tell."""
        if not self.tells:
            return 3600
        shown, now = self.pictures.shown, time.time()
        known = self.told
        while self.told < len(shown) and shown[self.told][0] <= now:
            self.told += 1
        if self.told > known:
            self.live.tell(seen=shown[self.told - 1][1])
        return shown[self.told][0] - now if self.told < len(shown) else 3600

    def captions(self):
        """Of each line: seconds from its newest frame in the picture to its first word on the page. Negative: too early."""
        first, late = {}, []
        for arrival, message in self.live.messages:
            if message["event"] == "piece":
                first.setdefault(message["cycle"], arrival)
            elif message["event"] == "cycle_end" and message["data"]["text"]:
                end = message["data"]
                seen = self.pictures.saw(end["newest_frame_at"])
                late.append(first.get(end["cycle"], arrival) - (seen or time.time()))
        return late

    def delays(self):
        """(arrival, seconds that the picture is to be behind), and of each line its latency from the newest frame."""
        told, latencies = [], []
        for arrival, message in self.live.messages:
            if message["event"] == "activity":
                told.append((arrival, message["data"]["delay"]))
            elif message["event"] == "cycle_end" and message["data"]["text"]:
                end = message["data"]
                latencies.append(end["inference_end"] - end["newest_frame_at"])
        return told, latencies
