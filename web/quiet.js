// Why nobody says anything: after a while without a line the page says what it knows of that, until the next line.

import { inWords } from './status.js';
import { messages } from './texts.js';

const QUIET_S = 20;
// About to be as long, while a status is two seconds old.
const STILL_S = QUIET_S - 4;
const FAMILIES = { person: 'people', animal: 'animals', vehicle: 'vehicles', object: 'things by their names' };

/** Of what an instruction asks for, the words for kinds: whatever is no word for what may happen. */
function kindsAskedFor({ heeds, heeded }) {
  const kinds = [...Object.values(FAMILIES), 'the ball'];
  return heeded.filter((word) => kinds.includes(word) || !(heeds.includes(word) || word.startsWith('everything')));
}

/** In doubt it is: words like "bags" and "food" are for several kinds of things. */
function mayBeInView(words, inView) {
  const all = words.split(' and ');
  return inView.some(({ kind, plural, family }) =>
    family === 'object' || all.some((word) => [plural, FAMILIES[family], `the ${kind}`].includes(word)));
}

/**
 * @param {any} status
 * @param {number} seconds without a line
 * @returns {string} a sentence; empty: it is not quiet for long
 */
export function whyQuiet(status, seconds) {
  const { engine, perception: seen } = status;
  const watches = status.monitor_mode === 'ACTIVE' && status.source_state === 'live' && engine.ready;
  if (seconds < QUIET_S || !watches || status.playback?.paused) return '';
  if (seen.at_work) {
    const lasts = inWords(seen.picture_for_s);
    if (seen.picture === 'black') return messages.blackFor(lasts);
    if (seen.picture === 'frozen') return messages.frozenFor(lasts);
    if (seen.picture === 'test_card') return messages.testCard;
    if (engine.kind === 'watcher' && seen.camera_moves) return messages.cameraMoves;
    if (seen.still_for_s >= STILL_S) return messages.nothingMoved(inWords(seen.still_for_s));
    const asked = kindsAskedFor(engine);
    if (seen.names_things && asked.length && !asked.some((words) => mayBeInView(words, seen.in_view)))
      return messages.notInView;
  }
  return messages.nothingNew(inWords(seconds));
}

export class Quiet {
  #since = Date.now();
  #what = '';

  /**
   * @param {object} parts
   * @param {import('./state.js').State} parts.state
   * @param {HTMLElement} parts.field
   */
  constructor(parts) {
    Object.assign(this, parts);
    const about = ({ status, activity }) => (status ? [status, activity] : undefined);
    this.state.subscribe(about, ([status, activity]) => this.#show(status, activity === 'thinking'));
  }

  /** Somebody speaks. */
  end() {
    this.#since = Date.now();
    this.#write('');
  }

  /** @param {import('./state.js').Status} status @param {boolean} thinking about a line right now */
  #show(status, thinking) {
    // After another instruction or source, the silence counts from the beginning.
    const paused = status.playback?.paused;
    const what = [status.source, status.source_state, status.instruction, status.active_profile, paused].join('\n');
    if (what !== this.#what) this.end();
    this.#what = what;
    const seconds = (Date.now() - this.#since) / 1000;
    const why = whyQuiet(status, seconds);
    const thinks = why && thinking && status.engine.kind !== 'watcher';
    this.#write(thinks ? messages.thinkingFor(inWords(seconds)) : why);
  }

  #write(text) {
    this.field.textContent = text;
    this.field.hidden = !text;
  }
}
