// Dark and light: the system's choice, or the other one where the user prefers it here.

const root = document.documentElement;
const systemDark = matchMedia('(prefers-color-scheme: dark)');

/**
 * @param {object} parts
 * @param {import('./state.js').State} parts.state
 * @param {HTMLSelectElement} parts.select  its values are "", "light" and "dark"
 * @param {HTMLMetaElement} parts.meta  colours the browser's own frame
 */
export function setUpTheme({ state, select, meta }) {
  const colour = () => (meta.content = getComputedStyle(document.body).backgroundColor);
  select.addEventListener('change', () => state.choose({ theme: select.value || null }));
  state.subscribe(({ choices }) => choices.theme, (theme) => {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    select.value = theme ?? '';
    colour();
  });
  systemDark.addEventListener('change', colour);
}
