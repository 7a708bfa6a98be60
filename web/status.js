// What the server says about source, engine and voice, in words for people.

import { shortName } from './source.js';

const STATES = {
  connecting: 'Opening',
  live: 'Live',
  stalled: 'No picture',
  waiting: 'Waiting',
  ended: 'Ended',
  stopped: 'Stopped',
};

export const stateWord = (state) => STATES[state] ?? state;

/** It was there or is wanted, and no picture comes. */
export const isTroubled = (state) => state === 'stalled' || state === 'waiting';

/** "15 s", "3 min 20 s", "2 h 5 min" @param {number} seconds */
export function inWords(seconds) {
  const whole = Math.max(1, Math.round(seconds));
  const parts = [[Math.floor(whole / 3600), 'h'], [Math.floor(whole / 60) % 60, 'min'], [whole % 60, 's']];
  const first = parts.findIndex(([count]) => count);
  return parts.slice(first, first + 2).filter(([count]) => count).map((part) => part.join(' ')).join(' ');
}

/** "people, motion and light" @param {string[]} words */
export function listed(words) {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** @param {any} status @returns {{text: string, good: 'yes'|'no'|'wait', more: string}} */
export function aboutSource(status) {
  if (!status.source) return { text: 'None', good: 'no', more: '' };
  if (status.source_state !== 'live') {
    const text = status.source_reason || `${stateWord(status.source_state)} ${shortName(status.source)}`;
    return { text, good: 'wait', more: '' };
  }
  const size = status.source_width ? `${status.source_width} × ${status.source_height}` : '';
  const rate = status.source_fps ? `${Math.round(status.source_fps * 100) / 100} a second` : '';
  const restarts = status.source_restarts ? `came back ${status.source_restarts} ×` : '';
  const text = [status.source_codec, size, rate, restarts].filter(Boolean).join(', ');
  return { text, good: 'yes', more: status.source };
}

export function aboutEngine({ engine, perception }) {
  const name = engine.name || engine.kind;
  if (!engine.ready) return { text: engine.detail || `${name} is not ready`, good: 'wait', more: '' };
  // The engine that was asked for loads, or is away, or cannot be had: that is the news.
  if (engine.awaited) return { text: `${engine.awaited} Until then: ${name}.`, good: 'wait', more: engine.detail };
  if (engine.kind !== 'watcher') return { text: name, good: 'yes', more: engine.detail };
  if (perception.detector === 'broken')
    return { text: `${name}, sees movement only`, good: 'wait', more: perception.detector_detail };
  return { text: `${name}, not a model`, good: 'yes', more: engine.detail };
}

export function aboutVoice({ voice }) {
  if (!voice.enabled) return { text: voice.reason || 'Off', good: 'no', more: '' };
  if (voice.awaited) return { text: `${voice.awaited} Until then: ${voice.name}.`, good: 'wait', more: voice.reason };
  const why = voice.reason || (voice.starting ? 'Starting' : 'Not ready');
  if (!voice.ready) return { text: why, good: 'wait', more: '' };
  return { text: voice.name, good: 'yes', more: voice.reason };
}
