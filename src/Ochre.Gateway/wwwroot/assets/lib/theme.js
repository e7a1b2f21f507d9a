// Light, dark, or as the system has it.
const NAME = 'ochre-theme';
const ORDER = ['auto', 'light', 'dark'];

export const theme = () => ORDER.includes(localStorage.getItem(NAME)) ? localStorage.getItem(NAME) : 'auto';

/** Puts the stored theme on the page. */
export function applyTheme() {
  document.documentElement.dataset.theme = theme();
}

export function nextTheme() {
  localStorage.setItem(NAME, ORDER[(ORDER.indexOf(theme()) + 1) % ORDER.length]);
  applyTheme();
}
