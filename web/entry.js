// How a page in a frame, or in OBS, shows that it may look: by its cookie, or else by the token of its address. A browser
// keeps cookies of a frame on another site to itself, unless the server speaks https.

export class Entry {
  #token;
  #needed = false;

  /** @param {(locked: boolean) => void} onChange neither the cookie nor the token lets this page in */
  constructor(onChange) {
    this.onChange = onChange;
    this.#token = new URL(location.href).searchParams.get('token');
  }

  /** Added to each address that shows a part of the show. @returns {Record<string, string>} */
  get query() {
    return this.#needed ? { token: this.#token } : {};
  }

  /** Asks the server what it takes; while that is away, all stays as it was. */
  async check() {
    const byCookie = await answer('');
    if (byCookie === 0) return;
    this.#needed = byCookie === 401 && this.#token !== null;
    const locked = byCookie === 401 && (!this.#needed || (await answer(this.#token)) === 401);
    if (byCookie === 200) this.#forgetInAddress();
    this.onChange(locked);
  }

  #forgetInAddress() {
    const address = new URL(location.href);
    if (!address.searchParams.has('token')) return;
    address.searchParams.delete('token');
    history.replaceState(history.state, '', address);
  }
}

/** @returns {Promise<number>} the status; 0: the server is away */
const answer = (token) =>
  fetch('api/stream' + (token ? `?${new URLSearchParams({ token })}` : ''), { method: 'HEAD' })
    .then((response) => response.status, () => 0);
