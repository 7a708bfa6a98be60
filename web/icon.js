// Icons that a part of the page draws itself, in the style of those in index.html.

const SVG = 'http://www.w3.org/2000/svg';

/** @param {string} d the path, in a square of 24 @returns {SVGSVGElement} */
export function icon(d) {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', d);
  svg.append(path);
  return svg;
}

/** @param {string} d @param {string} label @param {string} [title] @returns {HTMLButtonElement} */
export function iconButton(d, label, title = label) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'icon';
  button.ariaLabel = label;
  button.title = title;
  button.append(icon(d));
  return button;
}
