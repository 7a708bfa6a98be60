// Stats for nerds: what the picture is, who speaks, and how long the words of each line took on their way.

import { icon } from './icon.js';
import { aboutEngine, aboutSource, aboutVoice, inWords } from './status.js';
import { fixed, messages } from './texts.js';

const MOST_LINES = 60;
const GRAPH = 'M4 19.5V13m5.5 6.5v-13m5.5 13v-9m5.5 9v-15';
const LEAST_SCALE_S = 2;

/** @typedef {{cycle: number, seen: number, word: number, sound: number, end: number}} Way  seconds after `seen`; 0: not known */

/** @param {number[]} values @returns {number} 0 if there are none */
export function median(values) {
  const known = values.filter((value) => value > 0).sort((a, b) => a - b);
  return known[Math.floor(known.length / 2)] ?? 0;
}

const inSeconds = (value) => (value > 0 ? `${fixed(value, 1)} s` : '–');

export class Stats {
  /** @type {Way[]} the oldest first */
  #ways = [];
  #serverAhead = 0;  // of this browser's clock, seconds
  #latency = 0;
  #status = null;
  /** Of the line that is being written. @type {{cycle: number, word: number, sound: number}|null} */
  #growing = null;

  /**
   * @param {object} parts
   * @param {import('./state.js').State} parts.state
   * @param {HTMLElement} parts.bar     gets the button
   * @param {HTMLElement} parts.before  in it
   */
  constructor({ state, bar, before }) {
    this.button = document.createElement('button');
    Object.assign(this.button, { type: 'button', id: 'stats-open', className: 'icon', title: `${messages.stats} (N)` });
    this.button.ariaLabel = messages.stats;
    this.button.append(icon(GRAPH));
    bar.insertBefore(this.button, before);
    this.panel = document.createElement('section');
    this.panel.id = 'stats';
    this.panel.popover = 'auto';
    this.panel.ariaLabel = messages.stats;
    // In a low window it scrolls.
    this.panel.tabIndex = 0;
    this.button.popoverTargetElement = this.panel;
    document.body.append(this.panel);
    state.subscribe(({ status }) => status ?? undefined, (status) => this.#show(status));
    this.panel.addEventListener('toggle', ({ newState }) => newState === 'open' && this.#draw());
  }

  toggle() {
    this.panel.togglePopover();
  }

  /** Takes an event of the show. @param {import('./live.js').LiveEvent} event */
  take({ event, data, cycle }) {
    if (event === 'piece') this.#piece(cycle);
    else if (event === 'cycle_end') this.#end(data);
    else if (event === 'activity' && data.activity === 'speaking') this.#speaks();
  }

  /** @param {import('./state.js').Status} status */
  #show(status) {
    // An event changes a part of the last status, whose time is old by then.
    if (status.now !== this.#status?.now) this.#serverAhead = status.now - Date.now() / 1000;
    this.#status = status;
    this.#draw();
  }

  /** A piece of a line is shown on this page. @param {number} cycle */
  #piece(cycle) {
    if (this.#growing?.cycle !== cycle) this.#growing = { cycle, word: this.#serverNow(), sound: 0 };
  }

  /** The voice begins to be heard. */
  #speaks() {
    const way = this.#growing ?? this.#ways.at(-1);
    if (way && !way.sound) way.sound = this.#growing ? this.#serverNow() : this.#serverNow() - way.seen;
    this.#draw();
  }

  /** @param {any} end the data of its cycle_end */
  #end(end) {
    const growing = this.#growing?.cycle === end.cycle ? this.#growing : null;
    this.#growing = null;
    if (!end.text || end.error || end.cancelled) return;
    const seen = end.newest_frame_at;
    const since = (moment) => (moment > 0 ? Math.max(0, moment - seen) : 0);
    this.#latency = end.latency_sec;
    this.#ways.push({
      cycle: end.cycle,
      seen,
      word: since(growing?.word ?? this.#serverNow()),
      sound: since(growing?.sound ?? 0),
      end: since(end.inference_end),
    });
    if (this.#ways.length > MOST_LINES) this.#ways.shift();
    this.#draw();
  }

  #serverNow() {
    return Date.now() / 1000 + this.#serverAhead;
  }

  #draw() {
    if (!this.#status || !this.panel.matches(':popover-open')) return;
    if (!this.rows) this.#build();
    const rows = this.#facts().map(([name, value]) => {
      const dt = document.createElement('dt');
      const dd = document.createElement('dd');
      dt.textContent = name;
      dd.textContent = value;
      return [dt, dd];
    });
    this.rows.replaceChildren(...rows.flat());
    this.#drawGraph();
  }

  #build() {
    const heading = document.createElement('div');
    heading.className = 'heading';
    const title = document.createElement('h2');
    title.textContent = messages.stats;
    heading.append(title);
    this.rows = document.createElement('dl');
    this.canvas = document.createElement('canvas');
    this.canvas.role = 'img';
    const key = document.createElement('p');
    key.className = 'key';
    for (const [name, text] of [['word', messages.firstWord], ['sound', messages.firstSound], ['end', messages.lineEnd]]) {
      const part = document.createElement('span');
      part.className = name;
      part.textContent = text;
      key.append(part);
    }
    this.key = key;
    this.panel.append(heading, this.rows, this.canvas, key);
  }

  #facts() {
    const s = this.#status;
    const measured = s.pictures_per_s > 0 ? messages.measuredRate(fixed(s.pictures_per_s, 1)) : '';
    const usual = (way) => messages.afterPicture(inSeconds(median(this.#ways.map(way))));
    return [
      [messages.statPicture, [aboutSource(s).text, measured].filter(Boolean).join(', ')],
      [messages.statSound, s.source_sound || messages.noSound],
      [messages.statEngine, aboutEngine(s).text],
      [messages.statVoice, aboutVoice(s).text],
      [messages.statBehind, inSeconds(s.target_delay)],
      [messages.statLastLine, messages.fromOldestPicture(inSeconds(this.#latency))],
      [messages.firstWord, usual((way) => way.word)],
      [messages.firstSound, usual((way) => way.sound)],
      [messages.statCycles, messages.cyclesAndFrames(String(s.cycle_count), String(s.frames_buffered))],
      [messages.statAudience, messages.audience(String(s.viewers), String(s.listeners))],
      [messages.statUptime, inWords(s.uptime_s)],
      [messages.statVersion, s.version],
    ];
  }

  /** A column for each line: from its picture, at the bottom, up to its first word, first sound and end. */
  #drawGraph() {
    const { canvas } = this;
    const { width, height } = canvas.getBoundingClientRect();
    const scale = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.ariaLabel = messages.waysOfLines(String(this.#ways.length));
    const context = canvas.getContext('2d');
    context.scale(scale, scale);
    const longest = Math.max(LEAST_SCALE_S, ...this.#ways.flatMap(({ word, sound, end }) => [word, sound, end]));
    const y = (seconds) => height - 4 - (seconds / longest) * (height - 20);
    const step = width / MOST_LINES;
    const colours = Object.fromEntries(
      [...this.key.children].map((part) => [part.className, getComputedStyle(part, '::before').backgroundColor]));
    context.fillStyle = getComputedStyle(this.panel).color;
    context.font = '11px system-ui, sans-serif';
    context.fillText(`${longest.toFixed(1)} s`, 4, 12);
    this.#ways.forEach((way, at) => {
      const x = at * step + 1;
      const bar = (name, from, to) => {
        if (to <= 0) return;
        context.fillStyle = colours[name];
        context.fillRect(x, y(to), Math.max(1, step - 2), Math.max(2, y(from) - y(to)));
      };
      bar('end', 0, way.end);
      bar('word', 0, way.word);
      if (way.sound) bar('sound', way.sound - longest / 60, way.sound);
    });
  }
}
