// The sheet of sources: an address and a webcam stand in it; the rest comes with shelf.js when somebody opens it.

import { messages } from './texts.js';

export class SourceSheet {
  /** @type {Promise<import('./shelf.js').Shelf>|null} */
  #shelf = null;

  /**
   * @param {object} parts
   * @param {HTMLDialogElement} parts.dialog
   * @param {HTMLButtonElement} parts.close
   * @param {HTMLElement} parts.root    for the shelf
   * @param {HTMLElement} parts.recent  for the sources of before
   * @param {import('./source.js').SourceField} parts.source
   * @param {HTMLImageElement} parts.picture  what is shown
   * @param {() => void} parts.closed
   * @param {(sentence: string) => void} parts.complain
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.close.addEventListener('click', () => this.dialog.close());
    this.dialog.addEventListener('close', () => {
      this.#shelf?.then((shelf) => shelf.rest(), () => {});
      this.closed();
    });
  }

  /** @param {HTMLElement|null} [focus] where somebody wants to go; fingers get no keyboard that covers the sheet */
  async open(focus = null) {
    if (!this.dialog.open) this.dialog.showModal();
    if (focus && !matchMedia('(pointer: coarse)').matches) focus.focus();
    const shelf = await this.#load();
    await shelf?.refresh();
  }

  /** Something was chosen. */
  done() {
    this.dialog.close();
  }

  /** @param {File} file */
  async take(file) {
    this.open();
    (await this.#load())?.take(file);
  }

  async #load() {
    this.#shelf ??= import('./shelf.js').then(({ Shelf }) => new Shelf(this));
    try {
      return await this.#shelf;
    } catch {
      this.#shelf = null;
      this.complain(messages.cannotShare);
      return null;
    }
  }
}
