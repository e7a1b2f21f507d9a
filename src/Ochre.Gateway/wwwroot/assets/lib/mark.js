// Ochre's mark: an aurochs in a few strokes, as on a cave's wall. The same drawing is assets/mark.svg.
import { svg, html } from '../vendor/lit-html/lit-html.js';

const strokes = svg`
  <path class="mark-body" d="M15 39C24 33 38 34 50 31 58 29 64 21 74 20c8-1 13 2 18 5 6 3 13 10 18 18 1 4-2 7-6 6-5 0-9-1-12 2-2 4-3 7-4 11 1 7 3 14 5 22l-5 1c-2-6-4-12-7-18-1 5-1 11-1 19l-5 0c0-7-1-13-3-19-10 2-20 1-29-2-2 5-3 12-3 21l-5 0c0-7-1-13-3-19-3 4-5 10-7 17l-5-1c2-8 1-16-2-23-4-7-6-15-3-21Z"/>
  <path class="mark-line" d="M91 25c0-8 5-13 12-13 4 0 7-2 7-6M86 22c-1-8 3-14 9-16 3-1 5-3 5-5M15 39c-6 6-7 17-4 27"/>
  <circle class="mark-eye" cx="97" cy="36" r="1.7"/>
  <g class="mark-dots"><circle cx="22" cy="20" r="3"/><circle cx="33" cy="16" r="3.2"/><circle cx="45" cy="14" r="2.8"/><circle cx="56" cy="11" r="3"/></g>`;

export const mark = () => html`<svg class="mark" viewBox="0 -5 120 94" aria-hidden="true">${strokes}</svg>`;
