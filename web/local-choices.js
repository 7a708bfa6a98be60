// Controls of what this browser remembers: each names its choice in `data-choice`.

/** @param {ParentNode} root @param {import('./state.js').State} state */
export function bindChoices(root, state) {
  for (const control of root.querySelectorAll('[data-choice]')) {
    const name = control.dataset.choice;
    const field = control.type === 'checkbox' ? 'checked' : 'value';
    control.addEventListener('change', () => state.choose({ [name]: control[field] === '' ? null : control[field] }));
    state.subscribe(({ choices }) => choices[name] ?? '', (value) => (control[field] = value));
  }
  state.subscribe(({ choices }) => choices.language, (language, before) => {
    tellServer(language);
    // The words were read when the page was loaded.
    if (before !== undefined) location.reload();
  });
}

/** The server writes the page that asks for the token. @param {string|null} language null: the browser's */
function tellServer(language) {
  const lasts = language ? 31_536_000 : 0;
  document.cookie = `nerdpudding_language=${language ?? ''}; path=/; max-age=${lasts}; samesite=lax`;
}
