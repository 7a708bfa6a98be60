// The line over the picture while it grows; it goes when there was time to read it. Each has its second and the time to be
// read at 17 characters a second; of lines that come faster the newest waits, and those before it are left to the list.

const ROOM = 150;  // characters that fit at most
const TURN = 40;   // a text that grows moves by as many, not with each word
const LINGER_MS = 3000;
const READING_MS_PER_CHARACTER = 55;
const LEAST_MS = 1000;
const CHARACTERS_PER_S = 17;

/**
 * The end of a long text, cut where a sentence begins or else at a word.
 * @param {string} text
 */
export function captionOf(text, room = ROOM) {
  const sentences = text.match(/[^.!?…]+[.!?…]*\s*/g) ?? [text];
  let shown = sentences.pop() ?? '';
  while (sentences.length && shown.length + sentences.at(-1).length <= room) shown = sentences.pop() + shown;
  if (shown.length <= room) return shown.trim();
  const turn = Math.min(TURN, room);
  const over = Math.ceil((shown.length - room) / turn) * turn;
  const space = shown.trimEnd().indexOf(' ', over);
  return '… ' + shown.slice(space < 0 ? over : space).trim();
}

/** @typedef {Pick<import('./lines.js').Line, 'text'|'old'|'ended'|'cancelled'>} Words */

export class Captions {
  /** @type {Words|null} */
  #line = null;
  /** Waits until there was time for the one that is shown. @type {Words|null} */
  #next = null;
  #since = 0;
  #timer = 0;
  /** Of a text from elsewhere, which comes as ever new objects. @type {Words|null} */
  #said = null;

  /**
   * @param {object} parts
   * @param {import('./state.js').State} parts.state
   * @param {HTMLElement} parts.box
   * @param {HTMLButtonElement[]} parts.buttons  each switches
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.text = this.box.firstElementChild;
    for (const button of this.buttons) button.addEventListener('click', () => this.toggle());
    this.state.subscribe(({ choices }) => choices, (choices) => this.#apply(choices));
  }

  toggle() {
    this.state.choose({ captions: !this.state.now.choices.captions });
  }

  /** It began, grew or ended. @param {Words} line */
  show(line) {
    if (line.old || !line.text) return;
    if (line.cancelled) return this.drop(line);
    const wait = this.#line && this.#line !== line ? this.#since + timeFor(this.#line.text) - performance.now() : 0;
    if (wait <= 0) return this.#present(line);
    this.#next = line;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#present(this.#next), wait);
  }

  /** It was no line after all, or is not said to its end. @param {Words} line */
  drop(line) {
    if (line === this.#next) this.#next = null;
    else if (line === this.#line) this.clear();
  }

  /** The same for words from elsewhere. @param {string} text @param {boolean} ended */
  say(text, ended) {
    this.#said ??= { text: '', old: false, ended: false, cancelled: false };
    this.show(Object.assign(this.#said, { text: text.trim(), ended }));
    if (ended) this.#said = null;
  }

  clear() {
    clearTimeout(this.#timer);
    this.#line = this.#next = null;
    this.box.classList.remove('shown');
  }

  /** @param {Words|null} line */
  #present(line) {
    clearTimeout(this.#timer);
    if (!line) return this.clear();
    if (line !== this.#line) this.#since = performance.now();
    this.#line = line;
    this.#next = null;
    this.#write(line.text);
    this.box.classList.add('shown');
    if (!line.ended) return;
    this.#timer = setTimeout(() => this.clear(), LINGER_MS + READING_MS_PER_CHARACTER * line.text.length);
  }

  /** As much of the end as the box has lines for. */
  #write(text) {
    for (let room = ROOM; room > 12; room *= 0.85) {
      this.text.textContent = captionOf(text, room);
      if (this.box.scrollHeight <= this.box.clientHeight) return;
    }
  }

  /** @param {import('./state.js').Choices} choices */
  #apply(choices) {
    this.box.hidden = !choices.captions;
    this.box.dataset.size = choices['caption-size'];
    this.box.dataset.place = choices['caption-place'];
    this.box.dataset.ground = choices['caption-ground'];
    for (const button of this.buttons) button.setAttribute('aria-pressed', String(choices.captions));
    if (this.#line) this.#write(this.#line.text);
  }
}

/** In milliseconds. @param {string} text */
const timeFor = (text) => Math.max(LEAST_MS, (1000 * Math.min(text.length, ROOM)) / CHARACTERS_PER_S);
