// The sources that people have given a name, as cards with their last picture: opened with one press, renamed, removed.
// What is watched now and has no name is offered one.

import { api, sourcePicture } from './api.js';
import { icon } from './icon.js';
import { isWebcam, shortName } from './source-name.js';
import { messages } from './texts.js';
import { removeButton } from './video-cards.js';

const PENCIL = 'M5 19l.8-3.6L16 5.2a1.4 1.4 0 0 1 2 0l.8.8a1.4 1.4 0 0 1 0 2L8.6 18.2zM14.5 6.8l2.8 2.8';
const LONGEST = 64;

/** @typedef {{name: string, kind: string, address: string, picture_at: number|null}} Named */

/** @param {string} tag @param {Record<string, any>} what */
const element = (tag, what = {}) => Object.assign(document.createElement(tag), what);

export class NamedSources {
  /** @type {Named[]} */
  #all = [];
  /** The name that the next source may want: a camera has one. */
  next = '';
  #offered = '';

  /**
   * @param {HTMLElement} root  is filled
   * @param {import('./source.js').SourceField} source
   * @param {(all: Named[]) => void} changed
   */
  constructor(root, source, changed) {
    Object.assign(this, { root, source, changed });
    this.cards = element('ul', { className: 'cards' });
    this.form = element('form', { className: 'naming' });
    this.label = element('label', { htmlFor: 'naming' });
    this.field = element('input', { id: 'naming', type: 'text', maxLength: LONGEST, autocomplete: 'off', placeholder: messages.nameExample });
    this.message = element('p', { className: 'message', role: 'alert', id: 'naming-message' });
    this.field.setAttribute('aria-describedby', this.message.id);
    const row = element('div', { className: 'field' });
    row.append(this.field, element('button', { type: 'submit', textContent: messages.nameIt }));
    this.form.append(this.label, row);
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#do(() => api.nameSource(this.field.value, this.source.running), () => (this.field.value = ''));
    });
    // The sheet may be open while it gets its name.
    source.state.subscribe(({ status }) => status?.source ?? '', () => {
      const next = this.next.slice(0, LONGEST);
      if (this.field.value === this.#offered) this.field.value = next;
      this.#offered = next;
      this.next = '';
      this.show(this.#all);
    });
    root.append(element('h3', { textContent: messages.namedSources }), this.cards, this.form, this.message);
  }

  /** @param {string} name as the show calls its source */
  has(name) {
    return this.#all.some((one) => one.name === name);
  }

  /** @param {Named[]} all as the server lists them */
  show(all) {
    this.#all = all;
    const { running } = this.source;
    this.cards.replaceChildren(...all.map((one) => this.#card(one)));
    this.form.hidden = !running || isWebcam(running) || this.has(running);
    this.label.textContent = messages.nameWhatRuns(shortName(running));
    this.root.hidden = this.form.hidden && all.length === 0;
  }

  /** @param {Named} one */
  #card(one) {
    const item = element('li');
    const card = element('button', { type: 'button', className: 'card', title: messages.openAgain(one.name) });
    const still = element('span', { className: 'still' });
    if (one.picture_at) still.append(Object.assign(new Image(), { src: sourcePicture(one.name, one.picture_at), alt: '' }));
    const words = element('span', { className: 'words' });
    words.append(
      element('span', { className: 'name', textContent: one.name, dir: 'auto' }),
      element('span', { className: 'detail', textContent: shortName(one.address), dir: 'auto' }),
    );
    card.append(still, words);
    if (one.name === this.source.running) card.setAttribute('aria-current', 'true');
    card.addEventListener('click', () => this.source.start(one.name));
    const rename = element('button', { type: 'button', className: 'icon rename', ariaLabel: messages.rename(one.name), title: messages.rename(one.name) });
    rename.append(icon(PENCIL));
    rename.addEventListener('click', () => this.#rename(item, one.name, rename));
    item.append(card, rename, removeButton(messages.removeName(one.name), messages.removeForGood, 
      () => this.#do(() => api.forgetSource(one.name), () => this.root.querySelector('button').focus())));
    return item;
  }

  /** @param {HTMLElement} item @param {string} name @param {HTMLElement} opener closes it again, too */
  #rename(item, name, opener) {
    const open = item.querySelector('form');
    if (open) return open.remove();
    const form = element('form', { className: 'field' });
    const field = element('input', { type: 'text', value: name, maxLength: LONGEST, autocomplete: 'off', ariaLabel: messages.newNameOf(name) });
    form.append(field, element('button', { type: 'submit', textContent: messages.nameIt }));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#do(() => api.renameSource(name, field.value), () => opener.focus());
    });
    item.append(form);
    field.select();
  }

  async #do(work, done = () => {}) {
    try {
      await work();
      done();
      this.message.textContent = '';
      this.show((await api.sources()).named);
      this.changed(this.#all);
    } catch (error) {
      this.message.textContent = error.message;
      this.message.scrollIntoView({ block: 'nearest' });
    }
  }
}
