// One operation: its words beside its example.
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { fieldsOf } from '../schema.js';
import { answers } from './answers.js';
import { example } from './example.js';
import { fields, parametersOf } from './fields.js';
import { fold } from './fold.js';
import { inline, paragraphs } from './words.js';

const ACCESS = { open: 'no key', key: 'any key', admin: 'administrator’s key' };

export const operation = (one, api) => html`
  <article class="operation" id=${one.id} aria-labelledby="${one.id}-title">
    <div class="words">
      <h3 id="${one.id}-title"><a class="anchor" href="#${one.id}">${one.summary}</a></h3>
      <p class="route"><code class="method ${one.method}">${one.method.toUpperCase()}</code> <code class="path">${breakable(one.path)}</code> <span class="tag">${ACCESS[one.access]}</span></p>
      ${paragraphs(one.text)}
      ${one.also.length > 0 ? html`<p class="hint also">Also at ${one.also.map((path, at) => html`${at > 0 ? ', ' : ''}<code>${breakable(path)}</code>`)}.</p>` : nothing}
      ${part('In the path', parametersOf(one.inPath), one, api)}
      ${part('In the query', parametersOf(one.inQuery), one, api)}
      ${one.inHeader.length > 0 ? html`<section class="part">${fold(`${one.id} asked`, html`Headers that it reads`, () => fields(parametersOf(one.inHeader), one.id, api.resolve))}</section>` : nothing}
      ${one.bodies.length > 0 ? body(one, api) : nothing}
      ${answers(one, api)}
    </div>
    ${example(one)}
  </article>`;

const part = (title, all, one, { resolve }) => all.length === 0 ? nothing : html`
  <section class="part"><h4>${title}</h4>${fields(all, `${one.id} ${title}`, resolve)}</section>`;

// A form has the fields of the JSON: told once.
const body = (one, { resolve }) => html`
  <section class="part">
    <h4>Body</h4>
    <p class="hint">${one.bodies.map(({ type }, at) => html`${at > 0 ? ', ' : ''}<code>${type}</code>`)}</p>
    ${paragraphs(resolve(one.bodies[0].schema).description ?? '')}
    ${fields(fieldsOf(one.bodies[0].schema, resolve), `${one.id} body`, resolve)}
    ${resolve(one.bodies[0].schema).additionalProperties?.description ? html`<p class="hint"><strong>Other names.</strong> ${inline(resolve(one.bodies[0].schema).additionalProperties.description)}</p>` : nothing}
  </section>`;

/** A path may break behind its slashes. */
const breakable = (path) => path.split('/').map((step, at) => at > 0 ? html`/<wbr>${step}` : step);
