// The origin of the source: an address, or this browser's own camera.

import { inWords } from './status.js';
import { messages } from './texts.js';

/** Why the room is not there, for people; empty: it is. @param {import('./state.js').Status} status */
export function whyNoRoom({ livekit_connected: connected, livekit }) {
  if (connected) return '';
  const reason = livekit?.reason || messages.joiningTheRoom;
  return livekit?.next_try_s > 0 ? `${reason} ${messages.nextTry(inWords(livekit.next_try_s))}.` : reason;
}

export class SourceKind {
  /**
   * @param {object} parts
   * @param {import('./state.js').State} parts.state
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
    const about = ({ status, choices }) => (status ? [status, choices.webcam] : undefined);
    this.state.subscribe(about, ([status]) => this.#show(status));
  }

  get webcam() {
    const { status, choices } = this.state.now;
    return Boolean(status) && choices.webcam;
  }

  /** @param {import('./state.js').Status} status */
  #show(status) {
    const why = status.livekit_enabled ? whyNoRoom(status) : '';
    this.camera.disabled = Boolean(why);
    this.reason.textContent = why;
    this.address.ariaPressed = String(!this.webcam);
    this.camera.ariaPressed = String(this.webcam);
    this.addressPanel.hidden = this.webcam;
    this.cameraPanel.hidden = !this.webcam;
  }

  #choose(webcam) {
    this.state.choose({ webcam });
    this.chosen(webcam);
  }
}
