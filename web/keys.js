// Single-key shortcuts. They rest while you type or a dialog is open, and you can switch them off.

// They do something of their own with the space bar.
const PRESSED = 'button, a, summary, [tabindex], input:not([type=range])';
const TYPING = 'textarea, select, input:not([type=range], [type=checkbox])';

/**
 * @param {Record<string, () => unknown>} actions by lower-case key; one that returns false leaves the key to the browser
 * @param {() => boolean} enabled
 */
export function onKeys(actions, enabled) {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing || !enabled()) return;
    if (event.target.closest(TYPING) || document.querySelector('dialog[open]')) return;
    if (event.key === ' ' && event.target.closest(PRESSED)) return;
    const action = actions[event.key.toLowerCase()];
    if (!action) return;
    if (event.key.startsWith('Arrow') && event.target.matches('input')) return;
    if (action() !== false) event.preventDefault();
  });
}
