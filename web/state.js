// The page's knowledge of the show and of itself, in one place. Parts subscribe to the values that they need; nothing
// else carries news from part to part. Logs (lines, notes) are no state and go to the list as events.

import { recall, remember } from './store.js';

/**
 * @typedef {object} Status  as GET /api/status tells it; docs/http-api.md says what each field is
 * @property {string} version
 * @property {'control'|'watch'} access
 * @property {number} now
 * @property {number} uptime_s
 * @property {boolean} capture_running
 * @property {'IDLE'|'ACTIVE'} monitor_mode
 * @property {string} instruction
 * @property {string} active_profile
 * @property {string|null} active_preset
 * @property {number} target_delay
 * @property {string|null} source
 * @property {'connecting'|'live'|'stalled'|'waiting'|'ended'|'stopped'} source_state
 * @property {string} source_reason
 * @property {number|null} source_since
 * @property {number|null} source_next_try_s
 * @property {string} source_codec
 * @property {number} source_width
 * @property {number} source_height
 * @property {number} source_fps
 * @property {string} source_sound
 * @property {boolean} source_h264
 * @property {boolean} source_encoded
 * @property {number|null} picture_age_s
 * @property {number} source_restarts
 * @property {{kind: string, name: string, ready: boolean, detail: string, awaited: string, heeds: string[],
 *   heeded: string[]}} engine
 * @property {{enabled: boolean, ready: boolean, starting: boolean, name: string, reason: string, awaited: string,
 *   speaking: boolean, chosen: string, speed: number, usual_speed: number}} voice
 * @property {{state: string, detail: string, speech: boolean, gap_s: number|null}} hearing
 * @property {any} perception
 * @property {any} playback  of a file; null: none plays
 * @property {any} record
 * @property {boolean} livekit_enabled
 * @property {boolean} livekit_connected
 * @property {any} livekit
 */

/**
 * @typedef {object} Choices  of whoever uses this browser; kept over visits under the same names
 * @property {boolean} captions
 * @property {'small'|'medium'|'large'|'huge'} caption-size
 * @property {'bottom'|'top'} caption-place
 * @property {'box'|'dark'|'none'} caption-ground
 * @property {boolean} boxes
 * @property {boolean} keys          single-key shortcuts
 * @property {'light'|'dark'|null} theme  null: the system's
 * @property {string|null} language  null: the browser's
 * @property {boolean} webcam        the source is this browser's camera, not an address
 * @property {boolean} low-delay     the voice comes through the room
 * @property {boolean} saver         of data: a smaller picture of few bits
 * @property {boolean} toured        the first steps were closed
 */

/** @type {Choices} */
const USUAL = {
  captions: true, 'caption-size': 'medium', 'caption-place': 'bottom', 'caption-ground': 'box', boxes: false, keys: true,
  theme: null, language: null, webcam: false, 'low-delay': false, toured: false,
  // @ts-ignore: not every browser has it
  saver: navigator.connection?.saveData === true,
};

/**
 * @typedef {object} Known
 * @property {Status|null} status     null: the server has not told it yet
 * @property {number} session         how often the connection has come about
 * @property {number} run             how many runs of the server this page has met
 * @property {number} awaySince       the server does not answer since then, in milliseconds; 0: it does
 * @property {'listening'|'thinking'|'speaking'} activity
 * @property {boolean} writing        a line grows
 * @property {{enabled: boolean, audible: boolean, muted: boolean, volume: number, originalVolume: number,
 *   fromRoom: boolean}} sound        of this page
 * @property {{state: 'out'|'entering'|'in'|'reconnecting', voice: MediaStreamTrack|null}} room
 * @property {boolean} publishing     this page's camera or screen is on the air, or will be
 * @property {Record<string, {label: string, suggestion: string}>} profiles
 * @property {Record<string, {label: string, description: string}>} presets
 * @property {Choices} choices
 */

/** Values of JSON are the same if they say the same; anything else if it is the same thing. */
export function isSame(a, b) {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false;
  const plain = (one) => Array.isArray(one) || Object.getPrototypeOf(one) === Object.prototype;
  if (!plain(a) || !plain(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && isSame(a[key], b[key]));
}

export class State {
  /** @type {Known} */
  #now = {
    status: null, session: 0, run: 0, awaySince: 0, activity: 'listening', writing: false,
    sound: { enabled: false, audible: false, muted: false, volume: 0, originalVolume: 0, fromRoom: false },
    room: { state: 'out', voice: null }, publishing: false, profiles: {}, presets: {},
    choices: Object.fromEntries(Object.entries(USUAL).map(([name, usual]) => [name, recall(name, usual)])),
  };
  #reactions = [];
  #telling = false;
  #news = false;

  /** @returns {Readonly<Known>} */
  get now() {
    return this.#now;
  }

  /** Subscribers to the changed values hear of it before the call returns. @param {Partial<Known>} patch */
  update(patch) {
    this.#now = { ...this.#now, ...patch };
    this.#news = true;
    // A reaction may change the state in turn. All hear of that once everybody has heard of the first change.
    if (this.#telling) return;
    this.#telling = true;
    while (this.#news) {
      this.#news = false;
      for (const look of this.#reactions) look();
    }
    this.#telling = false;
  }

  /** @param {Partial<Choices>} wish kept over visits */
  choose(wish) {
    for (const [name, value] of Object.entries(wish)) remember(name, value);
    this.update({ choices: { ...this.#now.choices, ...wish } });
  }

  /**
   * `react` is called now and whenever the selection is another one; not while it is undefined, which stands for "not
   * known yet".
   * @template T
   * @param {(known: Readonly<Known>) => T} select
   * @param {(selected: T, before: T|undefined) => void} react
   */
  subscribe(select, react) {
    let told;
    const look = () => {
      const selected = select(this.#now);
      if (selected === undefined || isSame(selected, told)) return;
      const before = told;
      told = selected;
      try {
        react(selected, before);
      } catch (error) {
        // If one part fails, the others still get the news.
        reportError(error);
      }
    };
    this.#reactions.push(look);
    look();
  }

  /** Applies an event of the server. @param {import('./live.js').LiveEvent} event */
  follow({ event, data, old }) {
    const { status } = this.#now;
    if (event === 'status') return this.update({ status: data });
    if (event === 'playback') return status && this.update({ status: { ...status, playback: data } });
    if (event === 'activity') {
      const delayed = old || !status ? status : { ...status, target_delay: data.delay };
      return this.update({ activity: data.activity, status: delayed });
    }
    if (event !== 'settings' || old || !status) return;
    const { instruction, profile, preset } = data;
    this.update({ status: { ...status, instruction, active_profile: profile, active_preset: preset } });
  }
}
