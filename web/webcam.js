// The controls of this browser's camera: which, how it looks, on the air or not. A reload goes on where it was.

import { canShareScreen, listCameras, openCamera, openScreen, whyNoCameras } from './camera.js';
import { stayAwake } from './awake.js';
import * as messages from './messages.js';
import { recall, recallTab, remember, rememberTab } from './store.js';

const USER = 'camera';

export class Webcam {
  /** @type {MediaStreamTrack|null} */
  #track = null;
  /** @type {'camera'|'screen'} */
  #kind = 'camera';
  #published = false;
  #wanted = recallTab('publishing', '');  // what a reload goes on with
  #busy = '';
  #losses = 0;
  #status = null;

  /**
   * @param {object} parts
   * @param {HTMLSelectElement} parts.cameras
   * @param {HTMLButtonElement} parts.main     publish and stop
   * @param {HTMLButtonElement} parts.look     the preview, without publishing
   * @param {HTMLButtonElement} parts.screen   the screen instead of the camera, and back
   * @param {HTMLButtonElement} parts.watch    have this one watched, or none
   * @param {HTMLVideoElement} parts.preview
   * @param {HTMLElement} parts.state
   * @param {import('./room.js').Room} parts.room
   * @param {import('./source.js').SourceField} parts.source
   * @param {() => void} parts.changed  `publishing` is another one
   * @param {(error: Error|null) => void} parts.report
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.main.addEventListener('click', () => (this.publishing ? this.stop() : this.#publish('camera')));
    this.look.addEventListener('click', () => (this.#track ? this.putAway() : this.#preview()));
    this.screen.addEventListener('click', () => this.#publish(this.#showsScreen ? 'camera' : 'screen'));
    this.watch.addEventListener('click', () => this.#watchOrNot());
    this.cameras.addEventListener('change', () => this.#change());
    navigator.mediaDevices?.addEventListener?.('devicechange', () => this.#list());
    this.screen.hidden = !canShareScreen();
    this.#list();
    const why = whyNoCameras();
    if (why) this.report(new Error(why));
  }

  /** It is on the air, or will be as soon as the room is there. */
  get publishing() {
    return this.#published || this.#wanted !== '';
  }

  /** @param {any} status */
  show(status) {
    this.#status = status;
    if (!status.livekit_enabled && this.publishing) this.#leave();
    this.#refresh();
    if (this.#wanted && !this.#published && !this.#busy && status.livekit_connected && this.room.mayTry) this.#resume();
  }

  /** The room is lost. @param {string} why @param {boolean} forGood */
  left(why, forGood) {
    if (!this.publishing) return;
    this.#losses++;
    this.#published = false;
    if (forGood) this.#leave();
    this.report(new Error(why));
    this.#refresh();
  }

  /** The preview is closed; a published camera stays on the air. */
  putAway() {
    if (!this.publishing && !this.#busy) this.#close();
    this.#refresh();
  }

  /** Off the air. The show stops with it, if it watches this camera. */
  stop() {
    return this.#while('Stopping…', async () => {
      const watched = this.#watched;
      this.#want('');
      try {
        // First, so that the commentator misses no picture.
        if (watched) await this.source.close();
      } finally {
        if (this.#published) await this.room.unpublish(this.#track).catch(() => {});
        this.#leave();
      }
    });
  }

  /** @param {'camera'|'screen'} kind */
  #publish(kind) {
    return this.#while('Opening…', async () => {
      if (!(await this.#open(kind))) return;
      try {
        await this.#bring();
        if (!this.#watched) await this.source.open(this.#name, true);
      } catch (error) {
        this.#leave();
        throw error;
      }
    });
  }

  /** After a reload, or after the room was lost. Whatever is watched meanwhile goes on. */
  #resume() {
    if (this.#wanted === 'screen' && !this.#live) {
      this.#want('');
      return this.report(new Error('This page was reloaded while it shared the screen: share it again.'));
    }
    return this.#while('Joining…', async () => {
      try {
        if (!this.#live) await this.#open('camera');
      } catch (error) {
        this.#want('');
        throw error;
      }
      await this.#bring();
    });
  }

  /** Publishes the open track in the room. */
  async #bring() {
    this.#busy = 'Joining…';
    this.#refresh();
    const [track, kind] = [this.#track, this.#kind];
    await this.room.enter(USER);
    if (!this.#published) await this.room.publish(track, kind);
    this.#published = true;
    this.#want(kind);
  }

  /**
   * Camera or screen, in the place of the one that is open.
   * @param {'camera'|'screen'} kind @returns {Promise<boolean>} false: the user thought better of it
   */
  async #open(kind) {
    const before = this.#track;
    if (this.#live && kind === this.#kind) return true;
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

  /** Camera and screen are two publications: the one goes before the other comes. */
  async #drop(track) {
    if (this.#published) await this.room.unpublish(track).catch(() => {});
    this.#published = false;
    track?.stop();
  }

  get #showsScreen() {
    return this.#published && this.#kind === 'screen';
  }

  get #live() {
    return this.#track?.readyState === 'live';
  }

  #preview() {
    return this.#while('', () => this.#open('camera'));
  }

  #change() {
    remember('camera', this.cameras.value);
    if (!this.#track || this.#kind !== 'camera') return;
    return this.#while('Opening…', async () => {
      const before = this.#track;
      const { deviceId } = before.getSettings();
      before.stop();  // phones open one at a time
      let trouble = null;
      const track = await openCamera(this.cameras.value).catch((error) => {
        trouble = error;
        return openCamera(deviceId ?? '');
      });
      if (this.#published) await this.room.replace(before, track);
      this.#take(track, 'camera');
      await this.#list();
      if (trouble) throw trouble;
    });
  }

  #take(track, kind) {
    this.#track = track;
    this.#kind = kind;
    this.preview.srcObject = new MediaStream([track]);
    track.addEventListener('ended', () => track === this.#track && this.#ended());
  }

  /** It was unplugged or taken away, or the browser's own button ended the sharing. */
  #ended() {
    if (this.#kind === 'screen') return this.stop();
    this.#losses++;
    this.#leave();
    this.report(new Error('The camera is gone: connect it again, or choose another one.'));
    this.#refresh();
  }

  #leave() {
    this.#want('');
    this.#published = false;
    this.room.exit(USER);
    this.#close();
  }

  #close() {
    this.#track?.stop();
    this.#track = null;
    this.preview.srcObject = null;
  }

  #want(kind) {
    this.#wanted = kind;
    rememberTab('publishing', kind || null);
  }

  get #name() {
    return `livekit:${this.room.identity}`;
  }

  get #watched() {
    const { source, capture_running: running, livekit } = this.#status ?? {};
    if (!running || !this.room.identity) return false;
    return source === this.#name || (source === 'livekit' && this.room.trackIds.includes(livekit?.track));
  }

  #watchOrNot() {
    const { publishing } = this;
    return this.#while('', () => (publishing ? this.source.open(this.#name, true) : this.source.close()));
  }

  async #list() {
    const cameras = await listCameras();
    const now = this.#kind === 'camera' && this.#track?.getSettings().deviceId;
    const wanted = this.cameras.value.startsWith('side:') ? this.cameras.value : now || recall('camera', '');
    this.cameras.replaceChildren(...cameras.map(({ value, label }) => new Option(label, value)));
    this.cameras.value = cameras.some(({ value }) => value === wanted) ? wanted : cameras[0].value;
  }

  async #while(label, work) {
    if (this.#busy) return;
    this.#busy = label || '…';
    this.#refresh();
    const losses = this.#losses;
    try {
      await work();
      if (losses === this.#losses) this.report(null);
    } catch (error) {
      if (error.message) this.report(error);
    }
    this.#busy = '';
    this.#refresh();
  }

  #refresh() {
    const { publishing } = this;
    const busy = this.#busy !== '';
    const none = whyNoCameras() !== '';
    const there = Boolean(this.#status?.livekit_connected);
    const running = this.#status?.capture_running ? this.#status.source : '';
    this.main.textContent = this.#busy.length > 1 ? this.#busy : publishing ? 'Stop' : 'Publish';
    this.main.classList.toggle('primary', !publishing);
    this.main.disabled = busy || (!publishing && (none || !there));
    this.cameras.disabled = busy || none || this.#showsScreen;
    this.look.hidden = publishing;
    this.look.disabled = busy || none;
    this.look.ariaPressed = String(Boolean(this.#track));
    this.screen.textContent = this.#showsScreen ? 'Show the camera' : 'Share the screen';
    this.screen.disabled = busy || !there || (publishing && !this.#published);
    this.watch.textContent = publishing ? 'Watch this one' : 'Stop watching';
    this.watch.hidden = publishing ? !this.#published || this.#watched : !/^livekit(:|$)/.test(running);
    this.watch.disabled = busy || (publishing && !there);
    this.preview.hidden = !this.#track;
    this.preview.ariaLabel = this.#kind === 'screen' ? 'Your screen' : 'Your camera';
    this.state.textContent = this.#words();
    stayAwake(this.#published);
    this.changed();
  }

  #words() {
    const what = this.#kind === 'screen' ? 'screen' : 'camera';
    if (!this.#published)
      return this.#wanted && !this.#busy ? messages.isPublishedAgain(what) : '';
    if (this.room.state === 'reconnecting') return messages.roomIsInterrupted;
    if (this.#watched) return messages.isWatched(what);
    return messages.isNotWatched(what);
  }
}
