// A classic script that runs before the first paint, so that remembered looks neither flash nor jump.
(() => {
  const recall = (name) => JSON.parse(localStorage.getItem('nerdpudding.' + name));
  try {
    const theme = recall('theme');
    if (theme) document.documentElement.dataset.theme = theme;
    const ratio = recall('ratio');
    if (ratio) document.documentElement.style.setProperty('--ratio', ratio);
  } catch {
    // Storage is forbidden: the system's theme and 16:9 it is.
  }
})();

// A network that changes breaks off what a browser loads, and a page without all of its modules does nothing: it is loaded
// again as soon as the server answers, a few times.
addEventListener('error', ({ target }) => {
  if (target.type !== 'module') return;
  const tries = Number(history.state?.tries ?? 0);
  if (tries >= 5) return;
  history.replaceState({ tries: tries + 1 }, '');
  const again = () => fetch('/healthz').then(() => location.reload(), () => setTimeout(again, 1000));
  setTimeout(again, 200);
}, true);
