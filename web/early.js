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
