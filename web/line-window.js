// The part of the record that a list shows: some hundred rows around what is read, newest first. Older and newer rows are
// loaded as the reader comes near them; those far away are taken out, so that the page stays as small as it is.

import { entryOf, markDays, rowOf, today } from './line-row.js';
import { messages } from './texts.js';

export const MAX_ROWS = 500;
const PAGE = 100;
// Of what came while the list stands elsewhere; the record has the rest.
const MAX_LATE = 100;
const NEAR_PX = 800;
const RETRY_MS = 3000;

export class LineWindow {
  #atNewest = true;
  #atOldest = false;
  #loading = false;
  #turn = 0;  // what was asked for in an earlier one does not count
  #triedAt = 0;
  #marking = 0;
  #markedOn = '';  // the day
  #days;
  /** Rows that came meanwhile, oldest first. @type {HTMLElement[]} */
  #late = [];

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.scroller  what scrolls
   * @param {HTMLOListElement} parts.list
   * @param {HTMLElement} parts.end       below the list: what there is beyond its last row
   * @param {(where: {before?: number, after?: number, around?: number, at?: number, limit: number}) => Promise<{lines: any[], more: boolean}>} parts.load
   * @param {(text: string) => Node} [parts.write]  what marks words in a text
   * @param {(entries: import('./line-row.js').Entry[]) => void} [parts.changed]  these lines were loaded
   * @param {() => void} [parts.failed]  they could not be
   */
  constructor(parts) {
    Object.assign(this, parts);
    /** Whether there is a record to load from. */
    this.open = false;
    this.#days = this.list.getElementsByClassName('day');
    let asked = 0;
    this.scroller.addEventListener('scroll', () => {
      asked ||= requestAnimationFrame(() => {
        asked = 0;
        this.fill();
      });
    }, { passive: true });
  }

  get atNewest() {
    return this.#atNewest;
  }

  /** The number of rows, and whether there are more. */
  get size() {
    return { rows: this.#count(), more: !this.#atNewest || !this.#atOldest };
  }

  /** A row that is new in the show. @param {HTMLElement} row */
  push(row) {
    this.#dropOthers(row);
    // Rows that somebody reads at the far end stay; the new rows wait.
    if (this.#atNewest && this.#count() >= MAX_ROWS && this.#isRead() && this.#below() < NEAR_PX) this.#atNewest = false;
    if (!this.#atNewest) {
      this.#late.push(row);
      if (this.#late.length > MAX_LATE) this.#late.shift();
      return;
    }
    this.list.prepend(row);
    this.#trimOldest();
  }

  /** The row was given its line. @param {HTMLElement} row */
  settle(row) {
    this.#dropOthers(row);
    if (row.dataset.day === today() && this.#markedOn === today()) return;
    // Many rows come at once.
    this.#marking ||= requestAnimationFrame(() => {
      this.#marking = 0;
      this.keepPlace(() => this.#markDays());
    });
  }

  /** It was no line after all. @param {HTMLElement} row */
  drop(row) {
    this.#late = this.#late.filter((other) => other !== row);
    row.remove();
  }

  /** Runs `change` without moving the text that is being read. @param {() => void} change */
  keepPlace(change) {
    // At the top the newest line stays in view, so nothing has to be held in place.
    if (this.#atNewest && this.scroller.scrollTop < 1) return change();
    const top = this.scroller.getBoundingClientRect().top;
    const anchor = [...this.list.children].find((row) => row.getBoundingClientRect().bottom > top && !row.matches('.day'));
    const before = anchor?.getBoundingClientRect().top;
    change();
    if (anchor?.isConnected) this.scroller.scrollTop += anchor.getBoundingClientRect().top - before;
  }

  /** Loads what the reader comes near to. */
  fill() {
    if (!this.#isRead() || this.#loading || Date.now() - this.#triedAt < RETRY_MS) return;
    if (!this.#atNewest && this.scroller.scrollTop < NEAR_PX) return this.#loadNewer();
    if (!this.#atOldest && this.#below() < NEAR_PX) return this.#loadOlder();
  }

  /** Forgets all rows and begins at the newest. */
  async restart() {
    this.#begin();
    this.#attach();
    this.scroller.scrollTop = 0;
    if (this.open) await this.#loadOlder();
  }

  /** Empty, until it is restarted. */
  clear() {
    this.#begin();
    this.#tell('');
  }

  /**
   * Shows a line, or the one that is nearest to a moment, and those around it.
   * @param {{around: number}|{at: number}} where @returns {Promise<HTMLElement|null>} its row
   */
  async goTo(where) {
    let { around: id } = where;
    if (!id || !this.#rowOf(id)) {
      const turn = ++this.#turn;
      this.#loading = false;
      const { lines } = await this.load({ ...where, limit: PAGE });
      if (turn !== this.#turn) return null;
      const away = (line) => Math.abs(line.at - where.at);
      id ??= lines.filter(({ kind }) => kind === 'line').reduce((best, line) => (best && away(best) <= away(line) ? best : line), null)?.id;
      if (!lines.some((line) => line.id === id)) return null;
      this.#begin();
      this.#atNewest = false;
      this.#place(lines, (rows) => this.list.append(...rows));
      this.changed?.(lines.map(entryOf));
    }
    const row = this.#rowOf(id);
    row.scrollIntoView({ block: 'center' });
    this.fill();
    return row;
  }

  #begin() {
    this.#turn++;
    this.#loading = false;
    this.#triedAt = 0;
    this.#atNewest = true;
    this.#atOldest = false;
    // The line that grows is no line of the record yet.
    this.#late.push(...this.list.querySelectorAll('.writing'));
    this.list.replaceChildren();
  }

  #loadOlder() {
    const last = this.#rows().findLast((row) => row.dataset.line);
    return this.#load(last ? { before: Number(last.dataset.line) } : {}, (lines, more) => {
      this.#place(lines, (rows) => this.list.append(...rows));
      this.#atOldest = !more || !lines.length;
      this.#trimNewest();
    });
  }

  #loadNewer() {
    const first = this.#rows().find((row) => row.dataset.line);
    return this.#load(first ? { after: Number(first.dataset.line) } : {}, (lines, more) => {
      this.#place(lines, (rows) => this.list.prepend(...rows));
      this.#trimOldest();
      if (!more || !lines.length) this.#attach();
    });
  }

  /** @param {{before?: number, after?: number}} where @param {(lines: any[], more: boolean) => void} place */
  async #load(where, place) {
    const turn = this.#turn;
    this.#loading = true;
    this.#tell(this.#count() ? messages.loadingLines : '');
    try {
      const { lines, more } = await this.load({ ...where, limit: PAGE });
      if (turn !== this.#turn) return;
      this.keepPlace(() => place(lines, more));
      this.changed?.(lines.map(entryOf));
      this.#loading = false;
      const overflows = this.scroller.scrollHeight > this.scroller.clientHeight;
      this.#tell(this.#atOldest && overflows ? messages.nothingOlder : '');
      requestAnimationFrame(() => this.fill());
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#loading = false;
      this.#triedAt = Date.now();
      this.#tell(error.message);
      this.failed?.();
    }
  }

  #place(lines, put) {
    const news = lines.map(entryOf).sort((a, b) => b.id - a.id);
    const rows = news.filter(({ id }) => !this.#rowOf(id)).map((entry) => rowOf(entry, this.write));
    put(rows);
    this.#markDays();
  }

  /** The list reaches the newest line again: what came meanwhile goes on top. */
  #attach() {
    this.#atNewest = true;
    for (const row of this.#late.splice(0)) {
      const { line } = row.dataset;
      if (!line || !this.#rowOf(line)) this.list.prepend(row);
    }
    this.#trimOldest();
    this.#markDays();
  }

  #trimOldest() {
    if (this.#count() <= MAX_ROWS) return;
    this.#atOldest = false;
    this.#remove(this.#rows().slice(MAX_ROWS));
  }

  #trimNewest() {
    if (this.#count() <= MAX_ROWS) return;
    const surplus = this.#rows().slice(0, -MAX_ROWS);
    this.#atNewest = false;
    this.#late = [...surplus.filter((row) => row.matches('.writing')), ...this.#late];
    this.#remove(surplus);
    this.#markDays();
  }

  #remove(rows) {
    if (rows.includes(document.activeElement)) this.scroller.focus({ preventScroll: true });
    for (const row of rows) row.remove();
    while (this.list.lastElementChild?.matches('.day')) this.list.lastElementChild.remove();
  }

  /** Removes the record's earlier rows of the same line. @param {HTMLElement} row */
  #dropOthers(row) {
    if (!row.dataset.line) return;
    for (const other of this.list.querySelectorAll(`[data-line="${row.dataset.line}"]`)) if (other !== row) other.remove();
  }

  #markDays() {
    this.#markedOn = today();
    markDays(this.list);
  }

  #count() {
    return this.list.childElementCount - this.#days.length;
  }

  #rows() {
    return [...this.list.children].filter((row) => !row.matches('.day'));
  }

  /** @param {number|string} id */
  #rowOf(id) {
    return this.list.querySelector(`[data-line="${id}"]`);
  }

  /** Somebody can see the list, and there is more than it holds. */
  #isRead() {
    return this.open && !this.list.hidden && this.scroller.clientHeight > 0;
  }

  #below() {
    return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight;
  }

  #tell(text) {
    if (!this.list.hidden) this.end.textContent = text;
  }
}
