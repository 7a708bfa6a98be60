// Single-key shortcuts. They rest while you type or a dialog is open, and you can switch them off.

const TYPING = 'textarea, select, input:not([type=range], [type=checkbox])';

/** @param {Record<string, () => void>} actions by lower-case key @param {() => boolean} enabled */
export function onKeys(actions, enabled) {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing || !enabled()) return;
    if (event.target.closest(TYPING) || document.querySelector('dialog[open]')) return;
    const action = actions[event.key.toLowerCase()];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
