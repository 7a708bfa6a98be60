// The live picture: one endless multipart image. A browser does not tell when such a stream breaks: call restart() when
// the server was away.

import { VIEWER } from './viewer.js';

const RETRY_MS = 1500;
const HIDDEN_MS = 20000;

export class Picture {
  /** Of the source; empty: none. Null before the server has named it. @type {string|null} */
  #name = null;
  #loads = 0;
  #retryTimer = 0;
  #hiddenTimer = 0;

  /** @param {HTMLImageElement} image @param {() => void} onChange */
  constructor(image, onChange) {
    this.image = image;
    this.onChange = onChange;
    this.showing = false;
    image.addEventListener('load', () => this.#setShowing(true));
    image.addEventListener('error', () => {
      this.#setShowing(false);
      clearTimeout(this.#retryTimer);
      this.#retryTimer = setTimeout(() => this.restart(), RETRY_MS);
    });
    // A hidden tab costs the server nothing.
    document.addEventListener('visibilitychange', () => {
      clearTimeout(this.#hiddenTimer);
      if (document.hidden) this.#hiddenTimer = setTimeout(() => this.#close(), HIDDEN_MS);
      else if (!this.image.hasAttribute('src')) this.restart();
    });
  }

  /** A picture belongs to its source: the last one of another source goes at once. @param {string} name empty: none */
  watch(name) {
    const before = this.#name;
    this.#name = name;
    // The first picture does not wait for the source's name.
    if (name === before || (name && before === null)) return;
    this.#close();
    this.restart();
  }

  /** Opens the stream again; the last picture stays until the next one is there. */
  restart() {
    clearTimeout(this.#retryTimer);
    if (this.#name === '' || document.hidden) return;
    // A new address each time: the browser would take the same one for the stream that is open.
    this.image.src = `/api/mjpeg?n=${++this.#loads}&viewer=${VIEWER}`;
  }

  #close() {
    clearTimeout(this.#retryTimer);
    this.image.removeAttribute('src');
    this.#setShowing(false);
  }

  #setShowing(showing) {
    this.showing = showing;
    this.onChange();
  }
}
