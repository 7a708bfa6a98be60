// The cameras of the server's machine and of its network, as they come and go while somebody looks. A camera with a login of
// its own is asked for it; then it says which streams it has.

import { api } from './api.js';
import { icon } from './icon.js';
import { messages } from './texts.js';

const AGAIN_MS = 2500;
const CAMERA = 'M3 8.5A1.5 1.5 0 0 1 4.5 7h9A1.5 1.5 0 0 1 15 8.5v7a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 3 15.5zM15 10.7l6-2.7v8l-6-2.7';

/**
 * @typedef {object} Camera
 * @property {string} name
 * @property {'v4l2'|'onvif'} kind
 * @property {string} source   what to start; empty: it wants a login first
 * @property {string} detail
 * @property {string} address  of one in the network
 */

/** @param {string} tag @param {Record<string, any>} what */
const element = (tag, what = {}) => Object.assign(document.createElement(tag), what);

export class Cameras {
  /** @type {Map<string, HTMLElement>} the rows by what they show: who types a password keeps the row */
  #rows = new Map();
  #timer = 0;
  #looking = false;

  /**
   * @param {HTMLElement} root  is filled; hidden where the server looks for no cameras
   * @param {(source: string) => void} choose
   */
  constructor(root, choose) {
    this.root = root;
    this.choose = choose;
    this.list = element('ul', { className: 'cameras' });
    this.note = element('p', { className: 'hint', role: 'status' });
    root.append(element('h3', { textContent: messages.cameras }), this.list, this.note);
  }

  /** Looks until stop(). */
  async look() {
    clearTimeout(this.#timer);
    this.#looking = true;
    try {
      const { cameras, note } = await api.cameras();
      this.root.hidden = false;
      this.#show(cameras);
      this.note.textContent = note || (cameras.length ? '' : messages.noCameras);
    } catch (error) {
      // The server looks for no cameras, or is away.
      if (error.status === 404) return;
      this.note.textContent = error.message;
    }
    if (this.#looking) this.#timer = setTimeout(() => this.look(), AGAIN_MS);
  }

  stop() {
    this.#looking = false;
    clearTimeout(this.#timer);
  }

  /** @param {Camera[]} cameras */
  #show(cameras) {
    const rows = new Map(cameras.map((camera) => {
      const key = JSON.stringify(camera);
      return [key, this.#rows.get(key) ?? this.#row(camera)];
    }));
    for (const [key, row] of this.#rows) if (!rows.has(key)) row.remove();
    for (const row of rows.values()) if (!row.isConnected) this.list.append(row);
    this.#rows = rows;
  }

  /** @param {Camera} camera */
  #row(camera) {
    const item = element('li');
    const button = element('button', { type: 'button', className: 'camera' });
    const words = element('span', { className: 'words' });
    words.append(element('span', { className: 'name', textContent: camera.name, dir: 'auto' }));
    if (camera.detail) words.append(element('span', { className: 'detail', textContent: camera.detail }));
    button.append(icon(CAMERA), words);
    item.append(button);
    button.addEventListener('click', () => {
      if (camera.source) return this.choose(camera.source);
      if (!item.querySelector('form')) item.append(this.#login(camera));
      item.querySelector('input').focus();
    });
    return item;
  }

  /** @param {Camera} camera */
  #login(camera) {
    const form = element('form', { className: 'login' });
    const user = element('input', { type: 'text', autocomplete: 'off', autocapitalize: 'off', spellcheck: false, ariaLabel: messages.userName, placeholder: messages.userName });
    const password = element('input', { type: 'password', autocomplete: 'off', ariaLabel: messages.password, placeholder: messages.password });
    const open = element('button', { type: 'submit', className: 'primary', textContent: messages.openCamera });
    const message = element('p', { className: 'message', role: 'alert' });
    const streams = element('div', { className: 'streams' });
    form.append(user, password, open, message, streams);
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      open.disabled = true;
      message.textContent = '';
      try {
        const found = await api.openCamera({ address: camera.address, user: user.value, password: password.value });
        streams.replaceChildren(...found.streams.map(({ name, source, width, height }) => {
          const stream = element('button', { type: 'button', textContent: width ? `${name} · ${width}×${height}` : name });
          stream.addEventListener('click', () => this.choose(source));
          return stream;
        }));
        if (found.streams.length === 1) this.choose(found.streams[0].source);
        else streams.firstElementChild?.focus();
      } catch (error) {
        message.textContent = error.message;
      }
      open.disabled = false;
    });
    return form;
  }
}
