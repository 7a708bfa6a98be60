// Actions on a line: by a click, by keys, by a long press, and by its menu.

import { api } from './api.js';
import { copyText } from './clipboard.js';
import { entryAt, showWrong } from './line-row.js';
import { Menu } from './menu.js';
import { messages } from './texts.js';

const LONG_PRESS_MS = 500;
const PRESS_MOVES_PX = 10;

/** @param {number} id */
export const linkTo = (id) => new URL(`#line=${id}`, document.baseURI).href;

export class LineMenu {
  #menu = new Menu(messages.moreOfLine);
  #pressed = null;  // by a finger: {timer, x, y}
  #held = false;    // the press was a long one: the click that follows is none

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.scroller  the rows are in it
   * @param {(entry: import('./line-row.js').Entry) => void} parts.watch
   * @param {(text: string) => void} parts.tell
   */
  constructor(parts) {
    Object.assign(this, parts);
    const { scroller } = this;
    scroller.addEventListener('click', (event) => this.#click(event));
    scroller.addEventListener('keydown', (event) => this.#key(event));
    scroller.addEventListener('contextmenu', (event) => this.#contextMenu(event));
    scroller.addEventListener('pointerdown', (event) => this.#press(event));
    // After a long press, lifting the finger must not move the focus or click anything.
    scroller.addEventListener('touchend', (event) => this.#held && event.cancelable && event.preventDefault());
    for (const end of ['pointerup', 'pointercancel']) scroller.addEventListener(end, () => this.#release());
    scroller.addEventListener('scroll', () => this.#release(), { passive: true });
    scroller.addEventListener('pointermove', ({ clientX, clientY }) => {
      const { x, y } = this.#pressed ?? { x: clientX, y: clientY };
      if (Math.hypot(clientX - x, clientY - y) > PRESS_MOVES_PX) this.#release();
    }, { passive: true });
    // Tab goes on from a row to its button, and from there out of the list.
    scroller.addEventListener('focusin', ({ target }) => this.#reach(target, 0));
    scroller.addEventListener('focusout', ({ target, relatedTarget }) =>
      relatedTarget?.closest?.('li') !== target.closest('li') && this.#reach(target, -1));
  }

  #reach(target, tabIndex) {
    const button = target.closest('li')?.querySelector('.more');
    if (button) button.tabIndex = tabIndex;
  }

  #click(event) {
    const row = rowAt(event.target);
    if (!row) return;
    if (this.#held) return (this.#held = false);
    const button = event.target.closest('.more');
    if (button) return this.#open(row, button);
    // A person who marks a piece of the text does not want another picture.
    if (event.target.closest('button, a') || !getSelection().isCollapsed) return;
    this.watch(entryAt(row));
  }

  #key(event) {
    const row = rowAt(event.target);
    const onRow = row && row === event.target;
    if (event.altKey || event.ctrlKey || event.metaKey || (!onRow && event.target !== this.scroller)) return;
    const rows = [...this.scroller.querySelectorAll('ol:not([hidden]) > .line[tabindex]')];
    const act = {
      ArrowDown: () => this.#focus(row ? rows[rows.indexOf(row) + 1] : this.#firstInSight(rows)),
      ArrowUp: () => row && this.#focus(rows[rows.indexOf(row) - 1]),
      Home: () => this.#focus(rows[0]),
      End: () => this.#focus(rows.at(-1)),
      Enter: () => row && this.watch(entryAt(row)),
      ContextMenu: () => row && this.#open(row, row.querySelector('.more')),
    }[event.key === 'F10' && event.shiftKey ? 'ContextMenu' : event.key];
    if (!act || (event.shiftKey && event.key !== 'F10')) return;
    event.preventDefault();
    act();
  }

  #focus(row) {
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  }

  #firstInSight(rows) {
    const { top } = this.scroller.getBoundingClientRect();
    return rows.find((row) => row.getBoundingClientRect().top >= top) ?? rows.at(-1);
  }

  // The menu key comes as a key; a mouse has the browser's own menu.
  #contextMenu(event) {
    if (rowAt(event.target) && (this.#pressed || this.#held)) event.preventDefault();
  }

  #press({ pointerType, isPrimary, target, clientX: x, clientY: y }) {
    this.#release();
    this.#held = false;
    const row = rowAt(target);
    if (!row || pointerType !== 'touch' || !isPrimary || target.closest('button')) return;
    const timer = setTimeout(() => {
      this.#release();
      this.#held = true;
      navigator.vibrate?.(10);
      this.#open(row, { x, y });
    }, LONG_PRESS_MS);
    this.#pressed = { timer, x, y };
  }

  #release() {
    clearTimeout(this.#pressed?.timer);
    this.#pressed = null;
  }

  #open(row, where) {
    const entry = entryAt(row);
    const items = [
      { text: messages.watchLine, run: () => this.watch(entry) },
      { text: messages.copyTextOfLine, run: () => this.#copy(entry.text, messages.copied) },
    ];
    if (entry.id) items.push({ text: messages.copyLinkOfLine, run: () => this.#copy(linkTo(entry.id), messages.linkCopied) });
    // A person who may only watch marks nothing.
    if (entry.id && !document.body.classList.contains('watching'))
      items.push({ text: messages.wrongLine, checked: entry.wrong, run: () => this.#mark(row, !entry.wrong) });
    row.focus({ preventScroll: true });
    this.#menu.open(items, where);
  }

  async #copy(text, done) {
    this.tell((await copyText(text)) ? done : messages.cannotCopy);
  }

  async #mark(row, wrong) {
    const { id } = entryAt(row);
    try {
      await api.markWrong(id, wrong);
    } catch (error) {
      return this.tell(error.message);
    }
    // The line may be in the list and among the results.
    for (const one of this.scroller.querySelectorAll(`[data-line="${id}"]`)) if (entryAt(one)) showWrong(one, wrong);
  }
}

/** @param {Element} target @returns {HTMLElement|null} the row of the line that it is in, if any */
function rowAt(target) {
  const row = target.closest('li');
  return entryAt(row) ? row : null;
}
