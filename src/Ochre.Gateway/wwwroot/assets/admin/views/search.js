import { html } from '../../vendor/lit-html/lit-html.js';

const PAUSE = 250;
let timer = 0;

/** Asks when somebody stops typing. */
export const searchBox = (label, value, search) => html`
  <input type="search" class="find" placeholder=${label} aria-label=${label} .value=${value} @input=${(event) => {
    const words = event.target.value.trim();
    clearTimeout(timer);
    timer = setTimeout(() => search(words), PAUSE);
  }}>`;
