// Speech in the browser. Nothing sounds before a gesture (browsers insist); after that volume and mute are remembered.

import { RATE, SoundClock } from './sound-clock.js';
import { recall, remember } from './store.js';
import { TrackSpeech } from './track-speech.js';

/** Where there is no AudioWorklet, as on pages that are not secure (http, not loopback), each block is scheduled. */
class ScheduledSpeech {
  #clock = new SoundClock();
  #playing = new Set();

  /** @param {AudioContext} context @param {AudioNode} output */
  constructor(context, output) {
    this.context = context;
    this.output = output;
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
    node.start(start / RATE);
    this.#playing.add(node);
  }

  reset() {
    this.#clock.reset();
    for (const node of this.#playing) node.stop();
  }
}

class WorkletSpeech {
  /** @param {AudioContext} context @param {AudioNode} output */
  static async open(context, output) {
    await context.audioWorklet.addModule('/sound-worklet.js');
    const node = new AudioWorkletNode(context, 'speech', { numberOfInputs: 0, outputChannelCount: [1] });
    node.connect(output);
    return new WorkletSpeech(node);
  }

  /** @param {AudioWorkletNode} node */
  constructor(node) {
    this.node = node;
  }

  play(position, samples) {
    this.node.port.postMessage({ position, samples });
  }

  reset() {
    this.node.port.postMessage('reset');
  }
}

export class Sound {
  #context = null;
  #gain = null;
  /** What comes out, for meters and tests. @type {AnalyserNode|null} */
  analyser = null;
  #speech = null;
  #track = null;      // of a room; while there is one, no blocks are played
  #trackSpeech = null;
  #volume = recall('volume', 0.8);
  #muted = recall('muted', false);

  /** @param {() => void} onChange something of enabled, muted, volume changed */
  constructor(onChange) {
    this.onChange = onChange;
    /** The sound was on at the last visit: the first gesture of any kind may bring it back. */
    this.wanted = recall('sound', false) && !this.#muted;
  }

  /** A gesture has been made and the browser plays. */
  get enabled() {
    return this.#speech !== null && (this.#context.state === 'running' || this.#muted);
  }

  get muted() {
    return this.#muted;
  }

  get volume() {
    return this.#volume;
  }

  /** The server should send speech to this tab. */
  get audible() {
    return this.enabled && !this.#muted;
  }

  /** How it plays, for those who ask: 'worklet', 'scheduled', 'room' or 'off'. */
  get path() {
    if (this.#trackSpeech) return 'room';
    return this.#speech ? (this.#speech instanceof WorkletSpeech ? 'worklet' : 'scheduled') : 'off';
  }

  /** Call it from a gesture. */
  async turnOn() {
    this.#muted = false;
    remember('muted', false);
    remember('sound', true);
    if (!this.#context) await this.#build();
    await this.#context.resume();
    this.#setGain();
    this.onChange();
  }

  /** @param {boolean} muted */
  async setMuted(muted) {
    if (!muted) return this.turnOn();
    this.#muted = true;
    remember('muted', true);
    this.#setGain();
    this.#speech?.reset();
    setTimeout(() => this.#muted && this.#context?.suspend(), 200);
    this.onChange();
  }

  /** @param {number} volume 0 to 1 */
  setVolume(volume) {
    this.#volume = volume;
    remember('volume', volume);
    this.#setGain();
    this.onChange();
  }

  /** @param {number} position @param {Int16Array} samples */
  play(position, samples) {
    if (this.audible && !this.#track) this.#speech?.play(position, samples);
  }

  /** The voice comes from a room. */
  get fromRoom() {
    return this.#track !== null;
  }

  /** A room's voice, in place of the blocks. @param {MediaStreamTrack|null} track null: blocks again */
  setTrack(track) {
    if (track === this.#track) return;
    this.#track = track;
    this.#speech?.reset();
    this.#playTrack();
    this.onChange();
  }

  #playTrack() {
    this.#trackSpeech?.close();
    this.#trackSpeech = this.#track && this.#context ? new TrackSpeech(this.#context, this.#gain, this.#track) : null;
    this.#setGain();
  }

  /** Another run of the server: its time line begins again. */
  reset() {
    this.#speech?.reset();
  }

  /** What comes out now: root mean square, 0 to 1. */
  level() {
    if (!this.analyser) return 0;
    const samples = new Float32Array(this.analyser.fftSize);
    this.analyser.getFloatTimeDomainData(samples);
    return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
  }

  async #build() {
    // An iPhone's switch for ringing is not meant for this.
    if (navigator.audioSession) navigator.audioSession.type = 'playback';
    const context = new AudioContext({ sampleRate: RATE, latencyHint: 'interactive' });
    this.#context = context;
    this.#gain = context.createGain();
    this.analyser = context.createAnalyser();
    this.#gain.gain.value = 0;
    this.#gain.connect(this.analyser).connect(context.destination);
    // Phones take the sound away for a call: the page shows its button again.
    context.addEventListener('statechange', () => this.onChange());
    this.#speech = await WorkletSpeech.open(context, this.#gain).catch(() => new ScheduledSpeech(context, this.#gain));
    this.#playTrack();
  }

  #setGain() {
    if (!this.#context) return;
    // Squared: loudness is heard that way.
    const target = this.#muted ? 0 : this.#volume ** 2;
    const { gain } = this.#gain;
    this.#trackSpeech?.setLoudness(target);
    const now = this.#context.currentTime;
    gain.cancelScheduledValues(now);
    gain.setValueAtTime(gain.value, now);
    gain.linearRampToValueAtTime(target, now + 0.03);
  }
}
