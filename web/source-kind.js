// Where the source comes from: an address, or this browser's own camera. Without LiveKit there is nothing to choose.

import * as messages from './messages.js';
import { recall, remember } from './store.js';
import { inWords } from './status.js';

/** Why the room is not there, for people; empty: it is. @param {any} status */
export function whyNoRoom({ livekit_connected: connected, livekit }) {
  if (connected) return '';
  const reason = livekit?.reason || messages.joiningTheRoom;
  return livekit?.next_try_s > 0 ? `${reason} ${messages.nextTry(inWords(livekit.next_try_s))}.` : reason;
}

export class SourceKind {
  #webcam = recall('webcam', false);
  #enabled = false;

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.group
   * @param {HTMLButtonElement} parts.address
   * @param {HTMLButtonElement} parts.camera
   * @param {HTMLElement} parts.reason
   * @param {HTMLElement} parts.addressPanel
   * @param {HTMLElement} parts.cameraPanel
   * @param {(webcam: boolean) => void} parts.chosen
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.address.addEventListener('click', () => this.#choose(false));
    this.camera.addEventListener('click', () => this.#choose(true));
  }

  get webcam() {
    return this.#enabled && this.#webcam;
  }

  /** @param {any} status */
  show(status) {
    this.#enabled = Boolean(status.livekit_enabled);
    const why = this.#enabled ? whyNoRoom(status) : '';
    this.group.hidden = !this.#enabled;
    this.camera.disabled = Boolean(why);
    this.reason.textContent = why;
    this.#apply();
  }

  #choose(webcam) {
    this.#webcam = webcam;
    remember('webcam', webcam);
    this.#apply();
    this.chosen(webcam);
  }

  #apply() {
    this.address.ariaPressed = String(!this.webcam);
    this.camera.ariaPressed = String(this.webcam);
    this.addressPanel.hidden = this.webcam;
    this.cameraPanel.hidden = !this.webcam;
  }
}
