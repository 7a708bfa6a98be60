// Picture, engine, voice and record: a light each, and a few words.

import { aboutEngine, aboutRecord, aboutSource, aboutVoice, listed } from './status.js';
import { messages } from './texts.js';

// Of what the built-in eyes look for, so many are named.
const SOME = 3;

/**
 * @param {object} parts
 * @param {import('./state.js').State} parts.state
 * @param {HTMLElement} parts.source
 * @param {HTMLElement} parts.engine
 * @param {HTMLElement} parts.voice
 * @param {HTMLElement} parts.record
 */
export function showLights({ state, ...fields }) {
  const lights = ({ status }) =>
    status ? { source: aboutSource(status), engine: aboutEngine(status), voice: aboutVoice(status), record: aboutRecord(status) } : undefined;
  state.subscribe(lights, (all) => {
    for (const [name, about] of Object.entries(all)) {
      fields[name].textContent = about.text;
      fields[name].title = about.more;
      fields[name].dataset.good = about.good;
    }
  });
}

/**
 * Below the instruction: the built-in eyes are no model, and what they look for.
 * @param {object} parts
 * @param {import('./state.js').State} parts.state
 * @param {HTMLElement} parts.note
 * @param {HTMLElement} parts.heeds
 */
export function showEngineNote({ state, note, heeds: field }) {
  const about = ({ status }) => (status ? [status.engine, status.instruction] : undefined);
  state.subscribe(about, ([{ kind, heeds, heeded }, instruction]) => {
    note.hidden = kind !== 'watcher';
    note.classList.remove('unknown');
    if (kind !== 'watcher') return;
    const looksFor = heeds.length > SOME ? [...heeds.slice(0, SOME), messages.moreThings] : heeds;
    field.textContent =
      instruction && heeded.length ? messages.follows(listed(heeded)) : messages.looksFor(listed(looksFor));
    field.title = messages.heedsWords(listed(heeds));
  });
}
