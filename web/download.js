// The lines as a file or for the clipboard: of this source, of today, or all that are kept.

import { api, exportAddress } from './api.js';
import { copyText } from './clipboard.js';
import { element } from './commentary.js';
import { messages } from './texts.js';

const EDGE_PX = 8;
const FORMATS = [
  ['vtt', messages.asVtt], ['srt', messages.asSrt], ['text', messages.asText], ['jsonl', messages.asJson],
];

export class Download {
  #box = element('div', 'menu download');
  #range = element('select');
  #links = [];
  #source = '';
  #kept = false;

  /**
   * @param {object} parts
   * @param {HTMLButtonElement} parts.button
   * @param {() => string} parts.shown  what stands in the list, where the server keeps nothing
   * @param {(text: string) => void} parts.tell
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.button.setAttribute('aria-haspopup', 'dialog');
    Object.assign(this.#box, { id: 'download', popover: 'auto', role: 'dialog', ariaLabel: messages.saveLines });
    this.#range.id = 'download-range';
    this.#range.addEventListener('change', () => this.#aim());
    const label = element('label', '', messages.linesOf);
    label.htmlFor = this.#range.id;
    this.#links = FORMATS.map(([format, text]) => {
      const link = element('a', '', text);
      link.dataset.format = format;
      link.addEventListener('click', (event) => this.#take(event, format));
      return link;
    });
    const copy = element('button', '', messages.copyLines);
    copy.type = 'button';
    copy.addEventListener('click', () => this.#copy());
    this.#box.append(label, this.#range, ...this.#links, copy);
    this.button.after(this.#box);
    this.button.popoverTargetElement = this.#box;
    this.#box.addEventListener('beforetoggle', ({ newState }) => newState === 'open' && this.#offer());
  }

  /** @param {any} status */
  show({ source, record }) {
    this.#source = source ?? '';
    this.#kept = (record?.state ?? 'off') !== 'off';
  }

  #offer() {
    const chosen = this.#range.value;
    const ranges = [['today', messages.linesOfToday], ['all', messages.allLinesKept]];
    if (this.#source) ranges.unshift(['source', messages.linesOfSource]);
    this.#range.replaceChildren(...ranges.map(([value, text]) => new Option(text, value)));
    if (ranges.some(([value]) => value === chosen)) this.#range.value = chosen;
    // Without a record there is what this page shows, as text.
    for (const part of [this.#range, this.#box.querySelector('label')]) part.hidden = !this.#kept;
    for (const link of this.#links) link.hidden = !this.#kept && link.dataset.format !== 'text';
    this.#aim();
    const { bottom, right } = this.button.getBoundingClientRect();
    this.#box.style.top = `${bottom}px`;
    this.#box.style.right = `${innerWidth - right}px`;
    this.#box.style.maxHeight = `${innerHeight - bottom - EDGE_PX}px`;
  }

  #which() {
    if (this.#range.value === 'source') return { source: this.#source };
    if (this.#range.value === 'today') return { from: new Date().setHours(0, 0, 0, 0) / 1000 };
    return {};
  }

  #aim() {
    for (const link of this.#links) {
      link.href = this.#kept ? exportAddress({ format: link.dataset.format, ...this.#which() }) : '#';
      link.download = '';
    }
  }

  #take(event, format) {
    this.#box.hidePopover();
    if (this.#kept) return;
    event.preventDefault();
    const link = element('a');
    link.href = URL.createObjectURL(new Blob([this.shown()], { type: 'text/plain' }));
    link.download = `nerdpudding ${new Date().toLocaleString('sv').replaceAll(':', '.')}.${format === 'text' ? 'txt' : format}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  async #copy() {
    this.#box.hidePopover();
    try {
      const text = this.#kept ? await api.export({ format: 'text', ...this.#which() }) : this.shown();
      this.tell((await copyText(text)) ? messages.copied : messages.cannotCopy);
    } catch (error) {
      this.tell(error.message);
    }
  }
}
