// The page's table of contents: makes the parts and gives each its elements. The page's knowledge is in `state`, to
// which the parts subscribe.

import { Boxes } from './boxes.js';
import { Captions } from './captions.js';
import { Choices } from './choices.js';
import { Commentary } from './commentary.js';
import { Connection } from './connection.js';
import { onDrop } from './drop.js';
import { Floating } from './floating.js';
import { FullScreen } from './full-screen.js';
import { Instruction } from './instruction.js';
import { onKeys } from './keys.js';
import { showEngineNote, showLights } from './lights.js';
import { Lines } from './lines.js';
import { Live } from './live.js';
import { Locked } from './locked.js';
import { LowDelay } from './low-delay.js';
import { MediaKeys } from './media-keys.js';
import { Memory } from './memory.js';
import { showMood } from './mood.js';
import { Notes } from './notes.js';
import { Notice } from './notice.js';
import { OneVoice } from './one-voice.js';
import { Playback } from './playback.js';
import { Quiet } from './quiet.js';
import { Record } from './record.js';
import { Room } from './room.js';
import { RoomVideos } from './room-videos.js';
import { SettingsSheet } from './settings-sheet.js';
import { Sound } from './sound.js';
import { SoundControls } from './sound-controls.js';
import { SourceField } from './source.js';
import { SourceKind } from './source-kind.js';
import { SourceSheet } from './source-sheet.js';
import { Stage } from './stage.js';
import { State } from './state.js';
import { Stats } from './stats.js';
import { recallTab } from './store.js';
import { TabTitle } from './tab-title.js';
import { messages } from './texts.js';
import { setUpTheme } from './theme.js';
import { Trouble } from './trouble.js';
import { VoiceChoice } from './voice.js';

// The camera's code waits no longer for a first picture.
const LATEST_MS = 5000;

/** @param {string} id @returns {any} */
const $ = (id) => document.getElementById(id);

/** Shows an error where it happened. @param {string} id */
const reporter = (id) => (error) => {
  $(id).textContent = error ? error.message : '';
  $(id).classList.toggle('unreached', error?.status === 0);
  if (error?.status === 401) locked.lock();
};

const state = new State();
const notice = new Notice($('notice'));
const complain = (text) => notice.say(text);

// Picture and captions

const captions = new Captions({ state, box: $('captions'), buttons: [$('captions-toggle')] });
const stage = new Stage({
  state, captions, image: $('picture'), placeholder: $('placeholder'), title: $('placeholder-title'),
  text: $('placeholder-text'), button: $('placeholder-button'), badge: $('badge'),
  names: [$('source-name'), $('bar-name')], behind: $('behind'), seen,
});
new Trouble({
  state, complain, card: $('trouble'), title: $('trouble-title'), reason: $('trouble-reason'),
  next: $('trouble-next'), button: $('trouble-try'), announcer: $('trouble-announcer'),
  reconnect: () => live.retry(),
});
const fullScreen = new FullScreen({
  show: $('show'), button: $('full'), write: $('steer-open'), steer: $('steer'), field: $('instruction'),
});
const floating = new Floating({
  watch: $('watch'), instead: $('floating'), button: $('float'), back: $('float-back'), moved: () => stage.restart(),
});

const playback = new Playback({
  state, complain, root: $('playback'), stage: $('stage'), tell: (word, at) => stage.setFile(word, at),
});

// Words

const record = new Record({
  state, tell: complain, form: () => stage.picture.form, stage: $('stage'), bar: $('record-bar'), scroller: $('scroller'), list: $('list'),
  empty: $('empty'), newest: $('newest'), save: $('save'), shown: () => commentary.asText(),
});
const commentary = new Commentary({ state, list: $('list'), history: record.history, announcer: $('announcer') });
const notes = new Notes({ state, commentary });
const quiet = new Quiet({ state, field: $('quiet') });
const lines = new Lines({
  writing: (writing) => state.update({ writing }),
  changed(line) {
    if (!line.old) quiet.end();
    commentary.show(line);
    if (!hearsRoom()) captions.show(line);
    if (line.old || !line.ended || !line.text) return;
    tabTitle.say(line.text);
    mediaKeys.say(line.text);
  },
  dropped(line) {
    commentary.drop(line);
    captions.drop(line);
  },
});
const tabTitle = new TabTitle(state);
const stats = new Stats({ state, bar: $('bar'), before: $('captions-toggle') });
showMood({ state, mood: $('mood'), empty: $('empty') });

// Sound

const sound = new Sound(state);
const mediaKeys = new MediaKeys(state, sound);
const oneVoice = new OneVoice(() => {
  sound.fallSilent();
  complain(messages.otherTabSounds);
});
state.subscribe(({ sound: { audible } }) => audible, (audible) => oneVoice.sounds(audible));
const soundControls = new SoundControls({
  state, sound, complain, pill: $('sound-on'), mute: $('mute'), volume: $('volume'), originalBox: $('original'),
  original: $('original-volume'),
});
/** The voice is heard, and comes from the room: captions follow that sound. The list keeps its own way. */
const hearsRoom = () => state.now.sound.audible && state.now.sound.fromRoom;

// The server

const locked = new Locked({
  state, dialog: $('locked'), form: $('locked-form'), field: $('locked-token'), message: $('locked-message'),
  opened() {
    live.retry();
    choices.load();
    stage.restart();
  },
});
const connection = new Connection({ state, lock: () => locked.lock() });
const live = new Live(state, {
  event: take, speech: (position, samples) => soundControls.hear(position, samples),
  original: (position, samples) => sound.playOriginal(position, samples), down: () => connection.lost(),
});
const boxes = new Boxes({
  state, layer: $('boxes'), picture: stage.picture, buttons: [$('boxes-toggle')], want: (wanted) => live.setFacts(wanted),
});

// People's settings

new Instruction({
  state, form: $('instruction-form'), field: $('instruction'), send: $('instruction-send'),
  clear: $('instruction-clear'), suggest: $('suggest'), examples: $('examples'), next: $('instruction-next'),
  offer: $('instruction-unsent'), report: reporter('instruction-message'),
});
const source = new SourceField({
  state, form: $('source-form'), field: $('source'), button: $('source-button'), stopButton: $('source-stop'),
  barStop: $('bar-stop'), undo: $('source-stopped'), agains: [$('source-again'), $('placeholder-again')], offer: $('source-wait'),
  report(error) {
    reporter('source-message')(error);
    // Stopped or started from the bar or the placeholder.
    if (error && !$('sources').open) complain(error.message);
  },
  started: () => sources.done(),
});
const sources = new SourceSheet({
  dialog: $('sources'), close: $('sources-close'), root: $('shelf'), recent: $('recent'), source, complain, picture: $('picture'),
  // A closed sheet shows no preview; a published camera stays on the air.
  closed: () => webcam?.putAway(),
});
const choices = new Choices({
  state, styles: $('profile'), paces: $('preset'), paceText: $('preset-text'), reportStyle: reporter('profile-message'),
  reportPace: reporter('preset-message'),
});
new VoiceChoice({
  state, rows: [$('voice-row'), $('speed-row')], select: $('voice'), hear: $('voice-hear'), speed: $('speed'),
  value: $('speed-value'), usual: $('speed-usual'), report: reporter('voice-message'),
  reportSpeed: reporter('speed-message'),
});
const memory = new Memory({
  state, field: $('context'), remembered: $('remembered'), forget: $('forget'), report: reporter('context-message'),
});
const settings = new SettingsSheet({
  state, dialog: $('settings'), opener: $('settings-open'), close: $('settings-close'), server: $('server-settings'),
  report: reporter('server-message'), opened() {
    memory.load();
    showModels();
  },
});
setUpTheme({ state, select: $('theme'), meta: document.querySelector('meta[name=theme-color]') });
showLights({ state, source: $('status-source'), engine: $('status-engine'), voice: $('status-voice'), record: $('status-record') });
showEngineNote({ state, note: $('engine-note'), heeds: $('engine-heeds') });

// The LiveKit room

const room = new Room({
  speaking: (speaks) => soundControls.setSpeaking(speaks),
  caption: (text, ended) => hearsRoom() && captions.say(text, ended),
  change: () => state.update({ room: { state: room.state, voice: room.voice } }),
  left(why, forGood) {
    webcam?.left(why, forGood);
    lowDelay.left(why, forGood);
  },
});
/** @type {(_: any) => void} */
let pictureIsSeen;
/** Its code comes after the first picture, or at once if none will come or this tab is one that publishes. @type {import('./webcam.js').Webcam|null} */
let webcam = null;
new Promise((done) => {
  pictureIsSeen = done;
  if (recallTab('publishing', '')) done(null);
  $('picture').addEventListener('load', done, { once: true });
  state.subscribe(({ status }) => status && (!status.source || status.source_state === 'waiting'), (idle) => idle && done(null));
  setTimeout(done, LATEST_MS);
}).then(() => import('./webcam.js')).then(({ Webcam }) => {
  webcam = new Webcam({
    state, room, source, cameras: $('webcam-cameras'), main: $('webcam-publish'), look: $('webcam-look'),
    screen: $('webcam-screen'), watch: $('webcam-watch'), preview: $('webcam-preview'), words: $('webcam-state'),
    report: reporter('webcam-message'),
  });
}).catch(() => complain(messages.cannotShare));
new RoomVideos({ state, source, row: $('room-videos'), select: $('room-video'), report: reporter('room-message') });
const lowDelay = new LowDelay({
  state, room, row: $('low-delay-row'), box: $('low-delay'), report: reporter('low-delay-message'),
});
const sourceKind = new SourceKind({
  state, address: $('kind-address'), camera: $('kind-webcam'), reason: $('kind-reason'),
  addressPanel: $('source-address'), cameraPanel: $('webcam'), chosen: (isWebcam) => isWebcam || webcam?.putAway(),
});

/** @param {number} at when the picture was captured that is seen now; Unix seconds */
function seen(at) {
  pictureIsSeen(null);
  live.saw(at);
  boxes.show(at);
}

// The server's events: lines and notes go to the list, the rest is state.

/** @param {import('./live.js').LiveEvent} event */
function take(event) {
  const { event: what, id, data, cycle, old } = event;
  if (what === 'hello') return connection.met(data);
  if (what === 'facts') return boxes.add(data);
  if (what === 'picture') return stage.picture.tells || boxes.show(data.at);
  if (what === 'playback') return old || changePlayback(event);
  if (!old) stats.take(event);
  if (what === 'piece') {
    if (!old) notes.writes();
    return lines.piece(cycle, data, old);
  }
  if (what === 'cycle_end') {
    lines.end(data, old);
    return old || playback.mark(data);
  }
  if (what === 'settings') notes.settings(data, id);
  if (what === 'source') notes.source(data, id);
  if (what === 'room' && data.connected && !old) room.renew();
  state.follow(event);
}

function changePlayback(event) {
  playback.changed(event.data);
  state.follow(event);
  if (!event.data.jumped) return;
  // They belong to the other place.
  captions.clear();
  boxes.clear();
}

state.subscribe(({ awaySince }) => awaySince > 0, (away, wasAway) => {
  document.body.classList.toggle('away', away);
  if (wasAway && !away) notice.say(messages.backAgain, 2500);
});
state.subscribe(({ session }) => session, () => {
  for (const message of document.querySelectorAll('.unreached')) message.textContent = '';
});
state.subscribe(({ run }) => run, (run) => run > 1 && lines.abandon());
state.subscribe(({ status }) => status?.access === 'watch', (only) => document.body.classList.toggle('watching', only));
state.subscribe(({ status }) => status?.version, (version) => ($('version').textContent = `NerdPudding ${version}`));

// People's actions

/** Most people never open the settings: this code comes when they do. @type {Promise<import('./models.js').Models>|null} */
let models = null;
async function showModels() {
  models ??= import('./models.js').then(({ Models }) => new Models($('models')));
  try {
    await (await models).look();
  } catch {
    models = null;
    complain(messages.cannotShare);
  }
}
async function chooseModel() {
  settings.open();
  const shown = await models?.catch(() => null);
  shown?.title.scrollIntoView();
  shown?.title.focus();
}

const chooseSource = () => sources.open(sourceKind.webcam ? $('kind-webcam') : $('source'));
const openHelp = () => $('help').showModal();
/** Most people never open it: its code comes when they do. */
const openShare = (forCamera = false) =>
  import('./share.js').then(({ share }) => share($('share'), forCamera)).catch(() => complain(messages.cannotShare));

$('help-open').addEventListener('click', openHelp);
$('share-open').addEventListener('click', () => openShare());
$('webcam-phone').addEventListener('click', () => openShare(true));
$('model-open').addEventListener('click', () => $('model').showModal());
$('model-choose').addEventListener('click', chooseModel);
$('settings').addEventListener('close', () => models?.then((shown) => shown.rest(), () => {}));
for (const id of ['placeholder-button', 'sources-open']) $(id).addEventListener('click', chooseSource);
$('instruction-source').addEventListener('click', chooseSource);
if (!state.now.choices.toured)
  import('./tour.js').then(({ Tour }) => new Tour({
    state, box: $('tour'), count: $('tour-count'), next: $('tour-next'), close: $('tour-close'), rest: $('scroller'),
    ways: { steer: () => fullScreen.writeInstruction(), source: chooseSource, sound: () => soundControls.toggle() },
  }));
onDrop({
  cover: $('drop'), allowed: () => state.now.status?.access === 'control', take: (file) => sources.take(file), complain,
  offer(address) {
    source.propose(address);
    sources.open($('source'));
  },
});
onKeys(
  {
    '/': () => fullScreen.writeInstruction(),
    '?': openHelp,
    ',': () => settings.open(),
    m: () => soundControls.toggle(),
    c: () => captions.toggle(),
    b: () => boxes.toggle(),
    f: () => fullScreen.toggle(),
    p: () => floating.toggle(),
    n: () => stats.toggle(),
    ' ': () => playback.toggle(),
    s: chooseSource,
    arrowup: () => fullScreen.on && soundControls.turn(0.1),
    arrowdown: () => fullScreen.on && soundControls.turn(-0.1),
  },
  () => state.now.choices.keys,
);

// For tests and the curious.
window.nerdpudding = { sound, room, state, status: () => state.now.status };

// The choices before the words: past events are told in their words.
choices.load().then(() => live.connect());
