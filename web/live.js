// The one WebSocket of a tab: events as JSON, speech as PCM. It comes back by itself and catches up.

import { VIEWER } from './viewer.js';

const RETRY_MS = [300, 600, 1200, 2500, 5000];
// The server sends a status every 2 s: longer silence means that the connection is dead, whatever the socket says.
const SILENCE_MS = 7000;
// What was missed comes in one burst right after the hello.
const BURST_MS = 400;

/**
 * @typedef {object} LiveEvent
 * @property {number} [id]  rises from event to event; events that the server does not keep have none
 * @property {'hello'|'status'|'activity'|'piece'|'cycle_end'|'source'|'settings'|'room'|'facts'|'picture'} event
 * @property {any} data
 * @property {number} [cycle]  of a piece
 * @property {boolean} old  it happened before this page looked, or while the connection was lost
 */

export class Live {
  #socket = null;
  #lastId = 0;  // 0 asks for everything that the server keeps: a page opened late shows the last lines
  #catchingUp = false;
  #failures = 0;
  #retryTimer = 0;
  #silenceTimer = 0;
  #audio = false;
  #facts = false;

  /**
   * @param {object} on
   * @param {(event: LiveEvent) => void} on.event
   * @param {(position: number, samples: Int16Array) => void} on.speech  position on the server's 48 kHz time line
   * @param {() => void} on.down  called once for each lost or refused connection
   */
  constructor(on) {
    this.on = on;
    addEventListener('online', () => this.retry());
    document.addEventListener('visibilitychange', () => document.hidden || this.retry());
  }

  /** Asks the server to send speech or not to. @param {boolean} wanted */
  setAudio(wanted) {
    if (wanted === this.#audio) return;
    this.#audio = wanted;
    this.#sendWishes();
  }

  /** Asks the server to tell what it sees, and in which picture, or not to. @param {boolean} wanted */
  setFacts(wanted) {
    if (wanted === this.#facts) return;
    this.#facts = wanted;
    this.#sendWishes();
  }

  #sendWishes() {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#socket.send(JSON.stringify({ audio: this.#audio, facts: this.#facts }));
  }

  /** Call it once; from then on it stays connected or tries to be. */
  connect() {
    const url = new URL('/api/live', location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    url.searchParams.set('viewer', VIEWER);
    url.searchParams.set('last_event_id', String(this.#lastId));
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.#sendWishes();
    socket.onmessage = ({ data }) => {
      this.#expectMore();
      if (typeof data === 'string') this.#take(JSON.parse(data));
      else this.on.speech(Number(new DataView(data).getBigUint64(0, true)), new Int16Array(data, 8));
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
    event.old = this.#catchingUp;
    this.on.event(event);
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
