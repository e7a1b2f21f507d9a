import { html, nothing, svg } from '../../vendor/lit-html/lit-html.js';
import { usd } from '../format.js';

/** How much of a budget is used, 0 to 1; styles in attributes are forbidden here, sizes of drawings are not. */
export const bar = (share) => html`<svg class="bar ${share >= 1 ? 'full' : share >= 0.8 ? 'high' : ''}" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
  <rect class="bar-all" width="100" height="4"/>${svg`<rect class="bar-used" width=${Math.min(100, Math.max(0, share * 100))} height="4"/>`}</svg>`;

/** Spent of a budget in units, with a bar where there is a bound. */
export const budget = (spent, max) => html`
  <span class="budget"><span><strong>${usd(spent)}</strong>${max === null ? nothing : html` <span class="soft">of ${usd(max)}</span>`}</span>${max === null ? nothing : bar(max === 0 ? 1 : spent / max)}</span>`;
