// What is only made when somebody opens it: a page of ninety operations would be slow otherwise.
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { change, state } from '../state.js';

export const fold = (name, title, content) => html`
  <details class="fold" ?open=${state.open.has(name)} @toggle=${(event) => toggled(event, name)}>
    <summary>${title}</summary>
    ${state.open.has(name) ? content() : nothing}
  </details>`;

function toggled(event, name) {
  // It bubbles no further, but comes to those around it.
  if (event.target !== event.currentTarget || event.currentTarget.open === state.open.has(name))
    return;
  state.open[event.currentTarget.open ? 'add' : 'delete'](name);
  change();
}
