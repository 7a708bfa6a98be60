// Makes lines of events. A cycle writes at most one line: its pieces come first, then its end with the whole text.

/**
 * @typedef {object} Line
 * @property {string} text
 * @property {Date} at         when the newest picture of its cycle was taken; until that is known, when it began
 * @property {boolean} old     the server wrote it before this page looked
 * @property {boolean} ended
 * @property {boolean} cancelled
 * @property {string} error    why the cycle failed; empty: it did not
 */

/** @returns {Line} */
const begin = (old) => ({ text: '', at: new Date(), old, ended: false, cancelled: false, error: '' });

export class Lines {
  /** The one that grows. @type {Line|null} */
  #line = null;
  #cycle = 0;
  #text = '';

  /**
   * @param {object} on  each may be called many times with the same line
   * @param {(line: Line) => void} on.changed  it began, grew or ended
   * @param {(line: Line) => void} on.dropped  its cycle ended without a line
   */
  constructor(on) {
    this.on = on;
  }

  get writing() {
    return this.#line !== null;
  }

  /** @param {number} cycle @param {string} text @param {boolean} old */
  piece(cycle, text, old) {
    this.#turnTo(cycle);
    this.#line ??= begin(old);
    this.#text += text;
    Object.assign(this.#line, { text: this.#text.trim(), old });
    this.on.changed(this.#line);
  }

  /** @param {any} end the data of cycle_end: its text counts, whatever pieces came @param {boolean} old */
  end(end, old) {
    this.#turnTo(end.cycle);
    const line = this.#line;
    this.#line = null;
    if (!end.text && !end.error) return line && this.on.dropped(line);
    const at = new Date((end.newest_frame_at || Date.now() / 1000) * 1000);
    const { text, cancelled = false, error = '' } = end;
    this.on.changed(Object.assign(line ?? begin(old), { text, at, old, ended: true, cancelled, error }));
  }

  /** The server has restarted: the end of the line that grows never comes. */
  abandon() {
    this.#close({ cancelled: true });
  }

  /** A later cycle closes a line whose end was missed. */
  #turnTo(cycle) {
    if (cycle === this.#cycle) return;
    this.#close({});
    this.#cycle = cycle;
  }

  #close(how) {
    const line = this.#line;
    this.#line = null;
    this.#text = '';
    if (line) this.on.changed(Object.assign(line, { ended: true }, how));
  }
}
