"""Publishing by WHIP, with publishers that are not ours: ffmpeg and Chromium. What is told of an offer in detail is in unit/whip."""
import os
import re
import subprocess
import threading
import time
from pathlib import Path

import pytest
import requests
from playwright.sync_api import sync_playwright

import messages
from program import until
from test_video import Fragments

CHROMIUM = os.environ.get("NP_CHROMIUM", "/usr/bin/chromium")
CAMERA = ["--disable-gpu", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
SDP, FRAGMENT = {"Content-Type": "application/sdp"}, {"Content-Type": "application/trickle-ice-sdpfrag"}
# A publisher as scripts would write one; `pc` and `id` of the newest are the window's.
PUBLISHER = """
window.offer = async (codec, width, height, sound) => {
  window.pc = new RTCPeerConnection();
  const tracks = [];
  if (codec !== 'none') {
    const canvas = Object.assign(document.createElement('canvas'), {width, height});
    const context = canvas.getContext('2d');
    let n = 0;
    setInterval(() => { context.fillStyle = `hsl(${n += 7} 80% 50%)`; context.fillRect(0, 0, width, height); }, 50);
    tracks.push(canvas.captureStream(20).getVideoTracks()[0]);
  }
  if (sound) {
    const audio = new AudioContext();
    const [tone, out] = [audio.createOscillator(), audio.createMediaStreamDestination()];
    tone.connect(out);
    tone.start();
    tracks.push(out.stream.getAudioTracks()[0]);
  }
  for (const track of tracks) {
    const transceiver = pc.addTransceiver(track, {direction: 'sendonly'});
    if (track.kind === 'video')
      transceiver.setCodecPreferences(RTCRtpSender.getCapabilities('video').codecs.filter(({mimeType}) =>
        mimeType === `video/${codec}`));
  }
  await pc.setLocalDescription();
  await new Promise((done) => {
    pc.onicegatheringstatechange = () => pc.iceGatheringState === 'complete' && done();
    pc.onicegatheringstatechange();
  });
  return pc.localDescription.sdp;
};
window.publish = async (url, codec = 'VP8', width = 320, height = 240, sound = false) => {
  const body = await offer(codec, width, height, sound);
  const answer = await fetch(url, {method: 'POST', headers: {'Content-Type': 'application/sdp'}, body});
  if (answer.status !== 201) return answer.status;
  window.place = answer.headers.get('Location');
  await pc.setRemoteDescription({type: 'answer', sdp: await answer.text()});
  return place.split('/').pop();
};
"""


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CAMERA)
        yield browser
        browser.close()


@pytest.fixture
def publisher(chromium):
    """publisher(server) -> a page of the server's own that can publish."""
    contexts = []

    def one(server):
        contexts.append(chromium.new_context(bypass_csp=True))
        page = contexts[-1].new_page()
        page.set_default_timeout(30_000)
        page.goto(server.url + "/overlay")
        page.evaluate(PUBLISHER)
        return page

    yield one
    for context in contexts:
        context.close()


@pytest.fixture
def send(tmp_path):
    """send(server) -> ffmpeg that publishes a test picture in H.264, with sound."""
    started = []

    def one(server, query="", codec=("-c:v", "libx264", "-profile:v", "baseline", "-tune", "zerolatency"), size="320x240"):
        started.append(subprocess.Popen(
            ["ffmpeg", "-v", "error", "-re", "-f", "lavfi", "-i", f"testsrc=size={size}:rate=15", "-f", "lavfi", "-i",
             "sine=frequency=440:sample_rate=48000", "-pix_fmt", "yuv420p", *codec, "-g", "15", "-bf", "0", "-c:a", "libopus",
             "-ac", "2", "-f", "whip", f"{server.url}/api/whip{query}"],
            stdin=subprocess.DEVNULL, stderr=(tmp_path / "ffmpeg.log").open("ab")))  # fmt: skip
        return started[-1]

    yield one
    for process in started:
        process.kill()
        process.wait()


def live(server):
    status = server.status()
    return status["source_state"] == "live" and status


def offer(server, body, query="", **headers):
    return requests.post(f"{server.url}/api/whip{query}", data=body, headers=SDP | headers, timeout=20)


def test_ffmpeg_publishes_and_is_watched_at_once(serve, send):
    server = serve()
    process = send(server)
    status = until(lambda: live(server))
    assert (status["source"], status["source_kind"], status["source_codec"]) == ("whip", "webcam", "H264")
    assert (status["source_width"], status["source_height"], status["source_sound"]) == (320, 240, "Opus")
    assert status["publisher"] == {"state": "live", "codec": "H264", "reason": ""}
    assert server.get("/api/frame").content[:2] == b"\xff\xd8"
    sound = server.get("/api/audio-stream?what=source", stream=True)
    heard = (block for block in sound.iter_content(9600) if any(block))
    assert next(heard), "the publisher's sound is heard"
    sound.close()
    process.terminate()
    process.wait()
    until(lambda: server.status()["source_state"] == "waiting")
    send(server)
    until(lambda: live(server))


@pytest.mark.parametrize("codec", ["VP8", "VP9", "H264"])
def test_each_codec_of_a_browser_is_seen(serve, publisher, codec):
    server = serve()
    page = publisher(server)
    answer = page.evaluate("(codec) => publish('/api/whip', codec, 640, 480, true)", codec)
    if answer == 400 and codec == "H264":
        pytest.skip("this Chromium has no H.264 to send")
    status = until(lambda: live(server))
    assert (status["source_codec"], status["source_width"], status["source_sound"]) == (codec, 640, "Opus")
    assert (status["source_h264"], status["source_encoded"]) == (False, True)
    with server.open("/api/video") as client:
        assert Fragments(client).picture()[2], "a decoder can begin with it"
    assert page.evaluate("async () => (await fetch(place, {method: 'DELETE'})).status") == 200
    waiting = until(lambda: (status := server.status())["source_state"] == "waiting" and status)
    assert waiting["source_reason"] == messages.kNobodyPublishes
    assert waiting["publisher"] == {"state": "none", "codec": "", "reason": ""}


def test_what_is_watched_goes_on_unless_it_is_to_be_replaced(serve, publisher):
    from program import SAMPLE

    server = serve("--source", SAMPLE)
    until(lambda: live(server))
    page = publisher(server)
    first = page.evaluate("publish('/api/whip')")
    until(lambda: server.status()["publisher"]["state"] == "live")
    assert server.status()["source_kind"] == "file"
    assert server.post("/api/start", {"source": "whip", "replace": True}).ok
    assert until(lambda: live(server))["source_kind"] == "webcam"
    assert server.post("/api/start", {"source": SAMPLE, "replace": True}).ok
    page.evaluate(f"publish('/api/whip?replace=true&instead={first}')")
    until(lambda: server.status()["source_kind"] == "webcam" and live(server))


def test_one_publishes_at_a_time(serve, publisher):
    server = serve()
    page, other = publisher(server), publisher(server)
    page.evaluate("publish('/api/whip')")
    until(lambda: live(server))
    body = other.evaluate("offer('VP8', 320, 240, false)")
    answer = offer(server, body)
    assert (answer.status_code, answer.json()["detail"]) == (409, messages.kSomebodyPublishes)
    assert offer(server, body, "?instead=17").status_code == 409
    assert live(server)


def test_who_comes_again_takes_the_own_place_and_who_has_fallen_silent_makes_way(serve, publisher):
    server = serve()
    page, other = publisher(server), publisher(server)
    first = page.evaluate("publish('/api/whip')")
    until(lambda: live(server))
    second = page.evaluate("(first) => publish(`/api/whip?instead=${first}`, 'VP8', 480, 360)", first)
    assert second not in (first, 409)
    until(lambda: (status := live(server)) and status["source_width"] == 480)
    page.evaluate("pc.getSenders()[0].replaceTrack(null)")
    until(lambda: server.status()["source_state"] != "live")
    until(lambda: len(str(other.evaluate("publish('/api/whip', 'VP8', 320, 240)"))) > 3, every=0.5)
    until(lambda: (status := live(server)) and status["source_width"] == 320)


def test_who_was_killed_and_is_back_at_once_is_let_in(serve, send):
    server = serve()
    killed = send(server)
    until(lambda: live(server))
    killed.kill()
    send(server, size="480x360")
    until(lambda: (status := live(server)) and status["source_width"] == 480)


def test_candidates_may_come_later(serve, publisher):
    server = serve()
    page = publisher(server)
    body = page.evaluate("offer('VP8', 320, 240, false)")
    lines = body.splitlines()
    candidates = [line for line in lines if line.startswith("a=candidate:")]
    answer = offer(server, "\r\n".join(line for line in lines if line not in candidates) + "\r\n")
    assert answer.status_code == 201
    assert answer.headers["Accept-Patch"] == "application/trickle-ice-sdpfrag"
    place, etag = server.url + answer.headers["Location"], answer.headers["ETag"]
    assert re.fullmatch(r'"\d+"', etag)
    assert "a=candidate:" in answer.text and "a=end-of-candidates" in answer.text
    names = ("a=ice-ufrag:", "a=ice-pwd:", "m=", "a=mid:")
    head = [next(line for line in lines if line.startswith(name)) for name in names]
    fragment = "\r\n".join([*head, *candidates, ""])

    def patch(body=fragment, **headers):
        return requests.patch(place, data=body, headers=FRAGMENT | headers, timeout=20)

    assert patch(**{"If-Match": etag}).status_code == 204
    assert patch().json()["detail"] == messages.kIfMatchMissing
    for body, headers, status, sentence in [
        (fragment, {"If-Match": '"1"'}, 412, messages.kEtagIsOld),
        ("nonsense", {"If-Match": etag}, 400, messages.kFragmentIsNonsense),
        (fragment.replace(head[0], "a=ice-ufrag:another"), {"If-Match": "*"}, 422, messages.kNoIceRestart),
    ]:
        refused = patch(body, **headers)
        assert (refused.status_code, refused.json()["detail"]) == (status, sentence)
    page.evaluate("(sdp) => pc.setRemoteDescription({type: 'answer', sdp})", answer.text)
    until(lambda: live(server))
    assert requests.delete(place, timeout=20).status_code == 200
    assert requests.delete(place, timeout=20).status_code == 404
    assert patch(**{"If-Match": etag}).status_code == 404


def test_options_say_what_is_taken(serve):
    server = serve()
    answer = requests.options(server.url + "/api/whip", timeout=20)
    assert answer.status_code == 204
    assert (answer.headers["Accept-Post"], answer.headers["Allow"]) == ("application/sdp", "POST, OPTIONS")
    assert requests.get(server.url + "/api/whip", timeout=20).status_code == 405


def test_bad_offers_get_a_sentence_each_and_disturb_nobody(serve, publisher):
    server = serve()
    page, other = publisher(server), publisher(server)
    page.evaluate("publish('/api/whip')")
    until(lambda: live(server))
    good = other.evaluate("offer('VP8', 320, 240, false)")
    cases = {
        "": messages.kOfferIsNonsense,
        "v=0": messages.kOfferIsNonsense,
        "<html>": messages.kOfferIsNonsense,
        "m=video\r\n" * 5000: messages.kOfferIsNonsense,
        good.replace("VP8", "H265"): messages.kOfferNotDecoded.format("H265"),
        good.replace("a=sendonly", "a=recvonly"): messages.kOfferSendsNothing,
        good.replace("a=rtcp-mux", "a=x"): messages.kOfferIsNotBundled,
        good.replace("m=video", "m=audio"): messages.kOfferHasNoVideo,
        other.evaluate("offer('none', 0, 0, true)"): messages.kOfferHasNoVideo,
    }
    for body, sentence in cases.items():
        answer = offer(server, body)
        assert (answer.status_code, answer.json()["detail"]) == (400, sentence), body[:80]
    assert offer(server, "v" * 70_000).status_code == 413
    wrong = offer(server, good, **{"Content-Type": "application/json"})
    assert (wrong.status_code, wrong.json()["detail"]) == (415, messages.kBodyIsOtherType.format("application/sdp"))
    assert live(server) and server.status()["source_restarts"] == 0


@pytest.mark.parametrize("damage", [
    lambda sdp: sdp.replace("a=setup:actpass\r\n", ""), lambda sdp: re.sub(r"a=fingerprint:\S+ \S+", "a=fingerprint:x y", sdp),
    lambda sdp: sdp.replace("a=rtpmap:96 VP8/90000", "a=rtpmap:96 VP8/-1"), lambda sdp: sdp.replace("a=mid:0", "a=mid:0\r\na=ice-lite"),
    lambda sdp: re.sub(r"a=ice-pwd:\S+", "a=ice-pwd:", sdp), lambda sdp: sdp.replace("a=extmap:", "a=extmap:99999999999"),
    lambda sdp: re.sub(r"a=(rtpmap|fmtp):", r"a=\1:9999999", sdp), lambda sdp: sdp.replace("UDP/TLS/RTP/SAVPF 96", "UDP/TLS/RTP/SAVPF 96 96 96"),
    lambda sdp: sdp + "a=simulcast:send h;m;l\r\na=rid:h send\r\na=rid:m send\r\n"])
def test_an_offer_that_only_looks_good_ends_nothing(serve, publisher, damage):
    server = serve()
    page = publisher(server)
    body = page.evaluate("offer('VP8', 320, 240, false)")
    answer = offer(server, damage(body))
    assert answer.status_code in (201, 400, 503), answer.text
    instead = answer.headers.get("Location", "/").rsplit("/", 1)[1]
    assert page.evaluate("(id) => publish(`/api/whip?instead=${id}`)", instead) != 409
    until(lambda: live(server))


# A browser sends nothing of a single pixel.
@pytest.mark.parametrize("size, sentence", [(1, messages.kPublisherSilent), (8, messages.kPublishedTooSmall.format(8, 8))])
def test_a_picture_too_small_is_refused(serve, publisher, size, sentence):
    server = serve()
    page = publisher(server)
    page.evaluate("(size) => publish('/api/whip', 'VP8', size, size)", size)
    assert until(lambda: server.status()["publisher"]["reason"]) == sentence


def test_who_may_publish(serve, publisher):
    server = serve(API_TOKEN="sesame-sesame-sesame", WATCH_TOKEN="look-look-look-look")
    for token, status in ((None, 401), ("wrong", 401), ("look-look-look-look", 403), ("sesame-sesame-sesame", 400)):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        assert offer(server, "v=0", **headers).status_code == status, token
    foreign = offer(server, "v=0", Origin="https://elsewhere.example", Authorization="Bearer sesame-sesame-sesame")
    assert foreign.status_code == 403


def test_rules_for_sources_hold_for_publishers_too(serve, publisher):
    server = serve(SOURCES="file")
    page = publisher(server)
    answer = offer(server, page.evaluate("offer('VP8', 320, 240, false)"))
    assert (answer.status_code, answer.json()["detail"]) == (403, messages.kSourceNotAllowed)
    assert server.post("/api/start", {"source": "whip"}).status_code == 403


def test_relays_are_told_to_publishers(serve, publisher):
    server = serve(ICE_SERVERS="turn:ann:secret@127.0.0.1:9")
    page = publisher(server)
    answer = offer(server, page.evaluate("offer('VP8', 320, 240, false)"))
    assert answer.headers["Link"] == (
        '<turn:127.0.0.1:9>; rel="ice-server"; username="ann"; credential="secret"; credential-type="password"')
    assert "secret" not in server.log_text


def held(server):
    process = Path(f"/proc/{server.process.pid}")
    return len(list((process / "task").iterdir())), len(list((process / "fd").iterdir())), server.resident_mb()


def test_publishing_and_hanging_up_leaves_nothing_behind(serve, publisher):
    server = serve("--source", "whip")
    page = publisher(server)
    times = int(os.environ.get("NP_PUBLISHES", "30"))

    def once():
        page.evaluate("publish('/api/whip')")
        until(lambda: server.status()["publisher"]["state"] == "live")
        page.evaluate("async () => { await fetch(place, {method: 'DELETE'}); pc.close(); }")
        until(lambda: server.status()["publisher"]["state"] == "none")

    for _ in range(10):
        once()
    until(lambda: server.status()["source_state"] == "waiting")
    time.sleep(3)
    before = held(server)
    for _ in range(times):
        once()
    until(lambda: server.status()["source_state"] == "waiting")
    until(lambda: held(server)[0] <= before[0] + 3 and held(server)[1] <= before[1] + 6)
    after = held(server)
    print(f"{times} publishes: threads, descriptors, MB before {before}, after {after}")
    assert after[2] < before[2] + 20


def test_a_publisher_that_goes_and_comes_back_is_live_again_soon(serve, publisher):
    server = serve()
    page = publisher(server)
    took = []
    for _ in range(int(os.environ.get("NP_RETURNS", "3"))):
        begun = time.monotonic()
        page.evaluate("publish('/api/whip')")
        until(lambda: live(server), every=0.02)
        took.append(time.monotonic() - begun)
        page.evaluate("async () => { await fetch(place, {method: 'DELETE'}); pc.close(); }")
        until(lambda: server.status()["source_state"] == "waiting")
    print("live again after", sorted(round(t, 2) for t in took))


def test_publishers_who_come_all_at_once_leave_one(serve, publisher):
    server = serve()
    body = publisher(server).evaluate("offer('VP8', 320, 240, false)")
    answers = []
    crowd = [threading.Thread(target=lambda: answers.append(offer(server, body).status_code)) for _ in range(8)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert sorted(answers) == [201] + [409] * 7
