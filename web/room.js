// The way into the LiveKit room: one connection for all that need it, the camera and the ear. The client is loaded on
// first need. In the room only the commentator's voice is subscribed to.

import { api } from './api.js';
import { recallTab, rememberTab } from './store.js';
import { messages } from './texts.js';

// The client tries so long to keep the room; then the page enters it again, as soon as the commentator is there.
const KEEP_MS = 10000;
const RETRY_MS = [2000, 4000, 8000, 15000, 30000];

let loading = null;
function loadClient() {
  loading ??= new Promise((done, failed) => {
    const script = document.createElement('script');
    script.src = 'livekit-client.js';
    script.onload = () => done(window.LivekitClient);
    script.onerror = () => {
      loading = null;
      script.remove();
      failed(new Error(messages.clientNotLoaded));
    };
    document.head.append(script);
  });
  return loading;
}

const isLocal = (host) => /^(localhost|127\.|\[::1\])/.test(host);

/** Why the way into the room is barred, one sentence. @param {any} error @param {string} address */
function whyNot(error, address) {
  const { host } = new URL(address);
  const { ConnectionErrorReason: Reason } = window.LivekitClient;
  if (error.reason === Reason.NotAllowed)
    return messages.roomTakesNoToken(host);
  if (/pc connection|peer/i.test(error.message))
    return messages.nothingGetsThrough(host);
  return messages.roomDoesNotAnswer(host);
}

export class Room {
  #room = null;
  #entering = null;
  #attempt = null;
  #users = new Set();
  #failures = 0;
  #retryAt = 0;
  #enteredAt = 0;
  #commentator = '';  // who it is in the room

  /**
   * @param {object} on
   * @param {(speaks: boolean) => void} on.speaking
   * @param {(text: string, ended: boolean) => void} on.caption  the line that the voice says, as far as it has come
   * @param {() => void} on.change  `state` or `voice` is another one
   * @param {(why: string, forGood: boolean) => void} on.left  thrown out, or lost; forGood: not to be tried again
   */
  constructor(on) {
    this.on = on;
    /** @type {'out'|'entering'|'in'|'reconnecting'} */
    this.state = 'out';
    /** The commentator's. @type {MediaStreamTrack|null} */
    this.voice = null;
  }

  /** This tab's identity in the room; the same after a reload. Empty before the first visit. */
  get identity() {
    return recallTab('identity', '');
  }

  /** Whether it is time for another try after one that failed. */
  get mayTry() {
    return Date.now() >= this.#retryAt;
  }

  /** Resolves inside; fails with one sentence. @param {string} user who needs the room */
  async enter(user) {
    this.#users.add(user);
    this.#entering ??= this.#enter();
    try {
      await this.#entering;
    } catch (error) {
      this.#users.delete(user);
      throw error;
    }
  }

  /** The last user to leave closes the connection. @param {string} user */
  exit(user) {
    if (this.#users.delete(user) && !this.#users.size) this.#close();
  }

  /** The commentator has come into the room: a client that has lost it is back sooner by entering again. */
  renew() {
    if (this.state === 'reconnecting') this.#lose();
  }

  /** @param {MediaStreamTrack} track @param {'camera'|'screen'} kind */
  async publish(track, kind) {
    const { Track } = window.LivekitClient;
    await this.#room.localParticipant.publishTrack(track, {
      name: kind, source: kind === 'screen' ? Track.Source.ScreenShare : Track.Source.Camera,
      videoCodec: 'vp8', simulcast: true,
    });
  }

  /** The same publication shows another camera. @param {MediaStreamTrack} before @param {MediaStreamTrack} track */
  async replace(before, track) {
    const published = [...this.#room.localParticipant.videoTrackPublications.values()];
    const publication = published.find((one) => one.track?.mediaStreamTrack === before);
    await publication?.track.replaceTrack(track, { userProvidedTrack: true });
  }

  /** @param {MediaStreamTrack} track */
  async unpublish(track) {
    await this.#room?.localParticipant.unpublishTrack(track, false);
  }

  /** Of what this tab publishes. @returns {string[]} */
  get trackIds() {
    const publications = this.#room?.localParticipant.videoTrackPublications.values() ?? [];
    return [...publications].map((one) => one.trackSid);
  }

  async #enter() {
    const attempt = (this.#attempt = {});
    const givenUp = () => attempt !== this.#attempt;
    let room = null;
    try {
      await null;  // listeners of the change must find this attempt
      this.#setState('entering');
      const { identity } = this;
      const [client, ticket] = await Promise.all([loadClient(), api.roomToken(identity ? { identity } : {})]);
      if (givenUp()) throw new Error();
      rememberTab('identity', ticket.identity);
      this.#commentator = ticket.commentator;
      if (location.protocol === 'https:' && ticket.url.startsWith('ws:') && !isLocal(new URL(ticket.url).host))
        throw new Error(messages.roomNotSecure);
      room = new client.Room({
        dynacast: true, publishDefaults: { videoCodec: 'vp8', simulcast: true },
        reconnectPolicy: {
          nextRetryDelayInMs: ({ retryCount, elapsedMs }) =>
            elapsedMs > KEEP_MS ? null : Math.min(250 * 2 ** retryCount, 750),
        },
      });
      this.#room = room;
      this.#listen(room, client);
      const options = { autoSubscribe: false, maxRetries: 0, websocketTimeout: 15000, peerConnectionTimeout: 15000 };
      await room.connect(ticket.url, ticket.token, options).catch((error) => {
        throw new Error(whyNot(error, ticket.url));
      });
      if (givenUp()) throw new Error();
      for (const participant of room.remoteParticipants.values()) this.#hear(participant);
      this.#failures = 0;
      this.#enteredAt = Date.now();
      this.#setState('in');
    } catch (error) {
      if (givenUp()) {
        room?.disconnect(false);
        throw new Error();  // nobody waits for it
      }
      const wait = RETRY_MS[Math.min(this.#failures++, RETRY_MS.length - 1)];
      this.#retryAt = Date.now() + Math.max(wait, 1000 * (error.retryAfter ?? 0));
      this.#close();
      throw error;
    }
  }

  #listen(room, { RoomEvent, DisconnectReason }) {
    const ours = (what) => (...words) => room === this.#room && what(...words);
    const said = ({ identity, attributes }) =>
      identity === this.#commentator && this.on.speaking(attributes['lk.agent.state'] === 'speaking');
    room
      .on(RoomEvent.ParticipantConnected, ours((participant) => this.#hear(participant)))
      .on(RoomEvent.TrackPublished, ours((_, participant) => this.#hear(participant)))
      .on(RoomEvent.TrackSubscribed, ours((track) => track.kind === 'audio' && this.#setVoice(track.mediaStreamTrack)))
      .on(RoomEvent.TrackUnsubscribed, ours((track) => track.kind === 'audio' && this.#setVoice(null)))
      .on(RoomEvent.ParticipantAttributesChanged, ours((_, participant) => said(participant)))
      .on(RoomEvent.SignalReconnecting, ours(() => this.#setState('reconnecting')))
      .on(RoomEvent.Reconnecting, ours(() => this.#setState('reconnecting')))
      .on(RoomEvent.Reconnected, ours(() => this.#setState('in')))
      .on(RoomEvent.Disconnected, ours((reason) => this.#lost(reason, DisconnectReason)));
    room.registerTextStreamHandler('lk.transcription', (reader, { identity }) => {
      if (identity === this.#commentator) this.#read(room, reader).catch(() => {});
    });
  }

  #hear(participant) {
    if (participant.identity !== this.#commentator) return;
    for (const publication of participant.audioTrackPublications.values()) publication.setSubscribed(true);
  }

  async #read(room, reader) {
    let text = '';
    for await (const piece of reader) {
      text += piece;
      if (room === this.#room) this.on.caption(text, false);
    }
    // A segment may come in several streams; the last one says so.
    const final = reader.info.attributes?.['lk.transcription_final'] !== 'false';
    if (room === this.#room && text && final) this.on.caption(text, true);
  }

  #lost(reason, Reason) {
    if (this.state === 'entering') return;  // #enter tells why
    // A page that the room sends away as soon as it is in does not come back at once.
    if (Date.now() - this.#enteredAt < KEEP_MS) this.#retryAt = Date.now() + RETRY_MS[0];
    if (reason === Reason.DUPLICATE_IDENTITY) {
      rememberTab('identity', null);
      this.#lose(messages.openedTwice);
    } else if (reason === Reason.PARTICIPANT_REMOVED) {
      this.#lose(messages.sentOut);
    } else {
      this.#lose();
    }
  }

  /** @param {string} [forGood] why */
  #lose(forGood) {
    this.#users.clear();
    this.#close();
    this.on.left(forGood ?? messages.roomIsLost, Boolean(forGood));
  }

  #close() {
    const room = this.#room;
    this.#room = null;
    this.#entering = null;
    this.#attempt = null;
    room?.disconnect(false);
    this.voice = null;
    this.on.speaking(false);
    this.#setState('out');
  }

  #setVoice(track) {
    this.voice = track;
    this.on.change();
  }

  #setState(state) {
    this.state = state;
    this.on.change();
  }
}
