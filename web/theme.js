// Dark and light: the system's choice, or the other one where the user prefers it here.

import { remember } from './store.js';

const root = document.documentElement;
const systemDark = matchMedia('(prefers-color-scheme: dark)');

/** @param {HTMLButtonElement} button @param {HTMLMetaElement} meta colours the browser's own frame */
export function setUpTheme(button, meta) {
  const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : systemDark.matches);
  const show = () => {
    button.ariaLabel = button.title = isDark() ? 'Light colours' : 'Dark colours';
    meta.content = getComputedStyle(document.body).backgroundColor;
  };
  button.addEventListener('click', () => {
    const theme = isDark() ? 'light' : 'dark';
    const isSystems = (theme === 'dark') === systemDark.matches;
    if (isSystems) delete root.dataset.theme;
    else root.dataset.theme = theme;
    remember('theme', isSystems ? null : theme);
    show();
  });
  systemDark.addEventListener('change', show);
  show();
}
