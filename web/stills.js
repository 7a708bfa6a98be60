// A small picture of each source that this browser has shown last, for the cards of recent sources.

import { recall, remember } from './store.js';

const WIDTH = 192;
const QUALITY = 0.7;
const MOST = 12;

/** @param {string} source @returns {string} an address of its picture; empty: there is none */
export const stillOf = (source) => recall('stills', []).find(([other]) => other === source)?.[1] ?? '';

/** @param {string} source @param {HTMLImageElement} image what is shown of it now */
export function keepStill(source, image) {
  if (!image.naturalWidth) return;
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = Math.max(1, Math.round((WIDTH * image.naturalHeight) / image.naturalWidth));
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  const others = recall('stills', []).filter(([other]) => other !== source);
  remember('stills', [[source, canvas.toDataURL('image/jpeg', QUALITY)], ...others].slice(0, MOST));
}
