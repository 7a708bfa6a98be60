"""Uploads that are watched while they arrive."""
import threading
import time

import pytest
import requests

import messages
from faults.clips import ffmpeg
from program import until
from test_api import detail, wait_for_status
from test_uploads import begin, files, names, put, sample, server, uploads  # noqa: F401

SECONDS = 12
ID = "abcdefgh1234"
QUERY = f"?id={ID}"
# container -> how it is made; each can be played from its beginning on.
CONTAINERS = {
    "mp4": ["-c:v", "libx264", "-preset", "ultrafast", "-b:v", "2M", "-movflags", "+faststart"],
    "mp4 in fragments": ["-c:v", "libx264", "-preset", "ultrafast", "-b:v", "2M", "-movflags", "frag_keyframe+empty_moov"],
    "mkv": ["-c:v", "libx264", "-preset", "ultrafast", "-b:v", "2M"],
    "webm": ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "2M"],
    "ts": ["-c:v", "libx264", "-preset", "ultrafast", "-b:v", "2M"],
    "ogv": ["-c:v", "libtheora", "-b:v", "2M"],
    "avi": ["-c:v", "mpeg4", "-b:v", "2M"],
}


@pytest.fixture(scope="module")
def clips_made(tmp_path_factory):
    """clip_of(container, *more) -> its bytes. Noise, so that every second of it needs its bits."""
    folder = tmp_path_factory.mktemp("arriving")
    made = {}

    def clip_of(container, *more):
        if (container, *more) not in made:
            path = folder / f"{len(made)}.{container.split()[0]}"
            ffmpeg("-f", "lavfi", "-i", f"testsrc2=size=640x360:rate=25:duration={SECONDS}", "-vf", "noise=alls=40:allf=t", "-g", "25",
                   "-pix_fmt", "yuv420p", *CONTAINERS[container], *more, path)
            made[container, *more] = path.read_bytes()
        return made[container, *more]

    return clip_of


def source_of(server):
    """Under which it can be watched already; None: not yet."""
    arriving = uploads(server)["arriving"]
    return arriving[0]["source"] if arriving else None


def pictures_come(server):
    status = server.status()
    return status["source_state"] == "live" and status["picture_age_s"] < 0.5


def test_a_slow_upload_is_watched_long_before_it_ends(server, clips_made, tmp_path):  # noqa: F811
    data = clips_made("mp4")
    pace = 2 * len(data) / SECONDS  # bytes a second: twice what the video needs
    client = begin(server, "street.mp4", b"", len(data), QUERY)
    begun = time.monotonic()

    def trickle():
        for at in range(0, len(data), 20_000):
            time.sleep(max(0, begun + at / pace - time.monotonic()))
            client.sendall(data[at:at + 20_000])

    sender = threading.Thread(target=trickle)
    sender.start()
    source = until(lambda: source_of(server))
    assert source == str(tmp_path / "state" / "uploads" / "street.mp4")
    assert server.post("/api/start", {"source": source}).status_code == 200
    wait_for_status(server, source_state="live")
    first = time.monotonic() - begun
    received = uploads(server)["arriving"][0]["received"]
    assert not server.status()["playback"]["seekable"], "nobody can go to where it has not come to yet"
    assert received < len(data) / 2
    sender.join()
    ended = time.monotonic() - begun
    print(f"first picture after {first:.1f} s, the upload after {ended:.1f} s")
    client.settimeout(30)
    assert b" 200 " in client.recv(4096).split(b"\r\n")[0]
    assert names(server) == ["street.mp4"]
    assert server.status()["source_state"] == "live" and server.status()["source_restarts"] == 0
    # From its second lap on it is a file like any other.
    until(lambda: server.status()["playback"]["seekable"], seconds=60)
    playback = server.status()["playback"]
    assert playback["lap"] == 2 and playback["length"] == pytest.approx(SECONDS, abs=0.5)
    until(lambda: pictures_come(server))


@pytest.mark.parametrize("container", CONTAINERS)
def test_what_is_there_is_shown_and_then_the_rest(server, clips_made, container):  # noqa: F811
    data = clips_made(container)
    half = len(data) // 2
    client = begin(server, f"clip.{container.split()[0]}", data[:half], len(data), QUERY)
    assert server.post("/api/start", {"source": until(lambda: source_of(server))}).status_code == 200
    wait_for_status(server, source_state="live")
    # All that is there has been shown; it is neither lost nor silent, and knows nothing of an end.
    until(lambda: server.status()["picture_age_s"] > 3, seconds=60)
    assert server.status()["source_state"] == "live" and not server.status()["source_reason"]
    client.sendall(data[half:])
    until(lambda: pictures_come(server))
    client.settimeout(30)
    assert b" 200 " in client.recv(4096).split(b"\r\n")[0]
    until(lambda: server.status()["playback"]["lap"] == 2, seconds=60)
    until(lambda: pictures_come(server))
    assert server.status()["source_restarts"] == 0


def test_it_is_paused_and_goes_on_while_it_arrives(server, clips_made):  # noqa: F811
    data = clips_made("mkv")
    client = begin(server, "clip.mkv", data[:len(data) // 2], len(data), QUERY)
    assert server.post("/api/start", {"source": until(lambda: source_of(server))}).status_code == 200
    wait_for_status(server, source_state="live")
    until(lambda: server.status()["playback"])
    assert messages.kOnlyFromItsBeginning.said_in(detail(server.post("/api/playback", {"position": 2}), 409))
    assert server.post("/api/playback", {"paused": True}).json()["playback"]["paused"]
    time.sleep(0.3)
    stood = server.status()["playback"]["position"]
    client.sendall(data[len(data) // 2:])
    client.settimeout(30)
    assert b" 200 " in client.recv(4096).split(b"\r\n")[0]
    time.sleep(1.5)
    status = server.status()
    assert status["source_state"] == "live" and status["playback"]["paused"] and status["playback"]["position"] == stood
    assert server.post("/api/playback", {"paused": False}).status_code == 200
    until(lambda: pictures_come(server))
    assert stood < server.status()["playback"]["position"] < stood + 3
    assert server.post("/api/playback", {"position": 0}).status_code == 200
    until(lambda: pictures_come(server) and server.status()["playback"]["seekable"])
    assert server.status()["source_restarts"] == 0


def test_one_with_its_index_at_the_end_waits_for_it(server, clips_made, tmp_path):  # noqa: F811
    data = clips_made("mp4", "-movflags", "0")
    assert data.index(b"moov") > data.index(b"mdat")
    most = len(data) * 9 // 10
    client = begin(server, "clip.mp4", data[:most], len(data), QUERY)
    until(lambda: uploads(server)["arriving"] and uploads(server)["arriving"][0]["received"] > most - 600_000)
    refused = server.post("/api/start", {"source": str(tmp_path / "state" / "uploads" / "clip.mp4")})
    assert messages.kStillArrives.said_in(detail(refused, 400))
    assert source_of(server) is None
    client.sendall(data[most:])
    client.settimeout(30)
    assert b" 200 " in client.recv(4096).split(b"\r\n")[0]
    assert server.post("/api/start", {"source": str(tmp_path / "state" / "uploads" / "clip.mp4")}).status_code == 200
    wait_for_status(server, source_state="live")


def test_one_that_is_no_video_never_plays(server, tmp_path):  # noqa: F811
    client = begin(server, "note.mkv", b"Dear diary, today I saw a heron.\n" * 60_000, 10_000_000, QUERY)
    until(lambda: uploads(server)["arriving"] and uploads(server)["arriving"][0]["received"] > 1_000_000)
    refused = server.post("/api/start", {"source": str(tmp_path / "state" / "uploads" / "note.mkv")})
    assert refused.status_code == 400 and str(tmp_path) not in detail(refused, 400).replace(str(tmp_path / "state" / "uploads" / "note.mkv"), "")
    assert source_of(server) is None and server.status()["source_state"] == "stopped"
    client.close()


def test_what_comes_during_the_first_look_is_looked_at_too(server, clips_made):  # noqa: F811
    """The first look finds room for an index and no picture. Nothing else comes after the second piece."""
    data = clips_made("mkv", "-reserve_index_space", "600000")
    client = begin(server, "clip.mkv", data[:300_000], len(data), QUERY)
    client.sendall(data[300_000:len(data) // 2])
    until(lambda: source_of(server))
    client.close()


def test_one_that_is_given_up_ends_with_a_sentence(server, clips_made, tmp_path):  # noqa: F811
    data = clips_made("mkv")
    client = begin(server, "clip.mkv", data[:len(data) // 2], len(data), QUERY)
    source = until(lambda: source_of(server))
    assert server.post("/api/start", {"source": source}).status_code == 200
    wait_for_status(server, source_state="live")
    client.close()
    assert requests.delete(f"{server.url}/api/uploads/clip.mkv{QUERY}", timeout=10).status_code == 200
    until(lambda: server.status()["source_state"] == "ended", seconds=60)
    assert messages.kUploadGivenUp.said_in(server.status()["source_reason"], source)
    assert files(tmp_path) == []
    kept = put(server, "yard.avi", sample()).json()
    assert server.post("/api/start", {"source": kept["source"], "replace": True}).status_code == 200
    wait_for_status(server, source_state="live")


def test_one_that_stalls_ends_with_a_sentence_and_can_be_watched_again(server, clips_made):  # noqa: F811
    data = clips_made("ts")
    half = len(data) // 2
    client = begin(server, "clip.ts", data[:half], len(data), QUERY)
    source = until(lambda: source_of(server))
    assert server.post("/api/start", {"source": source}).status_code == 200
    wait_for_status(server, source_state="live")
    client.close()
    until(lambda: server.status()["source_state"] == "ended", seconds=90)
    assert messages.kUploadRests.said_in(server.status()["source_reason"], source)
    first = put(server, "clip.ts", b"", QUERY, **{"Content-Range": f"bytes */{len(data)}"}).json()["received"]
    answer = put(server, "clip.ts", data[first:], QUERY, **{"Content-Range": f"bytes {first}-{len(data) - 1}/{len(data)}"})
    assert answer.status_code == 200 and answer.json()["source"] == source
    assert server.post("/api/start", {"source": source, "replace": True}).status_code == 200
    wait_for_status(server, source_state="live")


def test_one_name_twice_are_two_videos(server, clips_made):  # noqa: F811
    data = clips_made("mkv")
    clients = [begin(server, "clip.mkv", data[:1_000_000], len(data), f"?id=abcdefgh{n}") for n in range(2)]
    until(lambda: [one["source"] is not None for one in uploads(server)["arriving"]] == [True, True])
    assert len({one["source"] for one in uploads(server)["arriving"]}) == 2
    for client in clients:
        client.sendall(data[1_000_000:])
    until(lambda: names(server) == ["clip (2).mkv", "clip.mkv"])
    for client in clients:
        client.close()


def test_memory_is_flat_while_much_arrives_and_is_watched(serve, clips_made, tmp_path):
    server = serve(STATE_DIR=str(tmp_path / "state"), UPLOAD_MB="2000")
    piece = clips_made("ts")
    count = 300_000_000 // len(piece)
    client = begin(server, "clip.ts", piece, count * len(piece), QUERY)
    assert server.post("/api/start", {"source": until(lambda: source_of(server))}).status_code == 200
    wait_for_status(server, source_state="live")
    before = most = server.resident_mb()
    for _ in range(count - 1):
        client.sendall(piece)
        most = max(most, server.resident_mb())
    client.settimeout(60)
    assert b" 200 " in client.recv(4096).split(b"\r\n")[0]
    print(f"memory {before:.0f} MB before, {most:.0f} MB at most")
    assert most < before + 60
    assert pictures_come(server)
