// The stage and the bar below it: the picture, or why there is none; the source's state and name; how far behind it is.

import * as messages from './messages.js';
import { Picture } from './picture.js';
import { shortName } from './source.js';
import { isTroubled, stateWord } from './status.js';
import { recall, remember } from './store.js';

const NOTHING = [messages.nothingToWatch, 'Give it a video file, a camera or an address.'];

export class Stage {
  #status = null;
  #away = false;
  #picture;

  /**
   * @param {object} parts
   * @param {HTMLImageElement} parts.image
   * @param {HTMLElement} parts.placeholder
   * @param {HTMLElement} parts.title   the placeholder's
   * @param {HTMLElement} parts.text    the same
   * @param {HTMLButtonElement} parts.button  the same
   * @param {HTMLElement} parts.badge
   * @param {HTMLElement} parts.name
   * @param {HTMLElement} parts.behind
   * @param {import('./trouble.js').Trouble} parts.trouble
   * @param {import('./captions.js').Captions} parts.captions
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.#picture = new Picture(this.image, () => this.#refresh());
    // Whether there is a picture is told later.
    this.#picture.restart();
  }

  /** The server has restarted or was away: the stream of pictures may be dead. */
  restart() {
    this.#picture.restart();
  }

  /** @param {any} status */
  show(status) {
    // Words about one source do not stand over the picture of another.
    if (this.#status && status.source !== this.#status.source) this.captions.clear();
    this.#status = status;
    this.#away = false;
    this.#picture.watch(status.capture_running ? status.source : '');
    if (status.source_width && status.source_height) this.#learnShape(status.source_width / status.source_height);
    this.trouble.show(status);
    this.#refresh();
  }

  /** The server is away. @param {number} since in milliseconds */
  lost(since) {
    this.#away = true;
    this.captions.clear();
    this.trouble.lost(since);
    this.#refresh();
  }

  /** @param {number} seconds that the picture is behind */
  setDelay(seconds) {
    if (!this.#status) return;
    this.#status.target_delay = seconds;
    this.#refresh();
  }

  #learnShape(ratio) {
    document.documentElement.style.setProperty('--ratio', ratio);
    if (ratio !== recall('ratio', 0)) remember('ratio', ratio);
  }

  #refresh() {
    if (!this.#status) return;
    const { source, source_state: state, capture_running: running, target_delay: delay } = this.#status;
    this.#showPicture(source, state);
    this.badge.textContent = this.#away ? 'No connection' : stateWord(state);
    this.badge.dataset.state = this.#away ? 'away' : state;
    this.name.textContent = source ? shortName(source) : '';
    this.name.title = source ?? '';
    const tells = running && this.#status.monitor_mode === 'ACTIVE' && state === 'live' && !this.#away && delay > 0;
    this.behind.textContent = tells ? `${delay.toFixed(1)} s behind live` : '';
  }

  #showPicture(source, state) {
    const { showing } = this.#picture;
    const opening = `Opening ${shortName(source ?? '')}…`;
    const ended = state === 'ended';
    const idle = !source || state === 'stopped' || ended;
    if (idle) this.captions.clear();
    this.image.classList.toggle('showing', showing);
    this.placeholder.hidden = this.#away || isTroubled(state) || (showing && !idle);
    this.placeholder.classList.toggle('soon', !idle);
    this.button.hidden = !idle;
    const [title, text] = ended ? [stateWord(state), this.#status.source_reason] : idle ? NOTHING : [opening, ''];
    this.title.textContent = title;
    this.text.textContent = text;
  }
}
