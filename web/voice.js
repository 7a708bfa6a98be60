// Chooses voice and speed for everybody who listens, from the next sentence on, and plays samples of the other voices.

import { api } from './api.js';
import { Choice } from './choice.js';
import { inLanguage, messages, number } from './texts.js';

const times = (speed) => `${number(speed, 2)} ×`;

export class VoiceChoice {
  #choice;
  #voices = {};
  #usual = 1;          // the profile's speed
  #moving = false;     // somebody has the slider in hand
  #next = null;        // what is to be asked of the server: {speed}
  #sends = false;
  #sample = null;      // what is heard of it: its context, closed to end it

  /**
   * @param {object} parts
   * @param {import('./state.js').State} parts.state
   * @param {HTMLElement[]} parts.rows  not there while the voice is off
   * @param {HTMLSelectElement} parts.select
   * @param {HTMLButtonElement} parts.hear
   * @param {HTMLInputElement} parts.speed
   * @param {HTMLOutputElement} parts.value
   * @param {HTMLButtonElement} parts.usual
   * @param {(error: Error|null) => void} parts.report
   * @param {(error: Error|null) => void} parts.reportSpeed
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.#choice = new Choice({
      select: this.select, choose: (voice) => api.setVoice({ voice }), report: this.report,
      shown: (key) => (this.select.title = inLanguage(this.#voices[key]?.description ?? '')),
    });
    this.hear.addEventListener('click', () => this.#hear());
    this.speed.addEventListener('input', () => {
      this.#moving = true;
      this.#showSpeed(this.speed.valueAsNumber);
    });
    this.speed.addEventListener('change', () => this.#setSpeed(this.speed.valueAsNumber));
    this.usual.addEventListener('click', () => {
      // The button goes away, and a keyboard user must not lose the focus.
      this.speed.focus();
      this.#setSpeed(null);
    });
    // The server may have another list now.
    this.state.subscribe(({ session }) => session || undefined, () => this.#load());
    this.state.subscribe(({ status }) => status?.voice, (voice) => this.#show(voice));
  }

  /** Asks the server who there is. */
  async #load() {
    try {
      const report = await api.voices();
      this.#voices = report.voices;
      this.#usual = report.usual_speed;
      this.#choice.fill(report.voices, report.active ?? '');
      if (!this.#moving) this.#showSpeed(report.speed);
      this.report(null);
    } catch (error) {
      this.report(error);
    }
  }

  /** @param {{enabled: boolean, chosen: string, speed: number, usual_speed: number}} voice */
  #show(voice) {
    for (const row of this.rows) row.hidden = !voice.enabled;
    if (!voice.enabled || !this.#choice.active) return;
    this.#usual = voice.usual_speed;
    if (voice.chosen in this.#voices) this.#choice.showActive(voice.chosen);
    if (!this.#moving) this.#showSpeed(voice.speed);
  }

  // One request at a time, with the newest speed: an older answer would take the slider back.
  async #setSpeed(speed) {
    this.#next = { speed };
    if (this.#sends) return;
    this.#sends = true;
    let kept = null;
    let error = null;
    while (this.#next) {
      const wish = this.#next;
      this.#next = null;
      try {
        kept = await api.setVoice(wish);
        error = null;
      } catch (failure) {
        error = failure;
      }
    }
    this.#sends = this.#moving = false;
    if (kept && !error) this.#showSpeed(kept.speed);
    this.reportSpeed(error);
  }

  #showSpeed(speed) {
    this.speed.value = speed;
    this.value.textContent = times(speed);
    this.speed.ariaValueText = messages.asFast(times(speed));
    this.usual.hidden = Math.abs(speed - this.#usual) < 0.01;
    this.usual.textContent = messages.backTo(times(this.#usual));
  }

  async #hear() {
    if (this.#sample) return this.#end();
    const context = new AudioContext();
    this.#sample = context;
    this.#showPlaying();
    try {
      const sound = await context.decodeAudioData(await api.voiceSample(this.select.value));
      if (this.#sample !== context) return;
      const source = new AudioBufferSourceNode(context, { buffer: sound });
      const gain = new GainNode(context, { gain: this.state.now.sound.volume ** 2 });
      source.connect(gain).connect(context.destination);
      source.onended = () => this.#sample === context && this.#end();
      source.start();
      this.report(null);
    } catch (error) {
      if (this.#sample !== context) return;
      this.#end();
      this.report(error);
    }
  }

  #end() {
    this.#sample?.close();
    this.#sample = null;
    this.#showPlaying();
  }

  #showPlaying() {
    const plays = this.#sample !== null;
    this.hear.querySelector('span').textContent = plays ? messages.stop : messages.hearIt;
    this.hear.querySelector('use').setAttribute('href', plays ? '#i-stop' : '#i-play');
  }
}
