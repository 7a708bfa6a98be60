// The dialog that asks for the token, where this browser is not let in any more: the same form as the sign-in page.

import { api } from './api.js';

export class Locked {
  /**
   * @param {object} parts
   * @param {import('./state.js').State} parts.state
   * @param {HTMLDialogElement} parts.dialog
   * @param {HTMLFormElement} parts.form
   * @param {HTMLInputElement} parts.field
   * @param {HTMLElement} parts.message
   * @param {() => void} parts.opened  the token is right
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
    // The server lets this browser in.
    this.state.subscribe(({ session }) => session || undefined, () => this.#unlock());
  }

  lock() {
    if (!this.dialog.open) this.dialog.showModal();
  }

  #unlock() {
    if (this.dialog.open) this.dialog.close();
    this.field.value = '';
    this.#say('');
  }

  async #send() {
    const button = this.form.querySelector('button');
    button.disabled = true;
    try {
      await api.signIn(this.field.value);
      this.#unlock();
      this.opened();
    } catch (error) {
      this.#say(error.message);
      this.field.select();
    }
    button.disabled = false;
  }

  #say(text) {
    this.message.textContent = text;
    this.field.setAttribute('aria-invalid', String(text !== ''));
  }
}
