// The one WebSocket of a tab: events as JSON, speech as PCM. It comes back by itself and catches up.

import { VIEWER } from './viewer.js';

// More often nobody needs to know.
const SAW_MS = 75;
const RETRY_MS = [300, 600, 1200, 2500, 5000];
// The server sends a status every 2 s: longer silence means that the connection is dead, whatever the socket says.
const SILENCE_MS = 7000;
// Missed events come in one burst right after the hello.
const BURST_MS = 400;
// This bit of a block's position says that it is of the original's sound.
const SOURCE_SOUND = 1n << 63n;

/**
 * @typedef {object} LiveEvent
 * @property {number} [id]  rises from event to event; events that the server does not keep have none
 * @property {'hello'|'status'|'activity'|'piece'|'cycle_end'|'source'|'playback'|'settings'|'room'|'facts'|'picture'} event
 * @property {any} data
 * @property {number} [cycle]  of a piece
 * @property {boolean} [past]  of a line: the file has been sent to another place since
 * @property {boolean} old  it happened before this page looked, while the connection was lost, or at a place of the file
 *   that nobody sees any more
 */

/**
 * Of the voice and of the original's sound, what this page hears through its own connection.
 * @param {import('./state.js').Known} known
 * @returns {{audio: boolean, source_sound: 'off'|'duck'|'plain'}} duck: turned down under the voice
 */
function soundsWanted({ status, sound }) {
  if (!status) return { audio: false, source_sound: 'off' };
  const throughRoom = sound.audible && sound.fromRoom;
  const original =
    status.source_sound !== '' && sound.audible && sound.originalVolume > 0 &&
    !(throughRoom && status.livekit.source_sound);
  const spoken = status.voice.enabled && sound.volume > 0;
  return {
    audio: sound.audible && status.voice.enabled && !throughRoom,
    source_sound: !original ? 'off' : spoken ? 'duck' : 'plain',
  };
}

export class Live {
  #socket = null;
  #lastId = 0;  // 0 asks for everything that the server keeps: a page opened late shows the last lines
  #catchingUp = false;
  #failures = 0;
  #retryTimer = 0;
  #silenceTimer = 0;
  #sounds = { audio: false, source_sound: 'off' };
  #facts = false;
  #sawAt = 0;
  #query;
  #past;

  /**
   * @param {import('./state.js').State|null} state  what is heard here; null: nothing
   * @param {object} on
   * @param {(event: LiveEvent) => void} on.event
   * @param {(position: number, samples: Int16Array) => void} on.speech  position on the server's 48 kHz time line
   * @param {(position: number, samples: Int16Array) => void} on.original  the same of the original's sound
   * @param {() => void} on.down  called once for each lost or refused connection
   * @param {object} [how]
   * @param {() => Record<string, string>} [how.query]  goes behind the address each time
   * @param {boolean} [how.past]  false: nothing of what was said before
   */
  constructor(state, on, { query = () => ({}), past = true } = {}) {
    this.on = on;
    this.#query = query;
    this.#past = past;
    state?.subscribe(soundsWanted, (wanted) => {
      this.#sounds = wanted;
      this.#sendWishes();
    });
    addEventListener('online', () => this.retry());
    document.addEventListener('visibilitychange', () => document.hidden || this.retry());
  }

  /** Asks the server to tell what it sees, and in which picture, or not to. @param {boolean} wanted */
  setFacts(wanted) {
    if (wanted === this.#facts) return;
    this.#facts = wanted;
    this.#sendWishes();
  }

  /** Reports the visible picture, so that words wait for it. @param {number} at when it was captured, Unix seconds */
  saw(at) {
    const now = performance.now();
    if (now - this.#sawAt < SAW_MS || this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#sawAt = now;
    this.#socket.send(JSON.stringify({ seen: at }));
  }

  #sendWishes() {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#socket.send(JSON.stringify({ ...this.#sounds, facts: this.#facts }));
  }

  /** Call it once; from then on it stays connected or tries to be. */
  connect() {
    const url = new URL('api/live', document.baseURI);
    url.protocol = url.protocol.replace('http', 'ws');
    url.searchParams.set('viewer', VIEWER);
    if (this.#past || this.#lastId) url.searchParams.set('last_event_id', String(this.#lastId));
    for (const [name, value] of Object.entries(this.#query())) url.searchParams.set(name, value);
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.#sendWishes();
    socket.onmessage = ({ data }) => {
      this.#expectMore();
      if (typeof data === 'string') this.#take(JSON.parse(data));
      else this.#takeSound(data);
    };
    socket.onclose = () => this.#lost(socket);
    this.#socket = socket;
    this.#expectMore();
  }

  /** @param {LiveEvent} event */
  #take(event) {
    if (event.event === 'hello') {
      this.#failures = 0;
      this.#catchingUp = true;
      setTimeout(() => (this.#catchingUp = false), BURST_MS);
    }
    if (event.id <= this.#lastId) return;
    this.#lastId = event.id ?? this.#lastId;
    event.old = this.#catchingUp || Boolean(event.past);
    this.on.event(event);
  }

  /** @param {ArrayBuffer} data */
  #takeSound(data) {
    const position = new DataView(data).getBigUint64(0, true);
    const samples = new Int16Array(data, 8);
    if (position & SOURCE_SOUND) this.on.original(Number(position & ~SOURCE_SOUND), samples);
    else this.on.speech(Number(position), samples);
  }

  #expectMore() {
    clearTimeout(this.#silenceTimer);
    this.#silenceTimer = setTimeout(() => this.#lost(this.#socket), SILENCE_MS);
  }

  #lost(socket) {
    if (socket !== this.#socket || !socket) return;
    this.#socket = null;
    socket.onmessage = null;
    socket.close();
    clearTimeout(this.#silenceTimer);
    const wait = RETRY_MS[Math.min(this.#failures++, RETRY_MS.length - 1)];
    this.#retryTimer = setTimeout(() => this.connect(), wait * (0.8 + 0.4 * Math.random()));
    this.on.down();
  }

  /** Tries now what it would try soon. */
  retry() {
    if (this.#socket || !this.#failures) return;
    clearTimeout(this.#retryTimer);
    this.connect();
  }
}
