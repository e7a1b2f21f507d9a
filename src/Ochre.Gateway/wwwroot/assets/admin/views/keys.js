// The keys of this gateway: searched, by pages.
import { toUnits } from '../../lib/money.js';
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { repeat } from '../../vendor/lit-html/directives/repeat.js';
import { count, distance, moment, plural } from '../format.js';
import { openKey, stateOf } from '../keys.js';
import { refresh } from '../refresh.js';
import { change, changePart } from '../state.js';
import { budget } from './bar.js';
import { whenRead } from './fault.js';
import { openKeyForm } from './forms.js';
import { pager } from './pager.js';
import { searchBox } from './search.js';

export const keys = (state) => html`
  <section class="card" aria-labelledby="keys-title">
    <div class="card-head"><h2 id="keys-title">Keys</h2>
      ${searchBox('Search by alias, id, user or team', state.keys.search, (search) => ask({ search, page: 1 }))}
      ${owner('team', state.keys.team)}${owner('user', state.keys.user)}
      <button type="button" class="primary" @click=${() => openKeyForm()}>New key</button></div>
    ${whenRead(state.keys, (data) => data.keys.length > 0 ? table(data) : none(state.keys))}
  </section>`;

const ask = (part) => { changePart('keys', part); refresh(); };

/** Set where somebody came from a team or a user. */
const owner = (kind, id) => id ? html`<button type="button" class="second" title="Show all" @click=${() => ask({ [kind]: '', page: 1 })}>${kind} ${id} <span aria-hidden="true">✕</span><span class="unseen">: show all</span></button>` : nothing;

const none = ({ search, team, user }) => search || team || user
  ? html`<p class="soft">No key is like that.</p>`
  : html`<p class="soft">There is no key yet. Make the first one: it can have models, a budget, limits and an end of its own.</p>`;

const table = (data) => html`
  <div class="scroll" tabindex="0" role="region" aria-label="Table of keys">
    <table class="list" id="keys">
      <thead><tr><th scope="col">Key</th><th scope="col">State</th><th scope="col">Spent</th><th scope="col">Models</th><th scope="col">Limits</th><th scope="col">Whose</th><th scope="col">Ends</th><th scope="col"><span class="unseen">Change</span></th></tr></thead>
      <tbody>${repeat(data.keys, (key) => key.token, row)}</tbody>
    </table>
  </div>
  <p class="foot row"><span class="soft">${plural(data.total_count, 'key')}</span>${pager(data.current_page, data.total_pages, (to) => ask({ page: to }), data.total_count)}</p>`;

const row = (key) => html`
  <tr data-key=${key.token}>
    <td data-label="Key"><button type="button" class="link plainly" @click=${() => openKey(key.token).catch((fault) => change({ fault }))}>${key.key_alias ?? html`<span class="soft">without an alias</span>`}</button><span class="id">${key.token}</span></td>
    <td data-label="State">${badge(stateOf(key))}</td>
    <td data-label="Spent">${budget(toUnits(key.spend), key.max_budget === null ? null : toUnits(key.max_budget))}
      ${key.budget_reset_at ? html`<span class="small soft">again ${distance(key.budget_reset_at)}</span>` : nothing}</td>
    <td data-label="Models">${some(key.models, 'all')}</td>
    <td data-label="Limits">${some(limitsOf(key), 'none')}</td>
    <td data-label="Whose">${some([key.team_id && `team ${key.team_id}`, key.user_id && `user ${key.user_id}`].filter(Boolean), '–')}</td>
    <td data-label="Ends">${key.expires ? html`<span title=${moment(key.expires)}>${distance(key.expires)}</span>` : 'never'}</td>
    <td class="acts"><button type="button" class="second" aria-label="Edit ${key.key_alias ?? key.token}" @click=${() => openKeyForm(key)}>Edit</button></td>
  </tr>`;

export const badge = (name) => html`<span class="state state-${name}">${name}</span>`;

export const limitsOf = (one) => [
  one.rpm_limit !== null && `${count(one.rpm_limit)} requests/min`,
  one.images_per_minute !== null && `${count(one.images_per_minute)} images/min`,
  one.max_parallel_requests !== null && `${count(one.max_parallel_requests)} at once`,
  ...Object.entries(one.model_rpm_limit ?? {}).map(([model, limit]) => `${model}: ${limit}/min`),
].filter(Boolean);

/** The first two, and how many more. */
export const some = (texts, none) => texts.length === 0 ? html`<span class="soft">${none}</span>`
  : html`<span class="some" title=${texts.join(', ')}>${texts.slice(0, 2).map((text) => html`<span>${text}</span>`)}${texts.length > 2 ? html`<span class="soft">and ${texts.length - 2} more</span>` : nothing}</span>`;
