// The page as a whole.
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { codeDialog } from './code-dialog.js';
import { clearDialog } from './clear-dialog.js';
import { composer } from './composer.js';
import { header } from './header.js';
import { keyDialog } from './key-dialog.js';
import { modelDialog } from './model-dialog.js';
import { errorCard } from './error-card.js';
import { stage } from './stage.js';
import { wall } from './wall.js';

export const page = (state) => html`
  ${header(state)}
  <main class="bench bench-${state.mode}">
    <h1 class="unseen">Playground</h1>
    <section class="composer" aria-label="What to paint">${state.models ? composer(state) : waiting(state)}</section>
    <section class="stage" aria-label="Image">${stage(state)}</section>
    <section class="wall" aria-label="Your images">${wall(state)}</section>
  </main>
  ${state.dialog === 'models' ? modelDialog(state) : nothing}
  ${state.dialog === 'key' ? keyDialog(state) : nothing}
  ${state.dialog === 'code' ? codeDialog(state) : nothing}
  ${state.dialog === 'clear' ? clearDialog(state) : nothing}`;

const waiting = (state) => state.fault
  ? errorCard(state.fault)
  : html`<p class="soft">Asking which models there are …</p>`;
