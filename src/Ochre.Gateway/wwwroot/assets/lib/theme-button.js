// Steps through light, dark and the system's own.
import { html } from '../vendor/lit-html/lit-html.js';
import { nextTheme, theme } from './theme.js';

const THEMES = { auto: ['◐', 'as the system'], light: ['☀', 'light'], dark: ['☾', 'dark'] };

/** `changed` draws the page anew. */
export const themeButton = (changed) => html`
  <button type="button" class="quiet icon" aria-label="Theme: ${THEMES[theme()][1]}" title="Theme: ${THEMES[theme()][1]}"
    @click=${() => { nextTheme(); changed(); }}><span aria-hidden="true">${THEMES[theme()][0]}</span></button>`;
