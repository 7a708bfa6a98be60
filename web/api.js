// The JSON side of the server. Every failure is an ApiError with one sentence for people.

import * as messages from './messages.js';

export class ApiError extends Error {
  /** @param {number} status 0: the server could not be reached @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
    /** Seconds after which another try makes sense; 0: not told. */
    this.retryAfter = 0;
  }
}

let leaving = false;
addEventListener('pagehide', () => (leaving = true));
addEventListener('pageshow', () => (leaving = false));

/** @returns {Promise<any>} */
async function request(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    // A page that goes away breaks off its requests, which says nothing about the server.
    if (leaving) await new Promise(() => {});
    throw new ApiError(0, messages.unreached);
  }
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  const detail = typeof body.detail === 'string' ? body.detail : `The server answered with status ${response.status}.`;
  const error = new ApiError(response.status, detail);
  error.retryAfter = Number(response.headers.get('Retry-After')) || 0;
  throw error;
}

const get = (path) => request(path);
const post = (path, body = {}) =>
  request(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

export const api = {
  status: () => get('/api/status'),
  profiles: () => get('/api/profiles'),
  presets: () => get('/api/presets'),
  /** In the place of the source that runs, if there is one; where this fails, that one goes on. */
  start: (source, wait) => post('/api/start', { source, wait, replace: true }),
  retry: () => post('/api/retry'),
  stop: () => post('/api/stop'),
  roomToken: (who) => post('/api/livekit/token', who),
  setInstruction: (instruction) => post('/api/instruction', { instruction }),
  setProfile: (profile) => post('/api/profiles', { profile }),
  setPreset: (preset) => post('/api/presets', { preset }),
};
