// Light, dark, or as the system has it.
import { ofBrowser } from './storage.js';

const NAME = 'ochre-theme';
const ORDER = ['auto', 'light', 'dark'];

export const theme = () => ORDER.includes(ofBrowser.getItem(NAME)) ? ofBrowser.getItem(NAME) : 'auto';

/** Puts the stored theme on the page. */
export function applyTheme() {
  document.documentElement.dataset.theme = theme();
}

export function nextTheme() {
  ofBrowser.setItem(NAME, ORDER[(ORDER.indexOf(theme()) + 1) % ORDER.length]);
  applyTheme();
}
