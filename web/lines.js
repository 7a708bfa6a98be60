// Makes lines of events. A cycle writes at most one line: its pieces come first, then its end with the whole text.

/**
 * @typedef {object} Line
 * @property {string} text
 * @property {number} id       of the record; 0: it does not keep this line
 * @property {Date} at         when the newest picture of its cycle was taken; until that is known, when it began
 * @property {Date} endedAt    when it was complete; until then, when it began
 * @property {boolean} old     the server wrote it before this page looked
 * @property {boolean} ended
 * @property {boolean} cancelled
 * @property {string} error    why the cycle failed; empty: it did not
 */

/** @returns {Line} */
const begin = (old) => ({ id: 0, text: '', at: new Date(), endedAt: new Date(), old, ended: false, cancelled: false, error: '' });

export class Lines {
  /** The one that grows. @type {Line|null} */
  #line = null;
  #cycle = 0;
  #text = '';

  /**
   * @param {object} on  each may be called many times with the same line
   * @param {(writes: boolean) => void} on.writing  a line has begun to grow, or none grows
   * @param {(line: Line) => void} on.changed  it began, grew or ended
   * @param {(line: Line) => void} on.dropped  its cycle ended without a line
   */
  constructor(on) {
    this.on = on;
  }

  /** @param {number} cycle @param {string} text @param {boolean} old */
  piece(cycle, text, old) {
    this.#turnTo(cycle);
    if (!this.#line) this.on.writing(true);
    this.#line ??= begin(old);
    this.#text += text;
    Object.assign(this.#line, { text: this.#text.trim(), old });
    this.on.changed(this.#line);
  }

  /** @param {any} end the data of cycle_end: its text counts, whatever pieces came @param {boolean} old */
  end(end, old) {
    this.#turnTo(end.cycle);
    const line = this.#take();
    if (!end.text && !end.error) return line && this.on.dropped(line);
    const at = new Date((end.newest_frame_at || Date.now() / 1000) * 1000);
    const endedAt = new Date((end.inference_end || Date.now() / 1000) * 1000);
    const { line: id = 0, text, cancelled = false, error = '' } = end;
    this.on.changed(Object.assign(line ?? begin(old), { id, text, at, endedAt, old, ended: true, cancelled, error }));
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

  #take() {
    const line = this.#line;
    this.#line = null;
    if (line) this.on.writing(false);
    return line;
  }

  #close(how) {
    const line = this.#take();
    this.#text = '';
    if (line) this.on.changed(Object.assign(line, { ended: true }, how));
  }
}
