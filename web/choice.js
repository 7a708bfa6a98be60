// A list to choose one from, switched at once: styles, paces, voices.

import { inLanguage, messages } from './texts.js';

export class Choice {
  #active = '';

  /**
   * @param {object} parts
   * @param {HTMLSelectElement} parts.select
   * @param {(key: string) => Promise<unknown>} parts.choose
   * @param {(key: string) => void} parts.shown  another one is active
   * @param {(error: Error|null) => void} parts.report
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.select.addEventListener('change', async () => {
      const key = this.select.value;
      try {
        await this.choose(key);
        this.showActive(key);
        this.report(null);
      } catch (error) {
        this.select.value = this.#active;
        this.report(error);
      }
    });
  }

  get active() {
    return this.#active;
  }

  /** @param {Record<string, {label?: string}>} entries @param {string} active */
  fill(entries, active) {
    this.select.replaceChildren(...Object.entries(entries).map(([key, { label }]) => new Option(inLanguage(label || key), key)));
    this.#active = '';
    this.showActive(active);
  }

  /** @param {string} key empty: none of the list */
  showActive(key) {
    if (key === this.#active && key) return;
    const none = this.select.querySelector('option[value=""]');
    if (!key && !none) this.select.prepend(new Option(messages.custom, ''));
    if (key) none?.remove();
    this.#active = key;
    this.select.value = key;
    this.shown(key);
  }
}
