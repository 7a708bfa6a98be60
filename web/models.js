// The models in the sheet of settings: what comments now, what can be downloaded and chosen, servers that answer. It is
// loaded when somebody opens that sheet, and asks the server only while the sheet is open.

import { api } from './api.js';
import { messages, number } from './texts.js';

const SOON_MS = 700;  // while a model comes or loads
const LATER_MS = 5000;
const GIGABYTE = 1e9;
const MEGABYTE = 1e6;

/** @param {number} bytes */
const size = (bytes) =>
  bytes >= 0.95 * GIGABYTE ? `${number(bytes / GIGABYTE, 1)} GB` : `${number(bytes / MEGABYTE, 0)} MB`;

/** @param {string} tag @param {Record<string, any>} what @param {...(Node|string)} inside */
function element(tag, what = {}, ...inside) {
  const made = Object.assign(document.createElement(tag), what);
  made.append(...inside);
  return made;
}

/** @param {string} textContent @param {() => void} act */
function button(textContent, act, className = '') {
  const made = element('button', { type: 'button', textContent, className });
  made.addEventListener('click', act);
  return made;
}

/**
 * @typedef {object} Eyes
 * @property {'eyes'|'file'|'server'} kind
 * @property {string} name
 * @property {string} file
 * @property {string} url
 * @property {string} model
 */
/**
 * @typedef {object} Model
 * @property {string} name
 * @property {string} quant
 * @property {string|null} file
 * @property {number} bytes
 * @property {boolean} exact
 * @property {number} partial_bytes
 * @property {'gpu'|'memory'|'no'} fits
 * @property {string|null} device
 * @property {boolean} recommended
 */
/**
 * @typedef {object} Pull
 * @property {string} model
 * @property {string} quant
 * @property {'running'|'paused'|'failed'|'done'} state
 * @property {boolean} checking
 * @property {number} done
 * @property {number|null} total
 * @property {number|null} bytes_per_s
 * @property {string} note
 */

/** @param {Eyes} eyes @param {Model[]} models */
function nameOf({ kind, name, file, model }, models) {
  if (kind === 'eyes') return messages.builtInEyes;
  if (kind === 'server') return messages.modelAtServer(model || messages.firstModel, name);
  return models.find((one) => file && one.file === file)?.name ?? name;
}

/** @param {Model} model */
function about({ bytes, exact, fits, device }) {
  const fit = fits === 'gpu' ? messages.fitsOnGpu(device) : fits === 'memory' ? messages.fitsInMemory : messages.fitsNowhere;
  return `${exact ? size(bytes) : messages.aboutSoLarge(size(bytes))} · ${fit}`;
}

/** One card. It keeps its elements, so a keyboard user keeps the focus. */
class Card {
  #shape = '';

  constructor() {
    this.name = element('span', { className: 'name', dir: 'auto' });
    this.detail = element('span', { className: 'detail' });
    this.bar = element('progress', { max: 1 });
    this.came = element('span');
    this.note = element('span', { className: 'message' });
    this.coming = element('div', { className: 'coming', hidden: true }, this.bar, this.came, this.note);
    this.actions = element('div', { className: 'actions' });
    this.item = element('li', {}, element('span', { className: 'words' }, this.name, this.detail), this.actions, this.coming);
  }

  /** @param {string} name @param {string} detail @param {{current?: boolean, best?: boolean}} [how] */
  tell(name, detail, { current = false, best = false } = {}) {
    if (this.name.dataset.told !== `${name}|${best}`) {
      this.name.dataset.told = `${name}|${best}`;
      this.name.replaceChildren(name, ...(best ? [element('span', { className: 'best', textContent: messages.recommended })] : []));
    }
    this.detail.textContent = detail;
    if (current) this.item.setAttribute('aria-current', 'true');
    else this.item.removeAttribute('aria-current');
  }

  /** @param {[string, () => void, boolean?][]} actions text, act, whether it is the main one */
  offer(actions, disabled = false) {
    const shape = JSON.stringify(actions.map(([text]) => text));
    if (shape !== this.#shape) {
      this.#shape = shape;
      const had = this.actions.contains(document.activeElement);
      this.actions.replaceChildren(...actions.map(([text, act, main]) => {
        const one = button(text, act, main ? 'primary' : '');
        one.ariaLabel = `${text}: ${this.name.firstChild?.textContent ?? ''}`;
        return one;
      }));
      if (had) (this.actions.querySelector('button') ?? this.item.closest('section')?.querySelector('h3'))?.focus();
    }
    for (const one of this.actions.querySelectorAll('button')) one.disabled = disabled;
  }

  /** @param {Pull|null} pull */
  progress(pull) {
    this.coming.hidden = !pull;
    if (!pull) return;
    const { state, checking, done, total, bytes_per_s: speed, note } = pull;
    this.bar.ariaLabel = messages.downloadOf(pull.model);
    this.bar.hidden = state === 'failed' && !done;
    if (total) this.bar.value = done / total;
    else this.bar.removeAttribute('value');
    const amount = total ? messages.soMuchOf(size(done), size(total)) : '';
    const words = state === 'paused' ? [amount, messages.pullPaused]
      : state === 'failed' ? [amount]
      : checking ? [messages.checkingPull] : [amount || messages.askingHub, speed && `${size(speed)}/s`];
    this.came.textContent = words.filter(Boolean).join(' · ');
    this.note.textContent = note;
  }
}

export class Models {
  /** @type {Map<string, Card>} */
  #cards = new Map();
  #timer = 0;
  #open = false;
  #refused = '';  // why the last wish was
  #asked = 0;
  #served = '';

  /**
   * @param {HTMLElement} root  is filled
   */
  constructor(root) {
    this.root = root;
    document.head.append(element('link', { rel: 'stylesheet', href: 'models.css' }));
    this.title = element('h3', { textContent: messages.modelSection, tabIndex: -1, id: 'models-title' });
    this.now = element('p', { id: 'models-now', role: 'status' });
    this.message = element('p', { className: 'message', role: 'alert', id: 'models-message' });
    this.later = element('p', { className: 'hint' });
    this.list = element('ul', { id: 'models-list' });
    this.others = element('ul');
    this.more = element('details', {}, element('summary', { textContent: messages.moreModels }), this.others);
    this.room = element('p', { className: 'hint' });
    this.found = element('ul', { id: 'model-servers' });
    this.none = element('p', { className: 'hint', role: 'status' });
    this.again = button(messages.lookAgain, () => this.#lookForServers());
    root.append(this.title, this.now, this.message, this.later, this.list, this.more, this.room,
      element('h4', { textContent: messages.modelServers }), this.found,
      element('div', { className: 'found' }, this.none, this.again), this.#makeForm());
    root.setAttribute('aria-labelledby', this.title.id);
  }

  /** Looks until rest(). */
  look() {
    this.#open = true;
    this.#lookForServers();
    return this.#look();
  }

  rest() {
    this.#open = false;
    this.#refused = '';
    clearTimeout(this.#timer);
    this.#tell(this.message, '');
  }

  async #look() {
    clearTimeout(this.#timer);
    const turn = ++this.#asked;
    let busy = false;
    try {
      const all = await api.models();
      if (turn !== this.#asked) return;
      busy = all.stage !== 'settled' || all.pull?.state === 'running';
      this.#show(all);
    } catch (error) {
      if (turn !== this.#asked || !this.#open) return;
      this.message.textContent = error.message;
    }
    if (this.#open) this.#timer = setTimeout(() => this.#look(), busy ? SOON_MS : LATER_MS);
  }

  /** @param {() => Promise<any>} ask */
  async #do(ask) {
    this.#refused = '';
    try {
      await ask();
    } catch (error) {
      this.#refused = error.message;
    }
    await this.#look();
    if (this.#refused) this.message.scrollIntoView({ block: 'nearest' });
  }

  /** @param {Record<string, string>} wish */
  #choose = (wish) => this.#do(() => api.chooseModel(wish));

  /** @param {{now: Eyes, next: Eyes|null, stage: string, problem: string, start: Eyes|null, after_restart: string,
   *   models: Model[], pull: Pull|null, free_bytes: number}} all */
  #show({ now, next, stage, problem, start, after_restart: later, models, pull, free_bytes: free }) {
    const changing = stage !== 'settled';
    this.#tell(this.now, !next ? messages.commentsNow(nameOf(now, models))
      : stage === 'checking' ? messages.checksModel(nameOf(next, models))
      : next.kind === 'eyes' ? messages.commentsNow(nameOf(next, models)) : messages.loadsModel(nameOf(next, models)));
    this.#tell(this.message, this.#refused || problem);
    this.#tell(this.later, later);

    /** @type {Set<string>} */
    const shown = new Set();
    const card = (key) => {
      shown.add(key);
      if (!this.#cards.has(key)) this.#cards.set(key, new Card());
      return this.#cards.get(key);
    };
    const first = [];
    const eyes = card('eyes');
    eyes.tell(messages.builtInEyes, messages.aboutEyes, { current: now.kind === 'eyes' && !changing });
    // They may be chosen at any time, which breaks a change off.
    eyes.offer(now.kind === 'eyes' && !changing ? [] : [[messages.use, () => this.#choose({ use: 'eyes' })]]);
    first.push(eyes);
    if (start && start.kind !== 'eyes' && !(start.file && models.some(({ file }) => file === start.file))) {
      const current = !changing && now.kind === start.kind && now.name === start.name && now.file === start.file && now.model === start.model;
      const one = card('start');
      one.tell(nameOf(start, models), messages.fromStart, { current });
      one.offer(current ? [] : [[messages.use, () => this.#choose({ use: 'start' }), true]], changing);
      first.push(one);
    }
    const rest = [];
    for (const model of models) {
      const coming = pull?.model === model.name && pull.state !== 'done' ? pull : null;
      const one = card(`model:${model.file ?? model.name}`);
      const current = !changing && now.kind === 'file' && now.file === model.file;
      one.tell(model.name, about(model), { current, best: model.recommended });
      one.progress(coming ?? (model.partial_bytes && !model.file ? paused(model) : null));
      this.#offer(one, model, coming, current, changing, pull?.state === 'running');
      (model.file || model.recommended || model.partial_bytes || coming ? first : rest).push(one);
    }
    this.#arrange(this.list, first);
    this.#arrange(this.others, rest);
    this.more.hidden = !rest.length;
    for (const key of this.#cards.keys()) if (!shown.has(key)) this.#cards.delete(key);
    this.#tell(this.room, free ? messages.freeForModels(size(free)) : '');
    this.#busy(changing);
  }

  /** @param {Card} card @param {Model} model @param {Pull|null} coming @param {boolean} otherRuns */
  #offer(card, model, coming, current, changing, otherRuns) {
    const { name, file } = model;
    const go = () => this.#do(() => api.pullModel(coming?.quant ? { model: name, quant: coming.quant } : { model: name }));
    const cancel = () => this.#do(() => api.cancelPull(name));
    if (coming?.state === 'running')
      return card.offer([[messages.pause, () => this.#do(() => api.pausePull())], [messages.cancel, cancel]]);
    if (file) return card.offer(current ? [] : [[messages.use, () => this.#choose({ use: 'file', file }), true]], changing);
    if (coming || model.partial_bytes) return card.offer([[messages.goOn, go, true], [messages.cancel, cancel]], otherRuns);
    card.offer([[messages.download, go, model.recommended]], otherRuns);
  }

  /** Moves only what stands elsewhere: a moved element loses the focus. @param {HTMLElement} list @param {Card[]} cards */
  #arrange(list, cards) {
    const focused = /** @type {HTMLElement} */ (document.activeElement);
    cards.forEach(({ item }, index) => list.children[index] !== item && list.insertBefore(item, list.children[index] ?? null));
    while (list.children.length > cards.length) list.lastElementChild.remove();
    if (focused !== document.activeElement && this.root.contains(focused)) focused.focus();
  }

  /** A live region is told of news alone. */
  #tell(field, text) {
    if (field.textContent !== text) field.textContent = text;
  }

  #busy(changing) {
    for (const one of this.root.querySelectorAll('.of-server')) /** @type {HTMLButtonElement} */ (one).disabled = changing;
  }

  async #lookForServers() {
    this.again.disabled = true;
    try {
      const { servers } = await api.modelServers();
      this.#showServers(servers);
      this.#tell(this.none, servers.length ? '' : messages.noModelServers);
    } catch (error) {
      this.#tell(this.none, error.message);
    }
    this.again.disabled = false;
  }

  /** @param {{name: string, url: string, models: string[]}[]} servers */
  #showServers(servers) {
    const told = JSON.stringify(servers);
    if (told === this.#served) return;
    this.#served = told;
    this.found.replaceChildren(...servers.map(({ name, url, models }) => {
      const select = element('select', { ariaLabel: messages.modelOf(name) },
        ...models.map((one) => element('option', { value: one, textContent: one })));
      const use = button(messages.use, () => this.#choose({ use: 'server', url, model: select.value }), 'of-server');
      use.ariaLabel = `${messages.use}: ${name}`;
      use.disabled = !models.length;
      const words = element('span', { className: 'words' }, element('span', { className: 'name', textContent: name }),
        element('span', { className: 'detail', textContent: models.length ? url : messages.serverIsEmpty }));
      return element('li', {}, words, ...(models.length ? [select, use] : []));
    }));
  }

  #makeForm() {
    const plain = { autocomplete: 'off', autocapitalize: 'off', spellcheck: false };
    const field = (id, text, what) => [element('label', { htmlFor: id, textContent: text }), element('input', { id, ...plain, ...what })];
    const [urlLabel, url] = field('model-url', messages.address, { type: 'text', inputMode: 'url', required: true, placeholder: 'http://gpu.local:8080', maxLength: 2048 });
    const [nameLabel, name] = field('model-name', messages.modelIfSeveral, { type: 'text', maxLength: 256 });
    const [keyLabel, key] = field('model-key', messages.keyIfAsked, { type: 'password', autocomplete: 'new-password', maxLength: 1024 });
    const use = element('button', { type: 'submit', className: 'of-server', textContent: messages.useServer });
    const box = (...inside) => element('div', {}, ...inside);
    const form = element('form', {}, box(urlLabel, url), element('div', { className: 'pair' }, box(nameLabel, name), box(keyLabel, key)),
      element('p', { className: 'hint', textContent: messages.picturesLeave }), use);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const address = /** @type {HTMLInputElement} */ (url).value.trim();
      const whole = address.includes('://') ? address : `http://${address}`;
      this.#choose({ use: 'server', url: whole, model: /** @type {HTMLInputElement} */ (name).value, key: /** @type {HTMLInputElement} */ (key).value });
    });
    return element('details', { id: 'model-address' }, element('summary', { textContent: messages.anotherServer }), form);
  }
}

/** What came in an earlier run of the server. @param {Model} model @returns {Pull} */
const paused = ({ name, quant, bytes, partial_bytes: done }) =>
  ({ model: name, quant, state: 'paused', checking: false, done, total: Math.max(bytes, done), bytes_per_s: null, note: '' });
