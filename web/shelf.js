// The choices beside an address and a webcam: a file of this device, the sample, uploaded videos. It is loaded when
// somebody opens the sheet of sources.

import { api } from './api.js';
import { Cameras } from './cameras.js';
import { MediaFolders } from './media-folders.js';
import { NamedSources } from './named-sources.js';
import { shortName } from './source-name.js';
import { keepStill, stillOf } from './stills.js';
import { fixed, messages, number } from './texts.js';
import { Upload } from './uploader.js';
import { videoCard } from './video-cards.js';

const MEGABYTE = 1e6;
const VIDEOS = 'video/*,.mkv,.ts,.m2ts,.avi,.flv,.mjpeg';
const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium' });

const megabytes = (bytes) => (bytes < 10 * MEGABYTE ? fixed(bytes / MEGABYTE, 1) : number(bytes / MEGABYTE, 0));

/** @param {string} tag @param {string} className @param {string} [text] */
const element = (tag, className, text = '') => Object.assign(document.createElement(tag), { className, textContent: text });

export class Shelf {
  /** @type {Upload|null} */
  #upload = null;
  #sheet = document.createElement('link');

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.root    is filled
   * @param {HTMLElement} parts.recent  the same
   * @param {HTMLImageElement} parts.picture  what is shown of the source that runs
   * @param {import('./source.js').SourceField} parts.source
   */
  constructor({ root, recent, picture, source }) {
    Object.assign(this, { root, recent, picture, source });
    document.head.append(Object.assign(this.#sheet, { rel: 'stylesheet', href: 'shelf.css' }));
    this.file = Object.assign(document.createElement('input'), { type: 'file', accept: VIDEOS, hidden: true, id: 'upload-file' });
    this.file.addEventListener('change', () => this.file.files[0] && this.take(this.file.files[0]));
    this.pick = element('button', 'primary', messages.chooseFile);
    this.pick.type = 'button';
    this.pick.id = 'upload-pick';
    this.pick.addEventListener('click', () => this.file.click());
    this.sample = element('button', '', messages.playSample);
    this.sample.type = 'button';
    this.sample.id = 'sample';
    this.sample.hidden = true;
    this.hint = element('p', 'hint', messages.dropHint);
    this.message = element('p', 'message');
    this.message.role = 'alert';
    this.progress = this.#makeProgress();
    const named = element('section', '');
    named.id = 'named';
    named.hidden = true;
    this.named = new NamedSources(named, source, (all) => this.#showRecent(all));
    source.isNamed = (name) => this.named.has(name);
    const doors = element('div', 'doors');
    doors.append(this.pick, this.file, this.sample);
    const first = element('section', '');
    first.id = 'upload';
    first.ariaLabel = messages.uploadVideo;
    first.append(element('h3', '', messages.uploadVideo), doors, this.hint, this.progress, this.message);
    this.uploads = element('section', '');
    this.uploads.id = 'uploads';
    this.uploads.hidden = true;
    this.cards = element('ul', 'cards');
    this.room = element('p', 'hint');
    this.uploads.append(element('h3', '', messages.uploadedVideos), this.cards, this.room);
    const media = element('section', '');
    media.id = 'media';
    media.hidden = true;
    this.folders = new MediaFolders(media, (source) => this.source.start(source));
    const cameras = element('section', '');
    cameras.id = 'cameras';
    cameras.hidden = true;
    this.cameras = new Cameras(cameras, async (source, name) => {
      this.named.next = name;
      if (await this.source.start(source)) return '';
      this.named.next = '';
      return this.source.error?.message ?? '';
    });
    this.root.append(named, first, this.uploads, media, cameras);
  }

  /** The sheet is closed: nobody looks any more. */
  rest() {
    this.cameras.stop();
  }

  /** Asks the server for the list again. */
  async refresh() {
    this.#showRecent([]);
    this.cameras.look();
    try {
      const { sample, uploads, folders, named } = await api.sources();
      this.named.show(named);
      this.#showRecent(named);
      this.sample.hidden = !sample;
      this.sample.onclick = () => this.source.start(sample);
      this.pick.hidden = this.hint.hidden = !uploads;
      this.root.querySelector('#upload').hidden = !uploads && !sample;
      this.root.querySelector('#media').hidden = !folders;
      await Promise.all([uploads && this.#list(), folders && this.folders.refresh()]);
    } catch (error) {
      this.#report(error);
    }
  }

  /** Those with a name have cards of their own. @param {import('./named-sources.js').Named[]} named */
  #showRecent(named) {
    const { running } = this.source;
    const recent = this.source.recent.filter((one) => !named.some(({ name, address }) => one === name || one === address));
    if (recent.includes(running) && this.picture.classList.contains('showing')) keepStill(running, this.picture);
    this.recent.replaceChildren(...recent.map((source) => {
      const card = element('button', 'recent');
      card.type = 'button';
      card.title = messages.openAgain(shortName(source));
      const still = element('span', 'still');
      if (stillOf(source)) still.append(Object.assign(new Image(), { src: stillOf(source), alt: '' }));
      card.append(still, shortName(source));
      card.addEventListener('click', () => this.source.start(source));
      return card;
    }));
  }

  /** Uploads a file, and plays it. @param {File} file */
  async take(file) {
    if (this.#upload) return this.#report(new Error(messages.oneUploadAtATime));
    this.#report(null);
    /** The source that it plays as while it arrives, once it does. @type {Promise<boolean>|null} */
    let early = null;
    const upload = new Upload(file, (done, waiting) => this.#tell(done, waiting), (source) => {
      early = this.source.start(source);
    });
    this.#upload = upload;
    this.progress.hidden = false;
    this.pick.disabled = true;
    this.label.textContent = file.name;
    this.#tell(0, false);
    try {
      const kept = await upload.run();
      // A cancelled upload may still be on its way out.
      if (kept && !((await early) && this.#isWatched(kept.source))) await this.source.start(kept.source);
    } catch (error) {
      this.#report(error);
    }
    this.#upload = null;
    this.progress.hidden = true;
    this.pick.disabled = false;
    this.file.value = '';
    this.#list().catch(() => {});
  }

  /** It goes on, or somebody has chosen something else since it was begun. @param {string} source */
  #isWatched(source) {
    const { status } = this.source.state.now;
    return status?.source !== source || status.source_state !== 'ended';
  }

  #makeProgress() {
    const box = element('div', 'uploading');
    box.hidden = true;
    this.label = element('p', 'name');
    this.label.dir = 'auto';
    this.label.id = 'upload-name';
    this.bar = document.createElement('progress');
    this.bar.setAttribute('aria-labelledby', this.label.id);
    this.words = element('p', 'hint');
    this.words.role = 'status';
    const cancel = element('button', '', messages.cancel);
    cancel.type = 'button';
    cancel.addEventListener('click', () => this.#upload?.cancel());
    const row = element('div', 'row');
    row.append(this.words, cancel);
    box.append(this.label, this.bar, row);
    return box;
  }

  #tell(done, waiting) {
    const { size } = this.#upload;
    const whole = done >= size && size > 0;
    this.bar.max = size;
    this.bar.value = done;
    if (whole) this.bar.removeAttribute('value');
    this.words.textContent = waiting
      ? messages.uploadWaits
      : whole ? messages.checkingUpload : messages.uploadedSoFar(megabytes(done), megabytes(size));
  }

  async #list() {
    const { uploads, free_bytes: free, days } = await api.uploads();
    this.uploads.hidden = uploads.length === 0;
    this.cards.replaceChildren(...uploads.map((video) =>
      videoCard({ ...video, detail: `${megabytes(video.bytes)} MB · ${day.format(video.at * 1000)}` },
        () => this.source.start(video.source), () => this.#remove(video.name))));
    this.room.textContent = days ? messages.uploadsAreKept(megabytes(free), String(days)) : messages.roomForUploads(megabytes(free));
  }

  async #remove(name) {
    try {
      await api.deleteUpload(name);
      this.#report(null);
      await this.#list();
    } catch (error) {
      this.#report(error);
    }
    this.pick.focus();
  }

  /** @param {Error|null} error */
  #report(error) {
    this.message.textContent = error ? error.message : '';
    if (error) this.message.scrollIntoView({ block: 'nearest' });
  }
}
