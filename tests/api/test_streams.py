"""The endless answers: events, pictures, sound, and the page's WebSocket."""
import json
import struct
import time

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

import messages
from conftest import SAMPLE
from test_api import wait_for_status


class Reader:
    """Reads from a socket what is left after the headers."""

    def __init__(self, client):
        self.client = client
        self.buffer = b""
        self.headers = self.until(b"\r\n\r\n").decode()

    def until(self, end):
        while end not in self.buffer:
            more = self.client.recv(65536)
            assert more, "the stream ended"
            self.buffer += more
        found, _, self.buffer = self.buffer.partition(end)
        return found

    def exactly(self, size):
        while len(self.buffer) < size:
            more = self.client.recv(65536)
            assert more, "the stream ended"
            self.buffer += more
        found, self.buffer = self.buffer[:size], self.buffer[size:]
        return found

    def picture(self):
        head = self.until(b"\r\n\r\n").decode().split("\r\n")
        assert head[-4:-2] == ["--frame", "Content-Type: image/jpeg"], head
        assert abs(float(head[-1].removeprefix("X-Timestamp: ")) - time.time()) < 60
        jpeg = self.exactly(int(head[-2].removeprefix("Content-Length: ")))
        assert jpeg[:2] == b"\xff\xd8" and jpeg[-2:] == b"\xff\xd9"
        assert self.exactly(2) == b"\r\n"
        return jpeg

    def event(self):
        """(id, name, data) of the next event, the id 0 where it has none; comments are passed by."""
        while True:
            lines = self.until(b"\n\n").decode().split("\n")
            fields = {name: [line.split(": ", 1)[1] for line in lines if line.startswith(name + ":")]
                      for name in ("id", "event", "data")}
            if fields["data"]:
                return int((fields["id"] or [0])[0]), (fields["event"] or ["piece"])[0], "\n".join(fields["data"])


def test_events_come_as_pieces_and_ends_of_cycles(show):
    with show.open("/api/stream") as client:
        reader = Reader(client)
        assert "text/event-stream" in reader.headers
        seen = {}
        ids = []
        end = time.monotonic() + 20
        while not {"piece", "cycle_end"} <= set(seen) and time.monotonic() < end:
            number, name, data = reader.event()
            ids.append(number)
            seen[name] = data
        ids = [number for number in ids if number]
        assert ids == sorted(set(ids))
        assert seen["piece"]
        cycle = json.loads(seen["cycle_end"])
        assert {"type", "cycle", "frame_ids", "oldest_frame_at", "newest_frame_at", "inference_start", "inference_end",
                "inference_sec", "latency_sec", "skipped", "target_delay", "text"} <= set(cycle)
        assert cycle["type"] == "cycle_end" and abs(cycle["inference_end"] - time.time()) < 60


def test_a_reader_catches_up(show):
    with show.open("/api/stream") as client:
        reader = Reader(client)
        while not (first := reader.event()[0]):
            pass
        others = [reader.event() for _ in range(3)]
    for path, header in [("/api/stream", f"Last-Event-ID: {first}\r\n"), (f"/api/stream?last_event_id={first}", "")]:
        with show.open(path, headers=header) as client:
            reader = Reader(client)
            assert [reader.event() for _ in range(3)] == others


def test_a_change_of_the_source_is_an_event(serve):
    server = serve()
    with server.open("/api/stream") as client:
        reader = Reader(client)
        server.post("/api/start", {"source": SAMPLE})
        names = []
        while "source" not in names:
            names.append(reader.event()[1])


def test_the_first_picture_at_once_then_each_at_the_sources_rate(show):
    wait_for_status(show, source_state="live")
    asked = time.monotonic()
    with show.open("/api/mjpeg") as client:
        reader = Reader(client)
        assert "multipart/x-mixed-replace; boundary=frame" in reader.headers
        reader.picture()
        assert time.monotonic() - asked < 5
        pictures = []
        began = time.monotonic()
        while time.monotonic() - began < 5:
            pictures.append(reader.picture())
        assert 47 <= len(pictures) <= 53
        assert len(set(pictures)) >= len(pictures) - 1
    wait_for_status(show, viewers=0)


def test_a_viewer_that_stops_reading(serve):
    # Without comments, for which frames are gathered, and without a voice, which is still being loaded.
    server = serve("--source", SAMPLE, "--no-voice", STREAM_DELAY_INIT="0")
    wait_for_status(server, source_state="live")
    with server.open("/api/mjpeg", receive_buffer=8192) as client, server.open("/api/mjpeg") as other:
        stalled, disturbed = Reader(client), Reader(other)
        stalled.picture()
        disturbed.picture()
        before = server.resident_mb()
        began = time.monotonic()
        seen = 0
        while time.monotonic() - began < 6:
            disturbed.picture()
            seen += 1
        assert 56 <= seen <= 64
        assert server.resident_mb() - before < 20  # the buffer of the past grows, no more
        newest = disturbed.picture()
        passed = [stalled.picture() for _ in range(12)]
        assert newest in passed or disturbed.picture() in passed


def test_the_picture_stream_outlives_its_source(serve):
    server = serve("--source", SAMPLE, STREAM_DELAY_INIT="0")
    wait_for_status(server, source_state="live")
    with server.open("/api/mjpeg") as client:
        reader = Reader(client)
        reader.picture()
        server.post("/api/stop")
        time.sleep(1)
        server.post("/api/start", {"source": SAMPLE})
        began = time.monotonic()
        for _ in range(12):
            reader.picture()
        assert time.monotonic() - began < 10


def test_sound_is_paced_and_speaks(show):
    with show.open("/api/audio-stream") as client:
        reader = Reader(client)
        for header in ("X-Audio-Rate: 48000", "X-Audio-Channels: 1", "X-Audio-Format: s16le"):
            assert header in reader.headers
        began = time.monotonic()
        loud = 0
        samples = 0
        while time.monotonic() - began < 20 and loud < 24000:
            block = reader.exactly(1920)
            samples += 960
            loud += sum(abs(sample) > 200 for sample in struct.unpack("<960h", block))
            assert samples / 48000 <= time.monotonic() - began + 0.25
        assert samples / 48000 >= time.monotonic() - began - 1
        assert loud >= 24000


def test_sound_is_not_there_without_a_voice(serve):
    server = serve("--no-voice")
    answer = server.get("/api/audio-stream")
    assert answer.status_code == 404 and answer.json()["detail"] == messages.kVoiceIsOff


def live(server, path="/api/live", **more):
    return connect(f"ws://127.0.0.1:{server.port}{path}", **more)


def test_live_brings_everything_on_one_connection(show):
    with live(show) as socket:
        hello = json.loads(socket.recv(5))
        assert hello["event"] == "hello" and set(hello["data"]) == set(show.status())
        socket.send('{"audio": true}')
        seen = set()
        sound = []
        end = time.monotonic() + 30
        while time.monotonic() < end and not (len(sound) > 20 and {"piece", "cycle_end", "status"} <= seen):
            message = socket.recv(10)
            if isinstance(message, str):
                event = json.loads(message)
                seen.add(event["event"])
                if event["event"] == "piece":
                    assert isinstance(event["data"], str) and event["id"] > 0
            else:
                sound.append(message)
        assert {"piece", "cycle_end", "status"} <= seen
        assert all(len(message) == 8 + 1920 for message in sound)
        firsts = [struct.unpack("<Q", message[:8])[0] for message in sound]
        assert firsts == sorted(firsts) and all(first % 960 == 0 for first in firsts)
        assert any(any(message[8:]) for message in sound)


def test_live_tells_of_settings_at_once(serve):
    server = serve()
    with live(server) as socket:
        socket.recv(5)
        server.post("/api/profiles", {"profile": "nature"})
        asked = time.monotonic()
        while True:
            event = json.loads(socket.recv(5))
            if event["event"] == "status" and event["data"]["active_profile"] == "nature":
                break
        assert time.monotonic() - asked < 1


@pytest.mark.parametrize("message, code", [("nonsense", 1008), ('{"audio": 3}', 1008), (" " * 5000, 1009)])
def test_live_closes_who_talks_nonsense(server, message, code):
    with live(server) as socket:
        socket.send(message)
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                socket.recv(5)
        assert closed.value.rcvd.code == code


def test_live_is_a_websocket_only(server):
    assert server.get("/api/live").status_code == 426


def test_clients_that_vanish(show):
    for _ in range(5):
        for path in ("/api/stream", "/api/mjpeg", "/api/audio-stream"):
            with show.open(path) as client:
                client.recv(100)
        with live(show) as socket:
            socket.recv(5)
            socket.send('{"audio": true}')
            socket.socket.close()
    wait_for_status(show, viewers=0, listeners=0)
