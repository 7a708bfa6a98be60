// Brings one file to the server, over breaks of the connection: it asks how much is there and goes on from that.

import { api, ApiError } from './api.js';
import { recall, remember } from './store.js';
import { messages } from './texts.js';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;
const MOST_KNOWN = 20;
const LOOK_MS = 700;

/**
 * @typedef {object} Kept  the answer for an upload that is there
 * @property {'kept'} status
 * @property {string} name
 * @property {string} source
 */

/** Under which id this file has been begun, perhaps before a reload. @param {File} file */
function idOf(file) {
  const key = `${file.name}|${file.size}|${file.lastModified}`;
  const known = recall('uploads', []).filter(([other]) => other !== key);
  const before = recall('uploads', []).find(([other]) => other === key);
  // A page that is no secure context has no randomUUID().
  const id = before?.[1] ?? [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  remember('uploads', [[key, id], ...known].slice(0, MOST_KNOWN));
  return id;
}

function forgetId(id) {
  remember('uploads', recall('uploads', []).filter(([, other]) => other !== id));
}

export class Upload {
  #file;
  #id;
  #request = null;
  #cancelled = false;
  #wake = () => {};

  /**
   * @param {File} file
   * @param {(done: number, waiting: boolean) => void} onProgress bytes; whether the connection is interrupted
   * @param {(source: string) => void} onPlayable once, where it can be watched while the rest arrives
   */
  constructor(file, onProgress, onPlayable) {
    this.#file = file;
    Object.assign(this, { onProgress, onPlayable });
    this.#id = idOf(file);
  }

  get name() {
    return this.#file.name;
  }

  get size() {
    return this.#file.size;
  }

  /** @returns {Promise<Kept|null>} null: it was cancelled. Throws an ApiError for a final failure. */
  async run() {
    if (this.size === 0) throw new ApiError(400, messages.fileIsEmpty(this.name));
    let wait = FIRST_WAIT_MS;
    let known = -1;
    while (!this.#cancelled) {
      try {
        // Asks without a body first, so that a refusal comes before anything large is on its way.
        let answer = await this.#put(null);
        if (answer.status === 'arriving') {
          if (answer.received > known) wait = FIRST_WAIT_MS;
          known = answer.received;
          const looking = setInterval(() => this.#look(), LOOK_MS);
          try {
            answer = await this.#put(known);
          } finally {
            clearInterval(looking);
          }
        }
        forgetId(this.#id);
        return answer;
      } catch (error) {
        if (this.#cancelled) break;
        if (error.status !== 0) {
          forgetId(this.#id);
          throw error;
        }
      }
      this.onProgress(Math.max(known, 0), true);
      await new Promise((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, wait);
      });
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    }
    return null;
  }

  /** Also what has arrived is deleted. */
  cancel() {
    this.#cancelled = true;
    this.#request?.abort();
    this.#wake();
    forgetId(this.#id);
    fetch(this.#address, { method: 'DELETE' }).catch(() => {});
  }

  /** Whether what is there plays already. */
  async #look() {
    if (!this.onPlayable) return;
    try {
      const { arriving } = await api.uploads();
      const source = arriving.find(({ id }) => id === this.#id)?.source;
      if (source && !this.#cancelled) this.onPlayable?.(source);
      if (source) this.onPlayable = null;
    } catch {
      // If the server is away, the upload shows the error.
    }
  }

  get #address() {
    return `api/uploads/${encodeURIComponent(this.name.toWellFormed?.() ?? this.name)}?id=${this.#id}`;
  }

  /** @param {number|null} first the byte to begin with; null: none is sent, only asked for @returns {Promise<any>} */
  #put(first) {
    const request = new XMLHttpRequest();
    this.#request = request;
    request.open('PUT', this.#address);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('Content-Range', first === null ? `bytes */${this.size}` : `bytes ${first}-${this.size - 1}/${this.size}`);
    return new Promise((resolve, reject) => {
      if (first !== null) request.upload.onprogress = ({ loaded }) => this.onProgress(first + loaded, false);
      request.onerror = request.onabort = () => reject(new ApiError(0, messages.unreached));
      request.onload = () => {
        let body = {};
        try {
          body = JSON.parse(request.responseText);
        } catch {
          // Its status says enough.
        }
        if (request.status < 300) resolve(body);
        else reject(new ApiError(request.status, body.detail ?? messages.serverStatus(String(request.status))));
      };
      request.send(first === null ? null : this.#file.slice(first));
    });
  }
}
