// The JSON side of the server. Every failure is an ApiError with one sentence for people.

import { messages } from './texts.js';

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

/** @returns {Promise<Response>} one that went well */
async function send(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    // A page that goes away breaks off its requests, which says nothing about the server.
    if (leaving) await new Promise(() => {});
    throw new ApiError(0, messages.unreached);
  }
  if (response.ok) return response;
  const body = await response.json().catch(() => ({}));
  const detail = typeof body.detail === 'string' ? body.detail : messages.serverStatus(String(response.status));
  const error = new ApiError(response.status, detail);
  error.retryAfter = Number(response.headers.get('Retry-After')) || 0;
  throw error;
}

/** @returns {Promise<any>} */
const request = async (path, options) => (await send(path, options)).json().catch(() => ({}));
const get = (path) => request(path);
const post = (path, body = {}) =>
  request(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

// A name of blanks is one for the server to judge.
const putSource = (name, body) =>
  request(`api/sources/${encodeURIComponent(name || ' ')}`, {
    method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  });

/** The address of the record's lines as a file. @param {Record<string, any>} which */
export const exportAddress = (which) => `api/lines/export?${new URLSearchParams(which)}`;

/** @param {string} path @param {number} from seconds of the epoch @param {number} to */
export const replayAddress = (path, from, to) => `${path}?from=${from.toFixed(3)}&to=${to.toFixed(3)}`;

/** The address of the last picture of a source with a name. @param {string} name @param {number} at Unix seconds */
export const sourcePicture = (name, at) => `api/sources/${encodeURIComponent(name)}/picture?at=${at}`;

/** @typedef {{id: string, etag: string, sdp: string}} Publication by WHIP: what names it, and the answer */

export const api = {
  status: () => get('api/status'),
  share: () => get('api/share'),
  signIn: (token) => post('sign-in', { token }),
  profiles: () => get('api/profiles'),
  presets: () => get('api/presets'),
  /** In the place of the source that runs, if there is one; where this fails, that one goes on. */
  start: (source, wait) => post('api/start', { source, wait, replace: true }),
  retry: () => post('api/retry'),
  stop: () => post('api/stop'),
  /** @param {{paused?: boolean, position?: number, loop?: boolean}} wish */
  setPlayback: (wish) => post('api/playback', wish),
  roomToken: (who) => post('api/livekit/token', who),
  /** @param {string} instruction @param {boolean} [forget] what was said so far */
  setInstruction: (instruction, forget = false) => post('api/instruction', forget ? { instruction, forget } : { instruction }),
  memory: () => get('api/memory'),
  /** @param {string} context what a model should know beforehand */
  setContext: (context) => post('api/memory', { context }),
  setProfile: (profile) => post('api/profiles', { profile }),
  setPreset: (preset) => post('api/presets', { preset }),
  /** The record's lines; the server's documentation says what `which` may hold. @param {Record<string, any>} which */
  lines: (which) => get(`api/lines?${new URLSearchParams(which)}`),
  /** @param {number} from seconds of the epoch @param {number} to @returns {Promise<Response>} pictures at their pace */
  replay: (from, to, signal) => send(replayAddress('api/replay', from, to), { signal }),
  export: async (which) => (await send(exportAddress(which))).text(),
  markWrong: (id, wrong) => request(`api/lines/${id}/wrong`, { method: wrong ? 'PUT' : 'DELETE' }),
  /** What the page offers to watch. */
  sources: () => get('api/sources'),
  /** @param {string} name @param {string} source */
  nameSource: (name, source) => putSource(name, { source }),
  renameSource: (name, to) => putSource(name, { name: to }),
  forgetSource: (name) => request(`api/sources/${encodeURIComponent(name)}`, { method: 'DELETE' }),
  /** The folders of the server that may be shown. @param {{dir?: string, q?: string, after?: string}} which */
  media: (which) => get(`api/media?${new URLSearchParams(which)}`),
  /** Of the server's machine and of its network. */
  cameras: () => get('api/cameras'),
  /** @param {{address: string, user: string, password: string}} login */
  openCamera: (login) => post('api/cameras/open', login),
  uploads: () => get('api/uploads'),
  deleteUpload: (name) => request(`api/uploads/${encodeURIComponent(name)}`, { method: 'DELETE' }),
  /** Facts about a listed video, with a small picture. @param {string} video */
  glance: (video) => get(`api/glance?${new URLSearchParams({ video })}`),
  /** @param {string} offer SDP @param {string} instead what this one replaces, or '' @returns {Promise<Publication>} */
  async publish(offer, instead) {
    const path = instead ? `api/whip?instead=${encodeURIComponent(instead)}` : 'api/whip';
    const answer = await send(path, { method: 'POST', headers: { 'Content-Type': 'application/sdp' }, body: offer });
    const id = answer.headers.get('Location').split('/').pop();
    return { id, etag: answer.headers.get('ETag'), sdp: await answer.text() };
  },
  /** @param {Publication} publication @param {string} body later candidates */
  publishMore: ({ id, etag }, body) =>
    send(`api/whip/${id}`, {
      method: 'PATCH', headers: { 'Content-Type': 'application/trickle-ice-sdpfrag', 'If-Match': etag }, body,
    }),
  unpublish: (id) => request(`api/whip/${id}`, { method: 'DELETE', keepalive: true }),
  /** What can comment, what comments now, and the download under way. */
  models: () => get('api/models'),
  modelServers: () => get('api/models/servers'),
  /** @param {Record<string, string>} wish as the server's documentation has it */
  chooseModel: (wish) => post('api/models', wish),
  /** @param {{model: string, quant?: string}} which */
  pullModel: (which) => post('api/models/pull', which),
  pausePull: () => post('api/models/pull/pause'),
  cancelPull: (model) => request(`api/models/pull/${encodeURIComponent(model)}`, { method: 'DELETE' }),
  voices: () => get('api/voices'),
  settings: () => get('api/settings'),
  /** @param {{voice?: string, speed?: number|null}} wish a speed of null is the profile's */
  setVoice: (wish) => post('api/voices', wish),
  /** @returns {Promise<ArrayBuffer>} a WAV file */
  voiceSample: async (voice) => (await send(`api/voices/sample?voice=${encodeURIComponent(voice)}`)).arrayBuffer(),
};
