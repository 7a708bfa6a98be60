// Two ways to play blocks of sound where their clock places them.

import { RATE, SoundClock, SteadyClock } from './sound-clock.js';

/** Without AudioWorklet, as on pages that are not secure (http, not loopback), it schedules each block. */
class ScheduledPlayer {
  #clock;
  #playing = new Set();

  /** @param {AudioContext} context @param {AudioNode} output @param {boolean} steady */
  constructor(context, output, steady) {
    this.context = context;
    this.output = output;
    this.#clock = steady ? new SteadyClock() : new SoundClock();
  }

  get path() {
    return 'scheduled';
  }

  play(position, samples) {
    const start = this.#clock.place(position, samples.length, Math.ceil(this.context.currentTime * RATE));
    if (start === null) return;
    const buffer = this.context.createBuffer(1, samples.length, RATE);
    buffer.getChannelData(0).set(Float32Array.from(samples, (sample) => sample / 32768));
    const node = this.context.createBufferSource();
    node.buffer = buffer;
    node.connect(this.output);
    node.onended = () => this.#playing.delete(node);
    const late = Math.max(0, this.context.currentTime - start / RATE);
    node.start(start / RATE + late, late);
    this.#playing.add(node);
  }

  reset() {
    this.#clock.reset();
    for (const node of this.#playing) node.stop();
  }
}

class WorkletPlayer {
  /** @param {AudioWorkletNode} node */
  constructor(node) {
    this.node = node;
  }

  get path() {
    return 'worklet';
  }

  play(position, samples) {
    this.node.port.postMessage({ position, samples });
  }

  reset() {
    this.node.port.postMessage('reset');
  }
}

/**
 * @param {AudioContext} context
 * @param {AudioNode} output
 * @param {boolean} steady  the sound has to stay in step with a picture; else words stay whole
 */
export async function openPlayer(context, output, steady) {
  try {
    await context.audioWorklet.addModule('sound-worklet.js');
    const options = { numberOfInputs: 0, outputChannelCount: [1], processorOptions: { steady } };
    const node = new AudioWorkletNode(context, 'sound', options);
    node.connect(output);
    return new WorkletPlayer(node);
  } catch {
    return new ScheduledPlayer(context, output, steady);
  }
}
