// The buttons and the slider of the sound, and the ring that shows that the commentator speaks.

const stillness = matchMedia('(prefers-reduced-motion: reduce)');

export class SoundControls {
  #lastSpeechAt = 0;
  #metering = false;
  #speaking = false;
  #speaks = false;  // the server has a voice

  /**
   * @param {object} parts
   * @param {import('./sound.js').Sound} parts.sound
   * @param {HTMLButtonElement} parts.pill  over the picture, until there was a gesture
   * @param {HTMLButtonElement} parts.mute
   * @param {HTMLInputElement} parts.volume
   * @param {(sentence: string) => void} parts.complain
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.#showVolume();
    this.pill.addEventListener('click', () => this.#turnOn());
    this.mute.addEventListener('click', () => this.toggle());
    this.volume.addEventListener('input', () => {
      this.sound.setVolume(this.volume.valueAsNumber);
      if (!this.sound.audible) this.#turnOn();
    });
    if (this.sound.wanted) this.#awaitGesture();
  }

  toggle() {
    if (!this.#speaks) return;
    if (this.sound.audible) this.sound.setMuted(true);
    else this.#turnOn();
  }

  /** @param {{enabled: boolean, reason: string}} voice @param {boolean} running there is something to speak about */
  show(voice, running) {
    const { sound } = this;
    this.#speaks = voice.enabled;
    this.pill.hidden = !voice.enabled || !running || sound.enabled || sound.muted;
    this.mute.disabled = this.volume.disabled = !voice.enabled;
    this.mute.querySelector('use').setAttribute('href', sound.audible && voice.enabled ? '#i-sound' : '#i-muted');
    this.mute.ariaLabel = sound.audible ? 'Mute' : 'Turn on sound';
    this.mute.title = voice.enabled ? `${this.mute.ariaLabel} (M)` : voice.reason || 'The voice is off';
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
    this.volume.value = this.sound.volume;
    this.volume.style.setProperty('--filled', `${this.sound.volume * 100}%`);
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
      this.complain('This browser does not let the page play sound.');
    }
  }

  /** The sound was on at the last visit: any gesture brings it back, but those about sound decide for themselves. */
  #awaitGesture() {
    const gesture = (event) => {
      const controls = [this.pill, this.mute, this.volume];
      const aboutSound = event.key?.toLowerCase() === 'm' || controls.some((control) => control.contains(event.target));
      if (aboutSound || event.key === 'Tab') return;
      removeEventListener('pointerup', gesture, true);
      removeEventListener('keydown', gesture, true);
      if (this.#speaks && !this.sound.audible && !this.sound.muted) this.#turnOn();
    };
    addEventListener('pointerup', gesture, true);
    addEventListener('keydown', gesture, true);
  }
}
