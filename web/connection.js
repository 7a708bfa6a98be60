// The way to the server as the page sees it: a first meeting, a connection that was lost and is back, another run of the
// server, a server that asks for a token.

import { api } from './api.js';

// A connection that is back within that time was never away.
const PATIENCE_MS = 1000;

export class Connection {
  #bornAt = 0;  // when this run of the server began, ms
  #timer = 0;   // not 0: the connection is lost

  /**
   * @param {object} parts
   * @param {import('./state.js').State} parts.state
   * @param {() => void} parts.lock  the server does not know this browser
   */
  constructor(parts) {
    Object.assign(this, parts);
  }

  /** The server's first words on a new connection. @param {import('./state.js').Status} status */
  met(status) {
    const { state } = this;
    const { session, run, status: before } = state.now;
    // Another server has another page.
    if (before && before.version !== status.version) return location.reload();
    const born = Date.now() - status.uptime_s * 1000;
    const another = session === 0 || born > this.#bornAt + 2000;
    this.#bornAt = born;
    clearTimeout(this.#timer);
    this.#timer = 0;
    state.update({ status, session: session + 1, run: another ? run + 1 : run, awaySince: 0 });
  }

  lost() {
    const since = Date.now();
    this.#timer ||= setTimeout(() => this.state.update({ awaySince: since }), PATIENCE_MS);
    // A refused socket does not say why.
    api.status().catch((error) => error.status === 401 && this.lock());
  }
}
