// Notes about the show between the lines: other settings, a picture that went and came back, a switch.

import { paceName, styleName } from './choices.js';
import { shortName } from './source-name.js';
import { inWords, isTroubled } from './status.js';
import { messages } from './texts.js';

export class Notes {
  #settings = null;
  #told = { source: null, state: '' };
  /** The source of the last picture; null: not known yet. @type {string|null} */
  #watched = null;
  #modelGoneAt = 0; // ms; 0: it is there
  #modelBackAt = 0; // ms; it answers again, and has yet to write a line

  /**
   * @param {object} parts
   * @param {import('./state.js').State} parts.state  it has the words for what was chosen
   * @param {import('./commentary.js').Commentary} parts.commentary
   */
  constructor(parts) {
    Object.assign(this, parts);
    const { state } = this;
    // As they are before the first event.
    state.subscribe(({ status }) => status !== null || undefined, () => {
      const { instruction, active_profile: profile, active_preset: preset } = state.now.status;
      this.#settings ??= { instruction, profile, preset };
    });
    const broken = ({ status }) => (status?.perception.detector === 'broken' ? status.perception.detector_detail : '');
    // Told once.
    state.subscribe(broken, (why) => why && this.commentary.note(messages.nothingGetsAName, { why }));
    const unkept = ({ status }) =>
      status ? (status.record?.state === 'broken' ? status.record.detail || messages.linesNotKept : '') : undefined;
    state.subscribe(unkept, (why, before) => this.#record(why, before));
    state.subscribe(({ status }) => status?.engine.awaited, (now, before) => this.#model(now, before));
  }

  /** Lines cannot be kept, or can be again. @param {string} why @param {string|undefined} before */
  #record(why, before) {
    if (why && !before) this.commentary.note(messages.linesNotKept, { at: new Date(), why });
    else if (!why && before) this.commentary.note(messages.linesKeptAgain, { at: new Date() });
  }

  /** The model that was asked for goes, or answers again. @param {string} awaited @param {string|undefined} before */
  #model(awaited, before) {
    if (awaited && before === '') {
      this.#modelBackAt = 0;
      this.commentary.dropFailure(awaited);
      // A server that answers, and fails at each line, is away all the time.
      if (this.#modelGoneAt) return;
      this.#modelGoneAt = Date.now();
      this.commentary.note(messages.modelIsGone, { at: new Date(), why: awaited });
    } else if (!awaited && this.#modelGoneAt) {
      this.#modelBackAt = Date.now();
    }
  }

  /** Somebody writes a line: a model that answers again is back indeed. */
  writes() {
    if (!this.#modelBackAt) return;
    const at = new Date(this.#modelBackAt);
    this.commentary.note(messages.modelIsBack(inWords((this.#modelBackAt - this.#modelGoneAt) / 1000)), { at });
    this.#modelGoneAt = this.#modelBackAt = 0;
  }

  /**
   * @param {{instruction: string, profile: string, preset: string|null, at?: number}} now
   * @param {number} [id]  of the event, by which the record knows it
   */
  settings(now, id) {
    const before = this.#settings;
    this.#settings = now;
    const { commentary } = this;
    const at = now.at ? new Date(now.at * 1000) : undefined;
    const [asksAnew, hasStyle, hasPace] = [
      now.instruction !== before.instruction, now.profile !== before.profile, now.preset && now.preset !== before.preset,
    ];
    // The record keeps one entry of an event: the one that comes last here.
    if (hasPace) commentary.note(messages.newPace(paceName(now.preset)), { at, id: asksAnew || hasStyle ? undefined : id });
    if (hasStyle) commentary.note(messages.newStyle(styleName(now.profile)), { at, id: asksAnew ? undefined : id });
    if (!asksAnew) return;
    if (now.instruction) commentary.note(messages.watchFor, { quote: now.instruction, at, id });
    else commentary.note(messages.noInstruction, { at, id });
  }

  /**
   * @param {{source: string|null, state: string, reason: string|null, at: number, gone_s: number|null}} now
   * @param {number} [id]  of the event
   */
  source(now, id) {
    const { source: name, state, reason, gone_s: gone } = now;
    const at = new Date(now.at * 1000);
    const before = this.#told;
    this.#told = now;
    if (before.state === 'live' && before.source === name && isTroubled(state))
      this.commentary.note(messages.pictureIsGone, { at, why: reason ?? '' });
    if (state === 'stopped' || state === 'ended') this.#watched = '';
    if (state !== 'live') return;
    // The record has the same; of a source that was there before the first event it knows.
    const isNew = this.#watched === null ? !gone : this.#watched !== name;
    if (gone) this.commentary.note(messages.pictureIsBack(inWords(gone)), { at, id });
    if (isNew) this.commentary.note(messages.nowWatching(shortName(name)), { at, id });
    this.#watched = name;
  }
}
