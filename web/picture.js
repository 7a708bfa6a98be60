// The live picture: H.264 in a <video>, where there is such and the browser shows it; else, and until then, one endless
// multipart image. A browser does not tell when a stream breaks: call restart() when the server was away.

import { VIEWER } from './viewer.js';

const RETRY_MS = 1500;
const HIDDEN_MS = 20000;
// A video that is not there by then is seen as images meanwhile.
const PATIENCE_MS = 1000;
// A browser that cannot show it tries again after so long, and not for ever.
const MEND_MS = 30000;
const MOST_FAILURES = 3;

const showsVideo = () =>
  'MediaSource' in window && 'requestVideoFrameCallback' in HTMLVideoElement.prototype &&
  MediaSource.isTypeSupported('video/mp4; codecs="avc1.42e01e"');

export class Picture {
  /** Of the source; empty: none. Null before the server has named it. @type {string|null} */
  #name = null;
  #loads = 0;
  #retryTimer = 0;
  #hiddenTimer = 0;
  #imageTimer = 0;
  /** On the way to be seen. @type {import('./video.js').Video|null} */
  #coming = null;
  /** Seen, or its last picture is. @type {import('./video.js').Video|null} */
  #video = null;
  #imageShows = false;
  /** As /api/video names it; empty: as images. */
  #form = '';
  #knowsForm = false;
  /** Of the newest video. */
  #opened = '';
  /** Its code comes when there is H.264 to show. @type {typeof import('./video.js').Video|null} */
  #Player = null;
  #failures = 0;
  #failedAt = -Infinity;

  /**
   * @param {HTMLImageElement} image  what is seen of either has the class "showing"
   * @param {() => void} onChange
   * @param {object} [how]
   * @param {() => Record<string, string>} [how.query] goes behind the address each time
   * @param {(at: number) => void} [how.seen]  of a video: the picture that is seen now was captured then
   * @param {() => boolean} [how.saves]  data: no images, if it gets along without them
   */
  constructor(image, onChange, { query = () => ({}), seen = () => {}, saves = () => false } = {}) {
    this.image = image;
    this.onChange = onChange;
    this.query = query;
    this.seen = seen;
    this.saves = saves;
    image.addEventListener('load', () => this.#showImage());
    image.addEventListener('error', () => {
      this.#imageShows = false;
      this.#refresh();
      this.#retrySoon();
    });
    // A hidden tab costs the server nothing.
    document.addEventListener('visibilitychange', () => {
      clearTimeout(this.#hiddenTimer);
      if (document.hidden) this.#hiddenTimer = setTimeout(() => this.#hidden && this.#close(), HIDDEN_MS);
      else if (!this.#isOpen) this.restart();
    });
  }

  get showing() {
    return this.#imageShows || this.#video !== null;
  }

  /** Nobody sees it. In a small window of its own it is seen while the page's tab is hidden. */
  get #hidden() {
    return this.image.ownerDocument.hidden;
  }

  /** seen() tells which picture is seen. */
  get tells() {
    return this.#video !== null;
  }

  /** Of the video that is seen; empty: images are. */
  get form() {
    return this.#video ? this.#opened : '';
  }

  /** Of what is seen: its own size, and the room that it has on the page. */
  get size() {
    const { clientWidth, clientHeight } = this.#video?.element ?? this.image;
    const { videoWidth, videoHeight } = this.#video?.element ?? {};
    const { naturalWidth, naturalHeight } = this.image;
    return { width: videoWidth ?? naturalWidth, height: videoHeight ?? naturalHeight, clientWidth, clientHeight };
  }

  /**
   * A picture belongs to its source: the last one of another source goes at once.
   * @param {string} name empty: none
   * @param {string|null} form  as pictureForm()'s
   */
  watch(name, form) {
    const before = this.#name;
    this.#name = name;
    this.#form = (showsVideo() && form) || '';
    this.#knowsForm = form !== null;
    if (this.#form && !this.#Player && !this.#hasFailed) this.#fetchPlayer();
    // The first picture does not wait for the source's name.
    if (name !== before && (!name || before !== null)) {
      this.#failures = 0;
      this.#close();
      this.restart();
    }
    if (name && !this.#isOpen && !this.#mayWait) this.restart();
    const isVideo = this.#coming !== null || this.#video !== null;
    if (this.#goesByVideo && this.#isOpen && !(isVideo && this.#opened === this.#form)) this.#openVideo();
    if (form !== '' || !isVideo || this.image.hasAttribute('src')) return;
    this.#coming?.close();
    this.#coming = null;
    this.#openImage();
  }

  /** Opens the stream again; the last picture stays until the next one is there. */
  restart() {
    clearTimeout(this.#retryTimer);
    if (this.#name === '') return;
    if (this.#hidden) return this.#close();
    if (this.#goesByVideo) return this.#openVideo();
    this.#coming?.close();
    this.#coming = null;
    if (!this.#mayWait) this.#openImage();
  }

  /** A video may come, and images are what data is not to be spent on. */
  get #mayWait() {
    const comes = !this.#knowsForm || (this.#form !== '' && this.#Player === null);
    return this.saves() && showsVideo() && comes && !this.#hasFailed;
  }

  get #goesByVideo() {
    return this.#form !== '' && this.#Player !== null && !this.#hasFailed;
  }

  get #hasFailed() {
    return this.#failures >= MOST_FAILURES || performance.now() - this.#failedAt < MEND_MS;
  }

  /** Images are seen meanwhile, and for good if it does not come. */
  async #fetchPlayer() {
    const { Video } = await import('./video.js').catch(() => ({ Video: null }));
    if (this.#Player) return;
    this.#Player = Video;
    if (!Video) this.#fails();
    this.watch(this.#name, this.#knowsForm ? this.#form : null);
  }

  get #isOpen() {
    return this.#coming !== null || this.#video !== null || this.image.hasAttribute('src');
  }

  #address(path, more = {}) {
    // Each address is new, because the browser would take the same one for the stream that is already open.
    return `${path}?${new URLSearchParams({ n: `${++this.#loads}`, viewer: VIEWER, ...more, ...this.query() })}`;
  }

  #openImage() {
    clearTimeout(this.#imageTimer);
    this.image.src = this.#address('api/mjpeg');
  }

  #openVideo() {
    const video = new this.#Player({
      seen: (at) => {
        if (this.#coming === video) this.#showVideo(video);
        this.seen(at);
      },
      over: (why) => this.#over(video, why),
    });
    this.#coming?.close();
    this.#coming = video;
    this.#opened = this.#form;
    video.element.ariaLabel = this.image.alt;
    this.image.before(video.element);
    clearTimeout(this.#imageTimer);
    if (!this.image.hasAttribute('src') && !this.saves()) this.#imageTimer = setTimeout(() => this.#openImage(), PATIENCE_MS);
    video.open(this.#address('api/video', { form: this.#form }));
  }

  #over(video, { status, broken }) {
    // The next one is on its way: a video that was moved to another window breaks.
    if (this.#coming && this.#coming !== video) return;
    if (broken) this.#fails();
    // The last picture of a video that was seen stays until the image is there.
    if (this.#coming === video) this.#coming = null;
    if (this.#video !== video) video.close();
    if (status === 0 && !broken) return this.#retrySoon();
    if (!this.image.hasAttribute('src')) this.#openImage();
  }

  #fails() {
    ++this.#failures;
    this.#failedAt = performance.now();
  }

  #showVideo(video) {
    clearTimeout(this.#imageTimer);
    this.#video?.close();
    this.#video = video;
    this.#coming = null;
    this.#imageShows = false;
    this.image.removeAttribute('src');
    this.#refresh();
  }

  #showImage() {
    this.#video?.close();
    this.#video = null;
    this.#imageShows = true;
    this.#refresh();
  }

  #retrySoon() {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.restart(), RETRY_MS);
  }

  #close() {
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#imageTimer);
    this.#coming?.close();
    this.#video?.close();
    this.#coming = this.#video = null;
    this.image.removeAttribute('src');
    this.#imageShows = false;
    this.#refresh();
  }

  #refresh() {
    this.image.classList.toggle('showing', this.#imageShows);
    this.#video?.element.classList.add('showing');
    this.onChange();
  }
}
