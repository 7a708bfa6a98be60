// The tab's title: what is watched; while nobody looks at the tab, the newest line, or that the picture is gone.

import { shortName } from './source-name.js';
import { isTroubled } from './status.js';
import { messages } from './texts.js';

const NAME = 'NerdPudding';
const MOST = 80;  // characters

export class TabTitle {
  #source = '';
  #trouble = '';
  #line = '';

  /** @param {import('./state.js').State} state */
  constructor(state) {
    document.addEventListener('visibilitychange', () => {
      this.#line = '';
      this.#write();
    });
    state.subscribe(({ status }) => (status ? (status.source ?? '') : undefined), (name) => {
      this.#source = name ? shortName(name) : '';
      this.#write();
    });
    const troubleOf = ({ status, awaySince }) =>
      awaySince > 0 ? messages.connectionLost : status && isTroubled(status.source_state) ? messages.pictureIsGone : '';
    state.subscribe(troubleOf, (trouble) => {
      this.#trouble = trouble;
      this.#write();
    });
  }

  /** @param {string} text */
  say(text) {
    if (!document.hidden) return;
    this.#line = text.length > MOST ? `${text.slice(0, MOST).replace(/\s+\S*$/, '')}…` : text;
    this.#write();
  }

  #write() {
    const news = document.hidden ? this.#trouble || this.#line : '';
    const title = [news || this.#source, NAME].filter(Boolean).join(' – ');
    if (title !== document.title) document.title = title;
  }
}
