// What people read of the page and tests compare: polish a sentence here and no test breaks.

export const unreached = "Can't reach NerdPudding.";
export const connectionLost = 'Connection to NerdPudding lost';
export const retrying = 'Retrying…';

export const nothingToWatch = 'Nothing to watch yet';
export const tryingAgain = 'Trying again…';
/** @param {string} time */
export const nextTry = (time) => `Next try in ${time}`;
export const pictureIsThere = 'The picture is there.';
export const pictureIsGone = 'The picture is gone';
/** @param {string} time */
export const pictureIsBack = (time) => `The picture is back after ${time}`;
/** @param {string} name */
export const nowWatching = (name) => `Now watching ${name}`;

export const noSecurePage =
  'Browsers give a camera to secure pages only: start NerdPudding with TLS=self-signed and open it as https, or use ' +
  'localhost.';
/** @param {string} what */
export const notGivenToPage = (what) =>
  `The browser does not give the ${what} to this page: allow it beside the address and try again.`;
export const noCameraFound = 'The browser finds no camera: connect one and try again.';
/** @param {string} what */
export const cannotBeRead = (what) =>
  `The ${what} cannot be read, perhaps another program uses it: close that one and try again.`;

export const joiningTheRoom = 'NerdPudding is joining the LiveKit room…';
/** @param {string} host */
export const roomTakesNoToken = (host) =>
  `The LiveKit server at ${host} does not take the token: check LIVEKIT_API_KEY and LIVEKIT_API_SECRET.`;
/** @param {string} host */
export const roomDoesNotAnswer = (host) =>
  `The LiveKit server at ${host} does not answer this browser: check that it runs and that LIVEKIT_PUBLIC_URL is its ` +
  'address from here.';
export const openedTwice = 'This tab was opened a second time and the other one has taken its place in the room.';
export const sentOut = 'Somebody has sent this page out of the room.';
export const roomIsLost = 'The connection to the room is lost; it is tried again.';
export const roomIsInterrupted = 'The connection to the room is interrupted. Reconnecting…';

/** @param {string} what */
export const isWatched = (what) => `Your ${what} is being watched.`;
/** @param {string} what */
export const isNotWatched = (what) => `Your ${what} is in the room, but something else is being watched.`;
/** @param {string} what */
export const isPublishedAgain = (what) => `Your ${what} is published again as soon as the room is there.`;

export const newestVideo = 'The newest video';
export const nothingOfTheRoom = 'Nothing of the room';
/** @param {string} who */
export const showsNothing = (who) => `${who}, who shows nothing`;
/** @param {string} who */
export const screenOf = (who) => `The screen of ${who}`;
/** @param {string} who */
export const cameraOf = (who) => `The camera of ${who}`;
