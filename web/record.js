// The list as a record: what was said before, the search, a line's picture and menu, and the lines as a file.

import { element } from './commentary.js';
import { Download } from './download.js';
import { History } from './history.js';
import { LineMenu } from './line-menu.js';
import { Search } from './search.js';
import { messages } from './texts.js';

export class Record {
  /**
   * @param {object} parts
   * @param {import('./state.js').State} parts.state
   * @param {HTMLElement} parts.stage
   * @param {HTMLElement} parts.bar       above the list; empty
   * @param {HTMLElement} parts.scroller
   * @param {HTMLOListElement} parts.list
   * @param {HTMLElement} parts.empty     shown while there is no row
   * @param {HTMLButtonElement} parts.newest  jumps to the newest line
   * @param {HTMLButtonElement} parts.save
   * @param {() => string} parts.shown    what stands in the list, as text
   * @param {() => string} parts.form  as Replay's
   * @param {(text: string) => void} parts.tell  says something for a moment
   */
  constructor({ state, stage, bar, scroller, list, empty, newest, save, shown, form, tell }) {
    const found = element('ol');
    Object.assign(found, { id: 'found', reversed: true, hidden: true });
    const end = element('p', 'record-end');
    list.after(found, end);
    const keys = element('p', 'unseen', messages.keysOfList);
    keys.id = 'list-keys';
    scroller.after(keys);
    scroller.setAttribute('aria-describedby', keys.id);

    // The list shows the target of a link.
    addEventListener('hashchange', () => this.search.clear());
    this.history = new History({
      scroller, list, end, empty, newest, complain: tell, seen: (entries) => this.search.offer(entries),
    });
    this.search = new Search({ bar, scroller, list, found, end, history: this.history });
    /** Its code comes with the first replay. @type {Promise<import('./replay.js').Replay>|undefined} */
    let replay;
    const watch = async (entry) => {
      replay ??= import('./replay.js').then(({ Replay }) => new Replay({ stage, scroller, form }));
      const shown = await replay.catch(() => (replay = undefined));
      if (shown) shown.show(entry);
      else tell(messages.cannotShare);
    };
    this.menu = new LineMenu({ scroller, tell, watch });
    this.download = new Download({ button: save, shown, tell });
    state.subscribe(({ status }) => status ?? undefined, (status) => {
      this.history.show(status);
      this.search.show(status);
      this.download.show(status);
    });
  }
}
