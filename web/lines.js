// Puts pieces together to lines: a line is what was written between two ends of cycles. A skip ("...") is no line.

const SKIP_SO_FAR = /^\s*(\.{0,3}|…)\s*$/;

/**
 * @typedef {object} Line
 * @property {string} text
 * @property {Date} at         when the newest picture of its cycle was taken; until that is known, when it began
 * @property {boolean} old     it was written before this page looked
 * @property {boolean} ended
 * @property {boolean} cancelled
 * @property {string} error    why the cycle failed; empty: it did not
 */

export class Lines {
  /** @type {Line|null} */
  #line = null;
  #text = '';

  /**
   * @param {object} on  each may be called many times with the same line
   * @param {(line: Line) => void} on.changed  it began, grew or ended
   * @param {(line: Line) => void} on.dropped  it turned out to be a skip after all
   */
  constructor(on) {
    this.on = on;
  }

  get writing() {
    return this.#line !== null;
  }

  /** @param {string} text @param {boolean} old */
  piece(text, old) {
    this.#text += text;
    if (!this.#line && SKIP_SO_FAR.test(this.#text)) return;
    this.#line ??= { text: '', at: new Date(), old, ended: false, cancelled: false, error: '' };
    Object.assign(this.#line, { text: this.#text.trim(), old });
    this.on.changed(this.#line);
  }

  /** @param {any} cycle the data of cycle_end @param {boolean} old */
  end(cycle, old) {
    const at = new Date((cycle.newest_frame_at || Date.now() / 1000) * 1000);
    let line = this.#line;
    if (!line && cycle.error) line = { text: '', at, old, ended: false, cancelled: false, error: '' };
    this.#line = null;
    this.#text = '';
    if (!line) return;
    if (cycle.skipped) return this.on.dropped(line);
    Object.assign(line, { at, old, ended: true, cancelled: Boolean(cycle.cancelled), error: cycle.error || '' });
    this.on.changed(line);
  }

  /** The end of the line under way will never come: the server has started anew. */
  abandon() {
    const line = this.#line;
    this.#line = null;
    this.#text = '';
    if (!line) return;
    Object.assign(line, { ended: true, cancelled: true });
    this.on.changed(line);
  }
}
