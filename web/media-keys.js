// Keys of keyboards and headsets, and what the system shows beside them: the source, the newest line, sound on and off.

import { shortName } from './source-name.js';

export class MediaKeys {
  #session = navigator.mediaSession;
  #title = '';
  #line = '';

  /** @param {import('./state.js').State} state @param {import('./sound.js').Sound} sound */
  constructor(state, sound) {
    const handle = (action, react) => {
      try {
        this.#session?.setActionHandler(action, react);
      } catch {
        // A browser that does not know this key.
      }
    };
    handle('play', () => sound.turnOn());
    handle('pause', () => sound.setMuted(true));
    handle('stop', () => sound.setMuted(true));
    state.subscribe(({ sound: { audible } }) => audible, (audible) => {
      if (this.#session) this.#session.playbackState = audible ? 'playing' : 'paused';
    });
    state.subscribe(({ status }) => status?.source ?? '', (name) => this.#show(name ? shortName(name) : ''));
  }

  /** @param {string} title of what is watched */
  #show(title) {
    this.#title = title;
    this.#line = '';
    this.#write();
  }

  /** @param {string} line */
  say(line) {
    if (line === this.#line) return;
    this.#line = line;
    this.#write();
  }

  #write() {
    if (!this.#session || !('MediaMetadata' in globalThis)) return;
    const artwork = [{ src: 'icon-512.png', sizes: '512x512', type: 'image/png' }];
    this.#session.metadata = new MediaMetadata({ title: this.#title || 'NerdPudding', artist: this.#line, artwork });
  }
}
