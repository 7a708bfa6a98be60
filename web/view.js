// The common part of /overlay and /embed: captions that follow the show, reconnect by themselves for ever, and look as
// the address asks.

import { captionLook } from './caption-look.js';
import { CaptionRows } from './caption-rows.js';
import { Entry } from './entry.js';
import { Lines } from './lines.js';
import { Live } from './live.js';

const root = document.documentElement;
const NOTHING = () => {};

export class View {
  /**
   * @param {object} parts
   * @param {import('./state.js').State|null} [parts.state]  says what is heard here; null: nothing
   * @param {HTMLElement} parts.captions
   * @param {HTMLElement} parts.locked  says that a token is needed
   * @param {(status: any) => void} [parts.status]
   * @param {(position: number, samples: Int16Array) => void} [parts.speech]
   * @param {(position: number, samples: Int16Array) => void} [parts.original]
   * @param {() => void} [parts.back]  the server was away and is there again
   * @param {() => void} [parts.away]
   */
  constructor({
    state = null, captions, locked, status = NOTHING, speech = NOTHING, original = NOTHING, back = NOTHING, away = NOTHING,
  }) {
    const look = captionLook(new URL(location.href).searchParams);
    for (const [name, value] of Object.entries(look.properties)) root.style.setProperty(name, value);
    root.dataset.place = look.place;
    this.entry = new Entry((isLocked) => (locked.hidden = !isLocked));
    this.rows = new CaptionRows({ most: look.lines, hold: look.hold, write: (rows) => write(captions, rows) });
    this.lines = new Lines({
      writing: NOTHING,
      changed: (line) => line.old || this.rows.show(line),
      dropped: (line) => this.rows.drop(line),
    });
    this.isAway = false;
    this.live = new Live(
      state,
      {
        event: (event) => this.#take(event, status, back),
        speech,
        original,
        down: () => {
          this.isAway = true;
          this.lines.abandon();
          this.rows.clear();
          away();
          this.entry.check();
        },
      },
      { query: () => this.entry.query, past: false },
    );
  }

  async begin() {
    await this.entry.check();
    this.live.connect();
  }

  #take({ event, data, cycle, old }, status, back) {
    if (event === 'hello' && this.isAway) {
      this.isAway = false;
      back();
    }
    if (event === 'hello' || event === 'status') status(data);
    if (event === 'piece') this.lines.piece(cycle, data, old);
    if (event === 'cycle_end') this.lines.end(data, old);
  }
}

/** @param {HTMLElement} box @param {string[]} rows */
function write(box, rows) {
  box.replaceChildren(...rows.map((row) => {
    const line = document.createElement('p');
    const text = document.createElement('span');
    text.textContent = row;
    text.dir = 'auto';
    line.append(text);
    return line;
  }));
}
