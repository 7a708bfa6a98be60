// Full screen: the picture alone, with a bar that comes when somebody moves and goes when nobody does, and the instruction
// over the picture when it is asked for.

const REST_MS = 2500;

export class FullScreen {
  #timer = 0;

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.show   what fills the screen: picture, bar and instruction
   * @param {HTMLButtonElement} parts.button
   * @param {HTMLButtonElement} parts.write   opens the instruction
   * @param {HTMLElement} parts.steer
   * @param {HTMLTextAreaElement} parts.field
   */
  constructor(parts) {
    Object.assign(this, parts);
    const { show, steer } = this;
    // Not there on an iPhone.
    this.button.hidden = !document.fullscreenEnabled;
    this.button.addEventListener('click', () => this.toggle());
    this.write.addEventListener('click', () => this.writeInstruction());
    for (const kind of ['pointermove', 'pointerdown', 'keydown', 'focusin'])
      show.addEventListener(kind, () => this.#stir());
    document.addEventListener('fullscreenchange', () => this.#change());
    steer.addEventListener('focusout', ({ relatedTarget }) => {
      if (!steer.contains(relatedTarget)) show.classList.remove('steering');
    });
  }

  get on() {
    return document.fullscreenElement === this.show;
  }

  toggle() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.show.requestFullscreen?.().catch(() => {});
  }

  /** Opens the instruction over the picture; elsewhere it is in sight. */
  writeInstruction() {
    if (this.on) this.show.classList.add('steering');
    this.field.focus();
  }

  #change() {
    this.button.setAttribute('aria-pressed', String(this.on));
    this.show.classList.remove('steering');
    this.#stir();
  }

  #stir() {
    clearTimeout(this.#timer);
    this.show.classList.remove('resting');
    if (this.on) this.#timer = setTimeout(() => this.#rest(), REST_MS);
  }

  /** Not under the hand of somebody who uses the keyboard or writes. */
  #rest() {
    const used = this.show.querySelector(':focus-visible') || this.show.classList.contains('steering');
    this.show.classList.toggle('resting', this.on && !used);
  }
}
