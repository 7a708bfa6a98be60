// A guest of a LiveKit room: window.room, and what came from the others.
const { Room, RoomEvent, Track } = LivekitClient;

window.transcriptions = []; // { identity, text, attributes, final }: one a stream, growing
let analyser = null;

async function join(url, token, camera, codec) {
  const publishDefaults = { videoCodec: codec, simulcast: true, backupCodec: false };
  window.room = new Room({ adaptiveStream: false, dynacast: true, publishDefaults });
  room.on(RoomEvent.TrackSubscribed, (track, publication, participant) => {
    const element = track.attach();
    element.dataset.identity = participant.identity;
    document.body.append(element);
    if (track.kind === Track.Kind.Audio) listen(track.mediaStreamTrack);
  });
  room.on(RoomEvent.TrackUnsubscribed, (track) => track.detach().forEach((element) => element.remove()));
  room.registerTextStreamHandler('lk.transcription', async (reader, { identity }) => {
    const one = { identity, text: '', attributes: reader.info.attributes, final: false };
    transcriptions.push(one);
    for await (const piece of reader) one.text += piece;
    one.final = true;
  });
  await room.connect(url, token);
  if (camera) await room.localParticipant.setCameraEnabled(true);
}

// Pictures that left this guest's camera; of its layers the one with the most.
async function sent() {
  const { track } = [...room.localParticipant.videoTrackPublications.values()][0];
  const layers = [...(await track.sender.getStats()).values()].filter(({ type }) => type === 'outbound-rtp');
  return Math.max(...layers.map(({ framesSent }) => framesSent ?? 0));
}

function listen(track) {
  const context = new AudioContext();
  analyser = context.createAnalyser();
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
}

// The loudest sample of the newest remote sound; 0 while there is none.
function level() {
  if (!analyser) return 0;
  const samples = new Float32Array(analyser.fftSize);
  analyser.getFloatTimeDomainData(samples);
  return Math.max(...samples.map(Math.abs));
}

// What is seen of the others, by identity: { width, height, pictures }. A video's own time goes on without pictures.
function videos() {
  const all = [...document.querySelectorAll('video')];
  return Object.fromEntries(all.map((video) =>
    [video.dataset.identity, { width: video.videoWidth, height: video.videoHeight,
      pictures: video.getVideoPlaybackQuality().totalVideoFrames }]));
}
