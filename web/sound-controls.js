// The buttons and the slider of the sound, and the ring that shows that the commentator speaks.

import { messages } from './texts.js';

const stillness = matchMedia('(prefers-reduced-motion: reduce)');

export class SoundControls {
  #lastSpeechAt = 0;
  #metering = false;
  #speaking = false;
  #speaks = false;    // the server has a voice
  #original = false;  // the source has a sound of its own that can be heard

  /**
   * @param {object} parts
   * @param {import('./state.js').State} parts.state
   * @param {import('./sound.js').Sound} parts.sound
   * @param {HTMLButtonElement} parts.pill  over the picture, until there was a gesture
   * @param {HTMLButtonElement} parts.mute
   * @param {HTMLInputElement} parts.volume
   * @param {HTMLElement} parts.originalBox  with the slider of the original's sound
   * @param {HTMLInputElement} parts.original
   * @param {(sentence: string) => void} parts.complain
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.#showVolume();
    this.pill.addEventListener('click', () => this.#turnOn());
    this.mute.addEventListener('click', () => this.toggle());
    const follow = (slider, setVolume) =>
      slider.addEventListener('input', () => {
        setVolume(slider.valueAsNumber);
        if (!this.sound.audible) this.#turnOn();
      });
    follow(this.volume, (volume) => this.sound.setVolume(volume));
    follow(this.original, (volume) => this.sound.setOriginalVolume(volume));
    if (this.sound.wanted) this.#awaitGesture();
    const about = ({ status, sound, room }) => (status ? [status, sound, room.voice !== null] : undefined);
    this.state.subscribe(about, ([status, heard]) => {
      // Through the room it comes mixed with the voice.
      const original = status.source_sound !== '' && !(heard.audible && heard.fromRoom && status.livekit.source_sound);
      this.#show(status.voice, status.capture_running, original);
    });
  }

  toggle() {
    if (!this.#sounds) return;
    if (this.sound.audible) this.sound.setMuted(true);
    else this.#turnOn();
  }

  /** @param {number} step louder, or below 0 quieter */
  turn(step) {
    if (!this.#speaks) return;
    this.sound.setVolume(Math.min(Math.max(this.sound.volume + step, 0), 1));
    if (!this.sound.audible) this.#turnOn();
  }

  get #sounds() {
    return this.#speaks || this.#original;
  }

  /**
   * @param {{enabled: boolean, reason: string}} voice
   * @param {boolean} running  there is something to speak about
   * @param {boolean} original  the source has a sound of its own that this page can play
   */
  #show(voice, running, original) {
    const { sound } = this;
    this.#speaks = voice.enabled;
    this.#original = original;
    this.originalBox.hidden = !original;
    this.pill.hidden = !this.#sounds || !running || sound.enabled || sound.muted;
    this.mute.disabled = !this.#sounds;
    this.volume.disabled = !voice.enabled;
    this.mute.querySelector('use').setAttribute('href', sound.audible && this.#sounds ? '#i-sound' : '#i-muted');
    this.mute.ariaLabel = sound.audible ? messages.mute : messages.turnOnSound;
    this.mute.title = this.#sounds ? `${this.mute.ariaLabel} (M)` : voice.reason || messages.voiceIsOff;
    this.#showVolume();
  }

  /** @param {number} position @param {Int16Array} samples */
  hear(position, samples) {
    this.sound.play(position, samples);
    this.#lastSpeechAt = performance.now();
    this.#beginMetering();
  }

  /** In the room there are no blocks to tell. @param {boolean} speaks */
  setSpeaking(speaks) {
    this.#speaking = speaks;
    if (speaks) this.#beginMetering();
  }

  #beginMetering() {
    if (this.#metering || stillness.matches) return;
    this.#metering = true;
    requestAnimationFrame(() => this.#meter());
  }

  #showVolume() {
    for (const [slider, volume] of [[this.volume, this.sound.volume], [this.original, this.sound.originalVolume]]) {
      slider.value = volume;
      slider.style.setProperty('--filled', `${volume * 100}%`);
    }
  }

  #meter() {
    this.#metering = this.#speaking || performance.now() - this.#lastSpeechAt < 800;
    this.mute.style.setProperty('--level', this.#metering ? Math.min(1, this.sound.level() * 6).toFixed(2) : '0');
    if (this.#metering) requestAnimationFrame(() => this.#meter());
  }

  async #turnOn() {
    try {
      await this.sound.turnOn();
    } catch {
      this.complain(messages.noSoundAllowed);
    }
  }

  /** The sound was on at the last visit: any gesture brings it back, but those about sound decide for themselves. */
  #awaitGesture() {
    const gesture = (event) => {
      const controls = [this.pill, this.mute, this.volume, this.originalBox];
      const aboutSound = event.key?.toLowerCase() === 'm' || controls.some((control) => control.contains(event.target));
      if (aboutSound || event.key === 'Tab') return;
      removeEventListener('pointerup', gesture, true);
      removeEventListener('keydown', gesture, true);
      if (this.#sounds && !this.sound.audible && !this.sound.muted) this.#turnOn();
    };
    addEventListener('pointerup', gesture, true);
    addEventListener('keydown', gesture, true);
  }
}
