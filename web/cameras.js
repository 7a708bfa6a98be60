// The cameras of the server's machine and of its network, as they come and go while somebody looks. One that knows ONVIF says
// which streams it has, once it has its login. One that announces a stream is opened there; if that fails, it wants its login, or
// another path.

import { api } from './api.js';
import { icon } from './icon.js';
import { messages } from './texts.js';

const AGAIN_MS = 2000;
const CAMERA = 'M3 8.5A1.5 1.5 0 0 1 4.5 7h9A1.5 1.5 0 0 1 15 8.5v7a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 3 15.5zM15 10.7l6-2.7v8l-6-2.7';

/**
 * @typedef {object} Camera
 * @property {string} name
 * @property {'v4l2'|'onvif'|'mdns'} kind
 * @property {string} source   what to start; may be empty where ONVIF tells it
 * @property {string} detail
 * @property {string} address  of one in the network
 */

/** @param {string} tag @param {Record<string, any>} what */
const element = (tag, what = {}) => Object.assign(document.createElement(tag), what);

/** @param {string} source @param {{user: string, password: string}} login @param {string} [path] in place of its own */
function within(source, { user, password }, path) {
  const [, begin, host, told] = source.match(/^(\w+:\/\/)([^/]*)\/(.*)$/);
  const login = user && `${encodeURIComponent(user)}:${encodeURIComponent(password)}@`;
  return `${begin}${login}${host}/${(path ?? told).replace(/^\/+/, '')}`;
}

export class Cameras {
  /** @type {Map<string, HTMLElement>} the rows by what they show: who types a password keeps the row */
  #rows = new Map();
  #timer = 0;
  #turn = 0;  // of the newest look; another one goes no further

  /**
   * @param {HTMLElement} root  is filled; hidden where the server looks for no cameras
   * @param {(source: string, name: string) => Promise<string>} choose  gives the reason why it is not there
   */
  constructor(root, choose) {
    this.root = root;
    this.choose = choose;
    this.list = element('ul', { className: 'cameras' });
    this.note = element('p', { className: 'hint', role: 'status', textContent: messages.lookingForCameras });
    root.append(element('h3', { textContent: messages.cameras }), this.list, this.note);
  }

  /** Looks until stop(). */
  async look() {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    this.root.hidden = false;
    try {
      const { cameras, note } = await api.cameras();
      if (turn !== this.#turn) return;
      this.#show(cameras);
      this.note.textContent = note || (cameras.length ? '' : messages.noCameras);
    } catch (error) {
      if (turn !== this.#turn) return;
      // The server looks for no cameras, or is away.
      this.root.hidden = error.status === 404;
      if (this.root.hidden) return;
      this.note.textContent = error.message;
    }
    this.#timer = setTimeout(() => this.look(), AGAIN_MS);
  }

  stop() {
    ++this.#turn;
    clearTimeout(this.#timer);
  }

  /** @param {Camera[]} cameras */
  #show(cameras) {
    const rows = new Map(cameras.map((camera) => {
      const key = JSON.stringify(camera);
      return [key, this.#rows.get(key) ?? this.#row(camera)];
    }));
    for (const [key, row] of this.#rows) {
      if (rows.has(key)) continue;
      // Wi-Fi loses answers, and nobody types a password twice.
      if (row.contains(document.activeElement)) rows.set(key, row);
      else row.remove();
    }
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
    button.addEventListener('click', async () => {
      if (item.ariaBusy) return;
      if (camera.kind === 'onvif' || item.querySelector('form')) return this.#ask(item, camera, '');
      item.ariaBusy = 'true';
      const why = await this.choose(camera.source, camera.name);
      item.ariaBusy = null;
      if (why && camera.kind === 'mdns') this.#ask(item, camera, why);
    });
    return item;
  }

  /** @param {HTMLElement} item @param {Camera} camera @param {string} why it is not there yet */
  #ask(item, camera, why) {
    const form = item.querySelector('form') ?? (camera.kind === 'onvif' ? this.#login(camera) : this.#way(camera));
    item.append(form);
    if (why) form.querySelector('.message').textContent = why;
    form.querySelector('input').focus();
  }

  /**
   * What asks for a login.
   * @param {(login: {user: string, password: string}) => Promise<void>} open  throws what to tell people
   */
  #form(open) {
    const form = element('form', { className: 'login' });
    const user = element('input', { type: 'text', autocomplete: 'off', autocapitalize: 'off', spellcheck: false, ariaLabel: messages.userName, placeholder: messages.userName });
    const password = element('input', { type: 'password', autocomplete: 'off', ariaLabel: messages.password, placeholder: messages.password });
    const button = element('button', { type: 'submit', className: 'primary', textContent: messages.openCamera });
    const message = element('p', { className: 'message', role: 'alert' });
    form.append(user, password, button, message);
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      button.disabled = true;
      message.textContent = '';
      try {
        await open({ user: user.value, password: password.value });
      } catch (error) {
        message.textContent = error.message;
      }
      button.disabled = false;
    });
    return form;
  }

  /** @param {Camera} camera */
  #login(camera) {
    const streams = element('div', { className: 'streams' });
    const start = async (source) => {
      form.querySelector('.message').textContent = await this.choose(source, camera.name);
    };
    const form = this.#form(async (login) => {
      let found;
      try {
        found = await api.openCamera({ address: camera.address, ...login });
      } catch (error) {
        // Many cameras have users of their own for ONVIF; others may still watch the stream that it announces.
        if (!camera.source || (await this.choose(within(camera.source, login), camera.name))) throw error;
        return;
      }
      streams.replaceChildren(...found.streams.map(({ name, source, width, height }) => {
        const stream = element('button', { type: 'button', textContent: width ? `${name} · ${width}×${height}` : name });
        stream.addEventListener('click', () => start(source));
        return stream;
      }));
      if (found.streams.length === 1) start(found.streams[0].source);
      else streams.firstElementChild?.focus();
    });
    form.append(streams);
    return form;
  }

  /** @param {Camera} camera */
  #way(camera) {
    const told = camera.source.replace(/^\w+:\/\/[^/]*/, '');
    const path = element('input', { type: 'text', className: 'path', value: told === '/' ? '' : told, autocomplete: 'off', autocapitalize: 'off', spellcheck: false, ariaLabel: messages.cameraPath, placeholder: messages.cameraPath });
    const form = this.#form(async (login) => {
      const why = await this.choose(within(camera.source, login, path.value.trim()), camera.name);
      if (why) throw new Error(why);
    });
    form.querySelector('button').before(path);
    return form;
  }
}
