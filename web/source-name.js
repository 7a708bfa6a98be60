// A source's name for people.

import { messages } from './texts.js';

/** Whether it is what somebody publishes, and no address to type. @param {string} source */
export const isWebcam = (source) => /^(whip|livekit(:.+)?)$/.test(source);

/** The last part of a path, an address without its password. @param {string} source */
export function shortName(source) {
  if (source === 'livekit' || source === 'whip') return messages.browserWebcam;
  if (source.startsWith('livekit:')) return messages.webcamOf(source.slice(8));
  const file = source.match(/^file:\/\/.*?([^/]+)\/?$/i);
  if (file) return file[1];
  const address = source.match(/^([a-z]+:\/\/)(?:[^/@]*@)?([^?#]*)/i);
  if (address) return address[2].replace(/\/$/, '');
  if (/^\d+$/.test(source)) return messages.cameraNumber(source);
  return source.split('/').pop() || source;
}

/**
 * Whether it may come yet though it is not there: a camera, an address. A file that is not there is mostly misspelt.
 * @param {string} source
 */
export function mayCome(source) {
  return /^(\d+|\/dev\/video\d+|(rtsps?|https?|wheps?|srt):\/\/.+)$/i.test(source) || isWebcam(source);
}
