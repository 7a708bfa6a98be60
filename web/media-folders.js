// The folders of the server's machine that the page may show: their contents, and a search in one and below.

import { api } from './api.js';
import { icon } from './icon.js';
import { messages } from './texts.js';
import { videoCard } from './video-cards.js';

const FOLDER = 'M3.5 7a1.5 1.5 0 0 1 1.5-1.5h4.2l2 2.5H19A1.5 1.5 0 0 1 20.5 9.5v7A1.5 1.5 0 0 1 19 18H5a1.5 1.5 0 0 1-1.5-1.5z';
const SEARCH_AFTER_MS = 250;

/** @param {string} tag @param {Partial<HTMLElement> & Record<string, any>} what */
const element = (tag, what = {}) => Object.assign(document.createElement(tag), what);

export class MediaFolders {
  #dir = '';
  #asked = 0;  // only the newest answer counts
  #timer = 0;

  /**
   * @param {HTMLElement} root  is filled
   * @param {(source: string) => void} choose
   */
  constructor(root, choose) {
    this.root = root;
    this.choose = choose;
    this.way = element('nav', { className: 'way', ariaLabel: messages.folder });
    this.search = element('input', { type: 'text', id: 'media-search', placeholder: messages.searchVideos, ariaLabel: messages.searchVideos });
    this.search.addEventListener('input', () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#show(), SEARCH_AFTER_MS);
    });
    this.search.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.search.value) return;
      // The sheet stays.
      event.preventDefault();
      this.search.value = '';
      this.#show();
    });
    this.folders = element('ul', { className: 'folders' });
    this.cards = element('ul', { className: 'cards' });
    this.words = element('p', { className: 'hint', role: 'status' });
    this.message = element('p', { className: 'message', role: 'alert' });
    this.more = element('button', { type: 'button', textContent: messages.moreVideos, hidden: true });
    root.append(element('h3', { textContent: messages.onThisMachine }), this.way, this.search, this.message, this.folders, this.cards, this.words, this.more);
  }

  /** Asks the server again. */
  refresh() {
    return this.#show();
  }

  /** @param {string} dir @param {HTMLElement} [focus] where that goes once it is shown */
  async #go(dir) {
    this.#dir = dir;
    this.search.value = '';
    await this.#show();
    this.way.lastElementChild?.focus();
  }

  async #show() {
    const asked = ++this.#asked;
    const q = this.search.value.trim();
    try {
      let listing = await api.media({ dir: this.#dir, q });
      // One folder alone is opened at once.
      if (!this.#dir && !q && listing.folders.length === 1) listing = await api.media({ dir: (this.#dir = listing.folders[0].dir) });
      if (asked !== this.#asked) return;
      this.message.textContent = '';
      this.#showWay();
      this.folders.replaceChildren();
      this.cards.replaceChildren();
      this.#add(listing);
      const { folders, videos, cut } = listing;
      this.words.textContent = cut ? messages.searchWasCut : folders.length + videos.length ? '' : q ? messages.noVideoFound(q) : messages.noVideosHere;
    } catch (error) {
      if (asked !== this.#asked) return;
      // It is gone: from the beginning.
      if (error.status === 404 && this.#dir) {
        this.#dir = '';
        return this.#show();
      }
      this.message.textContent = error.message;
    }
  }

  #add({ dir, folders, videos, more }) {
    this.folders.append(...folders.map((folder) => {
      const button = element('button', { type: 'button', className: 'chip' });
      button.append(icon(FOLDER), element('span', { textContent: folder.name, dir: 'auto' }));
      button.addEventListener('click', () => this.#go(folder.dir));
      const item = element('li');
      item.append(button);
      return item;
    }));
    const searched = Boolean(this.search.value.trim());
    this.cards.append(...videos.map((video) =>
      videoCard({ source: video.source, name: video.name, detail: searched ? video.dir : '' }, () => this.choose(video.source))));
    this.more.hidden = !more;
    this.more.onclick = async () => {
      const asked = this.#asked;
      try {
        const next = await api.media({ dir, after: more });
        if (asked === this.#asked) this.#add(next);
      } catch (error) {
        this.message.textContent = error.message;
      }
    };
  }

  #showWay() {
    const parts = this.#dir.split('/').filter(Boolean);
    const steps = ['', ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))];
    this.way.replaceChildren(...steps.map((dir, index) => {
      const step = element('button', { type: 'button', className: 'link', textContent: index ? parts[index - 1] : messages.allFolders });
      if (dir === this.#dir) step.setAttribute('aria-current', 'location');
      step.addEventListener('click', () => this.#go(dir));
      return step;
    }));
    this.way.hidden = !parts.length;
  }
}
