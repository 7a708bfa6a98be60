// Picture in picture: the picture with its captions and its bar in a small window that stays on top, where the browser has
// such windows.

export class Floating {
  #window = null;

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.watch   what goes into the window
   * @param {HTMLElement} parts.instead  stands in its place meanwhile
   * @param {HTMLButtonElement} parts.button
   * @param {HTMLButtonElement} parts.back
   * @param {() => void} parts.moved    the picture is in another document: its stream begins again
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.button.hidden = !('documentPictureInPicture' in window);
    this.button.addEventListener('click', () => this.toggle());
    this.back.addEventListener('click', () => this.toggle());
  }

  async toggle() {
    if (this.button.hidden) return;
    if (this.#window) return this.#window.close();
    const { width, height } = this.watch.getBoundingClientRect();
    const size = { width: 480, height: Math.round((480 * height) / width) };
    const opened = await window.documentPictureInPicture.requestWindow(size).catch(() => null);
    if (!opened) return;
    this.#window = opened;
    const { document: inside } = opened;
    for (const { href } of document.querySelectorAll('link[rel=stylesheet]'))
      inside.head.append(Object.assign(inside.createElement('link'), { rel: 'stylesheet', href }));
    inside.title = document.title;
    inside.documentElement.lang = document.documentElement.lang;
    Object.assign(inside.documentElement.dataset, document.documentElement.dataset);
    inside.documentElement.style.cssText = document.documentElement.style.cssText;
    inside.body.className = 'in-window';
    inside.body.append(document.querySelector('.symbols').cloneNode(true), this.watch);
    this.instead.hidden = false;
    this.button.setAttribute('aria-pressed', 'true');
    this.moved();
    opened.addEventListener('pagehide', () => this.#return());
  }

  #return() {
    this.#window = null;
    this.instead.before(this.watch);
    this.instead.hidden = true;
    this.button.setAttribute('aria-pressed', 'false');
    this.moved();
  }
}
