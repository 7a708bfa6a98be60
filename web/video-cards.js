// Videos as cards: a picture, a name, a length. The page asks for a video's picture when its card comes into view.

import { api } from './api.js';
import { icon } from './icon.js';
import { clockText } from './playback.js';
import { messages } from './texts.js';

const AT_ONCE = 2;
const FILM = 'M4 5.5h16v13H4zM4 9.5h3M4 14.5h3M17 9.5h3M17 14.5h3M7 5.5v13M17 5.5v13';
const BIN = 'M6 7.5h12M10 7.5V5.5h4v2M7.5 7.5l.8 11h7.4l.8-11M10.5 11v4.5M13.5 11v4.5';

/** @type {(() => Promise<void>)[]} */
const waiting = [];
let running = 0;

function next() {
  while (running < AT_ONCE && waiting.length) {
    running++;
    waiting.shift()().finally(() => {
      running--;
      next();
    });
  }
}

const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    waiting.push(() => fill(target));
  }
  next();
});

/** @param {HTMLElement} card */
async function fill(card) {
  if (!card.isConnected) return;
  try {
    const { picture, length_s: length } = await api.glance(card.dataset.video);
    if (picture) card.querySelector('.still').replaceChildren(Object.assign(new Image(), { src: picture, alt: '' }));
    if (length) card.querySelector('.still').append(Object.assign(document.createElement('span'), { className: 'length', textContent: clockText(length) }));
  } catch {
    // The card says what the video is without a picture, too.
  }
}

/**
 * @param {object} video
 * @param {string} video.source
 * @param {string} video.name
 * @param {string} [video.detail]
 * @param {() => void} choose
 * @param {(() => Promise<void>)|null} [remove] deletes it, after a second press
 * @returns {HTMLLIElement}
 */
export function videoCard({ source, name, detail = '' }, choose, remove = null) {
  const card = document.createElement('button');
  card.type = 'button';
  card.className = 'card';
  card.title = name;
  card.dataset.video = source;
  const still = document.createElement('span');
  still.className = 'still';
  still.append(icon(FILM));
  const words = document.createElement('span');
  words.className = 'words';
  words.append(Object.assign(document.createElement('span'), { className: 'name', textContent: name, dir: 'auto' }));
  if (detail) words.append(Object.assign(document.createElement('span'), { className: 'detail', textContent: detail }));
  card.append(still, words);
  card.addEventListener('click', choose);
  seen.observe(card);
  const item = document.createElement('li');
  item.append(card);
  if (remove) item.append(removeButton(messages.deleteVideo(name), messages.deleteForGood, remove));
  return item;
}

/**
 * @param {string} label
 * @param {string} sure  what it says before the second press
 * @param {() => Promise<void>} remove
 */
export function removeButton(label, sure, remove) {
  const button = document.createElement('button');
  const rest = () => {
    button.className = 'icon remove';
    button.ariaLabel = button.title = label;
    button.replaceChildren(icon(BIN));
  };
  button.type = 'button';
  rest();
  button.addEventListener('blur', rest);
  button.addEventListener('click', () => {
    if (button.classList.contains('icon')) {
      button.className = 'remove sure';
      button.removeAttribute('aria-label');
      button.textContent = sure;
      return;
    }
    button.disabled = true;
    remove().finally(() => (button.disabled = false));
  });
  return button;
}
