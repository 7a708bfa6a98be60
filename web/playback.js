// The controls of a file: where in it the picture is, pause, another place, once or again and again. Cameras have none.

import { api } from './api.js';
import { icon, iconButton } from './icon.js';
import { Playhead } from './playhead.js';
import { remember } from './store.js';
import { messages } from './texts.js';

const TICK_MS = 250;
const STEP_S = 5;  // of the arrow keys
const MOST_MARKS = 300;
const PLAY = 'M8 5.5v13l10.5-6.5z';
const PAUSE = 'M8.5 5.5v13M15.5 5.5v13';
const RESTART = 'M5 12a7 7 0 1 0 2.3-5.2M5 4.5v4h4';
const LOOP = 'M7 7h8.5A3.5 3.5 0 0 1 19 10.5v.5m-2 6H8.5A3.5 3.5 0 0 1 5 13.5V13M9.5 4.5 7 7l2.5 2.5m5 5L17 17l-2.5 2.5';

/** "0:42", "1:02:03" @param {number} seconds */
export function clockText(seconds) {
  const whole = Math.max(0, Math.floor(seconds + 0.05));
  const two = (count) => String(count).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

export class Playback {
  #head = new Playhead();
  #source = '';
  #serverAhead = 0;  // of this browser's clock, ms
  #timer = 0;
  /** @type {boolean|null} */
  #room = null;
  #dragging = false;
  #watchOnly = false;
  #busy = false;
  #heard = 0;  // when the newest status was made, by the server's clock
  #next = null;  // the wish to send when the answer to the one before is there
  /** @type {Map<number, HTMLElement>} by its place in thousandths */
  #marks = new Map();

  /**
   * @param {object} parts
   * @param {import('./state.js').State} parts.state
   * @param {HTMLElement} parts.root  is filled; seen while a file plays
   * @param {HTMLElement} parts.stage  gets a button at a file's end
   * @param {(word: string, at: string) => void} parts.tell  for the badge; empty: no file plays
   * @param {(sentence: string) => void} parts.complain
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.play = iconButton(PAUSE, messages.pause);
    this.restart = iconButton(RESTART, messages.fromTheBeginning);
    this.loop = iconButton(LOOP, messages.repeat);
    this.slider = document.createElement('input');
    Object.assign(this.slider, { type: 'range', id: 'position', className: 'volume', min: '0', step: '0.1' });
    this.slider.ariaLabel = messages.positionInFile;
    this.marks = document.createElement('div');
    this.marks.className = 'marks';
    this.marks.ariaHidden = 'true';
    const track = document.createElement('div');
    track.className = 'track';
    track.append(this.marks, this.slider);
    this.time = document.createElement('span');
    this.time.className = 'time';
    this.play.id = 'play';
    this.restart.id = 'restart';
    this.loop.id = 'loop';
    this.again = document.createElement('button');
    Object.assign(this.again, { type: 'button', id: 'play-again', className: 'pill', hidden: true });
    this.again.append(icon(PLAY), messages.playAgain);
    this.again.addEventListener('click', () => this.toggle());
    this.stage.append(this.again);
    this.root.role = 'group';
    this.root.ariaLabel = messages.playback;
    this.root.append(this.play, this.restart, track, this.time, this.loop);

    this.play.addEventListener('click', () => this.toggle());
    this.restart.addEventListener('click', () => this.#wish({ position: 0, paused: false }));
    this.loop.addEventListener('click', () => this.#wish({ loop: !this.#now?.loop }));
    this.slider.addEventListener('input', () => {
      this.#dragging = true;
      this.#wish({ position: Number(this.slider.value) });
      this.#write(Number(this.slider.value));
    });
    this.slider.addEventListener('change', () => (this.#dragging = false));
    this.slider.addEventListener('keydown', (event) => this.#step(event));
    this.state.subscribe(({ status }) => status ?? undefined, (status) => this.#show(status));
  }

  get #now() {
    return this.#head.playback;
  }

  /** Plays, pauses, or plays again. */
  toggle() {
    if (this.#now && !this.#watchOnly) this.#wish({ paused: !(this.#now.paused || this.#now.ended) });
  }

  /** @param {import('./state.js').Status} status */
  #show(status) {
    // An event changes a part of the last status; the rest of that is old by then.
    const fresh = status.now !== this.#heard;
    this.#heard = status.now;
    if (fresh) this.#serverAhead = status.now * 1000 - Date.now();
    this.#head.delay = status.target_delay;
    this.#watchOnly = status.access === 'watch';
    if (this.#source !== status.source) this.#clearMarks();
    this.#source = status.source;
    if (fresh && !this.#busy) this.#take(status.playback ?? null, Date.now(), false);
  }

  /** @param {any} event that tells of a change */
  changed(event) {
    this.#take(event, event.at * 1000 - this.#serverAhead, event.jumped);
  }

  /** A line is marked on the slider. @param {any} end the data of its cycle_end */
  mark(end) {
    if (!this.#now?.length || !end.text) return;
    const at = end.media_time;
    if (typeof at !== 'number') return;
    const place = Math.round((at / this.#now.length) * 1000);
    if (this.#marks.has(place) || place < 0 || place > 1000 || this.#marks.size >= MOST_MARKS) return;
    const mark = document.createElement('i');
    mark.style.insetInlineStart = `${place / 10}%`;
    this.#marks.set(place, mark);
    this.marks.append(mark);
  }

  #clearMarks() {
    this.#marks.clear();
    this.marks.replaceChildren();
  }

  #take(playback, at, jumped) {
    this.#head.set(playback, at, jumped);
    this.#makeRoom(Boolean(playback));
    clearInterval(this.#timer);
    this.again.hidden = !playback?.ended || this.#watchOnly;
    if (!playback) return this.tell('', '');
    const { paused, ended, loop, length, seekable } = playback;
    const [path, label] = ended ? [PLAY, messages.playAgain] : paused ? [PLAY, messages.play] : [PAUSE, messages.pause];
    this.play.querySelector('path').setAttribute('d', path);
    this.play.ariaLabel = label;
    this.play.title = messages.bySpace(label);
    this.play.classList.toggle('again', ended);
    this.loop.ariaPressed = String(loop);
    this.slider.disabled = !seekable || this.#watchOnly;
    this.slider.title = seekable ? '' : messages.noOtherPlace;
    this.slider.max = String(length ?? 0);
    this.#tick();
    if (!paused && !ended) this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  /** The next visit begins with it. @param {boolean} room */
  #makeRoom(room) {
    if (room === this.#room) return;
    this.#room = room;
    document.documentElement.classList.toggle('file', room);
    remember('file', room);
  }

  #tick() {
    const position = this.#head.position(Date.now());
    if (!this.#dragging) this.slider.value = String(position);
    this.#write(this.#dragging ? Number(this.slider.value) : position);
  }

  #write(position) {
    const { length, paused, ended } = this.#now;
    const at = clockText(position);
    const text = length ? `${at} / ${clockText(length)}` : at;
    if (this.time.textContent !== text) {
      this.time.textContent = text;
      this.slider.ariaValueText = length ? messages.placeOf(at, clockText(length)) : at;
    }
    this.slider.style.setProperty('--filled', length ? `${Math.min(100, (position / length) * 100)}%` : '0%');
    this.tell(ended ? messages.fileEnded : paused ? messages.filePaused : messages.file, text);
  }

  /** The steps that people know of other players. @param {KeyboardEvent} event */
  #step(event) {
    const steps = { ArrowLeft: -STEP_S, ArrowDown: -STEP_S, ArrowRight: STEP_S, ArrowUp: STEP_S };
    const step = steps[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const to = Math.min(Math.max(Number(this.slider.value) + step, 0), Number(this.slider.max));
    this.slider.value = String(to);
    this.#write(to);
    this.#wish({ position: to });
  }

  /** One request at a time: of the places that are passed meanwhile the last one counts. */
  async #wish(wish) {
    this.#next = { ...this.#next, ...wish };
    if (this.#busy) return;
    this.#busy = true;
    let playback;
    try {
      while (this.#next) {
        const sent = this.#next;
        this.#next = null;
        ({ playback } = await api.setPlayback(sent));
      }
    } catch (error) {
      this.#next = null;
      this.complain(error.message);
    }
    this.#busy = false;
    if (playback) this.#take(playback, Date.now(), 'position' in wish);
  }
}
