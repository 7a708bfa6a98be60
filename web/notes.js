// What happened to the show, noted between the lines: other settings, a picture that went and came back, a switch.

import * as messages from './messages.js';
import { shortName } from './source.js';
import { inWords, isTroubled } from './status.js';

/** @param {HTMLSelectElement} select @param {string} key */
const labelOf = (select, key) => [...select.options].find((option) => option.value === key)?.text ?? key;

export class Notes {
  #settings = null;
  #told = { source: null, state: '' };
  #watched = '';  // the source of the last picture
  #detector = ''; // what is wrong with it, as told

  /**
   * @param {object} parts
   * @param {import('./commentary.js').Commentary} parts.commentary
   * @param {HTMLSelectElement} parts.profiles  they have the words for what was chosen
   * @param {HTMLSelectElement} parts.presets
   */
  constructor(parts) {
    Object.assign(this, parts);
  }

  /** As they are before the first event. @param {any} status */
  begin({ instruction, active_profile: profile, active_preset: preset }) {
    this.#settings ??= { instruction, profile, preset };
  }

  /** @param {{instruction: string, profile: string, preset: string|null}} now */
  settings(now) {
    const before = this.#settings;
    this.#settings = now;
    const { commentary } = this;
    if (now.profile !== before.profile) commentary.note(`Profile: ${labelOf(this.profiles, now.profile)}`);
    if (now.preset && now.preset !== before.preset) commentary.note(`Preset: ${labelOf(this.presets, now.preset)}`);
    if (now.instruction === before.instruction) return;
    if (now.instruction) commentary.note('Watch for', { quote: now.instruction });
    else commentary.note('No instruction');
  }

  /** What names things is missing or broken: told once. @param {{detector: string, detector_detail: string}} now */
  detector({ detector, detector_detail: why }) {
    if (detector !== 'broken' || why === this.#detector) return;
    this.#detector = why;
    this.commentary.note('Nothing gets a name', { why });
  }

  /** @param {{source: string|null, state: string, reason: string|null, at: number, gone_s: number|null}} now */
  source(now) {
    const { source: name, state, reason, gone_s: gone } = now;
    const at = new Date(now.at * 1000);
    const before = this.#told;
    this.#told = now;
    if (before.state === 'live' && before.source === name && isTroubled(state))
      this.commentary.note(messages.pictureIsGone, { at, why: reason ?? '' });
    if (state !== 'live') return;
    if (gone) this.commentary.note(messages.pictureIsBack(inWords(gone)), { at });
    if (this.#watched && this.#watched !== name) this.commentary.note(messages.nowWatching(shortName(name)), { at });
    this.#watched = name;
  }
}
