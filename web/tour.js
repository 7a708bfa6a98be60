// The first steps: three hints at most for somebody who is here for the first time. They stand above the list and cover
// nothing. A hint goes when you do what it says. Once closed they never come back, and a show that is heard has none.

import { messages } from './texts.js';

export class Tour {
  /** The state that completes a step when it changes. */
  static #about = {
    steer: ({ status }) => status.instruction,
    source: ({ status }) => status.source,
    sound: ({ sound }) => sound.audible,
  };
  #before = null;
  #place = 0;

  /**
   * @param {object} parts
   * @param {import('./state.js').State} parts.state
   * @param {HTMLElement} parts.box  holds an element for each step, named by its data-step, with a button in it
   * @param {HTMLElement} parts.count
   * @param {HTMLButtonElement} parts.next
   * @param {HTMLButtonElement} parts.close
   * @param {HTMLElement} parts.rest  gets the focus when the hints go
   * @param {Record<string, () => unknown>} parts.ways  by step: leads to the place for it
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.steps = [...this.box.querySelectorAll('[data-step]')];
    for (const step of this.steps)
      step.querySelector('button').addEventListener('click', () => this.ways[step.dataset.step]());
    this.next.addEventListener('click', () => this.#go(this.#place + 1));
    this.close.addEventListener('click', () => this.#end());
    this.box.addEventListener('keydown', ({ key }) => key === 'Escape' && this.#end());
    this.state.subscribe(({ status }) => status?.access, (access) => access === 'control' && this.#begin());
    this.state.subscribe(({ status, sound }) => (status ? [status.instruction, status.source, sound.audible] : undefined),
      () => this.#follow());
  }

  get #open() {
    return this.#before !== null;
  }

  #begin() {
    const { choices, sound, status } = this.state.now;
    if (choices.toured || sound.audible || this.#open) return;
    if (!status.voice.enabled) this.steps = this.steps.filter(({ dataset }) => dataset.step !== 'sound');
    this.#before = Object.fromEntries(Object.entries(Tour.#about).map(([name, of]) => [name, of(this.state.now)]));
    this.box.hidden = false;
    // A live region is read out when it changes, not when it appears.
    requestAnimationFrame(() => this.#go(0));
  }

  #follow() {
    if (!this.#open) return;
    if (this.state.now.sound.audible) return this.#end();
    const name = this.steps[this.#place]?.dataset.step;
    if (name && Tour.#about[name](this.state.now) !== this.#before[name]) this.#go(this.#place + 1);
  }

  #go(place) {
    if (!this.#open) return;
    if (place >= this.steps.length) return this.#end();
    this.#place = place;
    this.steps.forEach((step, index) => (step.hidden = index !== place));
    this.count.textContent = messages.stepOf(place + 1, this.steps.length);
    this.next.textContent = place + 1 < this.steps.length ? messages.nextStep : messages.lastStep;
  }

  #end() {
    const focused = this.box.contains(document.activeElement);
    this.#before = null;
    this.box.hidden = true;
    this.state.choose({ toured: true });
    if (focused) this.rest.focus({ preventScroll: true });
  }
}
