// Files and addresses that somebody drops on the page, or pastes into it.

import { messages } from './texts.js';

const TYPING = 'input, textarea, select';
const ADDRESS = /^(rtsps?|https?|wheps?|srt|rtmps?|udp):\/\/\S+$/i;

/** @param {DataTransfer|null} data */
const holdsFiles = (data) => Boolean(data?.types.includes('Files'));

/**
 * @param {object} parts
 * @param {HTMLElement} parts.cover    a popover over all of the page, while something is dragged over it
 * @param {() => boolean} parts.allowed false for people who may only watch
 * @param {(file: File) => void} parts.take
 * @param {(address: string) => void} parts.offer
 * @param {(sentence: string) => void} parts.complain
 */
export function onDrop({ cover, allowed, take, offer, complain }) {
  const isWanted = (data) => holdsFiles(data) || Boolean(data?.types.includes('text/uri-list'));
  document.addEventListener('dragenter', ({ dataTransfer }) => {
    if (isWanted(dataTransfer) && allowed()) cover.showPopover();
  });
  document.addEventListener('dragover', (event) => {
    // Without this the browser would show the file in place of the page.
    if (isWanted(event.dataTransfer)) event.preventDefault();
  });
  document.addEventListener('dragleave', ({ relatedTarget }) => relatedTarget || cover.hidePopover());
  document.addEventListener('drop', (event) => {
    if (!isWanted(event.dataTransfer)) return;
    event.preventDefault();
    cover.hidePopover();
    receive(event.dataTransfer);
  });
  document.addEventListener('paste', (event) => {
    if (event.target instanceof Element && event.target.closest(TYPING) && !holdsFiles(event.clipboardData)) return;
    receive(event.clipboardData);
  });

  /** @param {DataTransfer} data */
  function receive(data) {
    const [item] = [...data.items].filter(({ kind }) => kind === 'file');
    const text = data.getData('text/plain').trim();
    if (!item && !ADDRESS.test(text)) return;
    if (!allowed()) return complain(messages.signInToChoose);
    if (!item) return offer(text);
    if (item.webkitGetAsEntry?.()?.isDirectory) return complain(messages.folderDropped);
    const file = item.getAsFile();
    if (file) take(file);
  }
}
