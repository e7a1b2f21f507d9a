// Fields of a body, parameters, headers: a name, what it may be, and what it is for.
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { bounds, fieldsOf, kind, words } from '../schema.js';
import { fold } from './fold.js';
import { inline } from './words.js';

const DEEPEST = 6;

/** @param id a name for what is unfolded below; `isAnswer`: where null and absence tell something. */
export const fields = (all, id, resolve, { isAnswer = false, depth = 0 } = {}) => {
  const old = all.filter((one) => resolve(one.field)?.deprecated);
  return html`
    <ul class="fields">${all.filter((one) => !old.includes(one)).map((one) => row(one, `${id}.${one.name}`, resolve, isAnswer, depth))}</ul>
    ${old.length > 0 ? html`<p class="hint">Taken and without effect, for LiteLLM’s clients: ${old.map((one, at) => html`${at > 0 ? ', ' : ''}<code>${one.name}</code>`)}.</p>` : nothing}`;
};

function row({ name, field, isRequired, text }, id, resolve, isAnswer, depth) {
  const [limits, choices] = [bounds(field, resolve), words(field, resolve)];
  const below = depth < DEEPEST ? fieldsOf(field, resolve) : [];
  const said = text ?? field.description ?? resolve(field)?.description;
  return html`
    <li>
      <p class="field-head"><code class="name">${name}</code> <span class="kind">${kind(field, resolve)}${isNullable(field) && isAnswer ? ' or null' : ''}</span>${isRequired && !isAnswer ? html` <span class="badge">required</span>` : nothing}${isAnswer && !isRequired ? html` <span class="kind">where it applies</span>` : nothing}</p>
      ${limits ? html`<p class="hint">${limits}</p>` : nothing}
      ${choices.length > 0 ? html`<p class="choices">${choices.map((one) => html`<code>${one}</code> `)}</p>` : nothing}
      ${said ? html`<p>${inline(said)}</p>` : nothing}
      ${below.length > 0 ? fold(id, html`Its fields`, () => fields(below, id, resolve, { isAnswer, depth: depth + 1 })) : nothing}
    </li>`;
}

const isNullable = (field) => [field.type].flat().includes('null') || Boolean(field.anyOf?.some((one) => one.type === 'null'));

/** Parameters as fields. */
export const parametersOf = (all) => all.map((one) => ({ name: one.name, field: one.schema, isRequired: one.required, text: one.description }));
