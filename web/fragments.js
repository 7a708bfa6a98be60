// Fragmented MP4 as /api/video sends it, one piece after the other: the head of a file, or a fragment of one picture.

// Of a box: its length and its name.
const BOX_HEAD = 8;
// Longer than that is nothing that the server sends.
const MAX_BOX = 64 << 20;
const NTP_TO_UNIX = 2208988800;

/**
 * @typedef {object} Piece
 * @property {Uint8Array} bytes
 * @property {string} codec      of a file's head: as browsers name it; empty: it is a picture
 * @property {number} time       of a picture: on the stream's time line, seconds
 * @property {number|null} at    when it was captured, seconds of the epoch; null: it is not to be seen
 */

const hex = (byte) => byte.toString(16).padStart(2, '0');

/** The start of the content of the innermost box of `path`; -1: none. @param {DataView} view @param {string[]} path */
function contentOf(view, path, from, to) {
  const [name, ...rest] = path;
  for (let at = from; at + BOX_HEAD <= to;) {
    const size = view.getUint32(at);
    if (size < BOX_HEAD || at + size > to) return -1;
    if (nameAt(view, at) === name)
      return rest.length ? contentOf(view, rest, at + BOX_HEAD, at + size) : at + BOX_HEAD;
    at += size;
  }
  return -1;
}

const nameAt = (view, at) => String.fromCharCode(...[4, 5, 6, 7].map((i) => view.getUint8(at + i)));

/** @param {Uint8Array} bytes of "moov" @returns {string} */
function codecOf(bytes) {
  for (let i = 0; i + 8 < bytes.length; ++i)
    if (bytes[i] === 0x61 && bytes[i + 1] === 0x76 && bytes[i + 2] === 0x63 && bytes[i + 3] === 0x43)  // avcC
      return `avc1.${hex(bytes[i + 5])}${hex(bytes[i + 6])}${hex(bytes[i + 7])}`;
  return '';
}

export class Fragments {
  #held = new Uint8Array();
  /** The boxes that belong to the next piece. @type {Uint8Array[]} */
  #boxes = [];
  #at = null;

  /** @param {Uint8Array} chunk @returns {Piece[]} the complete ones; throws if the data is something else */
  take(chunk) {
    const joined = new Uint8Array(this.#held.length + chunk.length);
    joined.set(this.#held);
    joined.set(chunk, this.#held.length);
    const view = new DataView(joined.buffer);
    const pieces = [];
    let begin = 0;
    while (joined.length - begin >= BOX_HEAD) {
      const size = view.getUint32(begin);
      if (size < BOX_HEAD || size > MAX_BOX) throw new Error('This is no fragmented MP4.');
      if (joined.length - begin < size) break;
      const piece = this.#box(nameAt(view, begin), joined.slice(begin, begin + size));
      if (piece) pieces.push(piece);
      begin += size;
    }
    this.#held = joined.slice(begin);
    return pieces;
  }

  /** @returns {Piece|null} */
  #box(name, bytes) {
    const view = new DataView(bytes.buffer);
    if (name === 'prft') {
      this.#at = view.getUint32(16) - NTP_TO_UNIX + view.getUint32(20) / 2 ** 32;
      return null;
    }
    this.#boxes.push(bytes);
    if (name === 'moov') return { bytes: this.#whole(), codec: codecOf(bytes), time: 0, at: null };
    if (name !== 'mdat') return null;
    const moof = this.#boxes.at(-2);
    const head = moof && new DataView(moof.buffer);
    const tfdt = head ? contentOf(head, ['moof', 'traf', 'tfdt'], 0, moof.length) : -1;
    if (tfdt < 0) throw new Error('This is no fragment of a picture.');
    const at = this.#at;
    this.#at = null;
    return { bytes: this.#whole(), codec: '', time: Number(head.getBigUint64(tfdt + 4)) / 1e6, at };
  }

  #whole() {
    const out = new Uint8Array(this.#boxes.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const box of this.#boxes) {
      out.set(box, at);
      at += box.length;
    }
    this.#boxes = [];
    return out;
  }
}
