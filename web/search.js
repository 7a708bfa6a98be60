// The search over all lines that are kept: words, a source, a day. While it is on, what it finds takes the list's place.

import { api } from './api.js';
import { markWords } from './highlight.js';
import { element } from './commentary.js';
import { icon, iconButton } from './line-row.js';
import { LineWindow } from './line-window.js';
import { shortName } from './source-name.js';
import { messages } from './texts.js';

const TYPING_MS = 200;

export class Search {
  #window;
  #timer = 0;
  #place = 0;  // where the list stood
  #asked = '';
  #sources = new Set();
  #looked = false;

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.bar       empty; it is filled here
   * @param {HTMLElement} parts.scroller
   * @param {HTMLOListElement} parts.list  that makes room
   * @param {HTMLOListElement} parts.found the list of what is found
   * @param {HTMLElement} parts.end
   * @param {import('./history.js').History} parts.history
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.#build();
    this.#window = new LineWindow({
      scroller: this.scroller, list: this.found, end: this.end,
      load: (where) => api.lines({ ...this.#query(), ...where }),
      write: (text) => markWords(text, this.field.value),
      changed: (entries) => {
        this.offer(entries);
        this.#count();
      },
      failed: () => (this.count.textContent = ''),
    });
    this.#window.open = true;
  }

  get on() {
    return !this.found.hidden;
  }

  /** @param {any} status */
  show({ record, source }) {
    this.bar.hidden = (record?.state ?? 'off') === 'off';
    if (source) this.offer([{ source }]);
  }

  /** By their sources lines can be chosen from now on. @param {{source: string|null}[]} entries */
  offer(entries) {
    for (const { source } of entries) {
      if (!source || this.#sources.has(source)) continue;
      this.#sources.add(source);
      this.source.append(new Option(shortName(source), source));
    }
  }

  /** Back to the list. */
  clear() {
    this.field.value = '';
    this.source.value = '';
    this.day.value = '';
    this.#run();
  }

  #build() {
    this.field = element('input');
    Object.assign(this.field, { type: 'search', id: 'search', placeholder: messages.searchLines, autocomplete: 'off', spellcheck: false });
    this.field.ariaLabel = messages.searchLines;
    this.field.enterKeyHint = 'search';
    this.wipe = iconButton('clear', messages.clearSearch, () => {
      this.clear();
      this.field.focus();
    });
    this.wipe.hidden = true;
    const inset = element('div', 'inset');
    inset.append(icon('search'), this.field, this.wipe);

    this.filters = element('div', 'filters');
    this.filters.id = 'search-filters';
    this.filters.hidden = true;
    this.source = element('select');
    this.source.ariaLabel = messages.ofSource;
    this.source.append(new Option(messages.allSources, ''));
    this.day = element('input');
    this.day.type = 'date';
    this.day.ariaLabel = messages.ofDay;
    this.filters.append(this.source, this.day);

    this.more = iconButton('filter', messages.filterLines, () => this.#fold(!this.filters.hidden));
    this.more.setAttribute('aria-controls', this.filters.id);
    this.more.ariaExpanded = 'false';
    this.count = element('p', 'count');
    this.count.role = 'status';
    const row = element('div', 'row');
    row.append(inset, this.more);
    this.bar.role = 'search';
    this.bar.ariaLabel = messages.searchLines;
    this.bar.append(row, this.filters, this.count);

    this.bar.addEventListener('input', () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#run(), TYPING_MS);
    });
    this.bar.addEventListener('keydown', (event) => this.#key(event));
  }

  #key(event) {
    if (event.isComposing) return;
    if (event.key === 'Escape' && (this.on || this.field.value || !this.filters.hidden)) {
      event.preventDefault();
      event.stopPropagation();
      this.clear();
      this.#fold(true);
    } else if (event.key === 'Enter' && event.target === this.field) {
      this.#run();
    } else if (event.key === 'ArrowDown' && event.target === this.field) {
      event.preventDefault();
      (this.on ? this.found : this.list).querySelector('.line[tabindex]')?.focus();
    }
  }

  #fold(folded) {
    this.filters.hidden = folded;
    this.more.ariaExpanded = String(!folded);
    if (folded || this.#looked) return;
    this.#looked = true;
    // If there were other sources lately, people can choose them.
    api.lines({ limit: 500 }).then(({ lines }) => this.offer(lines), () => (this.#looked = false));
  }

  #query() {
    const query = {};
    if (this.field.value.trim()) query.q = this.field.value.trim();
    if (this.source.value) query.source = this.source.value;
    if (this.day.value) {
      const [year, month, date] = this.day.value.split('-').map(Number);
      const begin = new Date(year, month - 1, date).getTime();
      const end = new Date(year, month - 1, date + 1).getTime();
      Object.assign(query, { from: begin / 1000, to: end / 1000 });
    }
    return query;
  }

  #run() {
    clearTimeout(this.#timer);
    const query = this.#query();
    const asked = JSON.stringify(query);
    this.wipe.hidden = asked === '{}';
    if (asked === this.#asked) return;
    this.#asked = asked;
    if (asked === '{}') return this.#leave();
    if (!this.on) {
      this.#place = this.scroller.scrollTop;
      this.list.hidden = true;
      this.found.hidden = false;
      this.scroller.classList.add('searching');
    }
    this.count.textContent = messages.searching;
    this.#window.restart();
  }

  #leave() {
    this.#window.clear();
    this.count.textContent = '';
    this.found.hidden = true;
    this.list.hidden = false;
    this.scroller.classList.remove('searching');
    this.scroller.scrollTop = this.#place;
    this.history.resume();
  }

  #count() {
    const { rows, more } = this.#window.size;
    const words = this.field.value.trim();
    if (rows) this.count.textContent = more ? messages.moreLines(String(rows)) : rows === 1 ? messages.oneLine : messages.allLines(String(rows));
    else this.count.textContent = words ? messages.nothingFound(words) : messages.nothingSaid;
  }
}
