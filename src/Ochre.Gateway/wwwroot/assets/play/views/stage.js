// The large image: what is being painted, what came of it, or one from the wall.
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { press } from '../actions.js';
import { change } from '../state.js';
import { easel, emptyEasel } from './easel.js';
import { mark } from '../../lib/mark.js';
import { record } from './record.js';
import { running } from './running.js';

const EXAMPLES = [
  'A lighthouse on a cliff on a stormy night, its beam over the waves',
  'A red canyon at sunset, cacti in the foreground, oil painting',
  'A hot-air balloon over snowy mountains at dawn, watercolour',
  'A fox in an autumn forest, golden light',
];

export const stage = (state) => html`
  ${state.mode === 'edit' && state.picture && (state.shown || (state.runs.length > 0 && !isRefused(state))) ? html`<p><button type="button" class="second" @click=${() => change({ shown: null, runs: [] })}>← Back to the picture</button></p>` : nothing}
  ${content(state)}`;

function content(state) {
  const shown = state.wall.find((image) => image.id === state.shown);
  if (shown)
    return record(state, shown);
  if (state.mode === 'edit' && (state.runs.length === 0 || isRefused(state)))
    return html`${state.runs.length > 0 ? running(state) : nothing}${state.picture ? easel(state) : emptyEasel(state)}`;
  if (state.runs.length > 0)
    return running(state);
  return empty(state);
}

// What was refused is tried again with the same picture and mask.
const isRefused = ({ runs }) => runs.every((run) => run.status === 'failed' && run.images.length === 0);

const empty = (state) => html`
  <div class="empty">
    ${mark()}
    <p class="lead">Say what to paint, or begin with one of these.</p>
    <ul class="examples">
      ${EXAMPLES.map((text) => html`<li><button type="button" class="example" ?disabled=${!state.models} @click=${() => { change({ prompt: text }); press(); }}>${text}</button></li>`)}
    </ul>
  </div>`;
