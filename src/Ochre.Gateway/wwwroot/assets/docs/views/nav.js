// The operations by group, with a search over all of them.
import { html } from '../../vendor/lit-html/lit-html.js';
import { change, state } from '../state.js';

export const nav = (groups) => html`
  <nav class="nav" aria-label="Operations">
    <label class="field"><span class="unseen">Search operations</span>
      <input type="search" placeholder="Search" .value=${state.search} @input=${(event) => change({ search: event.target.value })}></label>
    <details class="menu" ?open=${matchMedia('(min-width: 62rem)').matches}>
      <summary>All operations</summary>
      ${groups.map((group) => html`
        <p class="nav-group"><a href="#tag-${group.name}">${group.name}</a></p>
        <ul>${group.operations.map((one) => html`
          <li><a href="#${one.id}" aria-current=${state.current === one.id ? 'true' : 'false'}><span class="verb ${one.method}">${one.method.toUpperCase()}</span> <span>${one.summary}</span></a></li>`)}</ul>`)}
    </details>
  </nav>`;
