// The controls of this browser's camera: which, how it looks, on the air or not. A reload continues the broadcast. The
// picture goes through the LiveKit room if the server is in one, otherwise by WHIP.

import { canShareScreen, listCameras, openCamera, openScreen, whyNoCameras } from './camera.js';
import { stayAwake } from './awake.js';
import { RoomWay } from './room-way.js';
import { isWebcam } from './source-name.js';
import { recall, recallTab, remember, rememberTab } from './store.js';
import { messages } from './texts.js';
import { Whip } from './whip.js';

// The work between two states, and its words on the button; none: it is too quick to notice.
const WORKS = {
  opening: messages.opening, joining: messages.joining, stopping: messages.stopping, quick: '',
};

/**
 * @typedef {'off'|'open'|'waiting'|'live'} WebcamState
 * off: nothing is open. open: a camera is, for this page alone (the preview). waiting: it goes on the air as soon as
 * the way is free, perhaps before it is open, as after a reload. live: it is on the air.
 */

export class Webcam {
  /** @type {MediaStreamTrack|null} */
  #track = null;
  /** @type {'camera'|'screen'} */
  #kind = recallTab('publishing', '') || 'camera';
  // A reload continues where it was.
  /** @type {WebcamState} */
  #state = recallTab('publishing', '') ? 'waiting' : 'off';
  /** @type {''|keyof typeof WORKS} */
  #work = '';
  #losses = 0;
  #status = null;
  /** @type {RoomWay|Whip} */
  #way;

  /**
   * @param {object} parts
   * @param {import('./state.js').State} parts.state
   * @param {HTMLSelectElement} parts.cameras
   * @param {HTMLButtonElement} parts.main     publish and stop
   * @param {HTMLButtonElement} parts.look     the preview, without publishing
   * @param {HTMLButtonElement} parts.screen   the screen instead of the camera, and back
   * @param {HTMLButtonElement} parts.watch    have this one watched, or none
   * @param {HTMLVideoElement} parts.preview
   * @param {HTMLElement} parts.words
   * @param {import('./room.js').Room} parts.room
   * @param {import('./source.js').SourceField} parts.source
   * @param {(error: Error|null) => void} parts.report
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.roomWay = new RoomWay(parts.room);
    this.whip = new Whip({ change: () => this.#refresh(), left: (why, forGood) => this.left(why, forGood) });
    this.#way = this.whip;
    this.main.addEventListener('click', () => (this.#publishing ? this.stop() : this.#publish('camera')));
    this.look.addEventListener('click', () => (this.#track ? this.putAway() : this.#preview()));
    this.screen.addEventListener('click', () => this.#publish(this.#showsScreen ? 'camera' : 'screen'));
    this.watch.addEventListener('click', () => this.#watchOrNot());
    this.cameras.addEventListener('change', () => this.#change());
    navigator.mediaDevices?.addEventListener?.('devicechange', () => this.#list());
    this.screen.hidden = !canShareScreen();
    this.#list();
    const why = whyNoCameras();
    if (why) this.report(new Error(why));
    this.state.subscribe(({ status, room }) => (status ? [status, room.state] : undefined), ([status]) => this.#show(status));
  }

  /** On the air, or to be there as soon as the room is. */
  get #publishing() {
    return this.#state === 'waiting' || this.#state === 'live';
  }

  /** @param {WebcamState} state */
  #enter(state) {
    this.#state = state;
    rememberTab('publishing', this.#publishing ? this.#kind : null);
  }

  /** @param {import('./state.js').Status} status */
  #show(status) {
    this.#status = status;
    const way = status.livekit_enabled ? this.roomWay : this.whip;
    if (way !== this.#way && this.#state === 'live') this.#leave();
    this.#way = way;
    this.#way.follow(status);
    this.#refresh();
    if (this.#state === 'waiting' && !this.#work && way.isThere(status) && way.mayTry) this.#resume();
  }

  /** The way is lost. @param {string} why @param {boolean} forGood */
  left(why, forGood) {
    if (!this.#publishing) return;
    this.#losses++;
    this.#way.lost();
    if (forGood) this.#leave();
    else this.#enter('waiting');
    this.report(new Error(why));
    this.#refresh();
  }

  /** The preview is closed; a published camera stays on the air. */
  putAway() {
    if (!this.#publishing && !this.#work) this.#close();
    this.#refresh();
  }

  /** Off the air. The show stops with it, if it watches this camera. */
  stop() {
    return this.#while('stopping', async () => {
      const watched = this.#watched;
      this.#enter('open');
      try {
        // This comes first, so that the commentator misses no picture.
        if (watched) await this.source.close();
      } finally {
        await this.#way.withdraw(this.#track);
        this.#leave();
      }
    });
  }

  /** @param {'camera'|'screen'} kind */
  #publish(kind) {
    return this.#while('opening', async () => {
      if (!(await this.#open(kind))) return;
      try {
        await this.#bring();
        if (!this.#watched) await this.source.open(this.#way.source, true);
      } catch (error) {
        this.#leave();
        throw error;
      }
    });
  }

  /** Runs after a reload, or after the way was lost. The watched source continues meanwhile. */
  #resume() {
    if (this.#kind === 'screen' && !this.#opened) {
      this.#leave();
      this.#refresh();
      return this.report(new Error(messages.shareAgain));
    }
    return this.#while('joining', async () => {
      try {
        if (!this.#opened) await this.#open('camera');
      } catch (error) {
        this.#leave();
        throw error;
      }
      await this.#bring();
    });
  }

  /** Publishes the open track. */
  async #bring() {
    this.#work = 'joining';
    this.#refresh();
    await this.#way.send(this.#track, this.#kind);
    this.#enter('live');
  }

  /**
   * Camera or screen, in the place of the one that is open.
   * @param {'camera'|'screen'} kind @returns {Promise<boolean>} false: the user thought better of it
   */
  async #open(kind) {
    const before = this.#track;
    if (this.#opened && kind === this.#kind) return true;
    if (kind === 'screen') {
      const track = await openScreen();
      if (!track) return false;
      await this.#drop(before);
      this.#take(track, kind);
    } else {
      const track = await openCamera(this.cameras.value);
      await this.#drop(before);
      this.#take(track, kind);
      await this.#list();
    }
    return true;
  }

  async #drop(track) {
    if (this.#state === 'live') {
      await this.#way.withdraw(track);
      this.#enter('waiting');
    }
    track?.stop();
  }

  get #showsScreen() {
    return this.#state === 'live' && this.#kind === 'screen';
  }

  get #opened() {
    return this.#track?.readyState === 'live';
  }

  #preview() {
    return this.#while('quick', () => this.#open('camera'));
  }

  #change() {
    remember('camera', this.cameras.value);
    if (!this.#track || this.#kind !== 'camera') return;
    return this.#while('opening', async () => {
      const before = this.#track;
      const { deviceId } = before.getSettings();
      before.stop();  // phones open one at a time
      let trouble = null;
      let track = null;
      try {
        track = await openCamera(this.cameras.value).catch((error) => {
          trouble = error;
          return openCamera(deviceId ?? '');
        });
        if (this.#state === 'live') await this.#way.replace(before, track);
      } catch (error) {
        track?.stop();
        this.#leave();
        throw error;
      }
      this.#take(track, 'camera');
      await this.#list();
      if (trouble) throw trouble;
    });
  }

  #take(track, kind) {
    this.#track = track;
    this.#kind = kind;
    this.#enter(this.#state === 'off' ? 'open' : this.#state);
    this.preview.srcObject = new MediaStream([track]);
    track.addEventListener('ended', () => track === this.#track && this.#ended());
  }

  /** It was unplugged or taken away, or the browser's own button ended the sharing. */
  #ended() {
    if (this.#kind === 'screen') return this.stop();
    this.#losses++;
    this.#leave();
    this.report(new Error(messages.cameraIsGone));
    this.#refresh();
  }

  #leave() {
    this.#way.leave();
    this.#close();
  }

  #close() {
    this.#track?.stop();
    this.#track = null;
    this.preview.srcObject = null;
    this.#enter('off');
  }

  get #watched() {
    return Boolean(this.#status?.capture_running) && this.#way.isWatched(this.#status);
  }

  #watchOrNot() {
    const publishing = this.#publishing;
    return this.#while('quick', () => (publishing ? this.source.open(this.#way.source, true) : this.source.close()));
  }

  async #list() {
    const cameras = await listCameras();
    const now = this.#kind === 'camera' && this.#track?.getSettings().deviceId;
    const wanted = this.cameras.value.startsWith('side:') ? this.cameras.value : now || recall('camera', '');
    this.cameras.replaceChildren(...cameras.map(({ value, label }) => new Option(label, value)));
    this.cameras.value = cameras.some(({ value }) => value === wanted) ? wanted : cameras[0].value;
  }

  /** @param {keyof typeof WORKS} what @param {() => Promise<unknown>} work */
  async #while(what, work) {
    if (this.#work) return;
    this.#work = what;
    this.#refresh();
    const losses = this.#losses;
    try {
      await work();
      if (losses === this.#losses) this.report(null);
    } catch (error) {
      if (error.message) this.report(error);
    }
    this.#work = '';
    this.#refresh();
  }

  #refresh() {
    const publishing = this.#publishing;
    const busy = this.#work !== '';
    const none = whyNoCameras() !== '';
    const there = Boolean(this.#status) && this.#way.isThere(this.#status);
    const running = this.#status?.capture_running ? this.#status.source : '';
    this.main.textContent = WORKS[this.#work] || (publishing ? messages.stop : messages.publish);
    this.main.classList.toggle('primary', !publishing);
    this.main.disabled = busy || (!publishing && (none || !there));
    this.cameras.disabled = busy || none || this.#showsScreen;
    this.look.hidden = publishing;
    this.look.disabled = busy || none;
    this.look.ariaPressed = String(Boolean(this.#track));
    this.screen.textContent = this.#showsScreen ? messages.showCamera : messages.shareScreen;
    this.screen.disabled = busy || !there || this.#state === 'waiting';
    this.watch.textContent = publishing ? messages.watchThisOne : messages.stopWatching;
    this.watch.hidden = publishing ? this.#state !== 'live' || this.#watched : !isWebcam(running);
    this.watch.disabled = busy || (publishing && !there);
    this.preview.hidden = !this.#track;
    this.preview.ariaLabel = this.#kind === 'screen' ? messages.yourScreen : messages.yourCamera;
    this.words.textContent = this.#inWords();
    stayAwake(this.#state === 'live');
    this.state.update({ publishing });
  }

  #inWords() {
    const what = this.#kind === 'screen' ? messages.theScreen : messages.theCamera;
    if (this.#state !== 'live')
      return this.#state === 'waiting' && !this.#work ? messages.isPublishedAgain(what) : '';
    if (this.#way.interrupted) return this.#way.interrupted;
    if (this.#watched) return messages.isWatched(what);
    return messages.isNotWatched(what);
  }
}
