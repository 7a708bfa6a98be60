// Captions as broadcasters show live ones: a few rows of bounded width that roll up, each there long enough to be read.

const COLUMNS = 42;
const LEAST_MS = 1000;
const CHARACTERS_A_SECOND = 17;
// More than so many rows are never waited for: the words would be about a past picture.
const MOST_BEHIND = 4;

/** @param {string} text @returns {string[]} rows of at most `columns` characters, cut at words if there are any */
export function rowsOf(text, columns = COLUMNS) {
  const rows = [];
  let row = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (row && length(row) + 1 + length(word) <= columns) {
      row += ` ${word}`;
      continue;
    }
    if (row) rows.push(row);
    const pieces = cut(word, columns);
    row = pieces.pop();
    rows.push(...pieces);
  }
  if (row) rows.push(row);
  return rows;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const length = (text) => [...segmenter.segment(text)].length;

function cut(word, columns) {
  const letters = [...segmenter.segment(word)].map(({ segment }) => segment);
  const pieces = [];
  while (letters.length > columns) pieces.push(letters.splice(0, columns).join(''));
  return [...pieces, letters.join('')];
}

export class CaptionRows {
  #line = null;     // that is shown
  #next = null;     // that waits for it
  #rows = [];
  #top = 0;         // the first row in sight
  #since = 0;       // when the top row came into sight, or what is in sight changed last
  #timer = 0;

  /**
   * @param {object} how
   * @param {number} how.most  rows in sight
   * @param {number} how.hold  milliseconds after the end of a line; 0: until the next line
   * @param {(rows: string[]) => void} how.write  what is in sight; empty: nothing
   * @param {() => number} [how.now]  milliseconds
   */
  constructor({ most, hold, write, now = () => performance.now() }) {
    Object.assign(this, { most, hold, write, now });
  }

  /** A line begins, grows or ends. @param {import('./lines.js').Line} line */
  show(line) {
    if (line.cancelled) return this.drop(line);
    if (!line.text) return;
    if (this.#line === null || line === this.#line) this.#put(line);
    else this.#next = line;
    this.#step();
  }

  /** There is no such line after all. @param {import('./lines.js').Line} line */
  drop(line) {
    if (line === this.#next) this.#next = null;
    if (line === this.#line) this.clear();
  }

  clear() {
    clearTimeout(this.#timer);
    this.#line = this.#next = null;
    this.#rows = [];
    this.#top = 0;
    this.write([]);
  }

  #put(line) {
    if (line !== this.#line) {
      this.#top = 0;
      this.#since = this.now();
    }
    this.#line = line;
    this.#rows = rowsOf(line.text);
    this.#top = Math.max(this.#top, this.#rows.length - this.most - MOST_BEHIND);
    this.#draw();
  }

  #draw() {
    this.write(this.#rows.slice(this.#top, this.#top + this.most));
  }

  /** How long what is in sight stays at least. */
  #readingTime(rows) {
    const characters = rows.reduce((sum, row) => sum + row.length, 0);
    return Math.max(LEAST_MS, (characters / CHARACTERS_A_SECOND) * 1000);
  }

  #step() {
    clearTimeout(this.#timer);
    const line = this.#line;
    if (line === null) return;
    const seen = this.now() - this.#since;
    const waits = this.#rows.length - this.#top - this.most;
    if (waits > 0) return this.#at(this.#readingTime([this.#rows[this.#top]]) - seen, () => this.#roll());
    // The next line does not wait until people have read this one, because words belong to their picture.
    if (this.#next) return this.#at(LEAST_MS - seen, () => this.#turn());
    if (!line.ended) return;
    const inSight = this.#rows.slice(this.#top);
    if (this.hold > 0) this.#at(Math.max(this.hold, this.#readingTime(inSight) - seen), () => this.clear());
  }

  #at(milliseconds, action) {
    if (milliseconds <= 0) return action();
    this.#timer = setTimeout(action, milliseconds);
  }

  #roll() {
    ++this.#top;
    this.#since = this.now();
    this.#draw();
    this.#step();
  }

  #turn() {
    const next = this.#next;
    this.#next = null;
    this.#put(next);
    this.#step();
  }
}
