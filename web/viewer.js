// One word for each load of the page. The server holds each line until the viewer with that word sees its picture.

const bytes = crypto.getRandomValues(new Uint8Array(16));

export const VIEWER = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
