// The captions' look that the address of /overlay and /embed asks for. Invalid values are ignored.

const SIZE = /^\d{1,4}(\.\d{1,3})?(px|vh|vw|rem|em)?$/;
const ALIGNS = { left: 'start', start: 'start', center: 'center', right: 'end', end: 'end' };
const HOLD_S = 6;

/** @param {string|null} text @param {number} least @param {number} most @param {number} fallback */
function number(text, least, most, fallback) {
  const value = Number(text);
  return text !== null && text !== '' && Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : fallback;
}

/** A colour as CSS has it; hexadecimal ones also without #, which addresses keep for themselves. */
function colour(text) {
  if (!text) return '';
  if (text === 'none') return 'transparent';
  return [text, `#${text}`].find((value) => CSS.supports('color', value)) ?? '';
}

/**
 * @param {URLSearchParams} query
 * @returns {{lines: number, hold: number, place: 'top'|'bottom', properties: Record<string, string>}} hold in milliseconds
 */
export function captionLook(query) {
  const size = query.get('size') ?? '';
  const properties = {
    '--caption-size': SIZE.test(size) ? size.replace(/^[\d.]+$/, '$&px') : '',
    '--caption-align': ALIGNS[query.get('align') ?? ''] ?? '',
    '--caption-background': colour(query.get('background')),
    '--caption-color': colour(query.get('color')),
  };
  return {
    lines: Math.round(number(query.get('lines'), 1, 4, 2)),
    hold: number(query.get('hold'), 0, 3600, HOLD_S) * 1000,
    place: query.get('place') === 'top' ? 'top' : 'bottom',
    properties: Object.fromEntries(Object.entries(properties).filter(([, value]) => value)),
  };
}
