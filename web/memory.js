// What a model knows besides the picture: what people have written down for it, and what it remembers of the show.

import { api } from './api.js';
import { messages } from './texts.js';

export class Memory {
  #context = '';  // as the server has it

  /**
   * @param {object} parts
   * @param {import('./state.js').State} parts.state
   * @param {HTMLTextAreaElement} parts.field   what people have written down
   * @param {HTMLElement} parts.remembered      the summary and the last lines
   * @param {HTMLButtonElement} parts.forget    makes the model forget these
   * @param {(error: Error|null) => void} parts.report
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.field.addEventListener('change', () => this.#send(this.field.value.trim()));
    this.forget.addEventListener('click', () => this.#forget());
  }

  /** As it is now. A draft in the field stays. */
  async load() {
    try {
      const { context, summary, lines } = await api.memory();
      if (this.field.value.trim() === this.#context) this.field.value = context;
      this.#context = context;
      this.#show(summary, lines);
      this.report(null);
    } catch (error) {
      this.report(error);
    }
  }

  /** @param {string} summary @param {string[]} lines */
  #show(summary, lines) {
    const texts = [summary, ...lines].filter(Boolean);
    this.remembered.textContent = texts.join('\n') || messages.nothingRemembered;
    this.forget.disabled = !texts.length;
  }

  /** @param {string} context */
  async #send(context) {
    if (context === this.#context) return;
    try {
      await api.setContext(context);
      this.#context = context;
      this.report(null);
    } catch (error) {
      this.report(error);
    }
  }

  async #forget() {
    try {
      await api.setInstruction(this.state.now.status?.instruction ?? '', true);
      this.#show('', []);
      this.report(null);
    } catch (error) {
      this.report(error);
    }
  }
}
