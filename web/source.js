// The source: one field, start and stop, and the sources that this browser has used before.

import { api } from './api.js';
import { isWebcam, mayCome } from './source-name.js';
import { recall, remember } from './store.js';
import { messages } from './texts.js';

const MAX_RECENT = 6;

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
  /** The show that this tab has stopped. @type {{source: string, instruction: string}|null} */
  #stopped = null;
  /** Why the last one is not there. @type {Error|null} */
  error = null;
  /** Whether people have given a source this name. @type {(name: string) => boolean} */
  isNamed = () => false;

  /**
   * @param {object} parts
   * @param {import('./state.js').State} parts.state
   * @param {HTMLFormElement} parts.form
   * @param {HTMLInputElement} parts.field
   * @param {HTMLButtonElement} parts.button
   * @param {HTMLButtonElement} parts.stopButton
   * @param {HTMLButtonElement} parts.barStop  the same below the picture
   * @param {HTMLElement} parts.undo           offers to start again what was stopped
   * @param {HTMLButtonElement[]} parts.agains  its button, and one in the place of the picture
   * @param {HTMLButtonElement} parts.offer  has the server try one that has just failed until it is there
   * @param {(error: Error|null) => void} parts.report
   * @param {() => void} parts.started  one was chosen here, and is there
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.field.addEventListener('input', () => this.#refresh());
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.start(this.#typed);
    });
    for (const button of [this.stopButton, this.barStop])
      button.addEventListener('click', () => this.#while(this.stopButton, messages.stopping, () => this.close()));
    for (const button of this.agains) button.addEventListener('click', () => this.start(this.#stopped.source, true));
    this.offer.addEventListener('click', () => this.start(this.#failed, true));
    remember('recent', this.#recent);
    this.#refresh();
    const running = ({ status }) => (status ? (status.capture_running ? (status.source ?? '') : '') : undefined);
    this.state.subscribe(running, (name) => this.#showRunning(name));
  }

  /** The sources that this browser has started, as the server names them; the newest first. */
  get recent() {
    return this.#recent;
  }

  /** Of the source that runs; empty: none does. */
  get running() {
    return this.#running;
  }

  /** File managers copy paths in quotes. */
  get #typed() {
    return this.field.value.trim().replace(/^(["'])(.+)\1$/, '$2');
  }

  get #instruction() {
    return this.state.now.status?.instruction ?? '';
  }

  /**
   * Takes the place of the source that runs; where it fails, that one goes on.
   * @param {string} source @param {boolean} wait @returns {Promise<string>} its name without credentials
   */
  async open(source, wait) {
    // A stop clears the instruction; the show goes on where this tab has stopped it.
    const instruction = this.#stopped?.instruction;
    const { source: name } = await api.start(source, wait);
    if (instruction && !this.#instruction) await api.setInstruction(instruction);
    return String(name);
  }

  /** Stops the source and offers to start it again. */
  async close() {
    const stopped = { source: this.#running, instruction: this.#instruction };
    await api.stop();
    this.#stopped = stopped;
    this.#refresh();
  }

  /** @param {string} name as the server tells it; empty: no source runs */
  #showRunning(name) {
    const typed = this.#typed;
    const untouched = typed === '' || typed === this.#running;
    this.#running = name;
    if (name) this.#stopped = null;
    // A webcam is no address to type.
    if (untouched && name) this.field.value = isWebcam(name) ? '' : name;
    this.#refresh();
  }

  /** As if somebody had typed it. @param {string} source @returns {Promise<boolean>} whether it is there */
  start(source, wait = false) {
    this.field.value = source;
    return this.#while(this.button, messages.opening, async () => {
      let name;
      try {
        name = await this.open(source, wait);
      } catch (error) {
        this.#failed = source;
        this.offer.hidden = wait || error.status !== 400 || !(mayCome(source) || this.isNamed(source));
        throw error;
      }
      this.field.value = name;
      this.#recent = [name, ...this.#recent.filter((other) => other !== name)].slice(0, MAX_RECENT);
      remember('recent', this.#recent);
      this.started();
    });
  }

  /** Writes it into the field, to be looked at before it is started. @param {string} address */
  propose(address) {
    this.field.value = address;
    this.#refresh();
  }

  async #while(button, label, work) {
    if (this.#busy) return false;
    this.error = null;
    this.#busy = true;
    this.offer.hidden = true;
    this.#refresh();
    button.textContent = label;
    try {
      await work();
    } catch (error) {
      this.error = error;
    }
    this.report(this.error);
    this.#busy = false;
    this.#refresh();
    return !this.error;
  }

  #refresh() {
    const typed = this.#typed;
    this.button.textContent = this.#running ? messages.switchSource : messages.start;
    this.button.disabled = this.#busy || !typed || typed === this.#running;
    this.stopButton.textContent = messages.stop;
    this.stopButton.disabled = this.barStop.disabled = this.#busy || !this.#running;
    const undoable = this.#stopped && !isWebcam(this.#stopped.source);
    this.undo.hidden = this.agains.at(-1).hidden = this.#busy || Boolean(this.#running) || !undoable;
  }
}
