// Sound in the browser: speech, and the original's sound under it. Nothing sounds before a gesture (browsers insist);
// after that, the page remembers volumes and mute.

import { RATE } from './sound-clock.js';
import { openPlayer } from './sound-players.js';
import { recall, remember } from './store.js';
import { TrackSpeech } from './track-speech.js';

/** @param {AnalyserNode|null} analyser @returns {number} root mean square */
function levelOf(analyser) {
  if (!analyser) return 0;
  const samples = new Float32Array(analyser.fftSize);
  analyser.getFloatTimeDomainData(samples);
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}

export class Sound {
  #context = null;
  #gain = null;
  /** The outputs, for meters and tests: the voice, and the original. @type {AnalyserNode|null} */
  analyser = null;
  /** @type {AnalyserNode|null} */
  originalAnalyser = null;
  #speech = null;
  #original = null;
  #originalGain = null;
  #originalVolume = recall('original', 0.4);
  #track = null;      // of a room; while there is one, no blocks are played
  #trackSpeech = null;
  #volume = recall('volume', 0.8);
  #muted = recall('muted', false);

  /** @param {import('./state.js').State} state hears of every change */
  constructor(state) {
    this.state = state;
    /** The sound was on at the last visit: the first gesture of any kind may bring it back. */
    this.wanted = recall('sound', false) && !this.#muted;
    this.#tell();
    state.subscribe(({ room, status }) => (room.state === 'in' && status?.livekit_connected ? room.voice : null),
      (track) => this.#setTrack(track));
    // Another run of the server: its time line begins again.
    state.subscribe(({ run }) => run, () => this.#reset());
  }

  #tell() {
    const { enabled, audible, muted, volume, originalVolume, fromRoom } = this;
    this.state.update({ sound: { enabled, audible, muted, volume, originalVolume, fromRoom } });
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

  get originalVolume() {
    return this.#originalVolume;
  }

  /** The server should send speech to this tab. */
  get audible() {
    return this.enabled && !this.#muted;
  }

  /** How it plays, for those who ask: 'worklet', 'scheduled', 'room' or 'off'. */
  get path() {
    if (this.#trackSpeech) return 'room';
    return this.#speech?.path ?? 'off';
  }

  /** Call it from a gesture. */
  async turnOn() {
    this.#muted = false;
    remember('muted', false);
    remember('sound', true);
    if (!this.#context) await this.#build();
    await this.#context.resume();
    this.#setGain();
    this.#tell();
  }

  /** @param {boolean} muted */
  async setMuted(muted) {
    if (!muted) return this.turnOn();
    remember('muted', true);
    this.#silence();
  }

  #silence() {
    this.#muted = true;
    this.#setGain();
    this.#reset();
    setTimeout(() => this.#muted && this.#context?.suspend(), 200);
    this.#tell();
  }

  /** Another tab sounds: this one is muted, and the next visit does not remember that. */
  fallSilent() {
    this.#silence();
  }

  /** @param {number} volume 0 to 1 */
  setVolume(volume) {
    this.#volume = volume;
    remember('volume', volume);
    this.#setGain();
    this.#tell();
  }

  /** @param {number} position @param {Int16Array} samples */
  play(position, samples) {
    if (this.audible && !this.#track) this.#speech?.play(position, samples);
  }

  /** The original's. @param {number} volume 0 to 1 */
  setOriginalVolume(volume) {
    this.#originalVolume = volume;
    remember('original', volume);
    this.#setGain();
    this.#tell();
  }

  /** The original's. @param {number} position @param {Int16Array} samples */
  playOriginal(position, samples) {
    if (this.audible) this.#original?.play(position, samples);
  }

  /** The voice comes from a room. */
  get fromRoom() {
    return this.#track !== null;
  }

  /**
   * A room's voice, in place of the blocks. While the way is broken on either side, the page's own stream speaks.
   * @param {MediaStreamTrack|null} track null: blocks again
   */
  #setTrack(track) {
    if (track === this.#track) return;
    this.#track = track;
    this.#speech?.reset();
    this.#playTrack();
    this.#tell();
  }

  #playTrack() {
    this.#trackSpeech?.close();
    this.#trackSpeech = this.#track && this.#context ? new TrackSpeech(this.#context, this.#gain, this.#track) : null;
    this.#setGain();
  }

  #reset() {
    this.#speech?.reset();
    this.#original?.reset();
  }

  /** How loud the voice is now: root mean square, 0 to 1. */
  level() {
    return levelOf(this.analyser);
  }

  /** The same of the original's sound. */
  originalLevel() {
    return levelOf(this.originalAnalyser);
  }

  async #build() {
    // An iPhone's ring switch must not mute this.
    if (navigator.audioSession) navigator.audioSession.type = 'playback';
    const context = new AudioContext({ sampleRate: RATE, latencyHint: 'interactive' });
    this.#context = context;
    this.#gain = context.createGain();
    this.#originalGain = context.createGain();
    this.analyser = context.createAnalyser();
    this.originalAnalyser = context.createAnalyser();
    this.#gain.gain.value = this.#originalGain.gain.value = 0;
    this.#gain.connect(this.analyser).connect(context.destination);
    this.#originalGain.connect(this.originalAnalyser).connect(context.destination);
    // Phones take the sound away for a call: the page shows its button again.
    context.addEventListener('statechange', () => this.#tell());
    this.#original = await openPlayer(context, this.#originalGain, true);
    this.#speech = await openPlayer(context, this.#gain, false);
    this.#playTrack();
  }

  #setGain() {
    if (!this.#context) return;
    // Squared, because that is how people hear loudness.
    const loudness = (volume) => (this.#muted ? 0 : volume ** 2);
    this.#trackSpeech?.setLoudness(loudness(this.#volume));
    this.#ramp(this.#gain.gain, loudness(this.#volume));
    this.#ramp(this.#originalGain.gain, loudness(this.#originalVolume));
  }

  /** @param {AudioParam} gain @param {number} target */
  #ramp(gain, target) {
    const now = this.#context.currentTime;
    gain.cancelScheduledValues(now);
    gain.setValueAtTime(gain.value, now);
    gain.linearRampToValueAtTime(target, now + 0.03);
  }
}
