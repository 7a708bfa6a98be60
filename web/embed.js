// Picture, captions and sound without any control, for a frame on somebody's dashboard.

import { OneVoice } from './one-voice.js';
import { Picture } from './picture.js';
import { pictureForm } from './picture-form.js';
import { Sound } from './sound.js';
import { State } from './state.js';
import { messages } from './texts.js';
import { View } from './view.js';

/** @param {string} id @returns {any} */
const $ = (id) => document.getElementById(id);

const state = new State();
const sound = new Sound(state);
const oneVoice = new OneVoice(() => sound.fallSilent());
const view = new View({
  state,
  captions: $('captions'),
  locked: $('locked'),
  status: (status) => state.update({ status }),
  speech: (position, samples) => sound.play(position, samples),
  original: (position, samples) => sound.playOriginal(position, samples),
  away: showWhy,
  back() {
    state.update({ run: state.now.run + 1 });
    picture.restart();
  },
});
const picture = new Picture($('picture'), showWhy, {
  query: () => view.entry.query, seen: (at) => view.live.saw(at), saves: () => state.now.choices.saver,
});

function showWhy() {
  const { status } = state.now;
  $('why').textContent = view.isAway
    ? messages.connectionLost
    : !status || (picture.showing && !status.source_reason) ? '' : status.source_reason || messages.nothingToWatch;
}

state.subscribe(({ status }) => status ?? undefined, (status) => {
  const name = status.capture_running || status.playback ? status.source : '';
  picture.watch(name, pictureForm(status, state.now.choices.saver));
  $('mute').hidden = !status.voice.enabled && status.source_sound === '';
  showWhy();
});
state.subscribe(({ sound: { audible } }) => audible, (audible) => {
  $('mute').ariaLabel = $('mute').title = audible ? messages.mute : messages.turnOnSound;
  $('mute').setAttribute('aria-pressed', String(audible));
  oneVoice.sounds(audible);
});

$('mute').addEventListener('click', () => sound.setMuted(sound.audible));
view.begin().then(() => picture.restart());
