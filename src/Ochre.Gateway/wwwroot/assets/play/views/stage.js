// The large image: what is being painted, what came of it, or one from the wall.
import { html } from '../../vendor/lit-html/lit-html.js';
import { press } from '../actions.js';
import { change } from '../state.js';
import { easel, emptyEasel } from './easel.js';
import { mark } from './mark.js';
import { record } from './record.js';
import { running } from './running.js';

const EXAMPLES = [
  'A herd of painted horses galloping across a limestone cave wall, ochre and charcoal, lit by a torch',
  'A red desert canyon at sunset with a winding river, oil painting',
  'A lighthouse on a cliff in a storm at night, dramatic sky',
  'A bowl of oranges on a blue table, morning light, still life',
];

export function stage(state) {
  const shown = state.wall.find((image) => image.id === state.shown);
  if (shown)
    return record(state, shown);
  if (state.runs.length > 0)
    return running(state);
  if (state.mode === 'edit')
    return state.picture ? easel(state) : emptyEasel(state);
  return empty(state);
}

const empty = (state) => html`
  <div class="empty">
    ${mark()}
    <p class="lead">Say what to paint, or begin with one of these.</p>
    <ul class="examples">
      ${EXAMPLES.map((text) => html`<li><button type="button" class="example" ?disabled=${!state.models} @click=${() => { change({ prompt: text }); press(); }}>${text}</button></li>`)}
    </ul>
  </div>`;
