// A row of the list: a line with its time and small picture, or what happened between two lines; and the days between them.

import { element, foldable, showTime } from './commentary.js';
import { paceName, styleName } from './choices.js';
import { shortName } from './source-name.js';
import { messages } from './texts.js';

/**
 * @typedef {object} Entry  a line as the record keeps it
 * @property {number} id    0: the record does not keep it
 * @property {Date} at      when the newest picture of its cycle was taken
 * @property {Date} endedAt when it was complete
 * @property {string} kind  'line', or what happened between two lines
 * @property {string} text
 * @property {string} source
 * @property {boolean} wrong    somebody has marked it
 * @property {string|null} picture  the address of its small picture
 */

/** The page's language, as it is written where this browser is. */
const locale = navigator.languages.find((one) => one.startsWith(document.documentElement.lang)) ?? document.documentElement.lang;
const calendar = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
/** @type {WeakMap<Element, Entry>} */
const entries = new WeakMap();

/** A day by which rows are told apart, where this browser is. @param {Date} at */
const dayOf = (at) => [at.getFullYear(), at.getMonth() + 1, at.getDate()].join('-');
export const today = () => dayOf(new Date());

/** @param {string} name of a symbol of the page */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(svg.namespaceURI, 'use');
  use.setAttribute('href', `#i-${name}`);
  svg.append(use);
  return svg;
}

/** @param {string} name of a symbol @param {string} label @param {() => void} act */
export function iconButton(name, label, act) {
  const button = element('button', 'icon');
  button.type = 'button';
  button.ariaLabel = label;
  button.title = label;
  button.append(icon(name));
  button.addEventListener('click', act);
  return button;
}

/** Events between lines, in the page's own words. */
const SAID = {
  note: ({ source, text }) => (source ? messages.nowWatching(shortName(source)) : text),
  instruction: ({ text }) => (text ? `${messages.watchFor} “${text}”` : messages.noInstruction),
  style: ({ text }) => messages.newStyle(styleName(text)),
  pace: ({ text }) => messages.newPace(paceName(text)),
};

/** @param {any} kept as the server sends it @returns {Entry} */
export function entryOf(kept) {
  const at = new Date(kept.at * 1000);
  return {
    id: kept.id, at, endedAt: kept.ended_at ? new Date(kept.ended_at * 1000) : at, kind: kept.kind ?? 'line',
    text: SAID[kept.kind]?.(kept) ?? kept.text,
    source: kept.source ?? '', wrong: Boolean(kept.wrong), picture: kept.picture?.replace(/^\//, '') ?? null,
  };
}

/** @param {Element|null} row @returns {Entry|undefined} nothing for a row that is no line */
export const entryAt = (row) => (row ? entries.get(row) : undefined);

/** A new row. @param {Entry} entry @param {(text: string) => Node} write what marks words in its text */
export function rowOf(entry, write = (text) => document.createTextNode(text)) {
  const spoken = entry.kind === 'line';
  const row = element('li', spoken ? 'line kept' : 'note kept');
  const time = element('time');
  const text = element('p');
  showTime(time, entry.at);
  text.dir = 'auto';
  text.append(write(entry.text));
  row.append(time, text);
  row.classList.toggle('bare', !entry.picture);
  if (spoken) dress(row, entry);
  else row.dataset.day = dayOf(entry.at);
  if (!spoken) row.append(...foldable(text));
  if (entry.id) row.dataset.line = String(entry.id);
  return row;
}

/** Makes the row of a line one that can be chosen, with a button for more. @param {HTMLElement} row @param {Entry} entry */
export function dress(row, entry) {
  entries.set(row, entry);
  row.dataset.day = dayOf(entry.at);
  row.tabIndex = -1;
  if (entry.id) row.dataset.line = String(entry.id);
  const more = iconButton('more', messages.moreOfLine, () => {});
  more.classList.add('more');
  more.setAttribute('aria-haspopup', 'menu');
  more.tabIndex = -1;
  row.append(more);
  complete(row, entry);
}

/** Adds the record's knowledge of a line to its row. @param {HTMLElement} row @param {Entry} known */
export function complete(row, { picture, wrong }) {
  entries.get(row).picture = picture;
  if (picture && !row.querySelector('.small')) row.append(smallPicture(picture));
  showWrong(row, wrong);
}

/** @param {Element} row @param {boolean} wrong */
export function showWrong(row, wrong) {
  entries.get(row).wrong = wrong;
  row.classList.toggle('wrong', wrong);
  row.querySelector('.mark.of-wrong')?.remove();
  if (wrong) row.querySelector('p').append(' ', element('span', 'mark of-wrong', messages.markedWrong));
}

function smallPicture(address) {
  const box = element('span', 'small');
  const image = element('img');
  Object.assign(image, { alt: '', loading: 'lazy', decoding: 'async', width: 96, height: 54, draggable: false, src: address });
  image.addEventListener('error', () => image.remove());
  box.append(image);
  return box;
}

/**
 * Puts a heading above the first row of each day; rows of today at the top need none.
 * @param {HTMLElement} list
 */
export function markDays(list) {
  let day = today();
  for (const row of [...list.children]) {
    if (row.classList.contains('day')) {
      row.remove();
    } else if (row.dataset.day && row.dataset.day !== day) {
      day = row.dataset.day;
      const [year, month, date] = day.split('-').map(Number);
      row.before(element('li', 'day', calendar.format(new Date(year, month - 1, date))));
    }
  }
}
