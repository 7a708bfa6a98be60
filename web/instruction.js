// The instruction: what the commentator watches for. Enter sets it, an empty one makes the commentator rest. The arrow up
// brings back earlier ones, as in a shell.

import { api } from './api.js';
import { recall, recallTab, remember, rememberTab } from './store.js';
import { suggestionsFor } from './suggestion.js';
import { messages } from './texts.js';

const MAX_EARLIER = 5;

export class Instruction {
  #active = recall('instruction', '');  // what it was at the last visit, until the server says what it is
  #suggestion = '';
  /** This browser's earlier instructions, newest first. @type {string[]} */
  #earlier = recall('instructions', []);
  #back = -1;  // which of these is in the field
  #unsent = recallTab('unsent', '');  // the server was away when somebody set it

  /**
   * @param {object} parts
   * @param {import('./state.js').State} parts.state
   * @param {HTMLFormElement} parts.form
   * @param {HTMLTextAreaElement} parts.field
   * @param {HTMLButtonElement} parts.send
   * @param {HTMLButtonElement} parts.clear
   * @param {HTMLButtonElement} parts.suggest   sets the suggestion
   * @param {HTMLElement} parts.examples  for more of these
   * @param {HTMLElement} parts.next      there is nothing to watch yet
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
    this.field.addEventListener('input', () => {
      this.#back = -1;
      this.#refresh();
    });
    this.field.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.form.requestSubmit();
      } else if (event.key === 'Escape') {
        this.field.value = this.#active;
        this.#keep('');
        this.field.blur();
      } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
        if (this.#turn(event.key === 'ArrowUp' ? 1 : -1)) event.preventDefault();
      }
    });
    this.clear.addEventListener('click', () => this.set(''));
    this.suggest.addEventListener('click', () => this.set(this.#suggestion));
    this.#refresh();
    const { state } = this;
    state.subscribe(({ status }) => status?.instruction, (text) => this.#showActive(text));
    state.subscribe(({ session }) => session || undefined, () => this.#connected());
    state.subscribe(
      ({ status, profiles }) => {
        if (!status || !Object.keys(profiles).length) return undefined;
        return suggestionsFor(status, status.active_profile, profiles[status.active_profile]?.suggestion ?? '');
      },
      (texts) => this.#suggest(texts),
    );
    state.subscribe(({ status }) => status?.capture_running, (running) => running && (this.next.hidden = true));
  }

  /** @param {string} text */
  async set(text) {
    this.offer.hidden = true;
    try {
      await api.setInstruction(text);
      this.#keep('');
      this.field.value = text;
      this.#showActive(text);
      this.#remember(text);
      this.next.hidden = !text || this.state.now.status?.capture_running !== false;
      this.report(null);
    } catch (error) {
      if (error.status === 0 && text) this.#keep(text);
      this.report(error);
    }
  }

  /** The server is there. */
  #connected() {
    this.offer.hidden = !this.#unsent || this.#unsent === this.#active;
  }

  /** @param {string} text as the server has it. A draft in the field stays. */
  #showActive(text) {
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

  #remember(text) {
    if (!text) return;
    this.#earlier = [text, ...this.#earlier.filter((other) => other !== text)].slice(0, MAX_EARLIER);
    remember('instructions', this.#earlier);
  }

  /** One back, or forth again. @param {1|-1} step @returns {boolean} false: there is none, or the key moves in a text */
  #turn(step) {
    const { field } = this;
    const untouched = field.value === '' || field.value === this.#active || this.#back >= 0;
    const next = this.#earlier[this.#back + step] === field.value ? this.#back + 2 * step : this.#back + step;
    if (!untouched || next >= this.#earlier.length || next < -1 || field.value.includes('\n')) return false;
    this.#back = next;
    field.value = next < 0 ? this.#active : this.#earlier[next];
    this.#refresh();
    return true;
  }

  /** @param {string[]} texts the best one first */
  #suggest([text = '', ...more]) {
    this.#suggestion = text;
    this.field.placeholder = text || messages.whatToWatchFor;
    this.suggest.lastElementChild.textContent = text;
    this.examples.replaceChildren(...more.map((example) => {
      const chip = document.createElement('button');
      Object.assign(chip, { type: 'button', className: 'chip', textContent: example, lang: 'en' });
      chip.addEventListener('click', () => this.set(example));
      return chip;
    }));
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
