// A camera's way to the commentator through the LiveKit room. Whip is the way without one; both look the same to Webcam.

import { messages } from './texts.js';

const USER = 'camera';

export class RoomWay {
  #published = false;

  /** @param {import('./room.js').Room} room */
  constructor(room) {
    this.room = room;
  }

  /** The server's name for this camera. */
  get source() {
    return `livekit:${this.room.identity}`;
  }

  get mayTry() {
    return this.room.mayTry;
  }

  /** One sentence while it is to come back by itself; empty: all is well. */
  get interrupted() {
    return this.room.state === 'reconnecting' ? messages.roomIsInterrupted : '';
  }

  /** @param {import('./state.js').Status} status */
  isThere({ livekit_connected: connected }) {
    return Boolean(connected);
  }

  /** Does nothing: the room tells. */
  follow() {}

  /** @param {import('./state.js').Status} status */
  isWatched({ source, livekit }) {
    if (!this.room.identity) return false;
    return source === this.source || (source === 'livekit' && this.room.trackIds.includes(livekit?.track));
  }

  /** Resolves when it is on the air. @param {MediaStreamTrack} track @param {'camera'|'screen'} kind */
  async send(track, kind) {
    await this.room.enter(USER);
    if (!this.#published) await this.room.publish(track, kind);
    this.#published = true;
  }

  /** The room is lost. */
  lost() {
    this.#published = false;
  }

  /** The same publication shows another camera. @param {MediaStreamTrack} before @param {MediaStreamTrack} track */
  replace(before, track) {
    return this.room.replace(before, track);
  }

  /** Camera and screen are two publications: the one goes before the other comes. @param {MediaStreamTrack|null} track */
  async withdraw(track) {
    if (this.#published) await this.room.unpublish(track).catch(() => {});
    this.#published = false;
  }

  leave() {
    this.#published = false;
    this.room.exit(USER);
  }
}
