// The page's table of contents: makes the parts, hands events and status to them.

import { api } from './api.js';
import { Boxes } from './boxes.js';
import { Captions } from './captions.js';
import { Choice } from './choice.js';
import { Commentary } from './commentary.js';
import { Instruction } from './instruction.js';
import { onKeys } from './keys.js';
import { Lines } from './lines.js';
import { Live } from './live.js';
import { LowDelay } from './low-delay.js';
import { Notes } from './notes.js';
import { Quiet } from './quiet.js';
import { Room } from './room.js';
import { RoomVideos } from './room-videos.js';
import { Sound } from './sound.js';
import { SoundControls } from './sound-controls.js';
import { shortName, SourceField } from './source.js';
import { SourceKind } from './source-kind.js';
import { Stage } from './stage.js';
import { aboutEngine, aboutSource, aboutVoice, listed } from './status.js';
import { recall, remember } from './store.js';
import { suggestionFor } from './suggestion.js';
import { setUpTheme } from './theme.js';
import { Trouble } from './trouble.js';
import { Webcam } from './webcam.js';

/** @param {string} id @returns {any} */
const $ = (id) => document.getElementById(id);

// A connection that is back within that time was never away.
const PATIENCE_MS = 1000;
// Of what the built-in watcher looks for, so many are named.
const SOME = 3;
const MOODS = {
  away: 'No connection', idle: 'Idle', writing: 'Writing', watching: 'Watching', waiting: 'No picture',
};

/** Shows an error where it happened. @param {string} id */
const reporter = (id) => (error) => {
  $(id).textContent = error ? error.message : '';
  $(id).classList.toggle('unreached', error?.status === 0);
  if (error?.status === 401) lock();
};

let status = null;      // the last one, null before the first
let bornAt = 0;         // when this run of the server began, ms
let away = false;       // the server is
let awayTimer = 0;      // not 0: the connection is lost
let suggestions = {};   // of the profiles
let descriptions = {};  // of the presets
let activity = 'listening';

const captions = new Captions($('captions'), $('captions-toggle'));
const commentary = new Commentary({
  list: $('list'), scroller: $('scroller'), empty: $('empty'), newest: $('newest'), announcer: $('announcer'),
});
const quiet = new Quiet($('quiet'));
const notes = new Notes({ commentary, profiles: $('profile'), presets: $('preset') });
const lines = new Lines({
  changed(line) {
    if (!line.old) quiet.end();
    commentary.show(line);
    if (!hearsRoom()) captions.show(line);
  },
  dropped(line) {
    commentary.drop(line);
    captions.clear();
  },
});
const sound = new Sound(showSound);
const soundControls = new SoundControls({
  sound, pill: $('sound-on'), mute: $('mute'), volume: $('volume'), complain: (text) => notice(text, 6000),
});
const trouble = new Trouble({
  card: $('trouble'), title: $('trouble-title'), reason: $('trouble-reason'), next: $('trouble-next'),
  button: $('trouble-try'), announcer: $('trouble-announcer'), reconnect: () => live.retry(),
  complain: (text) => notice(text, 6000),
});
const stage = new Stage({
  image: $('picture'), placeholder: $('placeholder'), title: $('placeholder-title'), text: $('placeholder-text'),
  button: $('placeholder-button'), badge: $('badge'), name: $('source-name'), behind: $('behind'), trouble, captions,
});
const live = new Live({
  event: take, speech: (position, samples) => soundControls.hear(position, samples), down: lost,
});
const boxes = new Boxes({
  layer: $('boxes'), image: $('picture'), buttons: [$('boxes-toggle')], want: (wanted) => live.setFacts(wanted),
});

const instruction = new Instruction({
  form: $('instruction-form'), field: $('instruction'), send: $('instruction-send'), clear: $('instruction-clear'),
  suggest: $('suggest'), offer: $('instruction-unsent'), report: reporter('instruction-message'),
});
const source = new SourceField({
  form: $('source-form'), field: $('source'), button: $('source-button'), stopButton: $('source-stop'),
  undo: $('source-stopped'), again: $('source-again'), wait: $('wait'), offer: $('source-wait'), recentBox: $('recent'),
  instruction, report: reporter('source-message'),
});
const room = new Room({
  speaking: (speaks) => soundControls.setSpeaking(speaks),
  // In step with that sound; the commentary keeps its own way.
  caption: (text, ended) => hearsRoom() && captions.say(text, ended),
  change: () => status && showRoom(),
  left(why, forGood) {
    webcam.left(why, forGood);
    lowDelay.left(why, forGood);
  },
});
const webcam = new Webcam({
  cameras: $('webcam-cameras'), main: $('webcam-publish'), look: $('webcam-look'), screen: $('webcam-screen'),
  watch: $('webcam-watch'), preview: $('webcam-preview'), state: $('webcam-state'), room, source,
  changed: () => status && lowDelay.show(status, webcam.publishing), report: reporter('webcam-message'),
});
const roomVideos = new RoomVideos({
  row: $('room-videos'), select: $('room-video'), source, report: reporter('room-message'),
});
const lowDelay = new LowDelay({
  row: $('low-delay-row'), box: $('low-delay'), room, sound, report: reporter('low-delay-message'),
});
const sourceKind = new SourceKind({
  group: $('source-kind'), address: $('kind-address'), camera: $('kind-webcam'), reason: $('kind-reason'),
  addressPanel: $('source-address'), cameraPanel: $('webcam'), chosen: (isWebcam) => isWebcam || webcam.putAway(),
});
const profile = new Choice({
  select: $('profile'), choose: api.setProfile, report: reporter('profile-message'),
  shown: showSuggestion,
});
const preset = new Choice({
  select: $('preset'), choose: api.setPreset, report: reporter('preset-message'),
  shown(key) {
    const [{ text } = {}] = $('preset').selectedOptions;
    $('preset-text').textContent = descriptions[key] ? `${text}: ${descriptions[key]}` : '';
  },
});

function showSuggestion() {
  instruction.showSuggestion(suggestionFor(status, profile.active, suggestions[profile.active] ?? ''));
}

async function loadChoices() {
  try {
    const [profiles, presets] = await Promise.all([api.profiles(), api.presets()]);
    const each = (entries, field) =>
      Object.fromEntries(Object.entries(entries).map(([key, entry]) => [key, entry[field] ?? '']));
    suggestions = each(profiles.profiles, 'suggestion');
    descriptions = each(presets.presets, 'description');
    profile.fill(profiles.profiles, profiles.active);
    preset.fill(presets.presets, presets.active);
    reporter('profile-message')(null);
  } catch (error) {
    reporter('profile-message')(error);
  }
}

// The choices before the words: past events are told in their words.
loadChoices().then(() => live.connect());

/** @param {import('./live.js').LiveEvent} event */
function take({ event, data, cycle, old }) {
  if (event === 'hello') return welcome(data);
  if (event === 'status') return showStatus(data);
  if (event === 'facts') return boxes.add(data);
  if (event === 'picture') return boxes.show(data.at);
  if (event === 'activity') activity = data.activity;
  if (event === 'activity' && !old) stage.setDelay(data.delay);
  if (event === 'piece') lines.piece(cycle, data, old);
  if (event === 'cycle_end') endCycle(data, old);
  if (event === 'settings') notes.settings(data);
  if (event === 'source') notes.source(data);
  if (event === 'room' && data.connected && !old) room.renew();
  showMood();
}

function welcome(first) {
  const born = Date.now() - first.uptime_s * 1000;
  const again = bornAt !== 0;
  const restarted = again && born > bornAt + 2000;
  bornAt = born;
  // Another server has another page.
  if (again && status && status.version !== first.version) return location.reload();
  notes.begin(first);
  boxes.clear();
  if (restarted) {
    lines.abandon();
    sound.reset();
  }
  if (restarted || !profile.active) loadChoices();
  if ($('locked').open) $('locked').close();
  if (away) notice('Back again.', 2500);
  setAway(false);
  for (const message of document.querySelectorAll('.unreached')) message.textContent = '';
  showStatus(first);
  instruction.connected();
  if (again) stage.restart();
}

function lost() {
  const since = Date.now();
  awayTimer ||= setTimeout(() => {
    setAway(true);
    stage.lost(since);
    showMood();
  }, PATIENCE_MS);
  // A refused socket does not say why.
  api.status().catch((error) => error.status === 401 && lock());
}

function setAway(now) {
  away = now;
  document.body.classList.toggle('away', away);
  if (away) return;
  clearTimeout(awayTimer);
  awayTimer = 0;
}

function lock() {
  if (!$('locked').open) $('locked').showModal();
}

let noticeTimer = 0;
function notice(text, milliseconds = 0) {
  clearTimeout(noticeTimer);
  $('notice').textContent = text;
  if (milliseconds) noticeTimer = setTimeout(() => ($('notice').textContent = ''), milliseconds);
}

function endCycle(cycle, old) {
  lines.end(cycle, old);
  if (cycle.skipped || cycle.cancelled || cycle.error || typeof cycle.latency_sec !== 'number') return;
  $('latency').textContent = `latency ${cycle.latency_sec.toFixed(1)} s`;
}

function showStatus(now) {
  if (status?.source !== now.source) boxes.clear();
  status = now;
  instruction.showActive(now.instruction);
  if (Object.keys(suggestions).length) {
    profile.showActive(now.active_profile);
    preset.showActive(now.active_preset ?? '');
  }
  source.showRunning(now.capture_running ? now.source : '');
  sourceKind.show(now);
  showRoom();
  stage.show(now);
  document.title = now.source ? `${shortName(now.source)} – NerdPudding` : 'NerdPudding';
  if (!now.source) $('latency').textContent = '';
  const lights = { source: aboutSource(now), engine: aboutEngine(now), voice: aboutVoice(now) };
  for (const [id, about] of Object.entries(lights)) {
    const field = $(`status-${id}`);
    field.textContent = about.text;
    field.title = about.more;
    field.dataset.good = about.good;
  }
  showEngineNote();
  showSuggestion();
  notes.detector(now.perception);
  quiet.show(now, activity === 'thinking');
  showSound();
  showMood();
}

/** The voice is heard, and comes from the room. */
const hearsRoom = () => sound.audible && sound.fromRoom;

function showRoom() {
  // While the way is broken on either side, the page's own stream speaks.
  sound.setTrack(room.state === 'in' && status.livekit_connected ? room.voice : null);
  webcam.show(status);
  roomVideos.show(status);
  lowDelay.show(status, webcam.publishing);
}

function showEngineNote() {
  const { kind, heeds, heeded } = status.engine;
  $('engine-note').hidden = kind !== 'watcher';
  $('engine-note').classList.remove('unknown');
  if (kind !== 'watcher') return;
  const looksFor = heeds.length > SOME ? [...heeds.slice(0, SOME), 'more'] : heeds;
  $('engine-heeds').textContent =
    status.instruction && heeded.length ? `, heeds ${listed(heeded)} here.` : `, looks for ${listed(looksFor)}.`;
  $('engine-heeds').title = `Of an instruction it heeds the words for ${listed(heeds)}.`;
}

function showSound() {
  if (!status) return;
  soundControls.show(status.voice, status.capture_running);
  const heard = sound.audible && status.voice.enabled;
  commentary.announce = !heard;
  live.setAudio(heard && !sound.fromRoom);
  lowDelay.show(status, webcam.publishing);
}

function showMood() {
  if (!status) return;
  const active = status.monitor_mode === 'ACTIVE' && status.capture_running;
  const busy = lines.writing ? 'writing' : status.source_state === 'live' ? 'watching' : 'waiting';
  const mood = away ? 'away' : active ? busy : 'idle';
  $('mood').dataset.mood = mood;
  $('mood').textContent = MOODS[mood];
  $('empty').textContent = !status.capture_running
    ? 'What the commentator says about your video will be here.'
    : active
      ? 'Watching. The first line comes as soon as there is something to say.'
      : 'The commentator rests. Give it an instruction and it begins.';
}

function chooseSource() {
  const setup = $('setup');
  if (getComputedStyle(setup).display === 'none') setup.showPopover();
  if (sourceKind.webcam) return $('kind-webcam').focus();
  $('source').focus();
  $('source').select();
}

function toggleFullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else $('stage').requestFullscreen?.();
}

function saveCommentary() {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([commentary.asText()], { type: 'text/plain' }));
  link.download = `nerdpudding ${new Date().toLocaleString('sv').replaceAll(':', '.')}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

const openHelp = () => $('help').showModal();

$('keys-on').checked = recall('keys', true);
$('keys-on').addEventListener('change', () => remember('keys', $('keys-on').checked));
$('help-open').addEventListener('click', openHelp);
$('model-open').addEventListener('click', () => $('model').showModal());
$('placeholder-button').addEventListener('click', chooseSource);
$('full').addEventListener('click', toggleFullScreen);
$('save').addEventListener('click', saveCommentary);
// A closed sheet shows no preview; a published camera stays on the air.
$('setup').addEventListener('toggle', ({ newState }) => newState === 'closed' && webcam.putAway());
// Grown to a desktop's width the settings are part of the page again.
matchMedia('(min-width: 60em)').addEventListener('change', () => $('setup').hidePopover());
onKeys(
  {
    '/': () => $('instruction').focus(),
    '?': openHelp,
    m: () => soundControls.toggle(),
    c: () => captions.toggle(),
    b: () => boxes.toggle(),
    f: toggleFullScreen,
    s: chooseSource,
  },
  () => $('keys-on').checked,
);
setUpTheme($('theme'), document.querySelector('meta[name=theme-color]'));

// For tests and the curious.
window.nerdpudding = { sound, room, status: () => status };
