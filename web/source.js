// The source: one field, one button, and the sources this browser has used before.

import { api } from './api.js';
import { recall, remember } from './store.js';

const MAX_RECENT = 5;

/** For people: the last part of a path, an address without its password. @param {string} source */
export function shortName(source) {
  if (source === 'livekit') return 'Browser webcam';
  if (source.startsWith('livekit:')) return `Webcam ${source.slice(8)}`;
  const address = source.match(/^([a-z]+:\/\/)(?:[^/@]*@)?([^?#]*)/i);
  if (address) return address[2].replace(/\/$/, '');
  if (/^\d+$/.test(source)) return `Camera ${source}`;
  return source.split('/').pop() || source;
}

export class SourceField {
  /** @type {string[]} */
  #recent = recall('sources', []);
  #running = '';
  #failed = '';

  /**
   * @param {object} parts
   * @param {HTMLFormElement} parts.form
   * @param {HTMLInputElement} parts.field
   * @param {HTMLButtonElement} parts.button
   * @param {HTMLInputElement} parts.wait    a source that is not there is tried until it is
   * @param {HTMLButtonElement} parts.offer  the same for one that has just failed
   * @param {HTMLElement} parts.recent
   * @param {import('./instruction.js').Instruction} parts.instruction
   * @param {(error: Error|null) => void} parts.report
   */
  constructor({ recent, ...parts }) {
    Object.assign(this, parts);
    this.recentBox = recent;
    this.field.addEventListener('input', () => this.#refresh());
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      const typed = this.field.value.trim();
      if (this.#running && (!typed || typed === this.#running)) this.stop();
      else if (typed) this.start(typed);
      else this.field.focus();
    });
    this.wait.checked = recall('wait', false);
    this.wait.addEventListener('change', () => remember('wait', this.wait.checked));
    this.offer.addEventListener('click', () => {
      this.field.value = this.#failed;
      this.start(this.#failed, true);
    });
    this.#showRecent();
  }

  /** @param {string} source takes the place of the one that runs; the instruction stays @param {boolean} wait */
  start(source, wait = this.wait.checked) {
    return this.#while('Opening…', async () => {
      try {
        await this.open(source, wait);
      } catch (error) {
        this.#failed = source;
        this.offer.hidden = wait || error.status !== 400;
        throw error;
      }
      this.#recent = [source, ...this.#recent.filter((other) => other !== source)].slice(0, MAX_RECENT);
      remember('sources', this.#recent);
      this.#showRecent();
    });
  }

  stop() {
    return this.#while('Stopping…', () => this.close());
  }

  /** As `start`, for other controls: they show what goes on and what failed. @param {string} source @param {boolean} wait */
  async open(source, wait) {
    const before = this.#running;
    const instruction = this.instruction.active;
    if (before) await this.close();
    try {
      await api.start(source, wait);
    } catch (error) {
      // The show that ran goes on; the server names it without its password, this browser may know the whole.
      const whole = this.#recent.find((known) => shortName(known) === shortName(before)) ?? before;
      if (before) await api.start(whole, true).catch(() => {});
      throw error;
    } finally {
      if (before && instruction) await api.setInstruction(instruction);
    }
  }

  /** As `stop`, for other controls. */
  async close() {
    this.instruction.keepWords();
    await api.stop();
  }

  /** What the server says. @param {string} name empty: no source runs */
  showRunning(name) {
    if (name === this.#running) return;
    const untouched = this.field.value.trim() === '' || this.field.value.trim() === this.#running;
    this.#running = name;
    // A webcam is no address to type.
    if (untouched && name) this.field.value = name.startsWith('livekit') ? '' : name;
    this.#refresh();
  }

  async #while(label, work) {
    if (this.button.disabled) return;
    this.button.disabled = true;
    this.button.textContent = label;
    this.offer.hidden = true;
    try {
      await work();
      this.report(null);
    } catch (error) {
      this.report(error);
    }
    this.button.disabled = false;
    this.#refresh();
  }

  #refresh() {
    if (this.button.disabled) return;
    const typed = this.field.value.trim();
    const stops = this.#running && (!typed || typed === this.#running);
    this.button.textContent = stops ? 'Stop' : this.#running ? 'Switch' : 'Start';
    this.button.classList.toggle('primary', !stops);
  }

  #showRecent() {
    const chips = this.#recent.map((source) => {
      const chip = document.createElement('button');
      chip.type = 'button';
      chip.className = 'chip';
      chip.textContent = shortName(source);
      chip.title = `Open ${shortName(source)} again`;
      chip.addEventListener('click', () => {
        this.field.value = source;
        this.start(source);
      });
      return chip;
    });
    this.recentBox.replaceChildren(...chips);
  }
}
