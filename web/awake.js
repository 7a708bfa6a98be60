// Keeps a phone's screen on: one that goes dark takes the camera with it.

let wanted = false;
let lock = null;

async function take() {
  if (!wanted || document.hidden) return;
  const taken = await navigator.wakeLock?.request('screen').catch(() => null);
  lock = taken;
  if (!wanted) taken?.release();
}
document.addEventListener('visibilitychange', take);

/** @param {boolean} on */
export function stayAwake(on) {
  if (on === wanted) return;
  wanted = on;
  if (on) take();
  else lock?.release();
}
