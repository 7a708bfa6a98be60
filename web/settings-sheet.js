// The sheet of all settings: those that count at once, and, read only, those that NerdPudding was started with.

import { api } from './api.js';
import { bindChoices } from './local-choices.js';
import { messages } from './texts.js';

const ORIGINS = {
  default: '', preset: messages.fromPace, state: messages.fromPage, dotenv: messages.fromDotenv,
  environment: messages.fromEnvironment, flag: messages.fromFlag,
};

/** @param {string} tag @param {string} text */
function element(tag, text) {
  return Object.assign(document.createElement(tag), { textContent: text });
}

/** @param {{name: string, value: string, from: string, live: boolean}[]} settings */
function tableOf(settings) {
  const list = document.createElement('dl');
  for (const { name, value, from, live } of settings) {
    const row = document.createElement('div');
    const told = element('dd', value || '–');
    const where = live ? messages.changeAbove : ORIGINS[from];
    if (where) told.append(' ', Object.assign(element('span', where), { className: 'from' }));
    row.append(element('dt', name), told);
    list.append(row);
  }
  return list;
}

export class SettingsSheet {
  /**
   * @param {object} parts
   * @param {import('./state.js').State} parts.state
   * @param {HTMLDialogElement} parts.dialog
   * @param {HTMLButtonElement} parts.opener
   * @param {HTMLButtonElement} parts.close
   * @param {HTMLElement} parts.server  for what NerdPudding was started with
   * @param {(error: Error|null) => void} parts.report
   * @param {() => void} parts.opened   by somebody who steers
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.opener.addEventListener('click', () => this.open());
    this.close.addEventListener('click', () => this.dialog.close());
    bindChoices(document, this.state);
  }

  open() {
    if (!this.dialog.open) this.dialog.showModal();
    if (this.state.now.status?.access === 'watch') return;
    this.#loadServer();
    this.opened();
  }

  async #loadServer() {
    try {
      const { settings } = await api.settings();
      const groups = Map.groupBy(settings, ({ group }) => group);
      const parts = [...groups].map(([name, rows]) => {
        const part = document.createElement('details');
        const own = rows.filter(({ from }) => from !== 'default').length;
        const title = element('summary', name);
        if (own) title.append(' ', Object.assign(element('span', messages.soManySet(String(own))), { className: 'from' }));
        part.append(title, tableOf(rows));
        part.open = [...this.server.children].some((one) => one.open && one.dataset.group === name);
        part.dataset.group = name;
        return part;
      });
      this.server.replaceChildren(...parts);
      this.report(null);
    } catch (error) {
      this.report(error);
    }
  }
}
