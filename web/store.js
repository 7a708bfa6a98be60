// The memory of this browser, and of this tab. If storage is forbidden or full, the page works and forgets.

const PREFIX = 'nerdpudding.';

/** @template T @param {string} name @param {T} fallback @returns {T} */
export const recall = (name, fallback) => read('localStorage', name, fallback);

/** @param {string} name @param {unknown} value null forgets it */
export const remember = (name, value) => write('localStorage', name, value);

/** The same for this tab, over reloads. @template T @param {string} name @param {T} fallback @returns {T} */
export const recallTab = (name, fallback) => read('sessionStorage', name, fallback);

/** @param {string} name @param {unknown} value null forgets it */
export const rememberTab = (name, value) => write('sessionStorage', name, value);

function read(storage, name, fallback) {
  try {
    const text = window[storage].getItem(PREFIX + name);
    return text === null ? fallback : JSON.parse(text);
  } catch {
    return fallback;
  }
}

function write(storage, name, value) {
  try {
    if (value === null) window[storage].removeItem(PREFIX + name);
    else window[storage].setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // See above.
  }
}
