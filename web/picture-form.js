// In which form the live picture comes: docs/decisions/0023.

/** The server is on this machine, where data costs nothing. */
const isHere = () => /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(location.hostname);

/**
 * As /api/video names them; empty: as images; null: there is no picture at present.
 * @param {import('./state.js').Status} status
 * @param {boolean} saves  data, if the viewer wishes so
 * @returns {'source'|'encoded'|'small'|''|null}
 */
export function pictureForm({ source_state, source_h264, source_encoded }, saves) {
  // At the end of a file one image is enough: no video is on its way to be waited for.
  if (source_state !== 'live') return source_state === 'ended' && saves ? '' : null;
  if (saves && source_encoded) return 'small';
  if (source_h264) return 'source';
  return source_encoded && !isHere() ? 'encoded' : '';
}
