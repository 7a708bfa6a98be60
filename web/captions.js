// The line over the picture while it grows; it goes when there was time to read it.

import { recall, remember } from './store.js';

const ROOM = 150;  // characters that fit at most
const TURN = 40;   // a text that grows moves by as many, not with each word
const LINGER_MS = 3000;
const READING_MS_PER_CHARACTER = 55;

/**
 * The end of a long text, cut where a sentence begins or else at a word.
 * @param {string} text
 */
export function captionOf(text, room = ROOM) {
  const sentences = text.match(/[^.!?…]+[.!?…]*\s*/g) ?? [text];
  let shown = sentences.pop() ?? '';
  while (sentences.length && shown.length + sentences.at(-1).length <= room) shown = sentences.pop() + shown;
  if (shown.length <= room) return shown.trim();
  const over = Math.ceil((shown.length - room) / TURN) * TURN;
  const space = shown.indexOf(' ', over);
  return '… ' + shown.slice(space < 0 ? over : space).trim();
}

export class Captions {
  #timer = 0;

  /** @param {HTMLElement} box @param {HTMLButtonElement} button */
  constructor(box, button) {
    this.box = box;
    this.text = box.firstElementChild;
    this.button = button;
    button.addEventListener('click', () => this.toggle());
    this.#apply(recall('captions', true));
  }

  toggle() {
    const on = this.box.hidden;
    remember('captions', on);
    this.#apply(on);
  }

  /** @param {Pick<import('./lines.js').Line, 'text'|'old'|'ended'|'cancelled'>} line */
  show(line) {
    if (line.old || !line.text) return;
    clearTimeout(this.#timer);
    if (line.cancelled) return this.clear();
    this.#write(line.text);
    this.box.classList.add('shown');
    if (!line.ended) return;
    this.#timer = setTimeout(() => this.clear(), LINGER_MS + READING_MS_PER_CHARACTER * line.text.length);
  }

  /** The same for words from elsewhere. @param {string} text @param {boolean} ended */
  say(text, ended) {
    this.show({ text: text.trim(), ended, old: false, cancelled: false });
  }

  clear() {
    clearTimeout(this.#timer);
    this.box.classList.remove('shown');
  }

  /** As much of the end as the box has lines for. */
  #write(text) {
    for (let room = ROOM; room > TURN; room *= 0.85) {
      this.text.textContent = captionOf(text, room);
      if (this.box.scrollHeight <= this.box.clientHeight) return;
    }
  }

  #apply(on) {
    this.box.hidden = !on;
    this.button.setAttribute('aria-pressed', String(on));
  }
}
