// The card over the picture while none comes: what is wrong, for how long, when the next try is. It goes by itself.

import { api } from './api.js';
import { inWords, isTroubled } from './status.js';
import { messages } from './texts.js';

export class Trouble {
  #what = '';   // empty: all is well
  #goneAt = 0;  // in this browser's milliseconds
  #tryAt = 0;   // the same; 0: a try is under way
  #trying = '';
  #timer = 0;
  #busy = false;
  #retry = api.retry;

  /**
   * @param {object} parts
   * @param {import('./state.js').State} parts.state
   * @param {HTMLElement} parts.card
   * @param {HTMLElement} parts.title
   * @param {HTMLElement} parts.reason
   * @param {HTMLElement} parts.next
   * @param {HTMLButtonElement} parts.button
   * @param {HTMLElement} parts.announcer  screen readers read it out: once for each trouble, not every second
   * @param {() => void} parts.reconnect  tries to reach the server
   * @param {(sentence: string) => void} parts.complain
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.button.addEventListener('click', () => this.#tryNow());
    const about = ({ awaySince, status }) => (status ? [awaySince, status] : undefined);
    this.state.subscribe(about, ([since, status]) => (since ? this.#lost(since) : this.#show(status)));
  }

  /** The source's. @param {import('./state.js').Status} status */
  #show(status) {
    const { source_state: state, source_reason: reason } = status;
    if (!isTroubled(state)) return this.#hide(state);
    // A source that was never there has no last picture.
    const gone = Date.now() - (status.picture_age_s ?? status.now - status.source_since) * 1000;
    this.#tryAt = status.source_next_try_s ? Date.now() + status.source_next_try_s * 1000 : 0;
    this.#retry = api.retry;
    this.#present(messages.noPicture, messages.tryingAgain, gone, reason);
  }

  /** The server is away. @param {number} since in milliseconds */
  #lost(since) {
    this.#tryAt = 0;
    this.#retry = this.reconnect;
    this.#present(messages.connectionLost, messages.retrying, since, '');
  }

  #present(what, trying, gone, reason) {
    this.#goneAt = what === this.#what ? Math.min(this.#goneAt, gone) : gone;
    this.#what = what;
    this.#trying = trying;
    this.reason.textContent = reason;
    this.card.hidden = false;
    this.#announce(`${what}. ${reason}`.trim());
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#count(), 500);
    this.#count();
  }

  #hide(state) {
    if (this.#what) this.#announce(state === 'live' ? messages.pictureIsThere : '');
    this.#what = '';
    this.card.hidden = true;
    clearInterval(this.#timer);
  }

  #count() {
    const left = Math.ceil((this.#tryAt - Date.now()) / 1000);
    this.title.textContent = messages.forSoLong(this.#what, inWords((Date.now() - this.#goneAt) / 1000));
    this.next.textContent = left > 0 ? messages.nextTry(inWords(left)) : this.#trying;
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
      await this.#retry();
    } catch (error) {
      this.complain(error.message);
    }
    this.#busy = false;
  }
}
