// The page's words in the reader's language, which early.js has found out. English ones stand in index.html and
// messages.js; each other language has one file with both. A word that a language lacks stays English.

import * as english from './messages.js';

export const language = document.documentElement.lang;

const FILES = { de: () => import('./messages-de.js'), es: () => import('./messages-es.js') };

async function load() {
  try {
    return (await FILES[language]?.()) ?? {};
  } catch {
    return {};
  }
}

const chosen = await load();

/** @type {typeof import('./messages.js')} */
export const messages = { ...english, ...chosen };

const ofEnglish = new Map(Object.entries(english).filter(([, text]) => typeof text === 'string').map((one) => one.reverse()));

/** A sentence of the server, in the page's own words. @param {string} text */
export const inLanguage = (text) => messages[ofEnglish.get(text)] ?? text;

const numbers = {};

/** @param {number} value @param {number} [digits] after the point, at most */
export function number(value, digits = 1) {
  numbers[digits] ??= new Intl.NumberFormat(language, { maximumFractionDigits: digits, useGrouping: false });
  return numbers[digits].format(value);
}

/** The same with as many digits as are asked for. @param {number} value @param {number} digits */
export const fixed = (value, digits) =>
  new Intl.NumberFormat(language, {
    minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false,
  }).format(value);

/** {} in a text stands for the elements that the English one holds, in their order. */
function write(element, text) {
  const inside = [...element.children];
  const nodes = text.split('{}').flatMap((piece, index) => (index ? [inside[index - 1], piece] : [piece]));
  element.replaceChildren(...nodes.filter((node) => node !== undefined && node !== ''));
}

const ATTRIBUTES = { label: 'aria-label', title: 'title', placeholder: 'placeholder', alt: 'alt' };

/** Puts the language's words into what stands in the document. @param {ParentNode} root */
function translate(root) {
  const { page = {} } = chosen;
  for (const element of root.querySelectorAll('[data-text]')) {
    const text = page[element.dataset.text];
    if (text) write(element, text);
  }
  for (const [name, attribute] of Object.entries(ATTRIBUTES))
    for (const element of root.querySelectorAll(`[data-${name}]`)) {
      const text = page[element.dataset[name]];
      if (text) element.setAttribute(attribute, text);
    }
}

translate(document);
document.documentElement.classList.remove('untold');
