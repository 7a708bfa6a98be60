// The browser's cameras and its screen: lists them and opens one. Failures are one sentence.

import { messages } from './texts.js';

const SIZE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } };
// The page asks a phone for a side: its lenses have names that nobody knows.
const SIDES = [
  { value: 'side:environment', label: messages.backCamera }, { value: 'side:user', label: messages.frontCamera },
];
const isPhone = () => matchMedia('(pointer: coarse)').matches;

/** Why this page may use no camera, one sentence; empty: it may. */
export function whyNoCameras() {
  if (navigator.mediaDevices?.getUserMedia) return '';
  return messages.noSecurePage;
}

export const canShareScreen = () => Boolean(navigator.mediaDevices?.getDisplayMedia);

/**
 * The cameras to choose from; a browser names them only after the permission.
 * @returns {Promise<{value: string, label: string}[]>}
 */
export async function listCameras() {
  const devices = await navigator.mediaDevices?.enumerateDevices().catch(() => []);
  const named = (devices ?? [])
    .filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId)
    .map(({ deviceId, label }, index) => ({ value: deviceId, label: label || messages.cameraNumber(String(index + 1)) }));
  if (isPhone()) return named.length > 2 ? [...SIDES, ...named] : SIDES;
  return named.length ? named : [{ value: '', label: messages.camera }];
}

/** @param {string} choice a value of `listCameras` @returns {Promise<MediaStreamTrack>} */
export async function openCamera(choice) {
  const why = whyNoCameras();
  if (why) throw new Error(why);
  const side = choice.startsWith('side:') && { facingMode: { ideal: choice.slice(5) } };
  const wanted = side || (choice ? { deviceId: { exact: choice } } : {});
  const open = (video) => navigator.mediaDevices.getUserMedia({ video: { ...SIZE, ...video } });
  try {
    // The one of the last visit may be gone.
    const stream = await open(wanted).catch((error) => {
      if (error.name === 'OverconstrainedError') return open({});
      throw error;
    });
    return stream.getVideoTracks()[0];
  } catch (error) {
    throw new Error(sentence(error, messages.theCamera));
  }
}

/** Call it from a gesture. @returns {Promise<MediaStreamTrack|null>} null: the user thought better of it */
export async function openScreen() {
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 15, max: 30 } } });
    return stream.getVideoTracks()[0];
  } catch (error) {
    if (error.name === 'NotAllowedError' && !/system/i.test(error.message)) return null;
    throw new Error(sentence(error, messages.theScreen));
  }
}

/** @param {DOMException} error @param {string} what */
function sentence({ name, message }, what) {
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      if (/system/i.test(message)) return messages.notGivenToBrowser(what);
      return messages.notGivenToPage(what);
    case 'NotFoundError':
      return messages.noCameraFound;
    case 'NotReadableError':
    case 'AbortError':
      return messages.cannotBeRead(what);
    default:
      return messages.notOpened(what, message || name);
  }
}
