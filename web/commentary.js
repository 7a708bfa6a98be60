// The running commentary, newest first, with what was done to the show between the lines.

const MAX_ENTRIES = 500;
const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
});

/** @param {string} tag @param {string} className @param {string} text */
function element(tag, className = '', text = '') {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

/** @param {HTMLTimeElement} field @param {Date} at */
function showTime(field, at) {
  field.dateTime = at.toISOString();
  field.textContent = clock.format(at);
}

export class Commentary {
  /** @type {Map<import('./lines.js').Line, HTMLLIElement>} */
  #items = new Map();

  /**
   * @param {object} parts
   * @param {HTMLOListElement} parts.list
   * @param {HTMLElement} parts.scroller  what scrolls
   * @param {HTMLElement} parts.empty     shown while there is no entry
   * @param {HTMLButtonElement} parts.newest  jumps back to the top
   * @param {HTMLElement} parts.announcer  read out by screen readers
   */
  constructor(parts) {
    Object.assign(this, parts);
    /** Whether screen readers read finished lines out: not while the voice is heard. */
    this.announce = true;
    this.newest.addEventListener('click', () => this.scroller.scrollTo({ top: 0 }));
    this.scroller.addEventListener('scroll', () => this.scroller.scrollTop < 40 && (this.newest.hidden = true));
  }

  /** @param {import('./lines.js').Line} line it began, grew or ended */
  show(line) {
    this.#keepPlace(() => {
      let item = this.#items.get(line);
      if (!item) {
        item = element('li', 'line');
        item.append(element('time'), element('p'));
        this.#items.set(line, item);
        this.#add(item);
      }
      this.#fill(item, line);
    });
    if (line.ended) this.#items.delete(line);
    if (line.ended && this.announce && !line.old) this.announcer.textContent = line.error || line.text;
  }

  /** @param {import('./lines.js').Line} line it was no line after all */
  drop(line) {
    this.#items.get(line)?.remove();
    this.#items.delete(line);
  }

  /**
   * @param {string} what happened to the show, for people
   * @param {{quote?: string, why?: string, at?: Date}} [more]  the user's own words; a sentence; when, where it matters
   */
  note(what, { quote = '', why = '', at } = {}) {
    const item = element('li', 'note');
    const time = element('time');
    const text = element('p');
    if (at) showTime(time, at);
    text.append(element('span', 'what', what));
    if (quote) text.append(' ', element('q', '', quote));
    if (why) text.append('. ', why);
    item.append(time, text);
    this.#keepPlace(() => this.#add(item));
  }

  /** All of it as plain text, oldest first. */
  asText() {
    const lines = [...this.list.children].reverse().map((item) => {
      const [time, text] = item.children;
      return `${time.textContent.padEnd(8)}  ${item.className === 'note' ? '— ' : ''}${text.textContent}`;
    });
    return lines.join('\n') + '\n';
  }

  #fill(item, line) {
    const [time, text] = item.children;
    showTime(time, line.at);
    item.classList.toggle('writing', !line.ended);
    item.classList.toggle('failed', Boolean(line.error));
    item.classList.toggle('cancelled', line.cancelled);
    text.textContent = line.text;
    if (line.cancelled) text.append(' ', element('span', 'mark', 'cut short'));
    if (!line.error) return;
    text.append(line.text ? ' ' : '', element('span', 'mark', 'failed'), ' ', element('span', 'why', line.error));
  }

  #add(item) {
    this.list.prepend(item);
    this.empty.hidden = true;
    while (this.list.childElementCount > MAX_ENTRIES) this.list.lastElementChild.remove();
  }

  /** New lines on top do not push away a reader who is further down. */
  #keepPlace(change) {
    const { scrollTop, scrollHeight } = this.scroller;
    change();
    if (scrollTop < 40) return;
    this.scroller.scrollTop = scrollTop + this.scroller.scrollHeight - scrollHeight;
    this.newest.hidden = false;
  }
}
