// The recognised people and things, as boxes with names over the picture. Facts come as soon as there are any, ahead of
// a picture that is shown late. With each picture comes its capture time, and the boxes are of that moment.

const KEPT_S = 20;    // pictures are not shown later than that
const HOLD_S = 1.2;   // so long after the newest facts boxes stay; frames may come once a second
const AHEAD_S = 0.3;  // so long somebody goes on as he went
const SURE = 0.5;     // of the kind; below that the broader word is true
const SAME_S = 0.001;
const LETTER = 0.6;   // the width of one, in heights of the type; the same for all
const LINE = 1.6;     // the height of a name with its ground
const LARGE = 5;      // names high

/** @param {any} actor @param {any[]} all @returns {string} "person in red", "white bus"; empty: it has no name */
export function nameOf(actor, all) {
  if (actor.family === 'something') return '';
  const word = actor.certainty >= SURE ? actor.kind : actor.family;
  const { colour } = actor;
  const name = !colour ? word : actor.family === 'person' ? `${word} in ${colour}` : `${colour} ${word}`;
  const ridden = actor.rides && all.find(({ id }) => id === actor.rides);
  return ridden ? `${name} on a ${ridden.kind}` : name;
}

const between = (a, b, share) => a.map((value, i) => value + (b[i] - value) * share);

/**
 * Everybody's place at a moment: between two facts on the way from one to the other, after the newest straight on.
 * @param {any[]} facts oldest first
 * @param {number} at Unix seconds
 * @param {number} ratio width to height of the picture
 * @returns {{actor: any, box: number[]}[]}
 */
export function seenAt(facts, at, ratio) {
  const index = facts.findLastIndex((one) => one.at <= at + SAME_S);
  if (index < 0) return [];
  const [now, next] = [facts[index], facts[index + 1]];
  const since = Math.max(at - now.at, 0);
  const gap = next ? next.at - now.at : Infinity;
  if (since > HOLD_S && gap > 2 * HOLD_S) return [];
  return now.actors.map((actor) => {
    const then = gap < 2 * HOLD_S && next.actors.find(({ id }) => id === actor.id);
    if (then) return { actor, box: between(actor.box, then.box, Math.min(since / gap, 1)) };
    // Its speed is in its own heights a second.
    const [x, y, w, h] = actor.box;
    const way = actor.gait === 'still' ? 0 : Math.min(since, AHEAD_S) * h;
    return { actor, box: [x + (actor.velocity[0] * way) / ratio, y + actor.velocity[1] * way, w, h] };
  });
}

/**
 * Places for names so that none covers another: above its box, else below, in a large one inside, else nowhere. A name
 * keeps its place as long as it can.
 * @param {{key: any, name: string, box: number[], before?: string}[]} all in pixels, whose name matters more first
 * @param {number} type the height of the type
 * @param {number} width of the picture
 * @param {number} height the same
 * @returns {Map<any, {place: string, left: number}>} by key; the left edge from the box's own
 */
export function placeNames(all, type, width, height) {
  const taken = [];
  const places = new Map();
  for (const { key, name, box: [x, y, w, h], before } of all) {
    if (!name) continue;
    const [long, tall] = [(name.length * LETTER + 0.7) * type, LINE * type];
    const left = Math.max(Math.min(x, width - long), 0);
    const tops = { above: y - tall - 2, below: y + h + 2, inside: y };
    const free = (place) => {
      if (place === 'inside' && h < LARGE * tall) return false;
      const top = tops[place];
      return top >= 0 && top + tall <= height && taken.every(
        (one) => left + long <= one.left || left >= one.right || top + tall <= one.top || top >= one.bottom);
    };
    const place = [before, 'above', 'below', 'inside'].find((one) => one && free(one));
    if (!place) continue;
    taken.push({ left, right: left + long, top: tops[place], bottom: tops[place] + tall });
    places.set(key, { place, left: left - x });
  }
  return places;
}

export class Boxes {
  #facts = [];
  /** @type {Map<number, HTMLElement>} by the actor's id */
  #drawn = new Map();

  /**
   * @param {object} parts
   * @param {import('./state.js').State} parts.state
   * @param {HTMLElement} parts.layer  over the picture
   * @param {import('./picture.js').Picture} parts.picture
   * @param {HTMLButtonElement[]} parts.buttons  each switches
   * @param {(wanted: boolean) => void} parts.want  facts, or none
   */
  constructor(parts) {
    Object.assign(this, parts);
    for (const button of this.buttons) button.addEventListener('click', () => this.toggle());
    // A hidden tab costs the server nothing.
    document.addEventListener('visibilitychange', () => this.#apply());
    this.state.subscribe(({ choices }) => choices.boxes, () => this.#apply());
    // After a change of source or server, those who were seen are not in this picture.
    this.state.subscribe(({ status, session }) => [status?.source, session], () => this.clear());
  }

  toggle() {
    this.state.choose({ boxes: !this.state.now.choices.boxes });
  }

  /** @param {any} facts of a later picture than those before */
  add(facts) {
    this.#facts.push(facts);
    while (facts.at - this.#facts[0].at > KEPT_S) this.#facts.shift();
  }

  /** @param {number} at when the picture was taken that is shown now; Unix seconds */
  show(at) {
    this.#draw(seenAt(this.#facts, at, this.#fit()));
  }

  /** Another picture, or none. */
  clear() {
    this.#facts = [];
    this.#draw([]);
  }

  #apply() {
    const on = this.state.now.choices.boxes;
    for (const button of this.buttons) button.setAttribute('aria-pressed', String(on));
    this.layer.hidden = !on;
    this.clear();
    this.want(on && !this.layer.ownerDocument.hidden);
  }

  /** Lays the layer over the picture, which keeps its shape in the stage. @returns {number} its width to its height */
  #fit() {
    const { width, height, clientWidth, clientHeight } = this.picture.size;
    const ratio = width && height ? width / height : clientWidth / clientHeight || 1;
    const across = Math.min(clientWidth, clientHeight * ratio);
    const down = across / ratio;
    Object.assign(this.layer.style, {
      width: `${across}px`, height: `${down}px`,
      left: `${(clientWidth - across) / 2}px`, top: `${(clientHeight - down) / 2}px`,
    });
    return ratio;
  }

  #draw(seen) {
    const all = seen.map(({ actor }) => actor);
    const { clientWidth: width, clientHeight: height } = this.layer;
    const left = new Set(this.#drawn.keys());
    const named = [];
    for (const { actor, box: [x, y, w, h] } of seen) {
      // Its rider's label names it.
      if (actor.ridden_by) continue;
      left.delete(actor.id);
      const [x0, y0] = [Math.max(x, 0) * width, Math.max(y, 0) * height];
      const box = [x0, y0, Math.max(Math.min(x + w, 1) * width - x0, 0), Math.max(Math.min(y + h, 1) * height - y0, 0)];
      const element = this.#elementOf(actor.id);
      this.#place(element, actor, box);
      const label = element.firstElementChild;
      named.push({ key: label, name: actor.covered ? '' : nameOf(actor, all), box, before: label.className });
    }
    // Those in front stand lower.
    named.sort((a, b) => b.box[1] + b.box[3] - a.box[1] - a.box[3]);
    this.#name(named, placeNames(named, parseFloat(getComputedStyle(this.layer).fontSize), width, height));
    for (const id of left) {
      this.#drawn.get(id)?.remove();
      this.#drawn.delete(id);
    }
  }

  #elementOf(id) {
    let element = this.#drawn.get(id);
    if (!element) {
      element = document.createElement('div');
      element.append(document.createElement('span'));
      this.#drawn.set(id, element);
      this.layer.append(element);
    }
    return element;
  }

  #place(element, actor, [x, y, w, h]) {
    const px = (value) => `${value.toFixed(1)}px`;
    Object.assign(element.style, { translate: `${px(x)} ${px(y)}`, width: px(w), height: px(h) });
    element.dataset.family = actor.family;
    element.classList.toggle('covered', actor.covered);
  }

  #name(named, places) {
    for (const { key: label, name } of named) {
      const found = places.get(label);
      label.className = found?.place ?? '';
      label.style.left = `${(found?.left ?? 0).toFixed(1)}px`;
      if (label.textContent !== name) label.textContent = name;
    }
  }
}
