// The position of a block of speech on the sound card's time line. Both count samples at 48 kHz, from different zeros
// and at slightly different speeds. The two are tied together where speech begins, JITTER ahead of now, and tied again
// after each silence: so drift never adds up, and within speech blocks stay exactly side by side.

export const RATE = 48000;
const JITTER = RATE * 0.12;  // the server sends the original's sound as much ahead of its picture
const SILENCE = RATE * 0.2;
const PATIENCE = RATE * 1.5;

export class SoundClock {
  #offset = 0;
  #end = -1;  // position after the last block; below 0: none yet

  /** Forgets everything: the next block begins again. */
  reset() {
    this.#end = -1;
  }

  /**
   * @param {number} position of the block's first sample, server's time line
   * @param {number} length samples
   * @param {number} now on the sound card's time line
   * @returns {number|null} where to play it, on the sound card's time line; null: too late, drop it
   */
  place(position, length, now) {
    const busyUntil = this.#end < 0 ? 0 : this.#end + this.#offset;
    if (this.#end < 0 || position < this.#end - RATE || position - this.#end > SILENCE) {
      this.#offset = Math.max(now + JITTER, busyUntil) - position;
    } else if (position < this.#end) {
      return null;  // heard already
    } else if (position + this.#offset < now) {
      // The network held the sound up. Waiting keeps words whole, but the sound must not stay behind the picture for
      // ever.
      const late = now - (position + this.#offset);
      if (late > PATIENCE) return null;
      this.#offset += late + JITTER / 2;
    }
    this.#end = position + length;
    return position + this.#offset;
  }
}

const WINDOW = 100;  // blocks: 2 s
const APART = RATE * 0.025;

/**
 * The same for sound that seldom pauses and has to stay in step with a picture: the original's. Blocks are played JITTER
 * after they come, as they mostly come: where that has drifted away, or the first of them was held up, all are moved.
 */
export class SteadyClock {
  #offset = 0;
  #end = -1;
  #ahead = [];  // how long before its time each of the last blocks came

  reset() {
    this.#end = -1;
  }

  /** As SoundClock's. */
  place(position, length, now) {
    if (this.#end < 0 || position < this.#end - RATE || position - this.#end > SILENCE) this.#tie(position, now);
    else if (position < this.#end) return null;
    this.#end = position + length;
    this.#ahead.push(position + this.#offset - now);
    if (this.#ahead.length > WINDOW) this.#ahead.shift();
    if (this.#ahead.length >= WINDOW / 2) {
      const usual = this.#ahead.toSorted((a, b) => a - b)[Math.floor(this.#ahead.length / 2)];
      if (Math.abs(usual - JITTER) > APART) {
        this.#offset += Math.round(JITTER - usual);
        this.#ahead = [];
      }
    }
    const start = position + this.#offset;
    return start + length > now ? start : null;
  }

  #tie(position, now) {
    this.#offset = Math.round(now + JITTER) - position;
    this.#ahead = [];
  }
}
