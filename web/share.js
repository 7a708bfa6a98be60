// The sheet with links and QR codes for other people and other pages. It is loaded when somebody opens it.

import { api } from './api.js';
import { messages } from './texts.js';

const COPIED_MS = 2000;

/**
 * @typedef {object} Shared the answer of /api/share
 * @property {boolean} asks_for_token
 * @property {string} control  goes behind an address, for those who steer
 * @property {string|null} watch  the same for those who watch; null: there is none
 * @property {{address: string, used: boolean, only_here: boolean}[]} addresses
 */

/** @param {string} id @returns {any} */
const $ = (id) => document.getElementById(id);

/** @type {Shared} */
let shared;
/** @type {'watch'|'control'} */
let who = 'watch';
let set = false;
let forCamera = false;

/** @param {HTMLDialogElement} dialog @param {boolean} camera for a phone that serves as the camera: its page steers */
export async function share(dialog, camera = false) {
  setUp();
  forCamera = camera;
  if (camera) who = 'control';
  $('share-message').textContent = '';
  if (!dialog.open) dialog.showModal();
  try {
    shared = await api.share();
  } catch (error) {
    $('share-message').textContent = error.message;
    $('share-ways').hidden = true;
    return;
  }
  // A proxy in front may have a path and a scheme of its own: this page knows them.
  for (const one of shared.addresses) if (one.used) one.address = new URL('./', document.baseURI).href;
  const select = $('share-address');
  const before = select.value;
  select.replaceChildren(...shared.addresses.map(({ address }) => new Option(address, address)));
  if (shared.addresses.some(({ address }) => address === before)) select.value = before;
  $('share-addresses').hidden = shared.addresses.length < 2;
  $('share-who').hidden = !shared.asks_for_token;
  $('share-ways').hidden = false;
  show();
}

function setUp() {
  if (set) return;
  set = true;
  document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: 'share.css' }));
  $('share-address').addEventListener('change', show);
  for (const name of ['watch', 'control'])
    $(`share-${name}`).addEventListener('click', () => {
      who = name;
      show();
    });
  for (const name of ['link', 'overlay', 'embed'])
    $(`share-copy-${name}`).addEventListener('click', ({ currentTarget }) => copy($(`share-${name}`), currentTarget));
}

function show() {
  const { address, only_here: onlyHere } = shared.addresses.find((one) => one.address === $('share-address').value);
  const { asks_for_token: asks, watch, control } = shared;
  const lacks = asks && who === 'watch' && watch === null;
  for (const name of ['watch', 'control']) $(`share-${name}`).setAttribute('aria-pressed', String(name === who));
  $('share-one').hidden = lacks;
  if (!lacks) {
    $('share-link').value = address + (asks && who === 'watch' ? watch : control);
    const query = new URLSearchParams({ text: address, ...(asks && { link: who }) });
    $('share-code').src = `api/qr.svg?${query}`;
  }
  const view = watch ?? control;
  $('share-overlay').value = `${address}overlay${view}`;
  $('share-embed').value = `${address}embed${view}`;
  $('share-note').textContent = [
    onlyHere && messages.onlyThisMachine,
    forCamera && !address.startsWith('https:') && messages.phoneNeedsHttps,
    lacks ? messages.noWatchToken : !asks ? messages.everybodySteers : who === 'control' && messages.linkSteers,
  ].filter(Boolean).join(' ');
  $('share-views-note').textContent = asks && watch === null ? messages.viewsHoldControl : '';
}

/** @param {HTMLInputElement} field @param {HTMLButtonElement} button */
async function copy(field, button) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    // Browsers give pages without https no clipboard, but still allow this old way.
    document.execCommand('copy');
  }
  const label = button.dataset.usual ?? (button.dataset.usual = button.textContent);
  button.textContent = messages.copied;
  setTimeout(() => (button.textContent = label), COPIED_MS);
}
