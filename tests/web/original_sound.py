"""The original's sound as a page has it."""
LOUD = "(nerdpudding.sound.originalLevel() > 0.003)"
SLIDER = "#original-volume"
# When picture and sound change, by the page's own clock: how much later each beep was than its flash, in milliseconds.
WATCH = """async (seconds) => {
  const flashes = [], beeps = [];
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 8;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const end = performance.now() + 1000 * seconds;
  let wasWhite = true, lastLoud = 0;
  const samples = new Float32Array(256);
  nerdpudding.sound.originalAnalyser.fftSize = 256;
  while (performance.now() < end) {
    await new Promise((done) => setTimeout(done, 4));
    context.drawImage(document.querySelector('video.showing, #picture'), 0, 0, 8, 8);
    const white = context.getImageData(4, 4, 1, 1).data[1] > 128;
    const now = performance.now();
    if (white && !wasWhite) flashes.push(now);
    wasWhite = white;
    nerdpudding.sound.originalAnalyser.getFloatTimeDomainData(samples);
    const loud = Math.max(...samples) > 0.01;
    if (loud && now - lastLoud > 300) beeps.push(now);
    if (loud) lastLoud = now;
  }
  return flashes.map((flash) => Math.min(...beeps.map((beep) => beep - flash).filter((d) => Math.abs(d) < 450))).filter(Number.isFinite);
}"""
