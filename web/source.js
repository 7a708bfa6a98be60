// The source: one field, start and stop, and the sources that this browser has used before.

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

/** As the server names them: without credentials. @returns {string[]} */
function recallRecent() {
  // The list "sources" holds addresses as somebody typed them: a password stands before an @ or in a query.
  const typed = recall('sources', []).map((source) => source.replace(/^([a-z]+:\/\/)[^/]*@/i, '$1'));
  remember('sources', null);
  return recall('recent', typed.filter((source) => !/:\/\/.*[@?]/.test(source)));
}

export class SourceField {
  #recent = recallRecent();
  #running = '';
  #failed = '';
  #busy = false;
  /** What this tab has stopped. @type {{source: string, instruction: string}|null} */
  #stopped = null;

  /**
   * @param {object} parts
   * @param {HTMLFormElement} parts.form
   * @param {HTMLInputElement} parts.field
   * @param {HTMLButtonElement} parts.button
   * @param {HTMLButtonElement} parts.stopButton
   * @param {HTMLElement} parts.undo         offers to start again what was stopped
   * @param {HTMLButtonElement} parts.again  its button
   * @param {HTMLInputElement} parts.wait    the server tries a source that is not there until it is
   * @param {HTMLButtonElement} parts.offer  the same for one that has just failed
   * @param {HTMLElement} parts.recentBox
   * @param {import('./instruction.js').Instruction} parts.instruction
   * @param {(error: Error|null) => void} parts.report
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.field.addEventListener('input', () => this.#refresh());
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#start(this.field.value.trim());
    });
    this.stopButton.addEventListener('click', () => this.#while(this.stopButton, 'Stopping…', () => this.close()));
    this.again.addEventListener('click', () => this.#start(this.#stopped.source, true));
    this.wait.checked = recall('wait', false);
    this.wait.addEventListener('change', () => remember('wait', this.wait.checked));
    this.offer.addEventListener('click', () => this.#start(this.#failed, true));
    remember('recent', this.#recent);
    this.#showRecent();
    this.#refresh();
  }

  /**
   * Takes the place of the source that runs; where it fails, that one goes on.
   * @param {string} source @param {boolean} wait @returns {Promise<string>} its name without credentials
   */
  async open(source, wait) {
    // A stop clears the instruction; the show goes on where this tab has stopped it.
    const instruction = this.#stopped?.instruction;
    const { source: name } = await api.start(source, wait);
    if (instruction && !this.instruction.active) await api.setInstruction(instruction);
    return String(name);
  }

  /** Stops the source and offers to start it again. */
  async close() {
    const stopped = { source: this.#running, instruction: this.instruction.active };
    await api.stop();
    this.#stopped = stopped;
    this.#refresh();
  }

  /** @param {string} name as the server tells it; empty: no source runs */
  showRunning(name) {
    if (name === this.#running) return;
    const typed = this.field.value.trim();
    const untouched = typed === '' || typed === this.#running;
    this.#running = name;
    if (name) this.#stopped = null;
    // A webcam is no address to type.
    if (untouched && name) this.field.value = name.startsWith('livekit') ? '' : name;
    this.#refresh();
  }

  #start(source, wait = this.wait.checked) {
    this.field.value = source;
    return this.#while(this.button, 'Opening…', async () => {
      let name;
      try {
        name = await this.open(source, wait);
      } catch (error) {
        this.#failed = source;
        this.offer.hidden = wait || error.status !== 400;
        throw error;
      }
      this.field.value = name;
      this.#recent = [name, ...this.#recent.filter((other) => other !== name)].slice(0, MAX_RECENT);
      remember('recent', this.#recent);
      this.#showRecent();
    });
  }

  async #while(button, label, work) {
    if (this.#busy) return;
    this.#busy = true;
    this.offer.hidden = true;
    this.#refresh();
    button.textContent = label;
    try {
      await work();
      this.report(null);
    } catch (error) {
      this.report(error);
    }
    this.#busy = false;
    this.#refresh();
  }

  #refresh() {
    const typed = this.field.value.trim();
    this.button.textContent = this.#running ? 'Switch' : 'Start';
    this.button.disabled = this.#busy || !typed || typed === this.#running;
    this.stopButton.textContent = 'Stop';
    this.stopButton.disabled = this.#busy || !this.#running;
    const undoable = this.#stopped && !this.#stopped.source.startsWith('livekit');
    this.undo.hidden = this.#busy || Boolean(this.#running) || !undoable;
  }

  #showRecent() {
    const chips = this.#recent.map((source) => {
      const chip = document.createElement('button');
      chip.type = 'button';
      chip.className = 'chip';
      chip.textContent = shortName(source);
      chip.title = `Open ${shortName(source)} again`;
      chip.addEventListener('click', () => this.#start(source));
      return chip;
    });
    this.recentBox.replaceChildren(...chips);
  }
}
