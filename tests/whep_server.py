"""A server that hands out a video by WHEP, which is not ours: Chromium is its WebRTC, and this its HTTP."""
import json
import queue
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Takes offers and answers them, as long as it is open.
PAGE = r"""<!doctype html><title>WHEP</title><script>
window.peers = {};
window.answer = async ({id, sdp}, codec, sound) => {
  const pc = window.peers[id] = new RTCPeerConnection();
  // Chromium sends what the offer names first, whatever its answer says.
  const [, type] = sdp.match(new RegExp(`a=rtpmap:(\\d+) ${codec}/`));
  sdp = sdp.replace(/(m=video .*SAVPF)(.*)/, (_, line, types) => `${line} ${type}${types.replace(` ${type}`, '')}`);
  await pc.setRemoteDescription({type: 'offer', sdp});
  const canvas = Object.assign(document.createElement('canvas'), {width: 320, height: 240});
  const context = canvas.getContext('2d');
  let n = 0;
  const drawing = setInterval(() => { if (pc.connectionState === 'closed') return clearInterval(drawing); context.fillStyle = `hsl(${n += 7} 80% 50%)`; context.fillRect(0, 0, 320, 240); }, 50);
  pc.addTrack(canvas.captureStream(20).getVideoTracks()[0]);
  if (sound) {
    const audio = new AudioContext();
    const [tone, out] = [audio.createOscillator(), audio.createMediaStreamDestination()];
    tone.connect(out);
    tone.start();
    pc.addTrack(out.stream.getAudioTracks()[0]);
  }
  const video = pc.getTransceivers().find(({receiver}) => receiver.track.kind === 'video');
  video.setCodecPreferences(RTCRtpSender.getCapabilities('video').codecs.filter(({mimeType}) => mimeType === `video/${codec}`));
  await pc.setLocalDescription();
  await new Promise((done) => {
    pc.onicegatheringstatechange = () => pc.iceGatheringState === 'complete' && done();
    pc.onicegatheringstatechange();
  });
  return pc.localDescription.sdp;
};
window.serve = async (codec, sound) => {
  for (;;) {
    const offer = await (await fetch('/offers')).json();
    if (offer.over) window.peers[offer.over]?.close();
    if (!offer.id) continue;
    const body = await window.answer(offer, codec, sound).catch((why) => `no answer: ${why}`);
    await fetch(`/answers/${offer.id}`, {method: 'POST', body});
  }
};
</script>"""


class WhepServer:
    """`url` is its address. `respond(path, headers, offer)` may answer in its place with (status, body); None leaves it to
    the page. `changed(answer)` is what is sent in place of an answer. `gone` are the resources that were deleted."""

    def __init__(self, respond=lambda path, headers, offer: None, changed=lambda answer: answer):
        self.offers, self.answers, self.gone = queue.Queue(), {}, []
        self.respond, self.changed = respond, changed
        self.asked = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def handle(self):
                try:
                    super().handle()
                except ConnectionError:
                    pass  # the page or the show has gone

            def reply(self, status, body=b"", **headers):
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name.replace("_", "-"), value)
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                if self.path != "/offers":
                    return self.reply(200, PAGE.encode(), Content_Type="text/html")
                try:
                    self.reply(200, json.dumps(outer.offers.get(timeout=1)).encode())
                except queue.Empty:
                    self.reply(200, b"{}")

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                if self.path.startswith("/answers/"):
                    outer.answers[self.path.split("/")[-1]].put(body.decode())
                    return self.reply(204)
                outer.asked.append((self.path, dict(self.headers), body.decode()))
                if (said := outer.respond(self.path, self.headers, body.decode())) is not None:
                    return self.reply(said[0], said[1].encode())
                name = uuid.uuid4().hex
                outer.answers[name] = queue.Queue()
                outer.offers.put({"id": name, "sdp": body.decode()})
                answer = outer.changed(outer.answers[name].get(timeout=60))
                self.reply(201, answer.encode(), Content_Type="application/sdp", Location=f"/cam/whep/{name}")

            def do_DELETE(self):
                outer.gone.append((self.path, dict(self.headers)))
                outer.offers.put({"over": self.path.split("/")[-1]})
                self.reply(200)

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.port = self.http.server_address[1]
        self.page = f"http://127.0.0.1:{self.port}/"
        self.url = f"whep://127.0.0.1:{self.port}/cam/whep"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def close(self):
        self.http.shutdown()
        self.http.server_close()
