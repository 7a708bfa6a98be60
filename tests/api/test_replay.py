"""The last half minute again, while somebody watches."""
import time

import messages
from conftest import SAMPLE
from test_api import wait_for_status
from test_streams import Reader


def replay(begin, end):
    return f"/api/replay?from={begin:.3f}&to={end:.3f}"


def watch(reader, seconds):
    """The picture stream is read for so long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        reader.picture()


def test_what_was_watched_can_be_watched_again(serve):
    server = serve("--source", SAMPLE)
    wait_for_status(server, source_state="live")
    now = time.time()
    assert server.get(replay(now - 2, now)).status_code == 404, "nobody has watched yet"
    with server.open("/api/mjpeg") as viewer:
        live = Reader(viewer)
        watch(live, 4)
        now = time.time()
        asked = time.monotonic()
        answer = server.get(replay(now - 2.5, now - 1))
        took = time.monotonic() - asked
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "multipart/x-mixed-replace; boundary=frame"
        assert answer.content.endswith(b"--frame--\r\n")
        stamps = [float(part.split(b"X-Timestamp: ")[1].split(b"\r\n")[0]) for part in answer.content.split(b"--frame\r\n")[1:]]
        assert stamps == sorted(set(stamps))
        assert now - 3 < stamps[0] < now - 2 and now - 1.5 < stamps[-1] < now - 0.99
        assert took > 1, "at their own pace"
        assert server.status()["viewers"] == 1
        gone = server.get(replay(now - 300, now - 290))
        assert gone.status_code == 404 and messages.kReplayGone.said_in(gone.json()["detail"])
        live.picture()


def test_nothing_is_kept_when_nobody_watches(serve):
    server = serve("--source", SAMPLE)
    wait_for_status(server, source_state="live")
    with server.open("/api/mjpeg") as viewer:
        watch(Reader(viewer), 2)
    then = time.time()
    # Somebody who asks is a viewer for a moment, too.
    time.sleep(6)
    assert server.get(replay(then - 1, then)).status_code == 404


def test_pictures_belong_to_their_source(serve):
    server = serve("--source", SAMPLE)
    wait_for_status(server, source_state="live")
    with server.open("/api/mjpeg") as viewer:
        watch(Reader(viewer), 2)
        then = time.time()
        assert server.get(replay(then - 1, then - 0.5)).status_code == 200
        server.post("/api/stop")
        assert server.get(replay(then - 1, then - 0.5)).status_code == 404
