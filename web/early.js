// A classic script that runs before the first paint, so that remembered looks neither flash nor jump.
(() => {
  const { documentElement: root } = document;
  const recall = (name) => JSON.parse(localStorage.getItem('nerdpudding.' + name));
  let language = null;
  try {
    const theme = recall('theme');
    if (theme) root.dataset.theme = theme;
    const ratio = recall('ratio');
    if (ratio) root.style.setProperty('--ratio', ratio);
    root.classList.toggle('file', Boolean(recall('file')));
    language = recall('language');
  } catch {
    // If storage is forbidden, the system's theme, 16:9 and the browser's language apply.
  }
  const known = ['en', 'de', 'es'];
  const asked = [language, ...navigator.languages].map((one) => String(one).slice(0, 2));
  root.lang = asked.find((one) => known.includes(one)) ?? 'en';
  // This hides English words from other readers until texts.js takes it away.
  if (root.lang !== 'en') root.classList.add('untold');
})();

// A network that changes breaks off what a browser loads, and a page without all of its modules does nothing: it is loaded
// again as soon as the server answers, a few times.
addEventListener('error', ({ target }) => {
  if (target.type !== 'module') return;
  const tries = Number(history.state?.tries ?? 0);
  if (tries >= 5) return;
  history.replaceState({ tries: tries + 1 }, '');
  const again = () => fetch('healthz').then(() => location.reload(), () => setTimeout(again, 1000));
  setTimeout(again, 200);
}, true);
