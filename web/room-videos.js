// The videos of other people in the room, and which one the commentator watches.

import { messages } from './texts.js';

export class RoomVideos {
  #busy = false;

  /**
   * @param {object} parts
   * @param {import('./state.js').State} parts.state
   * @param {HTMLElement} parts.row
   * @param {HTMLSelectElement} parts.select
   * @param {import('./source.js').SourceField} parts.source
   * @param {(error: Error|null) => void} parts.report
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.select.addEventListener('change', () => this.#watch());
    this.state.subscribe(({ status }) => status ?? undefined, (status) => this.#show(status));
  }

  /** @param {import('./state.js').Status} status */
  #show({ livekit, capture_running: running, source }) {
    if (this.#busy) return;
    const people = (livekit?.participants ?? []).filter(({ tracks }) => tracks.length > 0);
    const options = [['livekit', messages.newestVideo], ...people.map((one) => [`livekit:${one.identity}`, label(one)])];
    const now = running && source.startsWith('livekit') ? source : '';
    this.row.hidden = people.length === 0;
    if (!options.some(([value]) => value === now))
      options.unshift([now, now ? messages.showsNothing(now.slice('livekit:'.length)) : messages.nothingOfTheRoom]);
    const shown = JSON.stringify([options, now]);
    if (shown === this.select.dataset.shown) return;
    this.select.dataset.shown = shown;
    this.select.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
    this.select.value = now;
  }

  async #watch() {
    if (!this.select.value) return;
    this.#busy = true;
    try {
      await this.source.open(this.select.value, true);
      this.report(null);
    } catch (error) {
      this.report(error);
    }
    this.#busy = false;
    delete this.select.dataset.shown;
  }
}

function label({ identity, name, tracks }) {
  const what = tracks.some(({ source }) => source === 'screen') ? messages.screenOf : messages.cameraOf;
  const words = what(name || identity);
  return tracks.every(({ muted }) => muted) ? messages.isPaused(words) : words;
}
