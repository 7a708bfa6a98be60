// The stage and the bar below it: the picture, or why there is none; the source's state; how far behind it is.

import { Picture } from './picture.js';
import { pictureForm } from './picture-form.js';
import { shortName } from './source-name.js';
import { isTroubled, stateWord } from './status.js';
import { recall, remember } from './store.js';
import { fixed, messages } from './texts.js';

export class Stage {
  #status = null;
  #away = false;
  #file = { word: '', at: '' };  // for the badge, while a file plays
  #picture;

  /**
   * @param {object} parts
   * @param {import('./state.js').State} parts.state
   * @param {HTMLImageElement} parts.image
   * @param {HTMLElement} parts.placeholder
   * @param {HTMLElement} parts.title   the placeholder's
   * @param {HTMLElement} parts.text    the same
   * @param {HTMLButtonElement} parts.button  the same
   * @param {HTMLElement} parts.badge
   * @param {HTMLElement[]} parts.names  of the source, wherever it stands
   * @param {HTMLElement} parts.behind
   * @param {import('./captions.js').Captions} parts.captions
   * @param {(at: number) => void} parts.seen  as Picture's
   */
  constructor(parts) {
    Object.assign(this, parts);
    const { state } = this;
    this.#picture = new Picture(this.image, () => this.#refresh(), {
      seen: this.seen, saves: () => state.now.choices.saver,
    });
    // It becomes known later whether there is a picture.
    this.#picture.restart();
    state.subscribe(({ status }) => status ?? undefined, (status) => this.#take(status));
    state.subscribe(({ choices }) => choices.saver, () => this.#status && this.#watch());
    state.subscribe(({ awaySince }) => awaySince > 0, (away) => this.#setAway(away));
    // The server has restarted or was away: the stream of pictures may be dead.
    state.subscribe(({ session }) => session, (session) => session > 1 && this.restart());
  }

  /** As it is now. */
  get picture() {
    return this.#picture;
  }

  /** Opens the stream of pictures again. */
  restart() {
    this.#picture.restart();
  }

  /** @param {string} word how a file plays; empty: none does @param {string} at where in it the picture is */
  setFile(word, at) {
    this.#file = { word, at };
    this.#refresh();
  }

  #take(status) {
    // Words about one source must not stand over the picture of another.
    if (this.#status && status.source !== this.#status.source) this.captions.clear();
    this.#status = status;
    this.#watch();
    if (status.source_width && status.source_height) this.#learnShape(status.source_width / status.source_height);
    this.#refresh();
  }

  #watch() {
    const status = this.#status;
    // At its end a file's last picture stands.
    const name = status.capture_running || status.playback ? status.source : '';
    this.#picture.watch(name, pictureForm(status, this.state.now.choices.saver));
  }

  #setAway(away) {
    this.#away = away;
    if (away) this.captions.clear();
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
    const file = state === 'live' || state === 'ended' ? this.#file : { word: '', at: '' };
    this.badge.textContent = this.#away ? messages.noConnection : file.word || stateWord(state);
    if (!this.#away && file.word) this.badge.append(this.#place(file.at));
    this.badge.dataset.state = this.#away ? 'away' : state;
    for (const name of this.names) {
      name.textContent = source ? shortName(source) : '';
      name.title = source ?? '';
    }
    const tells = running && this.#status.monitor_mode === 'ACTIVE' && state === 'live' && !this.#away && delay >= 0.05;
    this.behind.textContent = tells ? messages.inStep(fixed(delay, 1)) : '';
  }

  /** Hides if there is no room for it. @param {string} at */
  #place(at) {
    const place = document.createElement('span');
    place.className = 'at';
    place.textContent = ` · ${at}`;
    return place;
  }

  #showPicture(source, state) {
    const { showing } = this.#picture;
    const ended = state === 'ended' && !this.#status.playback;
    const idle = !source || state === 'stopped' || ended;
    if (idle) this.captions.clear();
    this.placeholder.hidden = this.#away || isTroubled(state) || (showing && !idle);
    this.placeholder.classList.toggle('soon', !idle);
    this.button.hidden = !idle;
    const [title, text] = ended
      ? [stateWord(state), this.#status.source_reason]
      : !source
        ? [messages.nothingToWatch, messages.giveItAVideo]
        : idle
          ? [stateWord(state), shortName(source)]
          : [messages.openingSource(shortName(source)), ''];
    this.title.textContent = title;
    this.text.textContent = text;
  }
}
