// The live picture: one endless multipart image. A browser does not tell when such a stream breaks, so whoever knows
// that the server was away calls restart().

const RETRY_MS = 1500;
const HIDDEN_MS = 20000;

export class Picture {
  #wanted = false;
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
    // A tab that nobody looks at costs the server nothing.
    document.addEventListener('visibilitychange', () => {
      clearTimeout(this.#hiddenTimer);
      if (document.hidden) this.#hiddenTimer = setTimeout(() => this.#close(), HIDDEN_MS);
      else if (!this.image.hasAttribute('src')) this.restart();
    });
  }

  /** @param {boolean} wanted there is a source to look at */
  setWanted(wanted) {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    if (wanted) this.restart();
    else this.#close();
  }

  /** Opens the stream anew; the last picture stays until the next one is there. */
  restart() {
    clearTimeout(this.#retryTimer);
    if (!this.#wanted || document.hidden) return;
    // A new address each time: the same one would be taken for the stream that is open.
    this.image.src = `/api/mjpeg?n=${++this.#loads}`;
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
