// The running commentary, newest first, with what was done to the show between the lines.

import { messages } from './texts.js';

// The same failure again within that time is the same entry.
const SAME_MS = 600_000;
// Of a note so many characters are shown in full: two rows.
const LONG = 90;
const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
});

/** @param {string} tag @param {string} className @param {string} text */
export function element(tag, className = '', text = '') {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

/** Two rows of a long text of somebody, and a button for the rest. @param {HTMLElement} text @returns {HTMLButtonElement[]} */
export function foldable(text) {
  if (text.textContent.length <= LONG) return [];
  const button = element('button', 'link', messages.more);
  button.type = 'button';
  const show = (whole) => {
    text.classList.toggle('folded', !whole);
    button.ariaExpanded = String(whole);
    button.textContent = whole ? messages.less : messages.more;
  };
  button.addEventListener('click', () => show(button.ariaExpanded === 'false'));
  show(false);
  return [button];
}

/** The commentator's: English, or whatever a model writes. @param {string} text */
const wordsOf = (text) => Object.assign(element('p', '', text), { dir: 'auto', lang: 'en' });

/** @param {HTMLTimeElement} field @param {Date} at */
export function showTime(field, at) {
  field.dateTime = at.toISOString();
  field.textContent = clock.format(at);
}

export class Commentary {
  /** @type {Map<import('./lines.js').Line, HTMLLIElement>} */
  #items = new Map();
  /** The last failure that had no words. @type {{error: string, at: Date, times: number, item: HTMLLIElement}|null} */
  #failure = null;

  /**
   * @param {object} parts
   * @param {import('./state.js').State} parts.state
   * @param {HTMLOListElement} parts.list
   * @param {import('./history.js').History} parts.history  where its rows go
   * @param {HTMLElement} parts.announcer  read out by screen readers
   */
  constructor(parts) {
    Object.assign(this, parts);
  }

  /** @param {import('./lines.js').Line} line it began, grew or ended */
  show(line) {
    if (line.ended && this.#isFailureAgain(line)) return this.drop(line);
    this.history.keepPlace(() => {
      let item = this.#items.get(line);
      if (!item) {
        item = element('li', 'line');
        item.append(element('time'), wordsOf(''));
        this.#items.set(line, item);
        this.history.push(item);
      }
      this.#fill(item, line);
      if (line.ended) this.history.settle(item, line);
      if (line.ended && line.error && !line.text) this.#failure = { ...line, times: 1, item };
    });
    if (line.ended) this.#items.delete(line);
    const { sound, status } = this.state.now;
    // Not while the voice is heard.
    if (line.ended && !line.old && !(sound.audible && status?.voice.enabled)) this.announcer.textContent = line.error || line.text;
  }

  /** @param {import('./lines.js').Line} line it was no line after all */
  drop(line) {
    const item = this.#items.get(line);
    if (item) this.history.drop(item);
    this.#items.delete(line);
  }

  /** A note says it instead. @param {string} error */
  dropFailure(error) {
    if (this.#failure?.error !== error) return;
    this.history.drop(this.#failure.item);
    this.#failure = null;
  }

  /**
   * @param {string} what happened to the show, for people
   * @param {{quote?: string, why?: string, at?: Date, id?: number}} [more]  the user's own words; a sentence; when, where
   *   it matters; by what the record knows it
   */
  note(what, { quote = '', why = '', at, id } = {}) {
    const item = element('li', 'note');
    if (id) item.dataset.line = String(id);
    const time = element('time');
    const text = element('p');
    if (at) showTime(time, at);
    text.append(element('span', 'what', what));
    if (quote) text.append(' ', Object.assign(element('q', '', quote), { dir: 'auto' }));
    if (why) text.append('. ', why);
    item.append(time, text);
    if (quote) item.append(...foldable(text));
    this.history.keepPlace(() => this.history.push(item));
  }

  /** All of it as plain text, oldest first. */
  asText() {
    const rows = [...this.list.children].filter((item) => item.matches('.line, .note'));
    const lines = rows.reverse().map((item) => {
      const [time, text] = item.children;
      return `${time.textContent.padEnd(8)}  ${item.matches('.note') ? '— ' : ''}${text.textContent}`;
    });
    return lines.join('\n') + '\n';
  }

  /** A model that fails again and again is one entry that counts. */
  #isFailureAgain(line) {
    const before = this.#failure;
    const again =
      line.error && !line.text && before?.error === line.error && line.at - before.at < SAME_MS && before.item.isConnected;
    if (!again) return false;
    Object.assign(before, { at: line.at, times: before.times + 1 });
    const [time, text] = before.item.children;
    showTime(time, line.at);
    text.querySelector('.mark').textContent = messages.failedTimes(before.times);
    return true;
  }

  #fill(item, line) {
    const [time, text] = item.children;
    showTime(time, line.at);
    item.classList.toggle('writing', !line.ended);
    item.classList.toggle('failed', Boolean(line.error));
    // The record keeps no picture of it.
    item.classList.toggle('bare', Boolean(line.error));
    item.classList.toggle('cancelled', line.cancelled);
    text.textContent = line.text;
    if (line.cancelled) text.append(' ', element('span', 'mark', messages.cutShort));
    if (!line.error) return;
    text.append(line.text ? ' ' : '', element('span', 'mark', messages.failed), ' ', element('span', 'why', line.error));
  }
}
