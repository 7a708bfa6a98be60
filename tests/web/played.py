"""The server's end of the page's WebSocket, played by a test: some events are rare."""
import json
import time

from page import live_status, wait_for_picture

NOW = 1_800_000_000


class Show:
    """The server's end of the WebSocket."""

    def __init__(self, page, server):
        # What is played here is in no record.
        self.hello = live_status(server) | {"record": {"state": "off"}}
        self.met = time.monotonic()
        self.next_id = 1
        self.cycle = 1
        self.urls = []
        page.route_web_socket("**/api/live*", self._accept)
        page.goto(server.url)
        wait_for_picture(page)
        page.evaluate("new Promise((done) => setTimeout(done, 600))")  # what comes with the hello is old

    def _accept(self, socket):
        self.socket = socket
        self.urls.append(socket.url)
        socket.send(json.dumps({"event": "hello", "data": self._status()}))

    def _status(self):
        """The same run of the server, however often the page comes."""
        since = time.monotonic() - self.met
        return {**self.hello, "uptime_s": self.hello["uptime_s"] + since, "now": self.hello["now"] + since}

    def reconnect(self, page):
        """The connection is lost and comes back."""
        before = len(self.urls)
        self.socket.close()
        while len(self.urls) == before:
            page.wait_for_timeout(20)

    def source(self, state, reason=None, *, name="cam", at=NOW, next_try_s=None, gone_s=None, playback=None, **status):
        """The source's state has changed: the event, and the status that follows it at once."""
        self.send("source", {"source": name, "state": state, "reason": reason, "restarts": 0, "at": at,
                             "gone_s": gone_s, "next_try_at": next_try_s and at + next_try_s})
        self.status(source=name, source_state=state, source_reason=reason or "", source_next_try_s=next_try_s,
                    playback=playback, **status)

    def status(self, **status):
        self.hello |= status
        self.socket.send(json.dumps({"event": "status", "data": self._status()}))

    def send(self, event, data, **more):
        self.socket.send(json.dumps({"id": self.next_id, "event": event, "data": data, **more}))
        self.next_id += 1

    def piece(self, text):
        self.send("piece", text, cycle=self.cycle)

    def end(self, text, **end):
        self.send("cycle_end", {"type": "cycle_end", "cycle": self.cycle, "text": text, "skipped": not text,
                                "frame_ids": [1], "oldest_frame_at": NOW - 1, "newest_frame_at": NOW,
                                "inference_start": NOW, "inference_end": NOW + 1, "inference_sec": 1,
                                "latency_sec": 2, "target_delay": 2, **end})
        self.cycle += 1

    def line(self, *pieces, **end):
        for piece in pieces:
            self.piece(piece)
        self.end("".join(pieces), **end)
