// Why nobody says anything: after a while without a line the page says what it knows of that, until the next line.

import { inWords } from './status.js';

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
  if (seconds < QUIET_S || !watches) return '';
  if (seen.at_work) {
    const lasts = inWords(seen.picture_for_s);
    if (seen.picture === 'black') return `The picture has been black for ${lasts}.`;
    if (seen.picture === 'frozen') return `The picture has stood still for ${lasts}. Does the camera hang?`;
    if (seen.picture === 'test_card') return 'The picture is a test card.';
    if (engine.kind === 'watcher' && seen.camera_moves)
      return 'The camera moves, so it is hard to tell what moves by itself.';
    if (seen.still_for_s >= STILL_S) return `Nothing has moved for ${inWords(seen.still_for_s)}.`;
    const asked = kindsAskedFor(engine);
    if (seen.names_things && asked.length && !asked.some((words) => mayBeInView(words, seen.in_view)))
      return 'Nothing of what you asked for is in view.';
  }
  return `Nothing new for ${inWords(seconds)}.`;
}

export class Quiet {
  #since = Date.now();
  #what = '';

  /** @param {HTMLElement} field */
  constructor(field) {
    this.field = field;
  }

  /** Somebody speaks. */
  end() {
    this.#since = Date.now();
    this.#write('');
  }

  /** @param {any} status @param {boolean} thinking about a line right now */
  show(status, thinking) {
    // Somebody who is to watch for something else, or something else, has not been quiet yet.
    const what = [status.source, status.source_state, status.instruction, status.active_profile].join('\n');
    if (what !== this.#what) this.end();
    this.#what = what;
    const seconds = (Date.now() - this.#since) / 1000;
    const why = whyQuiet(status, seconds);
    const thinks = why && thinking && status.engine.kind !== 'watcher';
    this.#write(thinks ? `The model has been thinking for ${inWords(seconds)}.` : why);
  }

  #write(text) {
    this.field.textContent = text;
    this.field.hidden = !text;
  }
}
