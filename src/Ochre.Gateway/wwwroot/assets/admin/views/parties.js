// Teams and users, each a list of who shares one budget.
import { toUnits } from '../../lib/money.js';
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { repeat } from '../../vendor/lit-html/directives/repeat.js';
import { distance, money, plural } from '../format.js';
import { aliasOf, blockTeam, deleteParty, idOf, KINDS } from '../parties.js';
import { refresh } from '../refresh.js';
import { change, changePart } from '../state.js';
import { budget } from './bar.js';
import { ask } from './confirm.js';
import { whenRead } from './fault.js';
import { openPartyForm } from './forms.js';
import { badge, limitsOf, some } from './keys.js';
import { pager } from './pager.js';

const NONE = {
  teams: 'There is no team yet. A team has models, a budget and limits that hold for all its keys together.',
  users: 'There is no user yet. A user is made by his first key, or here.',
};

export const parties = (state, view) => html`
  <section class="card" aria-labelledby="parties-title">
    <div class="card-head"><h2 id="parties-title">${view === 'teams' ? 'Teams' : 'Users'}</h2><button type="button" class="primary" @click=${() => openPartyForm(view)}>New ${KINDS[view].one}</button></div>
    ${whenRead(state[view], (data) => data.all.length === 0 ? html`<p class="soft">${NONE[view]}</p>` : table(data, view))}
  </section>`;

const table = ({ page, all, pages, total }, view) => html`
  <div class="scroll" tabindex="0" role="region" aria-label="Table of ${view}">
    <table class="list" id=${view}>
      <thead><tr><th scope="col">${view === 'teams' ? 'Team' : 'User'}</th><th scope="col">State</th><th scope="col">Spent</th><th scope="col">Models</th><th scope="col">Limits</th><th scope="col"><span class="unseen">Change</span></th></tr></thead>
      <tbody>${repeat(all, (party) => idOf(view, party), (party) => row(view, party))}</tbody>
    </table>
  </div>
  <p class="foot row">${total === null ? nothing : html`<span class="soft">${plural(total, KINDS[view].one)}</span>`}${pager(page, pages, (to) => { changePart(view, { page: to }); refresh(); }, total)}</p>`;

function row(view, party) {
  const [id, alias] = [idOf(view, party), aliasOf(view, party)];
  const name = alias ?? id;
  return html`
    <tr data-id=${id}>
      <td data-label=${view === 'teams' ? 'Team' : 'User'}><button type="button" class="link plainly" aria-label="Keys of ${name}" @click=${() => keysOf(view, id)}>${name}</button>${alias ? html`<span class="id">${id}</span>` : nothing}</td>
      <td data-label="State">${badge(party.blocked ? 'blocked' : 'open')}</td>
      <td data-label="Spent">${budget(toUnits(party.spend), party.max_budget === null ? null : toUnits(party.max_budget))}${party.budget_reset_at ? html`<span class="small soft">again ${distance(party.budget_reset_at)}</span>` : nothing}</td>
      <td data-label="Models">${some(party.models, 'all')}</td>
      <td data-label="Limits">${some(limitsOf(party), 'none')}</td>
      <td class="acts">
        <button type="button" class="second" aria-label="Edit ${name}" @click=${() => openPartyForm(view, party)}>Edit</button>
        ${KINDS[view].canBlock ? html`<button type="button" class="second" aria-label="${party.blocked ? 'Unblock' : 'Block'} ${name}" @click=${() => blockTeam(party, !party.blocked).catch((fault) => change({ fault }))}>${party.blocked ? 'Unblock' : 'Block'}</button>` : nothing}
        <button type="button" class="second danger" aria-label="Delete ${name}" @click=${() => remove(view, party, name)}>Delete</button>
      </td>
    </tr>`;
}

function keysOf(view, id) {
  changePart('keys', { team: '', user: '', [KINDS[view].kind]: id, search: '', page: 1 });
  location.hash = 'keys';
}

const remove = (view, party, name) => ask(`Delete the ${KINDS[view].one}?`,
  `“${name}” and all its keys open nothing from then on, for good. It has spent ${money(party.total_spend)}, which stays in the reports.`, 'Delete it', () => deleteParty(view, party));
