// A stream of /api/video in a <video>. It shows each picture a little after it has come, so that all are shown evenly,
// and reports the visible one to its listener. It reports a failure once; then it is over.

import { Fragments } from './fragments.js';

// The server reckons with what these make together (kPlayerHolds): held back on purpose, and decoding.
const HELD_S = 0.1;
// Further from where it should be it jumps, nearer it hurries or dawdles.
const JUMP_S = 0.6;
const NEAR_S = 0.012;
// Browsers cut a moment to whole microseconds: so much later it is surely that picture's.
const AFTER_S = 0.001;
const CHECK_MS = 100;
// Pictures are late by the network now and then: the quickest of so long says how they would come.
const USUAL_MS = 2000;
const TELL_MS = 500;
// Pictures came and none was seen: it does not work here.
const STUCK_MS = 8000;
// What does not run for so long sleeps, and sees nothing.
const SLEPT_MS = 1500;
const KEPT_S = 12;
const MOST_WAITING = 2000;

// The server's, of each picture.
const LASTS_S = 1;

export class Video {
  #abort = new AbortController();
  #fragments = new Fragments();
  /** @type {MediaSource|null} */
  #media = null;
  /** @type {SourceBuffer|null} */
  #buffer = null;
  #codec = '';
  /** @type {import('./fragments.js').Piece[]} */
  #waiting = [];
  /** The times of the pictures that may be seen next. @type {{time: number, at: number}[]} */
  #times = [];
  /** Of the last ones: how much later than its time each came. @type {{came: number, late: number}[]} */
  #late = [];
  #timer = 0;
  #begun = false;
  #newest = 0;
  #owedAt = 0;  // since when a picture has come and none was seen
  #ranAt = 0;
  #frame = 0;
  /** @type {number|null} */
  #seen = null;
  #toldAt = 0;

  /**
   * @param {object} on
   * @param {(at: number) => void} on.seen  a picture is, captured then; seconds of the epoch
   * @param {(why: {status: number, broken: boolean}) => void} on.over  status: the server's refusal, or 200: its end, or
   *   0: it is not reached; broken: this browser cannot show it
   */
  constructor(on) {
    this.on = on;
    /** Put this in its place before open(). */
    this.element = document.createElement('video');
    Object.assign(this.element, { muted: true, playsInline: true, disablePictureInPicture: true, disableRemotePlayback: true });
  }

  /** @param {string} url */
  async open(url) {
    const { signal } = this.#abort;
    try {
      const response = await fetch(url, { signal, cache: 'no-store' });
      if (!response.ok) return this.#end(response.status);
      const reader = response.body.getReader();
      for (;;) {
        const { value, done } = await reader.read();
        if (signal.aborted) return;
        // The pictures that have come are still to be shown.
        if (done) return setTimeout(() => this.#end(200), 2000 * HELD_S);
        this.#takeAll(value);
      }
    } catch {
      this.#end(0);
    }
  }

  /** Nothing is told any more, and its last picture stands. */
  stop() {
    this.#abort.abort();
    clearInterval(this.#timer);
    if (this.#frame) this.element.cancelVideoFrameCallback(this.#frame);
  }

  /** Nothing is seen of it any more, either. */
  close() {
    this.stop();
    this.element.remove();
    if (!this.#media) return;
    URL.revokeObjectURL(this.element.src);
    this.element.removeAttribute('src');
    this.element.load();
  }

  #end(status, broken = false) {
    if (this.#abort.signal.aborted) return;
    this.stop();
    this.on.over({ status, broken });
  }

  #fail() {
    this.#end(0, true);
  }

  /** @param {Uint8Array} chunk */
  #takeAll(chunk) {
    try {
      for (const piece of this.#fragments.take(chunk)) this.#take(piece);
    } catch {
      return this.#fail();
    }
    this.#append();
  }

  #take(piece) {
    if (this.#waiting.length > MOST_WAITING) throw new Error('Nothing takes these pictures.');
    if (piece.codec && !this.#media) this.#begin();
    this.#waiting.push(piece);
    if (piece.codec || piece.at === null) return;
    const now = this.#run();
    this.#newest = piece.time;
    this.#times.push({ time: piece.time, at: piece.at });
    this.#late.push({ came: now, late: now / 1000 - piece.time });
    while (now - this.#late[0].came > USUAL_MS && this.#late.length > 1) this.#late.shift();
    this.#owedAt = this.#hidden ? 0 : this.#owedAt || now;
    if (this.#owedAt && now - this.#owedAt > STUCK_MS) throw new Error('No picture is seen.');
  }

  /** Now; after a sleep nothing is owed from before. */
  #run() {
    const now = performance.now();
    if (now - this.#ranAt > SLEPT_MS) this.#owedAt = 0;
    this.#ranAt = now;
    return now;
  }

  /** It may lie in a window of its own. */
  get #hidden() {
    return this.element.ownerDocument.hidden;
  }

  #begin() {
    this.#media = new MediaSource();
    this.#media.addEventListener('sourceopen', () => this.#append(), { once: true });
    this.element.src = URL.createObjectURL(this.#media);
    this.element.onerror = () => this.#fail();
    this.#frame = this.element.requestVideoFrameCallback((_, frame) => this.#saw(frame));
    this.#timer = setInterval(() => this.#keepPace(), CHECK_MS);
  }

  /** All that waits, as far as it is of one kind, in one go. */
  #append() {
    if (this.#abort.signal.aborted || this.#media?.readyState !== 'open' || this.#buffer?.updating) return;
    if (!this.#waiting.length) return this.#buffer && this.#drop();
    try {
      const { codec } = this.#waiting[0];
      if (codec) this.#use(codec);
      const next = this.#waiting.findIndex((piece, i) => i > 0 && piece.codec);
      const now = this.#waiting.splice(0, next < 0 ? Infinity : next);
      this.#buffer.appendBuffer(join(now));
    } catch {
      this.#fail();
    }
  }

  #use(codec) {
    if (codec === this.#codec) return;
    this.#codec = codec;
    const type = `video/mp4; codecs="${codec}"`;
    if (this.#buffer) return this.#buffer.changeType(type);
    this.#buffer = this.#media.addSourceBuffer(type);
    this.#buffer.addEventListener('updateend', () => {
      this.#append();
      this.#keepPace();
    });
    this.#buffer.addEventListener('error', () => this.#fail());
  }

  /** Drops pictures that were seen long ago. */
  #drop() {
    const { buffered } = this.#buffer;
    const until = Math.min(this.element.currentTime, this.#newest) - KEPT_S;
    if (buffered.length && until - buffered.start(0) > KEPT_S) this.#buffer.remove(0, until);
  }

  /** The time line's moment for now. */
  #wanted() {
    const late = Math.min(...this.#late.map((one) => one.late));
    return Math.min(performance.now() / 1000 - late - HELD_S, this.#newest + LASTS_S);
  }

  #keepPace() {
    const { element } = this;
    this.#run();
    if (!this.#late.length || !element.buffered.length || element.seeking || this.#hidden) return;
    const behind = this.#wanted() - element.currentTime;
    // A picture that stands is seen, however long it does.
    const isSeen = behind > 0 && element.currentTime >= this.#newest;
    if (!this.#begun || (Math.abs(behind) > JUMP_S && !isSeen)) {
      // The first one at once.
      const newest = this.#newest + AFTER_S;
      element.currentTime = this.#begun ? Math.min(this.#wanted(), newest) : newest;
      element.playbackRate = 1;
      this.#begun = true;
    } else {
      element.playbackRate = Math.abs(behind) < NEAR_S ? 1 : Math.min(Math.max(1 + 1.5 * behind, 0.7), 1.5);
    }
    // The listener also hears of a picture that stands.
    if (this.#seen !== null && performance.now() - this.#toldAt > TELL_MS) this.#tell(this.#seen);
    if (element.paused) element.play().catch((error) => error.name === 'AbortError' || this.#fail());
  }

  #saw({ mediaTime }) {
    if (this.#abort.signal.aborted) return;
    this.#frame = this.element.requestVideoFrameCallback((_, frame) => this.#saw(frame));
    this.#owedAt = 0;
    const next = this.#times.findIndex(({ time }) => time > mediaTime + 5e-5);
    const index = (next < 0 ? this.#times.length : next) - 1;
    if (index < 0) return;
    const { at } = this.#times[index];
    this.#times.splice(0, index);
    this.#tell(at);
  }

  #tell(at) {
    this.#seen = at;
    this.#toldAt = performance.now();
    this.on.seen(at);
  }
}

/** @param {import('./fragments.js').Piece[]} pieces */
function join(pieces) {
  const out = new Uint8Array(pieces.reduce((sum, { bytes }) => sum + bytes.length, 0));
  let at = 0;
  for (const { bytes } of pieces) {
    out.set(bytes, at);
    at += bytes.length;
  }
  return out;
}
