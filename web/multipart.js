// The pictures of a multipart answer, one after the other, as they come.

const HEAD_END = '\r\n\r\n';
// More than that is no head of ours.
const MAX_HEAD = 4096;

/**
 * @param {Response} response
 * @returns {AsyncGenerator<{at: number, jpeg: Blob}>} `at`: when it was captured, seconds of the epoch
 */
export async function* picturesOf(response) {
  const reader = response.body.getReader();
  const decoder = new TextDecoder('latin1');
  let held = new Uint8Array();
  const more = async () => {
    const { value, done } = await reader.read();
    if (done) return false;
    const joined = new Uint8Array(held.length + value.length);
    joined.set(held);
    joined.set(value, held.length);
    held = joined;
    return true;
  };
  try {
    for (;;) {
      let end;
      while ((end = decoder.decode(held.subarray(0, MAX_HEAD)).indexOf(HEAD_END)) < 0)
        if (held.length > MAX_HEAD || !(await more())) return;
      const head = decoder.decode(held.subarray(0, end));
      const length = Number(head.match(/content-length: (\d+)/i)?.[1]);
      const at = Number(head.match(/x-timestamp: ([\d.]+)/i)?.[1]);
      if (!length || Number.isNaN(at)) return;
      const begin = end + HEAD_END.length;
      while (held.length < begin + length) if (!(await more())) return;
      const jpeg = new Blob([held.subarray(begin, begin + length)], { type: 'image/jpeg' });
      held = held.slice(begin + length);
      yield { at, jpeg };
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
