// A menu beside what it belongs to. Arrow keys move in it; Escape, Tab, and a click elsewhere close it.

import { element } from './commentary.js';

const EDGE_PX = 8;

export class Menu {
  #box = element('div', 'menu');
  /** The element that had the focus before. @type {HTMLElement|null} */
  #from = null;

  /** @param {string} label for screen readers */
  constructor(label) {
    // A long press opens it. A popover that closes by itself would vanish when the finger is lifted.
    this.#box.popover = 'manual';
    this.#box.role = 'menu';
    this.#box.ariaLabel = label;
    this.#box.tabIndex = -1;
    this.#box.addEventListener('keydown', (event) => this.#key(event));
    this.#box.addEventListener('focusout', ({ relatedTarget }) => this.#box.contains(relatedTarget) || this.#close(false));
    document.addEventListener('pointerdown', ({ target }) => this.#box.contains(target) || this.#close(false), true);
    addEventListener('resize', () => this.#close(false));
  }

  /**
   * @param {{text: string, run: () => void, checked?: boolean}[]} items  with `checked` it is one that is on or off
   * @param {{x: number, y: number}|Element} where  a point, or what it belongs to
   */
  open(items, where) {
    this.#box.replaceChildren(...items.map(({ text, run, checked }) => {
      const button = element('button', '', text);
      button.type = 'button';
      button.role = checked === undefined ? 'menuitem' : 'menuitemcheckbox';
      if (checked !== undefined) button.ariaChecked = String(checked);
      button.tabIndex = -1;
      button.addEventListener('click', () => {
        this.#close(true);
        run();
      });
      return button;
    }));
    this.#from = document.activeElement;
    // While an element is full screen, only what is in it can be seen.
    (document.fullscreenElement ?? document.querySelector('main')).append(this.#box);
    this.#box.showPopover();
    place(this.#box, where);
    this.#box.firstElementChild.focus({ preventScroll: true });
  }

  /** @param {boolean} back where the focus was */
  #close(back) {
    if (!this.#box.matches(':popover-open')) return;
    const from = this.#from;
    // Closing takes the focus away, which would close it again.
    this.#from = null;
    this.#box.hidePopover();
    if (back) from?.focus({ preventScroll: true });
  }

  #key(event) {
    const items = [...this.#box.children];
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      return this.#close(true);
    }
    if (to === undefined) return;
    event.preventDefault();
    items[to % items.length].focus();
  }
}

/** Puts an open popover there, where it fits. @param {HTMLElement} box @param {{x: number, y: number}|Element} where */
function place(box, where) {
  const { width, height } = box.getBoundingClientRect();
  const from = where instanceof Element ? where.getBoundingClientRect() : new DOMRect(where.x, where.y, 0, 0);
  const fits = from.bottom + height + EDGE_PX <= innerHeight;
  const top = fits ? from.bottom : Math.max(EDGE_PX, from.top - height);
  const left = where instanceof Element ? from.right - width : from.left;
  box.style.top = `${Math.max(EDGE_PX, Math.min(top, innerHeight - height - EDGE_PX))}px`;
  box.style.left = `${Math.max(EDGE_PX, Math.min(left, innerWidth - width - EDGE_PX))}px`;
}
