// The list of lines as the show goes on: what is new comes on top, what is old out of the record. A reader further down
// stays there, and links lead to a line or a moment.

import { api } from './api.js';
import { complete, dress, entryAt, entryOf } from './line-row.js';
import { LineWindow, MAX_ROWS } from './line-window.js';
import { messages } from './texts.js';

const AT_TOP_PX = 40;
// By then the server has sent its events of the last hour.
const FIRST_MS = 700;
// The record has the picture of a line by then.
const COMPLETE_MS = 1500;
// Of more lines than that the newest are asked for.
const FEW = 50;
const LINKED_MS = 4000;
// A line that is further away from the moment of a link is not the one that was meant.
const NEAR_MS = 600_000;
const LINK = /^#(line|t)=(\d+(?:\.\d+)?)$/;

export class History {
  #window;
  #firstTimer = 0;
  #source = '';
  /** Rows of which the record knows more, by the ids of their lines. @type {Map<number, HTMLElement>} */
  #incomplete = new Map();
  #completeTimer = 0;

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.scroller
   * @param {HTMLOListElement} parts.list
   * @param {HTMLElement} parts.end
   * @param {HTMLElement} parts.empty  shown while nothing was said
   * @param {HTMLButtonElement} parts.newest  jumps to the top
   * @param {(text: string) => void} parts.complain
   * @param {(entries: import('./line-row.js').Entry[]) => void} parts.seen  lines came out of the record
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.#window = new LineWindow({
      scroller: this.scroller, list: this.list, end: this.end, load: (where) => api.lines(where),
      changed: (entries) => {
        this.seen(entries);
        this.#refresh();
      },
    });
    this.newest.addEventListener('click', () => this.toNewest());
    this.scroller.addEventListener('scroll', () => this.#refresh(), { passive: true });
    addEventListener('hashchange', () => this.#followLink());
  }

  /** @param {any} status */
  show(status) {
    this.#source = status.source ?? '';
    this.#window.open = (status.record?.state ?? 'off') !== 'off';
    this.scroller.classList.toggle('pictured', this.#window.open);
    this.#firstTimer ||= setTimeout(() => this.#followLink() || this.#window.fill(), FIRST_MS);
  }

  /** The list is in sight again. */
  resume() {
    this.#window.fill();
    this.#refresh();
  }

  /** @param {HTMLElement} row that is new in the show */
  push(row) {
    this.#window.push(row);
    this.#refresh();
  }

  /** @param {HTMLElement} row @param {import('./lines.js').Line} line that has ended in it */
  settle(row, line) {
    if (!line.error)
      dress(row, {
        id: line.id, at: line.at, endedAt: line.endedAt, kind: 'line', text: line.text, source: this.#source, wrong: false,
        picture: null,
      });
    this.#window.settle(row);
    if (!line.id || !this.#window.open) return;
    this.#incomplete.set(line.id, row);
    this.#completeTimer ||= setTimeout(() => this.#complete(), line.old ? FIRST_MS : COMPLETE_MS);
  }

  /** @param {HTMLElement} row */
  drop(row) {
    this.#window.drop(row);
  }

  /** Runs `change`: a reader who is further down stays there, and is told. @param {() => void} change */
  keepPlace(change) {
    if (this.scroller.scrollTop < AT_TOP_PX || this.list.hidden) return change();
    this.#window.keepPlace(change);
    this.newest.hidden = false;
  }

  toNewest() {
    if (!this.#window.atNewest) this.#window.restart();
    this.scroller.scrollTo({ top: 0 });
    this.#refresh();
  }

  /** Asks the record for what the events do not tell: the picture, and whether somebody has marked the line. */
  async #complete() {
    const rows = new Map(this.#incomplete);
    this.#incomplete.clear();
    this.#completeTimer = 0;
    const few = rows.size < FEW ? { after: Math.min(...rows.keys()) - 1 } : {};
    const { lines } = await api.lines({ ...few, limit: MAX_ROWS }).catch(() => ({ lines: [] }));
    for (const line of lines) if (rows.has(line.id)) complete(rows.get(line.id), entryOf(line));
  }

  #refresh() {
    this.empty.hidden = this.list.hidden || this.list.querySelector('.line') !== null;
    if (this.list.hidden || (this.#window.atNewest && this.scroller.scrollTop < AT_TOP_PX)) this.newest.hidden = true;
    else if (!this.#window.atNewest) this.newest.hidden = false;
  }

  /** @returns {boolean} whether there is one */
  #followLink() {
    const [link, kind, value] = location.hash.match(LINK) ?? [];
    if (!link) return false;
    this.#goTo(kind, Number(value)).catch((error) => {
      // 400: a moment that no clock shows.
      const gone = error.status === 404 || error.status === 400;
      this.complain(!gone ? error.message : kind === 'line' ? messages.lineIsGone : messages.momentIsGone);
      this.#window.fill();
    });
    return true;
  }

  async #goTo(kind, value) {
    const row = await this.#window.goTo(kind === 'line' ? { around: value } : { at: value });
    const entry = entryAt(row);
    const gone = kind === 'line' ? messages.lineIsGone : messages.momentIsGone;
    if (!entry || (kind === 't' && Math.abs(entry.at - value * 1000) > NEAR_MS)) this.complain(gone);
    if (!row) return this.#window.fill();
    row.classList.add('linked');
    setTimeout(() => row.classList.remove('linked'), LINKED_MS);
    row.focus({ preventScroll: true });
  }
}
