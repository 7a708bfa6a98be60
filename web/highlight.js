// Marks what was searched for in a text, as the record finds it: words by their beginning, in any case and with any accents;
// "words in quotes" as they stand.

import { element } from './commentary.js';

const WORDS = /[\p{L}\p{N}]+/gu;
const QUOTES = /["“”„«»]/;

/** @param {string} text without case and accents; `places` says where each letter of it stands in the original */
function fold(text) {
  let folded = '';
  const places = [];
  let place = 0;
  for (const character of text) {
    const plain = character.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    folded += plain;
    for (let i = 0; i < plain.length; i++) places.push(place);
    place += character.length;
  }
  places.push(place);
  return { folded, places };
}

/** @param {string} query @returns {RegExp[]} */
function patternsOf(query) {
  const patterns = [];
  query.split(QUOTES).forEach((part, index) => {
    const words = fold(part).folded.match(WORDS) ?? [];
    const quoted = index % 2 === 1;
    for (const phrase of quoted ? [words.join('[^\\p{L}\\p{N}]+')] : words) {
      // The end of a word may be missing, unless the word is a single letter.
      const whole = quoted || phrase.length === 1;
      if (phrase) patterns.push(new RegExp(`(?<![\\p{L}\\p{N}])${phrase}${whole ? '(?![\\p{L}\\p{N}])' : ''}`, 'gu'));
    }
  });
  return patterns;
}

/** @param {string} text @param {string} query as somebody typed it @returns {[number, number][]} what to mark, in order */
export function hitsIn(text, query) {
  const { folded, places } = fold(text);
  const found = patternsOf(query)
    .flatMap((pattern) => [...folded.matchAll(pattern)].map(({ index, 0: { length } }) => [places[index], places[index + length]]))
    .sort((a, b) => a[0] - b[0]);
  const hits = [];
  for (const [begin, end] of found) {
    const last = hits.at(-1);
    if (last && begin <= last[1]) last[1] = Math.max(last[1], end);
    else hits.push([begin, end]);
  }
  return hits;
}

/** @param {string} text @param {string} query @returns {DocumentFragment} */
export function markWords(text, query) {
  const marked = document.createDocumentFragment();
  let at = 0;
  for (const [begin, end] of hitsIn(text, query)) {
    marked.append(text.slice(at, begin), element('mark', '', text.slice(begin, end)));
    at = end;
  }
  marked.append(text.slice(at));
  return marked;
}
