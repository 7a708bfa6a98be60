// The instruction: what the commentator is to watch for. Enter sets it, an empty one makes the commentator rest.

import { api } from './api.js';
import { recall, remember } from './store.js';

export class Instruction {
  #active = recall('instruction', '');  // what it was at the last visit, until the server says what it is
  #suggestion = '';
  #keeps = false;

  /**
   * @param {object} parts
   * @param {HTMLFormElement} parts.form
   * @param {HTMLTextAreaElement} parts.field
   * @param {HTMLButtonElement} parts.send
   * @param {HTMLButtonElement} parts.clear
   * @param {HTMLButtonElement} parts.suggest
   * @param {(error: Error|null) => void} parts.report
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.field.value = this.#active;
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.set(this.field.value.trim());
    });
    this.field.addEventListener('input', () => this.#refresh());
    this.field.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.form.requestSubmit();
      } else if (event.key === 'Escape') {
        this.field.value = this.#active;
        this.#refresh();
        this.field.blur();
      }
    });
    this.clear.addEventListener('click', () => this.set(''));
    this.suggest.addEventListener('click', () => this.set(this.#suggestion));
    this.#refresh();
  }

  get active() {
    return this.#active;
  }

  /** @param {string} text */
  async set(text) {
    try {
      await api.setInstruction(text);
      this.field.value = text;
      this.showActive(text);
      this.report(null);
    } catch (error) {
      this.report(error);
    }
  }

  /** What the server says it is. A draft in the field stays. @param {string} text */
  showActive(text) {
    const draft = this.#keeps || this.field.value.trim() !== this.#active;
    if (!text) this.#keeps = false;
    if (text !== this.#active) remember('instruction', text);
    this.#active = text;
    if (!draft) this.field.value = text;
    this.#refresh();
  }

  /** The source is about to be stopped and the instruction with it: its words stay in the field, to be sent again. */
  keepWords() {
    this.#keeps = this.#active !== '';
  }

  /** @param {string} text the profile's */
  showSuggestion(text) {
    this.#suggestion = text;
    this.field.placeholder = text || 'What should the commentator watch for?';
    this.suggest.lastElementChild.textContent = text;
    this.#refresh();
  }

  #refresh() {
    const text = this.field.value.trim();
    this.send.disabled = text === this.#active;
    this.form.classList.toggle('active', this.#active !== '');
    this.clear.hidden = text === '' && this.#active === '';
    this.suggest.classList.toggle('unneeded', !this.#suggestion || this.#active === this.#suggestion);
  }
}
