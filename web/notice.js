// A sentence at the top of the page, for a while.

export class Notice {
  #timer = 0;

  /** @param {HTMLElement} field */
  constructor(field) {
    this.field = field;
  }

  /** @param {string} text @param {number} milliseconds */
  say(text, milliseconds = 6000) {
    clearTimeout(this.#timer);
    this.field.textContent = text;
    this.#timer = setTimeout(() => (this.field.textContent = ''), milliseconds);
  }
}
