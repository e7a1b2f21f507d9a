// What comes back: answers with their fields and headers, refusals with their codes.
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { fieldsOf, kind } from '../schema.js';
import { fields } from './fields.js';
import { fold } from './fold.js';
import { inline } from './words.js';

export const answers = (operation, { resolve }) => html`
  <section class="part">
    <h4>Answers</h4>
    ${operation.answers.map((answer) => html`
      <div class="answer">
        <p><code class="status good">${answer.status}</code> ${inline(answer.description)}</p>
        ${Object.entries(answer.content ?? {}).map(([type, { schema }]) => body(operation, answer, type, schema, resolve))}
        ${fold(`${operation.id} ${answer.status} headers`, html`Headers`, () => fields(headersOf(answer, resolve), `${operation.id} ${answer.status}`, resolve))}
      </div>`)}
    ${fold(`${operation.id} refusals`, html`Refusals: ${operation.refusals.map((one) => one.status).filter((one) => one !== 'default').join(', ') || 'none of its own'}`, () => operation.refusals.map(refusal))}
  </section>`;

function body(operation, answer, type, schema, resolve) {
  // Events are of several kinds, each with fields of its own.
  const kinds = type === 'text/event-stream' ? resolve(schema).anyOf ?? [] : [];
  if (kinds.length > 0)
    return html`<p class="line"><code>${type}</code> <span class="kind">events</span></p>${kinds.map((one) => event(operation, answer, one, resolve))}`;
  const below = fieldsOf(schema, resolve);
  const title = html`<code>${type}</code> <span class="kind">${kind(schema, resolve)}</span>`;
  return below.length === 0 ? html`<p class="line">${title}</p>`
    : fold(`${operation.id} ${answer.status} ${type}`, title, () => fields(below, `${operation.id} ${answer.status} ${type}`, resolve, { isAnswer: true }));
}

function event(operation, answer, schema, resolve) {
  const name = resolve(schema).properties.type?.const ?? 'error';
  const id = `${operation.id} ${answer.status} ${name}`;
  return fold(id, html`<code>${name}</code> <span class="kind">${resolve(schema).description}</span>`, () => fields(fieldsOf(schema, resolve), id, resolve, { isAnswer: true }));
}

const headersOf = (answer, resolve) => Object.entries(answer.headers ?? {}).map(([name, given]) => ({ name, field: resolve(given).schema, text: resolve(given).description }));

const refusal = ({ status, description, content }) => html`
  <div class="refusal">
    <p><code class="status bad">${status === 'default' ? 'other' : status}</code> ${inline(description)}</p>
    ${codes(content?.['application/json']?.examples)}
  </div>`;

const codes = (examples) => examples ? html`<ul class="codes">${Object.entries(examples).map(([code, { summary }]) => html`<li><code>${code}</code> ${inline(summary)}</li>`)}</ul>` : nothing;
