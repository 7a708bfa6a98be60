// The card over the picture while none comes: what is wrong, for how long, when it is tried again. It goes by itself.

import { api } from './api.js';
import { inWords, isTroubled } from './status.js';

export class Trouble {
  #goneAt = 0;   // in this browser's milliseconds; nought: all is well
  #tryAt = 0;    // the same; nought: it is being tried
  #timer = 0;
  #busy = false;

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.card
   * @param {HTMLElement} parts.title
   * @param {HTMLElement} parts.reason
   * @param {HTMLElement} parts.next
   * @param {HTMLButtonElement} parts.button
   * @param {HTMLElement} parts.announcer  read out by screen readers: once for each trouble, not every second
   * @param {(sentence: string) => void} parts.complain
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.button.addEventListener('click', () => this.#tryNow());
  }

  /** @param {any} status */
  show(status) {
    const { source_state: state, source_reason: reason } = status;
    this.card.hidden = !isTroubled(state);
    if (this.card.hidden) {
      if (this.#goneAt) this.#announce(state === 'live' ? 'The picture is there.' : '');
      this.#goneAt = 0;
      clearInterval(this.#timer);
      return;
    }
    // A source that was never there has no last picture.
    const gone = Date.now() - (status.picture_age_s ?? status.now - status.source_since) * 1000;
    this.#goneAt = Math.min(this.#goneAt || gone, gone);
    this.#tryAt = status.source_next_try_s ? Date.now() + status.source_next_try_s * 1000 : 0;
    this.reason.textContent = reason;
    this.#announce(`No picture. ${reason}`);
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#count(), 500);
    this.#count();
  }

  #count() {
    const left = Math.ceil((this.#tryAt - Date.now()) / 1000);
    this.title.textContent = `No picture for ${inWords((Date.now() - this.#goneAt) / 1000)}`;
    this.next.textContent = left > 0 ? `Next try in ${inWords(left)}` : 'Trying again…';
  }

  #announce(text) {
    if (this.announcer.textContent !== text) this.announcer.textContent = text;
  }

  async #tryNow() {
    if (this.#busy) return;
    this.#busy = true;
    this.#tryAt = 0;
    this.#count();
    try {
      await api.retry();
    } catch (error) {
      this.complain(error.message);
    }
    this.#busy = false;
  }
}
