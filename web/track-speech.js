// The voice as a track of a room, led into the page's own sound: one volume, one button, one meter for both ways.

export class TrackSpeech {
  #node = null;
  #element = new Audio();

  /** @param {AudioContext} context @param {AudioNode} output @param {MediaStreamTrack} track */
  constructor(context, output, track) {
    const stream = new MediaStream([track]);
    // Chromium lets a track from afar flow only where an element plays it.
    this.#element.srcObject = stream;
    try {
      this.#node = context.createMediaStreamSource(stream);
      this.#node.connect(output);
      this.#element.muted = true;
    } catch {
      // Firefox, where the sound card has another rate: the sound comes from the element.
    }
    this.#element.play().catch(() => {});
  }

  /** @param {number} loudness 0 to 1, as the output has it */
  setLoudness(loudness) {
    if (!this.#node) this.#element.volume = loudness;
  }

  close() {
    this.#node?.disconnect();
    this.#element.pause();
    this.#element.srcObject = null;
  }
}
