// One tab sounds at a time: the one that was turned on last. Tabs of this browser tell each other.

import { VIEWER } from './viewer.js';

export class OneVoice {
  #channel = null;
  #sounding = false;

  /** @param {() => void} fallSilent another tab sounds now */
  constructor(fallSilent) {
    if (!('BroadcastChannel' in globalThis)) return;
    this.#channel = new BroadcastChannel('nerdpudding.voice');
    this.#channel.addEventListener('message', ({ data }) => {
      if (this.#sounding && data !== VIEWER) fallSilent();
    });
  }

  /** Whether this tab sounds. @param {boolean} now */
  sounds(now) {
    if (now && !this.#sounding) this.#channel?.postMessage(VIEWER);
    this.#sounding = now;
  }
}
