import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { count } from '../format.js';

/** Steps through pages; nothing where all is on one. */
export const pager = (page, pages, go, total = null) => pages <= 1 && page === 1 ? nothing : html`
  <nav class="pager row" aria-label="Pages">
    <button type="button" class="second" ?disabled=${page <= 1} @click=${() => go(page - 1)}>Newer</button>
    <span class="soft">Page ${count(page)}${total === null ? '' : ` of ${count(pages)}`}</span>
    <button type="button" class="second" ?disabled=${page >= pages} @click=${() => go(page + 1)}>Older</button>
  </nav>`;
