// The server's reports about source, engine and voice, in words for people.

import { shortName } from './source-name.js';
import { inLanguage, messages, number } from './texts.js';

const STATES = {
  connecting: messages.stateConnecting,
  live: messages.stateLive,
  stalled: messages.noPicture,
  waiting: messages.stateWaiting,
  ended: messages.stateEnded,
  stopped: messages.stateStopped,
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
  return words.length < 2 ? words.join('') : messages.listed(words.slice(0, -1).join(', '), words.at(-1));
}

/** @param {import('./state.js').Status} status @returns {{text: string, good: 'yes'|'no'|'wait', more: string}} */
export function aboutSource(status) {
  if (!status.source) return { text: messages.none, good: 'no', more: '' };
  if (status.source_state !== 'live') {
    const text = status.source_reason || `${stateWord(status.source_state)} ${shortName(status.source)}`;
    return { text, good: 'wait', more: '' };
  }
  const size = status.source_width ? `${status.source_width} × ${status.source_height}` : '';
  const rate = status.source_fps ? messages.framesPerSecond(number(status.source_fps, 2)) : '';
  const times = status.source_restarts;
  const restarts = !times ? '' : times === 1 ? messages.reconnectedOnce : messages.reconnectedTimes(times);
  const text = [status.source_codec, size, rate, restarts].filter(Boolean).join(', ');
  return { text, good: 'yes', more: status.source };
}

/** @param {import('./state.js').Status} status */
export function aboutEngine({ engine, perception }) {
  const name = inLanguage(engine.name || engine.kind);
  if (!engine.ready) return { text: engine.detail || messages.engineNotReady(name), good: 'wait', more: '' };
  // The news is that the wanted engine loads, is away or cannot be had.
  if (engine.awaited)
    return { text: `${engine.awaited} ${messages.meanwhile(name)}`, good: 'wait', more: engine.detail };
  if (engine.kind !== 'watcher') return { text: name, good: 'yes', more: engine.detail };
  if (perception.detector === 'broken')
    return { text: messages.seesMovementOnly(name), good: 'wait', more: perception.detector_detail };
  return { text: messages.isNoModel(name), good: 'yes', more: engine.detail };
}

/** @param {import('./state.js').Status} status */
export function aboutRecord({ record }) {
  if (record?.state !== 'on')
    return { text: record?.detail || messages.off, good: record?.state === 'broken' ? 'wait' : 'no', more: '' };
  return { text: messages.entriesKept(String(record.lines)), good: 'yes', more: '' };
}

/** In words, where it listens to the programme before it speaks. */
function withTalk(name, { state, speech }) {
  if (state !== 'ready') return name;
  return speech ? messages.waitsForSpeech(name) : messages.inPausesOnly(name);
}

/** @param {import('./state.js').Status} status */
export function aboutVoice({ voice, hearing }) {
  if (!voice.enabled) return { text: voice.reason || messages.off, good: 'no', more: '' };
  if (voice.awaited)
    return { text: `${voice.awaited} ${messages.meanwhile(voice.name)}`, good: 'wait', more: voice.reason };
  const why = voice.reason || (voice.starting ? messages.starting : messages.notReady);
  if (!voice.ready) return { text: why, good: 'wait', more: '' };
  if (hearing.state === 'broken')
    return { text: messages.hearsNothing(voice.name), good: 'wait', more: hearing.detail };
  return { text: withTalk(voice.name, hearing), good: 'yes', more: voice.reason || hearing.detail };
}
