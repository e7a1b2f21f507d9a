// Choosing a model: a search box over a list, both by keyboard.
import { dollars, toUnits } from '../../lib/money.js';
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { doing, isRetired, modelFor, searchModels } from '../models.js';
import { change, state } from '../state.js';
import { taskName } from '../tasks.js';
import { dialog } from './dialog.js';

let words = '';
let active = 0;

export function openModels() {
  words = '';
  active = Math.max(0, found().findIndex((model) => model.id === modelFor(state)?.id));
  change({ dialog: 'models' });
}

const taskHere = () => state.mode === 'edit' ? state.task : 'TEXT_IMAGE';
const found = () => searchModels(doing(state.models, taskHere()), words);

export const modelDialog = (state) => dialog('Choose a model', html`
  <input type="search" class="search" placeholder="Search by name, id or alias" autofocus role="combobox" aria-label="Search models" aria-expanded="true"
    aria-controls="models" aria-activedescendant=${found().length ? `model-${active}` : ''} @input=${search} @keydown=${move}>
  <ul id="models" class="models" role="listbox" aria-label="Models that ${state.mode === 'edit' ? `can: ${taskName(state.task)}` : 'paint from words'}" tabindex="0" @keydown=${move}>
    ${found().map((model, at) => option(model, at))}
  </ul>
  ${found().length === 0 ? html`<p class="soft">No model here is called that.</p>` : nothing}`, 'wide');

const option = (model, at) => html`
  <li id="model-${at}" role="option" class="model ${at === active ? 'active' : ''}" aria-selected=${model.id === modelFor(state)?.id ? 'true' : 'false'} @click=${() => choose(model)}>
    <span class="model-name">${model.isAlias ? model.id : model.ochre.name}${badge(model)}</span>
    <span class="model-id">${model.isAlias ? `stands for ${model.ochre.name}` : model.id}</span>
    <span class="model-price">${range(model)}</span>
  </li>`;

export const badge = (model) => isRetired(model)
  ? html` <span class="badge">retired</span>`
  : model.ochre.lifecycle.status === 'LEGACY' ? html` <span class="badge">ends ${model.ochre.lifecycle.end_of_life ?? 'soon'}</span>` : nothing;

export function range({ ochre: { price_usd: price } }) {
  if (!price)
    return 'no price set';
  const [from, to] = [dollars(toUnits(price.from)), dollars(toUnits(price.to))];
  return from === to ? from : `${from} – ${to}`;
}

function search(event) {
  words = event.target.value;
  active = 0;
  change();
}

function move(event) {
  const models = found();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    active = Math.min(models.length - 1, Math.max(0, active + step));
    change();
    queueMicrotask(() => document.getElementById(`model-${active}`)?.scrollIntoView({ block: 'nearest' }));
  } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && models[active]) {
    event.preventDefault();
    choose(models[active]);
  }
}

function choose(model) {
  change({ modelOf: { ...state.modelOf, [taskHere()]: model.id }, dialog: null });
}
