// All that is known of a key, and what can be done with it.
import { toUnits } from '../../lib/money.js';
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { distance, moment, money, plural, taskWord, usd } from '../format.js';
import { blockKey, deleteKey, regenerateKey, stateOf } from '../keys.js';
import { change } from '../state.js';
import { bar } from './bar.js';
import { ask } from './confirm.js';
import { openKeyForm } from './forms.js';
import { badge, limitsOf } from './keys.js';

export const keyContent = ({ key, charges, fault }) => html`
  <div class="stack" id="key-details">
    <p class="row">${badge(stateOf(key))}<span class="id">${key.token}</span></p>
    ${key.max_budget === null ? nothing : html`<div class="budget-line"><p><strong>${money(key.remaining_budget)}</strong> left of ${money(key.max_budget)}${key.budget_duration ? ` each ${key.budget_duration}` : ''}${key.budget_reset_at ? `, again ${distance(key.budget_reset_at)}` : ''}</p>
      ${bar(key.max_budget === 0 ? 1 : key.spend / key.max_budget)}</div>`}
    <dl class="facts">${facts(key, charges).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
    ${charges.length === 0 ? nothing : html`<h3>Its last requests</h3><ul class="charges">${charges.map(charge)}</ul>`}
    ${fault ? html`<p class="warn" role="alert">${fault.message}</p>` : nothing}
    <p class="row">
      <button type="button" class="primary" @click=${() => openKeyForm(key)}>Edit</button>
      <button type="button" class="second" @click=${() => blockKey(key, !key.blocked).catch((wrong) => change({ fault: wrong }))}>${key.blocked ? 'Unblock' : 'Block'}</button>
      <button type="button" class="second" @click=${() => replace(key)}>Regenerate</button>
      <button type="button" class="second danger" @click=${() => remove(key)}>Delete</button>
    </p>
  </div>`;

const facts = (key, charges) => [
  ['Spent in all', money(key.total_spend)],
  ['Models', key.models.join(', ') || 'all'],
  ['Limits', limitsOf(key).join(', ') || 'none'],
  ['Warns from', key.soft_budget === null ? '–' : money(key.soft_budget)],
  ['Team', key.team_id ?? '–'],
  ['User', key.user_id ?? '–'],
  ['Tags', key.tags.join(', ') || '–'],
  ['Ends', key.expires ? moment(key.expires) : 'never'],
  ['Made', moment(key.created_at)],
  ['Last used', charges.length ? distance(charges[0].startTime) : 'not yet'],
  ...key.old_key_expires ? [['The key before it opens until', moment(key.old_key_expires)]] : [],
  ...Object.keys(key.metadata).length ? [['Notes', JSON.stringify(key.metadata)]] : [],
];

const charge = (one) => html`
  <li><span>${moment(one.startTime)}</span> <span>${one.model}, ${taskWord(one.call_type)}, ${plural(one.images_made, 'image')}</span>
    <span class="figure">${one.state === 'open' ? 'runs' : one.spend === null || one.spend === undefined ? 'no price' : usd(toUnits(one.spend))}${one.error ? ` ${one.error}` : ''}</span></li>`;

const nameOf = (key) => key.key_alias ? `“${key.key_alias}”` : key.token;

const replace = (key) => ask('Replace the key?', `${nameOf(key)} gets a new key under the same id, with its budget and what was spent. Whoever uses the old one needs the new one.`, 'Regenerate',
  (form) => regenerateKey(key, form.get('grace').trim()),
  html`<label class="field"><span class="label">The old key opens for another</span><input name="grace" type="text" autocomplete="off" list="graces" placeholder="1h, 24h … nothing: not at all"></label>
    <datalist id="graces">${['10m', '1h', '24h', '7d'].map((time) => html`<option value=${time}></option>`)}</datalist>`);

const remove = (key) => ask('Delete the key?', `${nameOf(key)} opens nothing from then on, for good. It has spent ${money(key.total_spend)}, which stays in the reports. To refuse it for a while, block it.`, 'Delete it', () => deleteKey(key));
