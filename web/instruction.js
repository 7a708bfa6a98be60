// The instruction: what the commentator watches for. Enter sets it, an empty one makes the commentator rest.

import { api } from './api.js';
import { recall, recallTab, remember, rememberTab } from './store.js';

export class Instruction {
  #active = recall('instruction', '');  // what it was at the last visit, until the server says what it is
  #suggestion = '';
  #unsent = recallTab('unsent', '');  // the server was away when somebody set it

  /**
   * @param {object} parts
   * @param {HTMLFormElement} parts.form
   * @param {HTMLTextAreaElement} parts.field
   * @param {HTMLButtonElement} parts.send
   * @param {HTMLButtonElement} parts.clear
   * @param {HTMLButtonElement} parts.suggest
   * @param {HTMLElement} parts.offer  offers to send a draft that the server did not get; its button submits the form
   * @param {(error: Error|null) => void} parts.report
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.field.value = this.#unsent || this.#active;
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
        this.#keep('');
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
    this.offer.hidden = true;
    try {
      await api.setInstruction(text);
      this.#keep('');
      this.field.value = text;
      this.showActive(text);
      this.report(null);
    } catch (error) {
      if (error.status === 0 && text) this.#keep(text);
      this.report(error);
    }
  }

  /** The server is there. */
  connected() {
    this.offer.hidden = !this.#unsent || this.#unsent === this.#active;
  }

  /** @param {string} text as the server has it. A draft in the field stays. */
  showActive(text) {
    const draft = this.field.value.trim() !== this.#active;
    if (text !== this.#active) remember('instruction', text);
    this.#active = text;
    if (!draft) this.field.value = text;
    this.#refresh();
  }

  /** A draft outlives a reload: another version of the server brings one. */
  #keep(text) {
    this.#unsent = text;
    rememberTab('unsent', text || null);
    if (text) this.field.value = text;
    else this.offer.hidden = true;
    this.#refresh();
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
