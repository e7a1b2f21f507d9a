// Ochre's mark: an aurochs in a few strokes, as on a cave's wall. The same drawing is assets/mark.svg.
import { svg, html } from '../../vendor/lit-html/lit-html.js';

const strokes = svg`
  <path class="mark-body" d="M14 60C13 49 17 40 26 36c8-4 16-6 25-5 9-6 20-8 28-4 6-2 12-1 16 4 5 4 9 9 10 15 0 4-3 6-7 5-4 0-8 0-11 3-2 5-3 9-5 13l2 15-4 1-5-14c-1-2-2-3-3-5-9 2-18 2-27-1-3 2-5 4-6 7l-1 13-4 1-2-14c-1-3-1-5 0-8-3-2-5-5-6-8-4 3-5 8-4 14l-5 2c-2-3-3-7-3-10Z"/>
  <path class="mark-line" d="M95 31c2-7 0-13-6-18M98 33c7-3 11-9 10-16M14 58c-5 4-6 11-4 18"/>
  <circle class="mark-eye" cx="94" cy="39" r="1.6"/>`;

export const mark = () => html`<svg class="mark" viewBox="0 0 120 96" aria-hidden="true">${strokes}</svg>`;
