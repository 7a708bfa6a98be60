// Runs on the browser's audio thread: plays blocks of sound where their clock places them, silence between them.

import { SoundClock, SteadyClock } from './sound-clock.js';

const MAX_BLOCKS = 150;  // 3 s: more never waits
const DECAY = 0.97;      // a cut in the middle of a sound fades within some 3 ms instead of clicking
const FADE_IN = 64;
const FADE_OVER = 0.995;  // some 10 ms

class Sound extends AudioWorkletProcessor {
  #clock;
  /** @type {{start: number, samples: Int16Array, moved: boolean}[]} */
  #blocks = [];
  #end = 0;  // of the last block that was placed
  #last = 0;
  #gain = 0;
  #playing = null;
  #step = 0;  // by which what is moved would jump

  constructor({ processorOptions }) {
    super();
    this.#clock = processorOptions?.steady ? new SteadyClock() : new SoundClock();
    this.port.onmessage = ({ data }) => {
      if (data === 'reset') return this.#reset();
      const start = this.#clock.place(data.position, data.samples.length, currentFrame);
      if (start === null || this.#blocks.length >= MAX_BLOCKS) return;
      this.#blocks.push({ start, samples: data.samples, moved: start !== this.#end });
      this.#end = start + data.samples.length;
    };
  }

  process(_inputs, [[out]]) {
    for (let i = 0; i < out.length; i++) {
      const now = currentFrame + i;
      while (this.#blocks.length && this.#blocks[0].start + this.#blocks[0].samples.length <= now) this.#blocks.shift();
      const block = this.#blocks[0];
      if (block && block.start <= now) {
        const sample = block.samples[now - block.start] / 32768;
        if (block !== this.#playing) {
          if (block.moved && this.#gain > 0) this.#step = this.#last - sample;
          this.#playing = block;
        }
        this.#gain = Math.min(1, this.#gain + 1 / FADE_IN);
        this.#step *= FADE_OVER;
        this.#last = sample * this.#gain + this.#step;
      } else {
        this.#gain = this.#step = 0;
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

registerProcessor('sound', Sound);
