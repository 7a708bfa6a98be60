// The position in a file of this page's picture, between two reports of the server. Plain values; times are
// milliseconds of this browser, positions seconds.

// The server plays this much slower until the picture is as late as the words need it.
const FALLS_BEHIND = 0.2;

export class Playhead {
  /** @type {any} */
  #playback = null;
  #at = 0;        // when the server's picture was there
  #jumpedAt = 0;  // the picture is not late yet
  #stoodAt = 0;   // 0: it plays
  #lag = 0;       // when it stood

  /** Seconds that the picture is behind the server's. */
  delay = 0;

  /** @param {any} playback null: none @param {number} at when it was true */
  set(playback, at, jumped = false) {
    const stands = Boolean(playback && (playback.paused || playback.ended));
    if (stands && !this.#stoodAt) {
      this.#lag = this.lag(at);
      this.#stoodAt = at;
    }
    if (!stands && this.#stoodAt) this.#jumpedAt = at;  // it goes on with the newest picture
    if (!stands) this.#stoodAt = 0;
    if (jumped || !this.#playback) this.#jumpedAt = at;
    if (jumped) this.#lag = 0;
    this.#playback = playback;
    this.#at = at;
  }

  get playback() {
    return this.#playback;
  }

  /** How far the picture is behind the server's newest. @param {number} now */
  lag(now) {
    if (this.#stoodAt) return Math.max(0, this.#lag - (now - this.#stoodAt) / 1000);
    return Math.min(this.delay, ((now - this.#jumpedAt) / 1000) * FALLS_BEHIND);
  }

  /** The position of the picture that is seen then. @param {number} now */
  position(now) {
    const goesOn = this.#stoodAt ? 0 : (now - this.#at) / 1000;
    return this.#within(this.#playback.position + goesOn - this.lag(now));
  }

  #within(position) {
    const { length, loop, lap } = this.#playback;
    if (!length) return Math.max(0, position);
    if (position < 0) return lap > 1 ? ((position % length) + length) % length : 0;
    return position < length ? position : loop && !this.#stoodAt ? position % length : length;
  }
}
