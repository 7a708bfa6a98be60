// What a guest of a room shows and hears while it is measured; in the page of tests/livekit, after its guest.js.
window.shown = null;      // the publication
window.shownAt = 0;       // when publishing began, ms
window.bursts = [];       // when a sound began after a silence, ms
window.sound = { jumps: 0, gaps: [], seconds: 0 };  // of the tone; gaps in ms
const kBits = 24;

async function enter(url, token) {
  await join(url, token, false);
}

// The clock in milliseconds, its lowest bits as black and white fields in the upper half: six a row, four rows. Below it
// what the camera shows, if there is one.
function clockTrack(width, height, camera) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d', { alpha: false });
  const video = document.createElement('video');
  if (camera) video.srcObject = new MediaStream([camera]);
  if (camera) video.play();
  setInterval(() => {
    if (camera) context.drawImage(video, 0, height / 2, width, height / 2);
    const now = Date.now();
    for (let bit = 0; bit < kBits; ++bit) {
      context.fillStyle = Math.floor(now / 2 ** bit) % 2 ? '#fff' : '#000';
      context.fillRect((bit % 6) * width / 6, Math.floor(bit / 6) * height / 8, width / 6, height / 8);
    }
  }, 1000 / 30);
  return canvas.captureStream(30).getVideoTracks()[0];
}

async function cameraTrack(width, height) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width, height, frameRate: 30 } });
  return stream.getVideoTracks()[0];
}

async function show(track, maxBitrate = 1_700_000) {
  window.shownAt = Date.now();
  window.shown = await room.localParticipant.publishTrack(track, {
    source: Track.Source.Camera, videoCodec: 'vp8', simulcast: false, degradationPreference: 'maintain-resolution',
    videoEncoding: { maxBitrate, maxFramerate: 30 } });
}

const hide = () => room.localParticipant.unpublishTrack(window.shown.track, false);

async function sent() {
  for (const one of (await window.shown.track.sender.getStats()).values())
    if (one.type === 'outbound-rtp') return { width: one.frameWidth, height: one.frameHeight, fps: one.framesPerSecond };
}

const voice = () => [...room.remoteParticipants.values()]
  .flatMap((one) => [...one.trackPublications.values()]).find((one) => one.kind === Track.Kind.Audio && one.track)?.track;

async function received() {
  for (const one of (await voice().receiver.getStats()).values()) if (one.type === 'inbound-rtp') return { ...one };
}

// Ten milliseconds at a time: a burst begins; the phase of a tone of 1 kHz goes on, or jumps; it has a gap.
const kEar = `registerProcessor('ear', class extends AudioWorkletProcessor {
  quiet = 0; at = 0; block = []; past = []; silence = 1e9;
  process([[samples]]) {
    if (!samples) return true;
    for (const sample of samples) {
      if (Math.abs(sample) > 0.1) {
        if (this.quiet > 9600) this.port.postMessage({ burst: Date.now() });
        this.quiet = 0;
      } else ++this.quiet;
      this.block.push(sample);
      if (this.block.length === 480) this.look();
    }
    return true;
  }
  look() {
    let i = 0, q = 0;
    this.block.forEach((s, n) => { i += s * Math.cos(Math.PI * n / 24); q += s * Math.sin(Math.PI * n / 24); });
    this.block = [];
    const loud = Math.hypot(i, q) / 240 > 0.1;
    this.past = [...this.past.slice(-3), { loud, phase: Math.atan2(q, i) }];
    if (loud) {
      if (this.silence > 0 && this.silence < 20) this.port.postMessage({ gap: this.silence });
      this.silence = 0;
    } else ++this.silence;
    if (this.past.length < 4 || !this.past.every((one) => one.loud)) return;
    const turn = (this.past[2].phase - this.past[1].phase) / (2 * Math.PI);
    this.port.postMessage({ tone: 1, jump: Math.abs(turn - Math.round(turn)) > 0.08 });
  }
})`;

async function hear() {
  const context = new AudioContext({ sampleRate: 48000 });
  await context.audioWorklet.addModule(URL.createObjectURL(new Blob([kEar], { type: 'text/javascript' })));
  const ear = new AudioWorkletNode(context, 'ear');
  ear.port.onmessage = ({ data }) => {
    if (data.burst) bursts.push(data.burst);
    if (data.gap) sound.gaps.push(data.gap * 10);
    if (data.tone) sound.seconds += 0.01;
    if (data.jump) ++sound.jumps;
  };
  context.createMediaStreamSource(new MediaStream([voice().mediaStreamTrack])).connect(ear);
}
