// The commentator's activity, in a word above the list, and the text of an empty list.

import { messages } from './texts.js';

const MOODS = {
  away: messages.noConnection, idle: messages.idle, writing: messages.writing, watching: messages.watching,
  waiting: messages.noPicture, paused: messages.filePaused,
};

/** @param {import('./state.js').Known} known @returns {keyof typeof MOODS} */
function moodOf({ status, awaySince, writing }) {
  if (awaySince) return 'away';
  if (status.monitor_mode !== 'ACTIVE' || !status.capture_running) return 'idle';
  if (writing) return 'writing';
  if (status.playback?.paused && status.source_state === 'live') return 'paused';
  return status.source_state === 'live' ? 'watching' : 'waiting';
}

/**
 * @param {object} parts
 * @param {import('./state.js').State} parts.state
 * @param {HTMLElement} parts.mood
 * @param {HTMLElement} parts.empty
 */
export function showMood({ state, mood, empty }) {
  state.subscribe((known) => (known.status ? moodOf(known) : undefined), (what) => {
    mood.dataset.mood = what;
    mood.textContent = MOODS[what];
  });
  const rests = ({ status }) => (status ? [status.capture_running, status.monitor_mode === 'ACTIVE'] : undefined);
  state.subscribe(rests, ([running, active]) => {
    empty.textContent = !running ? messages.emptyNoSource : active ? messages.emptyWatching : messages.emptyIdle;
  });
}
