// Only what this model has for this task: size, number, seed, quality, its own parameters.
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { live } from '../../vendor/lit-html/directives/live.js';
import { randomSeed } from '../actions.js';
import { hasQuality, hasSeed, humanWord, offered, takesSize } from '../fields.js';
import { change } from '../state.js';
import { invalid } from './invalid.js';
import { palette } from './palette.js';
import { shapes } from './shapes.js';

const MOST = 10;

export const controls = (state, model) => html`
  ${takesSize(state, model) ? shapes(state, model) : nothing}
  <div class="pair">
    ${count(state)}
    ${hasSeed(state, model) ? seed(state, model) : nothing}
  </div>
  ${hasQuality(state, model) ? quality(state) : nothing}
  ${offered(state, model).map((field) => own(state, field))}
  ${state.mode === 'create' && model.ochre.tasks.includes('COLOR_GUIDED_GENERATION') ? palette(state) : nothing}`;

const count = (state) => html`
  <label class="field"><span class="label">Images</span>
    <input type="number" min="1" max=${MOST} inputmode="numeric" data-param="n" .value=${live(String(state.count))} aria-invalid=${invalid(state, 'n')}
      @change=${(event) => change({ count: Math.min(MOST, Math.max(1, Math.round(event.target.valueAsNumber) || 1)) })}>
  </label>`;

const seed = (state, model) => html`
  <div class="field"><label class="label" for="seed">Seed</label>
    <div class="seed">
      <input id="seed" type="number" min="0" max=${model.ochre.abilities.max_seed} inputmode="numeric" data-param="seed" placeholder="random"
        .value=${live(state.seed.isLocked ? String(state.seed.value) : '')} aria-invalid=${invalid(state, 'seed')} @change=${(event) => lock(event.target.value, model)}>
      <button type="button" class="quiet icon" aria-label="Roll a seed and keep it" title="Roll a seed and keep it" @click=${() => lock(String(randomSeed(model.ochre.abilities.max_seed)), model)}><span aria-hidden="true">⚄</span></button>
      <button type="button" class="quiet icon" aria-label="Keep the seed" title="Keep the seed" aria-pressed=${state.seed.isLocked ? 'true' : 'false'}
        @click=${() => change({ seed: { value: state.seed.value || randomSeed(), isLocked: !state.seed.isLocked } })}><span aria-hidden="true">${state.seed.isLocked ? '●' : '○'}</span></button>
    </div>
  </div>`;

function lock(text, model) {
  const value = Math.min(model.ochre.abilities.max_seed, Math.max(0, Math.round(Number(text)) || 0));
  change({ seed: { isLocked: text !== '', value } });
}

const quality = (state) => html`
  <fieldset class="field"><legend class="label">Quality</legend>
    <div class="tabs">
      ${[['Standard', false], ['Premium', true]].map(([name, premium]) => html`
        <label class="chip"><input type="radio" name="quality" data-param="quality" .checked=${live(state.premium === premium)} @change=${() => change({ premium })}><span>${name}</span></label>`)}
    </div>
  </fieldset>`;

const own = (state, field) => field.type === 'choice' ? choice(state, field) : number(state, field);

const put = (state, name, value) => change({ extras: { ...state.extras, [name]: value } });

const choice = (state, { name, label, options }) => html`
  <label class="field"><span class="label">${label}</span>
    <select data-param=${name} aria-invalid=${invalid(state, name)} .value=${live(state.extras[name] ?? '')} @change=${(event) => put(state, name, event.target.value)}>
      <option value="" ?selected=${!options.includes(state.extras[name])}>As the model likes</option>
      ${options.map((option) => html`<option value=${option} ?selected=${state.extras[name] === option}>${humanWord(option)}</option>`)}
    </select>
  </label>`;

const number = (state, { name, label, hint, start, min, max, type }) => html`
  <div class="field">
    <div class="label"><label for="own-${name}">${label}</label> <output for="own-${name}">${state.extras[name] ?? 'usual'}</output></div>
    <input id="own-${name}" type="range" min=${min} max=${max} step=${type === 'integer' ? 1 : 0.05} data-param=${name} aria-invalid=${invalid(state, name)}
      aria-valuetext=${String(state.extras[name] ?? 'as the model likes')} .value=${live(String(state.extras[name] ?? start ?? min))} @input=${(event) => put(state, name, event.target.valueAsNumber)}>
    ${hint ? html`<span class="hint">${hint}</span>` : nothing}
  </div>`;
