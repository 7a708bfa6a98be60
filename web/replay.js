// A line's moment again, in the live picture's place: what is still kept of it as it moved, else its small picture. The live
// picture goes on underneath.

import { api, replayAddress } from './api.js';
import { element, showTime } from './commentary.js';
import { picturesOf } from './multipart.js';
import { messages } from './texts.js';
import { Video } from './video.js';

// The event of a line began before its newest picture, and goes on for a moment.
const BEFORE_S = 5;
const AFTER_S = 3;
// For longer the server keeps no pictures, whatever the clocks say.
const KEPT_MS = 120_000;

export class Replay {
  #box = element('div');
  #small = element('img');
  #canvas = element('canvas');
  /** @type {Video|null} */
  #video = null;
  #time = element('time');
  #text = element('p', 'words');
  #state = element('p', 'state');
  #again = element('button', 'pill', messages.playAgain);
  #back = element('button', 'pill', messages.backToLive);
  /** @type {import('./line-row.js').Entry|null} */
  #entry = null;
  #abort = new AbortController();

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.stage
   * @param {HTMLElement} parts.scroller  the row that is shown is marked in it
   * @param {() => string} parts.form  of the live picture, as Picture's, and of what is kept of it
   */
  constructor(parts) {
    Object.assign(this, parts);
    Object.assign(this.#box, { id: 'replay', role: 'group', hidden: true });
    this.#small.alt = '';
    this.#state.role = 'status';
    this.#text.dir = 'auto';
    this.#again.type = this.#back.type = 'button';
    this.#again.addEventListener('click', () => this.#play());
    this.#back.addEventListener('click', () => this.close());
    const head = element('p', 'head');
    head.append(element('span', 'what', messages.replay), this.#time);
    const foot = element('div', 'foot');
    foot.append(this.#state, this.#again, this.#back);
    const words = element('div', 'below');
    words.append(this.#text, foot);
    this.#box.append(this.#small, this.#canvas, head, words);
    this.stage.append(this.#box);
    document.addEventListener('keydown', (event) => this.#key(event));
  }

  get open() {
    return !this.#box.hidden;
  }

  /** @param {import('./line-row.js').Entry} entry */
  show(entry) {
    this.#entry = entry;
    this.#box.hidden = false;
    this.#box.ariaLabel = messages.replay;
    this.#text.replaceChildren(element('span', '', entry.text));
    // The keys scroll a long one.
    this.#text.tabIndex = this.#text.scrollHeight > this.#text.clientHeight ? 0 : -1;
    showTime(this.#time, entry.at);
    this.#small.hidden = !entry.picture;
    if (entry.picture) this.#small.src = entry.picture;
    this.#small.onerror = () => (this.#small.hidden = true);
    this.#canvas.hidden = true;
    this.#mark();
    this.stage.scrollIntoView({ block: 'nearest' });
    this.#play();
  }

  /** Back to the live picture. */
  close() {
    if (!this.open) return;
    this.#abort.abort();
    this.#video?.close();
    this.#video = null;
    const focused = this.#box.contains(document.activeElement);
    this.#entry = null;
    this.#box.hidden = true;
    this.#small.removeAttribute('src');
    // Frees the memory of a large picture.
    Object.assign(this.#canvas, { width: 0, height: 0 });
    const row = this.scroller.querySelector('.shown');
    this.#mark();
    if (focused) (row ?? this.scroller).focus({ preventScroll: true });
  }

  async #play() {
    const entry = this.#entry;
    this.#abort.abort();
    const abort = (this.#abort = new AbortController());
    this.#again.hidden = true;
    this.#state.textContent = messages.lookingForMoment;
    try {
      const played = await this.#stream(entry, abort.signal);
      if (abort.signal.aborted) return;
      this.#state.textContent = played ? '' : this.#left();
      this.#again.hidden = !played;
    } catch (error) {
      if (!abort.signal.aborted) this.#state.textContent = error.status === 404 ? this.#left() : error.message;
    }
  }

  /** @returns {Promise<boolean>} whether there was anything to see of it */
  async #stream(entry, signal) {
    if (Date.now() - entry.endedAt > KEPT_MS) return false;
    const seconds = entry.at / 1000;
    const [from, to] = [seconds - BEFORE_S, entry.endedAt / 1000 + AFTER_S];
    if (this.form() && (await this.#streamVideo(from, to, seconds, signal))) return true;
    if (signal.aborted) return false;
    const response = await api.replay(from, to, signal);
    let played = false;
    for await (const { at, jpeg } of picturesOf(response)) {
      // Another source has begun since: what is kept is not of this line.
      if (!played && at > seconds) return false;
      const picture = await createImageBitmap(jpeg).catch(() => null);
      if (signal.aborted) return played;
      if (!picture) continue;
      this.#draw(picture);
      showTime(this.#time, new Date(at * 1000));
      if (!played) this.#state.textContent = '';
      played = true;
    }
    return played;
  }

  /** @returns {Promise<boolean>} as #stream */
  #streamVideo(from, to, moment, signal) {
    this.#video?.close();
    let played = false;
    return new Promise((resolve) => {
      const video = new Video({
        seen: (at) => {
          // As with images.
          if (!played && at > moment) return end(false);
          showTime(this.#time, new Date(at * 1000));
          if (!played) this.#state.textContent = '';
          played = true;
        },
        over: () => end(played),
      });
      const end = (result) => {
        if (!result) video.close();
        resolve(result);
      };
      signal.addEventListener('abort', () => end(false), { once: true });
      this.#video = video;
      this.#canvas.after(video.element);
      video.open(`${replayAddress('api/replay.mp4', from, to)}&form=${this.form()}`);
    });
  }

  #draw(picture) {
    const { width, height } = picture;
    // A new size empties the canvas.
    if (this.#canvas.width !== width || this.#canvas.height !== height) Object.assign(this.#canvas, { width, height });
    this.#canvas.getContext('2d').drawImage(picture, 0, 0);
    picture.close();
    this.#canvas.hidden = false;
  }

  #left() {
    return this.#small.hidden ? messages.noPictureLeft : messages.smallPictureOnly;
  }

  #mark() {
    for (const row of this.scroller.querySelectorAll('.shown')) {
      row.classList.remove('shown');
      row.removeAttribute('aria-current');
    }
    const row = this.#entry?.id && this.scroller.querySelector(`ol:not([hidden]) > [data-line="${this.#entry.id}"]`);
    if (!row) return;
    row.classList.add('shown');
    row.setAttribute('aria-current', 'true');
  }

  #key(event) {
    if (event.key !== 'Escape' || !this.open || event.defaultPrevented || event.isComposing) return;
    // These use the key themselves.
    if (document.querySelector('dialog[open], :popover-open') || event.target.closest('input, textarea, select')) return;
    event.preventDefault();
    this.close();
  }
}
