// Everything that a request is made of, and the press itself with its price.
import { dollars } from '../../lib/money.js';
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { live } from '../../vendor/lit-html/directives/live.js';
import { cancel, isRunning, press } from '../actions.js';
import { editTasks, entering } from '../editing.js';
import { takesNegative, takesPrompt } from '../fields.js';
import { findModel, modelFor } from '../models.js';
import { priceNow } from '../price.js';
import { change } from '../state.js';
import { tasks } from '../tasks.js';
import { openCode } from './code-dialog.js';
import { compared } from './compared.js';
import { editTools } from './edit-tools.js';
import { controls } from './controls.js';
import { invalid } from './invalid.js';
import { badge, openModels, range } from './model-dialog.js';

const MODES = { create: 'Create', edit: 'Edit', compare: 'Compare' };

export const composer = (state) => html`
  <div class="tabs" role="radiogroup" aria-label="Mode">
    ${Object.entries(MODES).filter(([mode]) => mode !== 'edit' || editTasks().length > 0).map(([mode, name]) => html`
      <label class="chip"><input type="radio" name="mode" value=${mode} .checked=${live(state.mode === mode)} @change=${() => change(entering(mode))}><span>${name}</span></label>`)}
  </div>
  ${state.mode === 'edit' ? editTools(state) : nothing}
  ${parts(state, modelFor(state))}`;

const parts = (state, model) => model ? html`
  ${takesPrompt(state, model) ? prompt(state, model) : nothing}
  ${state.mode === 'compare' ? compared(state) : picked(state, model)}
  ${controls(state, model)}
  ${takesNegative(state, model) ? negative(state) : nothing}
  ${pressRow(state, model)}` : html`<p class="soft">No model of this gateway can do this.</p>`;

const prompt = (state, model) => html`
  <label class="field prompt">
    <span class="label">${state.mode === 'edit' && state.task === 'INPAINTING' ? 'What should be there' : 'Prompt'}
      <span class="count">${[...state.prompt].length > model.ochre.max_prompt * 0.8 ? `${[...state.prompt].length} of ${model.ochre.max_prompt}` : ''}</span></span>
    <textarea rows=${state.mode === 'edit' ? 3 : 5} data-param="prompt text" placeholder=${state.mode === 'edit' ? 'In a few words' : 'A painted bull on a cave wall, lit by a torch'} .value=${live(state.prompt)}
      aria-invalid=${invalid(state, 'prompt', 'text')} aria-describedby="error" @input=${(event) => change({ prompt: event.target.value })}></textarea>
  </label>`;

const negative = (state) => html`
  <label class="field">
    <span class="label">Leave out</span>
    <input type="text" data-param="negative_prompt negativeText" placeholder="What should not be in it" .value=${live(state.negative)}
      aria-invalid=${invalid(state, 'negative_prompt', 'negativeText')} aria-describedby="error" @input=${(event) => change({ negative: event.target.value })}>
  </label>`;

const picked = (state, model) => html`
  <div class="field">
    <span class="label" id="model-label">Model</span>
    <button type="button" class="picked" data-param="model" aria-haspopup="dialog" aria-labelledby="model-label picked-model" aria-invalid=${invalid(state, 'model')} @click=${openModels}>
      <span id="picked-model"><span class="model-name">${model.isAlias ? model.id : model.ochre.name}${badge(model)}</span> <span class="model-price">${range(model)}</span></span>
      <span class="caret" aria-hidden="true">▾</span>
    </button>
  </div>`;

const pressRow = (state, model) => html`
  <div class="press">
    ${isRunning()
      ? html`<button type="button" class="primary go" @click=${cancel}>Cancel <kbd>Esc</kbd></button>`
      : html`<button type="button" class="primary go" id="press" @click=${press}>${state.mode === 'edit' ? tasks[state.task].verb : state.mode === 'compare' ? 'Compare' : 'Paint'}
          <span class="price" id="price">${total(state, model)}</span></button>`}
    ${state.mode === 'compare' || (state.mode === 'edit' && !state.picture) ? nothing : html`<button type="button" class="second" aria-haspopup="dialog" @click=${openCode}>Copy as …</button>`}
    <p class="soft keys"><kbd>Ctrl</kbd> <kbd>Enter</kbd> paints, <kbd>Esc</kbd> stops</p>
  </div>`;

function total(state, model) {
  const models = state.mode === 'compare' ? state.compared.map((id) => findModel(state.models, id)) : [model];
  const prices = models.map((one) => priceNow(state, one));
  return prices.includes(null) ? 'price unknown' : dollars(prices.reduce((sum, price) => sum + price * state.count, 0));
}
