// Runs on the browser's audio thread: plays blocks of speech where SoundClock places them, silence between them.

import { SoundClock } from './sound-clock.js';

const MAX_BLOCKS = 150;  // 3 s: more never waits
const DECAY = 0.97;      // a cut in the middle of a sound fades within some 3 ms instead of clicking
const FADE_IN = 64;

class Speech extends AudioWorkletProcessor {
  #clock = new SoundClock();
  /** @type {{start: number, samples: Int16Array}[]} */
  #blocks = [];
  #last = 0;
  #gain = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }) => {
      if (data === 'reset') return this.#reset();
      const start = this.#clock.place(data.position, data.samples.length, currentFrame);
      if (start === null || this.#blocks.length >= MAX_BLOCKS) return;
      this.#blocks.push({ start, samples: data.samples });
    };
  }

  process(_inputs, [[out]]) {
    for (let i = 0; i < out.length; i++) {
      const now = currentFrame + i;
      while (this.#blocks.length && this.#blocks[0].start + this.#blocks[0].samples.length <= now) this.#blocks.shift();
      const block = this.#blocks[0];
      if (block && block.start <= now) {
        this.#gain = Math.min(1, this.#gain + 1 / FADE_IN);
        this.#last = (block.samples[now - block.start] / 32768) * this.#gain;
      } else {
        this.#gain = 0;
        this.#last *= DECAY;
        if (Math.abs(this.#last) < 1e-4) this.#last = 0;
      }
      out[i] = this.#last;
    }
    return true;
  }

  #reset() {
    this.#clock.reset();
    this.#blocks = [];
  }
}

registerProcessor('speech', Speech);
