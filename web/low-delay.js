// The tick box for listeners: the voice by WebRTC instead of the page's own stream.

const USER = 'ear';

export class LowDelay {
  #inside = false;

  /**
   * @param {object} parts
   * @param {import('./state.js').State} parts.state
   * @param {HTMLElement} parts.row
   * @param {HTMLInputElement} parts.box
   * @param {import('./room.js').Room} parts.room
   * @param {(error: Error|null) => void} parts.report
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.box.addEventListener('change', () => {
      this.report(null);
      this.state.choose({ 'low-delay': this.box.checked });
    });
    const about = ({ status, publishing, sound, room, choices }) =>
      status ? [status, publishing, sound.audible, room.state, choices['low-delay']] : undefined;
    this.state.subscribe(about, ([status, publishing]) => this.#show(status, publishing));
  }

  get #wanted() {
    return this.state.now.choices['low-delay'];
  }

  /** @param {import('./state.js').Status} status @param {boolean} publishing it hears through the room anyway */
  #show(status, publishing) {
    this.row.hidden = !status.livekit_enabled;
    this.box.checked = publishing || this.#wanted;
    this.box.disabled = publishing || !(status.livekit_connected || this.#wanted);
    this.ready = status.livekit_connected && status.voice.enabled;
    this.#follow();
  }

  /** The room is lost; if there is hope, it is entered again. @param {string} why @param {boolean} forGood */
  left(why, forGood) {
    if (!this.#inside) return;
    this.#inside = false;
    if (!forGood) return;
    this.state.update({ choices: { ...this.state.now.choices, 'low-delay': false } });
    this.report(new Error(why));
  }

  async #follow() {
    const { room } = this;
    if (!this.#wanted) {
      this.#inside = false;
      return room.exit(USER);
    }
    // The page enters the room when the sound begins, and stays there while it is muted.
    if (this.#inside || !this.ready || !this.state.now.sound.audible || !room.mayTry) return;
    this.#inside = true;
    try {
      await room.enter(USER);
      this.report(null);
    } catch (error) {
      this.#inside = false;
      if (this.#wanted) this.report(error);
    }
  }
}
