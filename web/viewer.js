// One word for each load of the page. The server holds a line back until the picture of the viewer with this word is there.

const bytes = crypto.getRandomValues(new Uint8Array(16));

export const VIEWER = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
