// This browser's picture, straight to the server by WHIP (RFC 9725): one connection, which comes back by itself for as long
// as it is wanted.

import { ApiError, api } from './api.js';
import { recallTab, rememberTab } from './store.js';
import { messages } from './texts.js';

const GATHER_MS = 250;  // candidates that come later are sent after the offer
const CONNECT_MS = 10000;
const GRACE_MS = 1000;  // a connection disturbed for this long is made again
const RETRY_MS = [0, 500, 1000, 2000, 4000, 8000];
const LASTING_MS = 30000;
// So often the server may end it soon after it began.
const MAX_DROPS = 3;
const SETTLED_MS = 3000;  // by then the server's status knows of it

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

export class Whip {
  /** @type {MediaStream|null} */
  #stream = null;
  /** @type {RTCPeerConnection|null} */
  #peer = null;
  #tries = 0;
  #drops = 0;
  #liveAt = 0;
  #timer = 0;
  /** Ends the wait before the next try. @type {() => void} */
  #wake = () => {};

  /**
   * @param {object} on
   * @param {() => void} on.change  `state` is another one
   * @param {(why: string, forGood: boolean) => void} on.left  it has ended and does not come back by itself
   */
  constructor(on) {
    this.on = on;
    /** @type {'off'|'connecting'|'live'|'interrupted'} */
    this.state = 'off';
    addEventListener('online', () => this.state === 'live' && this.#again());
  }

  /** Resolves when the picture is on its way; fails with one sentence. @param {MediaStream} stream its tracks are kept open */
  async publish(stream) {
    this.#stream = stream;
    if (this.state === 'live') return this.#put(stream);
    if (this.state === 'interrupted') {
      // The next try sends this one.
      this.#close();
      return this.#wake();
    }
    this.#set('connecting');
    try {
      await this.#connect();
    } catch (error) {
      if (this.#stream === stream) this.#end();
      throw error;
    }
  }

  stop() {
    const id = this.#id;
    this.#end();
    rememberTab('publication', null);
    if (id) api.unpublish(id).catch(() => {});
  }

  // As a way for Webcam, beside RoomWay.

  source = 'whip';
  mayTry = true;

  get interrupted() {
    return this.state === 'interrupted' ? messages.publishingInterrupted : '';
  }

  isThere() {
    return true;
  }

  /** @param {import('./state.js').Status} status */
  isWatched({ source }) {
    return source === this.source;
  }

  /** Whether the server still has what is published here. @param {import('./state.js').Status} status */
  follow({ publisher }) {
    if (this.state === 'interrupted') return this.#wake();
    if (this.state !== 'live' || publisher?.state !== 'none' || Date.now() - this.#liveAt < SETTLED_MS) return;
    if (++this.#drops < MAX_DROPS) return this.#again();
    this.#end();
    this.on.left(publisher.reason || messages.publishingEnded, true);
  }

  /** @param {MediaStreamTrack} track */
  send(track) {
    return this.publish(new MediaStream([track]));
  }

  lost() {}

  /** @param {MediaStreamTrack} _before @param {MediaStreamTrack} track */
  replace(_before, track) {
    return this.publish(new MediaStream([track]));
  }

  /** The next picture takes the place of this one. */
  async withdraw() {}

  leave() {
    if (this.state !== 'off') this.stop();
  }

  /** Of what this tab has published last, also before a reload: it may be replaced. */
  get #id() {
    return recallTab('publication', '');
  }

  /** Another camera, without another connection. @param {MediaStream} stream */
  async #put(stream) {
    const [track] = stream.getVideoTracks();
    await this.#peer.getSenders()[0].replaceTrack(track);
  }

  async #connect() {
    this.#close();
    const peer = new RTCPeerConnection();
    this.#peer = peer;
    for (const track of this.#stream.getTracks()) peer.addTransceiver(track, { direction: 'sendonly', streams: [this.#stream] });
    const ours = () => peer === this.#peer;
    const late = [];
    let publication = null;
    const tell = () => late.length && publication && api.publishMore(publication, fragment(peer, late.splice(0))).catch(() => {});
    await peer.setLocalDescription();
    await Promise.race([wait(GATHER_MS), gathered(peer)]);
    const offer = peer.localDescription.sdp;
    peer.addEventListener('icecandidate', ({ candidate }) => {
      if (!candidate?.candidate || offer.includes(candidate.candidate)) return;
      late.push(candidate);
      tell();
    });
    const fresh = await api.publish(offer, this.#id);
    if (this.state === 'off') {
      // Somebody has stopped it meanwhile.
      api.unpublish(fresh.id).catch(() => {});
      throw new Error();
    }
    rememberTab('publication', fresh.id);
    // It is being made again, in the place of this one.
    if (!ours()) throw new Error();
    publication = fresh;
    await peer.setRemoteDescription({ type: 'answer', sdp: publication.sdp });
    tell();
    await connected(peer);
    if (!ours()) throw new Error();
    this.#liveAt = Date.now();
    this.#set('live');
    this.#watch(peer);
  }

  /** @param {RTCPeerConnection} peer */
  #watch(peer) {
    const look = () => {
      if (peer !== this.#peer) return;
      clearTimeout(this.#timer);
      const { connectionState: state } = peer;
      if (state === 'failed' || state === 'closed') this.#again();
      if (state === 'disconnected') this.#timer = setTimeout(() => peer === this.#peer && this.#again(), GRACE_MS);
    };
    peer.addEventListener('connectionstatechange', look);
    look();
  }

  /** The connection is gone: another one, until it is there or nobody wants it any more. */
  async #again() {
    if (this.state === 'off') return;
    if (Date.now() - this.#liveAt > LASTING_MS) this.#drops = 0;
    this.#close();
    this.#tries = 0;
    this.#set('interrupted');
    while (this.state === 'interrupted') {
      const pause = RETRY_MS[Math.min(this.#tries++, RETRY_MS.length - 1)];
      await Promise.race([wait(pause), new Promise((done) => (this.#wake = () => done()))]);
      if (this.state !== 'interrupted') return;
      try {
        await this.#connect();
      } catch (error) {
        // The server has refused, and would refuse again.
        if (!(error instanceof ApiError) || error.status === 0 || error.status >= 500) continue;
        this.#end();
        this.on.left(error.message, true);
      }
    }
  }

  #end() {
    this.#stream = null;
    this.#close();
    this.#set('off');
  }

  #close() {
    clearTimeout(this.#timer);
    this.#peer?.close();
    this.#peer = null;
  }

  #set(state) {
    if (this.state === state) return;
    this.state = state;
    this.on.change();
  }
}

/** @param {RTCPeerConnection} peer */
const gathered = (peer) =>
  new Promise((done) => {
    const look = () => peer.iceGatheringState === 'complete' && done();
    peer.addEventListener('icegatheringstatechange', look);
    look();
  });

/** @param {RTCPeerConnection} peer */
const connected = (peer) =>
  new Promise((done, failed) => {
    const nothing = () => failed(new Error(messages.nothingGetsThroughToServer));
    const limit = setTimeout(nothing, CONNECT_MS);
    const look = () => {
      const { connectionState: state } = peer;
      if (state === 'new' || state === 'connecting' || state === 'disconnected') return;
      clearTimeout(limit);
      if (state === 'connected') done();
      else nothing();
    };
    peer.addEventListener('connectionstatechange', look);
    look();
  });

/** Candidates as PATCH takes them. @param {RTCPeerConnection} peer @param {RTCIceCandidate[]} candidates */
function fragment(peer, candidates) {
  const { sdp } = peer.localDescription;
  const [user] = sdp.match(/^a=ice-ufrag:.*$/m);
  const [password] = sdp.match(/^a=ice-pwd:.*$/m);
  const [media] = sdp.match(/^m=.*$/m);
  const [mid] = sdp.match(/^a=mid:.*$/m);
  const lines = candidates.map(({ candidate }) => `a=${candidate}`);
  return [user, password, media, mid, ...lines, ''].map((line) => line.trim()).join('\r\n');
}
