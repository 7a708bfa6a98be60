// What the page uses of livekit-client, without a server: a test is the other end, as `room` of the last one that was made.
(() => {
  const names = [
    'ParticipantConnected', 'TrackPublished', 'TrackSubscribed', 'TrackUnsubscribed', 'ParticipantAttributesChanged',
    'SignalReconnecting', 'Reconnecting', 'Reconnected', 'Disconnected',
  ];
  const RoomEvent = Object.fromEntries(names.map((name) => [name, name]));
  class Room {
    #on = {};
    calls = [];
    readers = {};
    remoteParticipants = new Map();
    constructor(options) {
      window.room = this;
      this.options = options;
      const publications = new Map();
      this.localParticipant = {
        videoTrackPublications: publications,
        publishTrack: async (mediaStreamTrack, options) => {
          const track = { mediaStreamTrack, replaceTrack: async (other) => { track.mediaStreamTrack = other; this.calls.push('replace'); } };
          publications.set(options.name, { trackSid: 'TR_' + options.name, track });
          this.calls.push(options);
        },
        unpublishTrack: async (mediaStreamTrack) => {
          for (const [key, { track }] of publications) if (track.mediaStreamTrack === mediaStreamTrack) publications.delete(key);
          this.calls.push('unpublish');
        },
      };
    }
    on(event, what) {
      if (!RoomEvent[event]) throw new Error('no such event');
      this.#on[event] = what;
      return this;
    }
    emit(event, ...words) {
      this.#on[event]?.(...words);
    }
    registerTextStreamHandler(topic, handler) {
      this.readers[topic] = handler;
    }
    async connect(url, token, options) {
      Object.assign(this, { url, token, connectOptions: options });
      if (window.barred) throw Object.assign(new Error('barred'), { reason: window.LivekitClient.ConnectionErrorReason[window.barred] });
    }
    async disconnect() {
      this.calls.push('disconnect');
    }

    // The commentator, as the test plays it.

    joins() {
      this.commentator = { identity: 'reporter', attributes: {}, audioTrackPublications: new Map() };
      const context = new AudioContext();
      const [tone, out] = [context.createOscillator(), context.createMediaStreamDestination()];
      tone.connect(out);
      tone.start();
      const track = { kind: 'audio', mediaStreamTrack: out.stream.getAudioTracks()[0] };
      const publication = { setSubscribed: () => this.emit('TrackSubscribed', track, publication, this.commentator) };
      this.commentator.audioTrackPublications.set('TR_voice', publication);
      this.emit('TrackPublished', publication, this.commentator);
      this.goes = () => this.emit('TrackUnsubscribed', track, publication, this.commentator);
    }
    says(...pieces) {
      const info = { attributes: { 'lk.segment_id': 'S1', 'lk.transcription_final': 'true' } };
      this.readers['lk.transcription']({ info, async *[Symbol.asyncIterator]() { yield* pieces; } }, this.commentator);
    }
  }
  window.LivekitClient = {
    Room, RoomEvent, Track: { Source: { Camera: 'camera', ScreenShare: 'screen_share' } },
    ConnectionErrorReason: { NotAllowed: 0, ServerUnreachable: 1 },
    DisconnectReason: { DUPLICATE_IDENTITY: 2, SERVER_SHUTDOWN: 3, PARTICIPANT_REMOVED: 4 },
  };
})();
