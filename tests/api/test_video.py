"""The picture as H.264, as the source sends it and as it is encoded here: what programs and browsers make of /api/video."""
import json
import re
import subprocess
import threading
import time
from pathlib import Path

import pytest

import messages
from conftest import SAMPLE
from program import until
from test_api import detail, wait_for_status
from test_streams import Reader

H264 = ["-c:v", "libx264", "-preset", "veryfast", "-profile:v", "baseline", "-pix_fmt", "yuv420p"]


def make_clip(path, seconds, *, size="320x240", keyframe=25, codec=H264):
    subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", f"testsrc2=size={size}:rate=25:duration={seconds}", *codec,
         "-g", str(keyframe), str(path)],
        check=True)  # fmt: skip
    return path


class Fragments:
    """Reads /api/video picture by picture."""

    def __init__(self, client):
        self.reader = Reader(client)
        self.heads = 0

    def box(self):
        size, name = int.from_bytes(self.reader.exactly(4), "big"), self.reader.exactly(4)
        return name, self.reader.exactly(size - 8)

    def picture(self):
        """(when it was captured or None, its time, whether it is a key picture, its bytes)"""
        at = time_ = key = None
        while True:
            name, content = self.box()
            if name == b"moov":
                self.heads += 1
            elif name == b"prft":
                at = int.from_bytes(content[8:12], "big") - 2208988800 + int.from_bytes(content[12:16], "big") / 2**32
            elif name == b"moof":
                time_ = int.from_bytes(content[content.find(b"tfdt") + 8:][:8], "big") / 1e6
                key = content[content.find(b"trun") + 24:][:4] == b"\x02\x00\x00\x00"
            elif name == b"mdat":
                return at, time_, key, content

    def shown(self):
        """The next one that is to be seen."""
        while (picture := self.picture())[0] is None:
            pass
        return picture


def whole_fragments(data):
    """Without the one that was cut off."""
    at = end = 0
    while at + 8 <= len(data) and at + (size := int.from_bytes(data[at:at + 4], "big")) <= len(data):
        at += size
        if data[at - size + 4:at - size + 8] == b"mdat":
            end = at
    return data[:end]


def watch(stream, seconds):
    end = time.monotonic() + seconds
    seen = []
    while time.monotonic() < end:
        seen.append(stream.shown())
    return seen


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return make_clip(tmp_path_factory.mktemp("clips") / "plain.mp4", 20)


@pytest.fixture
def server(serve, clip):
    one = serve("--source", clip)
    wait_for_status(one, source_state="live", source_h264=True)
    return one


def test_ffprobe_reads_it(server, tmp_path):
    with server.open("/api/video") as client:
        reader = Reader(client)
        assert "Content-Type: video/mp4" in reader.headers and "Cache-Control: no-store" in reader.headers
        data = reader.exactly(200_000)
    (tmp_path / "seen.mp4").write_bytes(whole_fragments(data))
    told = json.loads(subprocess.check_output(
        ["ffprobe", "-v", "error", "-show_streams", "-show_packets", "-count_frames", "-of", "json", tmp_path / "seen.mp4"]))
    (stream,) = told["streams"]
    assert (stream["codec_name"], stream["codec_tag_string"]) == ("h264", "avc1")
    assert (stream["width"], stream["height"]) == (320, 240)
    assert int(stream["nb_read_frames"]) > 25
    times = [float(packet["pts_time"]) for packet in told["packets"]]
    assert times == sorted(set(times)) and "K" in told["packets"][0]["flags"]


def test_the_source_is_passed_on_bit_by_bit(server, clip):
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", "-i", clip, "-c", "copy", "-f", "h264", clip.with_suffix(".264")], check=True)
    source = clip.with_suffix(".264").read_bytes()
    with server.open("/api/video") as client:
        stream = Fragments(client)
        for _, _, _, content in watch(stream, 1):
            size = int.from_bytes(content[:4], "big")
            # The last of its units: a slice.
            while len(content) > 4 + size:
                content = content[4 + size:]
                size = int.from_bytes(content[:4], "big")
            assert content[4:] in source


def test_who_comes_sees_a_picture_at_once_wherever_the_key_pictures_are(serve, tmp_path):
    server = serve("--source", make_clip(tmp_path / "rare.mp4", 60, keyframe=1500))
    wait_for_status(server, source_state="live", source_h264=True)
    time.sleep(8)
    for _ in range(2):
        with server.open("/api/video") as client:
            stream = Fragments(client)
            first = stream.picture()
            assert first[2], "a decoder begins with a key picture"
            at = first[0] or stream.shown()[0]
            assert time.time() - at < 6, "not one of the beginning, a minute of pictures behind"


def test_pictures_come_at_the_sources_pace_and_time_goes_on_with_them(server):
    with server.open("/api/video") as client:
        stream = Fragments(client)
        stream.shown()
        seen = watch(stream, 3)
        assert stream.heads == 1
    steps = [after[1] - before[1] for before, after in zip(seen, seen[1:])]
    captured = [after[0] - before[0] for before, after in zip(seen, seen[1:])]
    assert all(step > 0 for step in steps) and all(step > 0 for step in captured)
    assert abs(sum(steps) - sum(captured)) < 1
    assert abs(sorted(captured)[len(captured) // 2] - 0.04) < 0.005


def test_a_seek_begins_again_with_a_key_picture(server):
    with server.open("/api/video") as client:
        stream = Fragments(client)
        watch(stream, 1)
        assert server.post("/api/playback", {"position": 12.3}).status_code == 200
        before = stream.shown()
        # What had been sent comes first; a picture of the new place follows one that needs nothing of the old place.
        pictures = [stream.picture() for _ in range(100)]
        assert any(key for _, _, key, _ in pictures)
        assert all(after[1] > one[1] for one, after in zip([before, *pictures], pictures))


def test_a_source_of_another_size_brings_its_own_head(server, tmp_path):
    other = make_clip(tmp_path / "other.mp4", 5, size="640x360")
    with server.open("/api/video") as client:
        stream = Fragments(client)
        stream.shown()
        assert server.post("/api/start", {"source": str(other), "replace": True}).status_code == 200
        until(lambda: stream.shown() and stream.heads == 2, every=0)


@pytest.mark.parametrize("codec", [
    ["-c:v", "mpeg4"],
    ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-bf", "2"],
    ["-c:v", "libx264", "-pix_fmt", "yuv444p", "-bf", "0"],
    [*H264, "-vf", "setsar=4/3"],
    ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-bf", "0", "-flags", "+ildct+ilme", "-x264-params", "tff=1"],
], ids=["other codec", "B-frames", "4:4:4", "wide pixels", "interlaced"])
def test_what_people_would_see_otherwise_is_not_passed_on(serve, tmp_path, codec):
    server = serve("--source", make_clip(tmp_path / "clip.mp4", 5, codec=codec))
    wait_for_status(server, source_state="live")
    until(lambda: server.get("/api/frame").status_code == 200)
    until(lambda: not server.status()["source_h264"])
    assert messages.kNoVideo.said_in(detail(server.get("/api/video?form=source"), 404))
    with server.open("/api/video") as client:
        assert Fragments(client).picture()[2], "it is encoded instead"


def test_a_turned_clip_is_not_passed_on(serve, tmp_path):
    plain = make_clip(tmp_path / "plain.mp4", 5)
    turned = tmp_path / "turned.mp4"
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-display_rotation", "90", "-i", plain, "-c", "copy", turned], check=True)
    server = serve("--source", turned)
    wait_for_status(server, source_state="live", source_h264=False)
    assert server.get("/api/video?form=source").status_code == 404


def test_a_switch_to_what_cannot_be_passed_on_ends_it(server):
    with server.open("/api/video") as client:
        stream = Fragments(client)
        stream.shown()
        assert server.post("/api/start", {"source": SAMPLE, "replace": True}).status_code == 200
        with pytest.raises(AssertionError, match="the stream ended"):
            while True:
                stream.picture()


def test_one_who_does_not_read_disturbs_nobody_and_goes_on_at_the_present(server):
    with server.open("/api/video", receive_buffer=4096) as asleep, server.open("/api/video") as other:
        sleeper, stream = Fragments(asleep), Fragments(other)
        sleeper.shown()
        seen = watch(stream, 6)
        gaps = [after[0] - before[0] for before, after in zip(seen, seen[1:])]
        assert max(gaps) < 1 and len(seen) > 100
        late = []
        until(lambda: late.append(time.time() - sleeper.shown()[0]) or late[-1] < 1, every=0)


def test_a_moment_that_has_passed_can_be_had_as_it_was(server):
    now = time.time()
    path = "/api/replay.mp4?from={:.3f}&to={:.3f}"
    with server.open("/api/video") as client:
        stream = Fragments(client)
        keeps = threading.Thread(target=watch, args=(stream, 8))
        keeps.start()
        time.sleep(5)
        now = time.time()
        answer = server.get(path.format(now - 2.5, now - 1))
        keeps.join()
        assert answer.status_code == 200 and answer.headers["Content-Type"] == "video/mp4"
        assert answer.content[4:8] == b"ftyp" and answer.content.count(b"prft") > 20
        assert messages.kReplayGone.said_in(detail(server.get(path.format(now - 300, now - 290)), 404))
        assert messages.kReplayRange.said_in(detail(server.get("/api/replay.mp4?from=2&to=1"), 400))


def test_nothing_but_who_may_watch_sees_it(serve, clip):
    server = serve("--source", clip, API_TOKEN="sesame", WATCH_TOKEN="look")
    assert server.get("/api/video").status_code == 401
    headers = "Authorization: Bearer look\r\n"
    until(lambda: server.get("/api/status", headers={"Authorization": "Bearer look"}).json()["source_h264"])
    with server.open("/api/video", headers=headers) as client:
        assert Fragments(client).shown()
    with server.open("/api/video?token=look") as client:
        assert Fragments(client).shown()


def of_size(data, tmp_path):
    """The size of what a player makes of it, and how many pictures."""
    (tmp_path / "seen.mp4").write_bytes(whole_fragments(data))
    told = json.loads(subprocess.check_output(
        ["ffprobe", "-v", "error", "-show_streams", "-count_frames", "-of", "json", tmp_path / "seen.mp4"]))
    (stream,) = told["streams"]
    assert stream["codec_name"] == "h264"
    return stream["width"], stream["height"], int(stream["nb_read_frames"])


def bits_per_second(pictures):
    """Of those after the first, with what is around them."""
    heads = 200 * len(pictures)
    return 8 * (heads + sum(len(content) for *_, content in pictures[1:])) / (pictures[-1][0] - pictures[0][0])


@pytest.fixture(scope="module")
def avi(tmp_path_factory):
    return make_clip(tmp_path_factory.mktemp("clips") / "plain.avi", 20, size="1280x720", codec=["-c:v", "mpeg4", "-q:v", "3"])


@pytest.fixture
def other_codec(serve, avi):
    one = serve("--source", avi)
    wait_for_status(one, source_state="live", source_h264=False, source_encoded=True)
    return one


def test_a_source_of_another_codec_is_encoded_within_its_bits(other_codec, tmp_path):
    with other_codec.open("/api/video") as client:
        data = Reader(client).exactly(500_000)
    width, height, pictures = of_size(data, tmp_path)
    assert (width, height) == (1280, 720) and pictures > 20
    with other_codec.open("/api/video") as client:
        stream = Fragments(client)
        assert stream.picture()[2], "a decoder begins with a key picture"
        seen = watch(stream, 10)
    assert len(seen) > 150
    assert bits_per_second(seen) < 2_000_000


def test_all_viewers_get_the_same_pictures(other_codec):
    with other_codec.open("/api/video") as one, other_codec.open("/api/video?form=encoded") as other:
        seen = [{at: content for at, _, _, content in watch(Fragments(client), 3)} for client in (one, other)]
    both = seen[0].keys() & seen[1].keys()
    assert len(both) > 5 and all(seen[0][at] == seen[1][at] for at in both)


def test_who_saves_data_gets_a_small_picture_of_any_source(server, serve, avi, tmp_path):
    large = serve("--source", avi)
    wait_for_status(large, source_state="live")
    with large.open("/api/video?form=small") as client:
        stream = Fragments(client)
        assert stream.picture()[2]
        assert bits_per_second(watch(stream, 12)) < 500_000
    with large.open("/api/video?form=small") as client:
        width, height, _ = of_size(Reader(client).exactly(100_000), tmp_path)
    assert (width, height) == (852, 480)
    with server.open("/api/video?form=small") as client:
        assert Fragments(client).picture()[2], "of one that could be passed on, too"


def test_where_a_paused_file_is_sent_a_newcomer_sees_it(other_codec):
    with other_codec.open("/api/video") as client:
        stream = Fragments(client)
        watch(stream, 1)
        assert other_codec.post("/api/playback", {"position": 12.3, "paused": True}).status_code == 200
        until(lambda: stream.picture()[2], every=0)
    time.sleep(5)
    with other_codec.open("/api/video") as client:
        assert Fragments(client).picture()[2]


def test_a_switch_to_another_size_goes_on_in_the_encoded_stream(other_codec):
    with other_codec.open("/api/video") as client:
        stream = Fragments(client)
        stream.shown()
        assert other_codec.post("/api/start", {"source": SAMPLE, "replace": True}).status_code == 200
        until(lambda: stream.shown() and stream.heads == 2, every=0)


def test_a_moment_of_the_encoded_pictures_can_be_had_again(other_codec):
    with other_codec.open("/api/video") as client:
        keeps = threading.Thread(target=watch, args=(Fragments(client), 7))
        keeps.start()
        time.sleep(5)
        now = time.time()
        answer = other_codec.get(f"/api/replay.mp4?form=encoded&from={now - 2:.3f}&to={now - 1:.3f}")
        keeps.join()
    assert answer.status_code == 200 and answer.content.count(b"prft") > 15


def test_a_form_that_there_is_not_is_refused(server):
    assert messages.kNoSuchForm.said_in(detail(server.get("/api/video?form=huge"), 400))
    assert messages.kNoSuchForm.said_in(detail(server.get("/api/replay.mp4?form=huge&from=1&to=2"), 400))


@pytest.mark.parametrize("size", ["2x2", "8x120"])
def test_what_no_encoder_takes_stays_jpeg_with_one_line_in_the_log(serve, tmp_path, size):
    server = serve("--source", make_clip(tmp_path / "tiny.avi", 5, size=size, codec=["-c:v", "ffv1"]))
    wait_for_status(server, source_state="live")
    with server.open("/api/video?form=encoded") as client:
        with pytest.raises(AssertionError, match="the stream ended"):
            Fragments(client).picture()
    wait_for_status(server, source_state="live", source_encoded=False)
    assert messages.kCannotEncode.said_in(detail(server.get("/api/video"), 404))
    assert len(messages.kNotEncoded.pattern().findall(server.log_text)) == 1
    assert server.get("/api/frame").status_code == 200


def test_without_the_encoder_pictures_stay_jpeg(serve, avi, tmp_path):
    told = subprocess.check_output(["gst-inspect-1.0", "openh264"], text=True)
    plugin = Path(re.search(r"Filename\s+(\S+)", told)[1])
    others = tmp_path / "plugins"
    others.mkdir()
    for one in plugin.parent.glob("*.so"):
        if one.name != plugin.name:
            (others / one.name).symlink_to(one)
    server = serve("--source", avi, GST_PLUGIN_SYSTEM_PATH_1_0=others, GST_REGISTRY=tmp_path / "registry")
    wait_for_status(server, source_state="live", source_h264=False, source_encoded=False)
    assert messages.kCannotEncode.said_in(detail(server.get("/api/video"), 404))
    assert server.get("/api/frame").status_code == 200
    assert len(messages.kNoEncoder.pattern().findall(server.log_text)) == 1
