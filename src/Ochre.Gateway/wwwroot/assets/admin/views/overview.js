// What was spent, on what and by whom.
import { save } from '../../lib/bytes.js';
import { toUnits } from '../../lib/money.js';
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { live } from '../../vendor/lit-html/directives/live.js';
import { ask, withQuery } from '../ask.js';
import { count, distance, isVirtual, keyName, money, plural, usd } from '../format.js';
import { openKey } from '../keys.js';
import { tableOf } from '../overview.js';
import { refresh } from '../refresh.js';
import { change, changePart } from '../state.js';
import { bar } from './bar.js';
import { chart } from './chart.js';
import { whenRead } from './fault.js';

const RANGES = [7, 30, 90];

export const overview = (state) => whenRead(state.overview, (data) => html`
  <section class="tiles" aria-label="In short">${tiles(data)}</section>
  <section class="card" aria-labelledby="by-day">
    <div class="card-head"><h2 id="by-day">Spend by day</h2>${range(state.overview.days)}${downloads(data)}</div>
    ${chart(data, state.overview.day)}
  </section>
  <div class="tops">${TOPS.map((top) => list(top, data.tops[top.by]))}${budgets(data.budgets)}</div>`);

function tiles({ days, lines, states, spentToday, spentMonth, tops }) {
  const sum = (name) => lines.reduce((all, line) => all + (name === 'total_spend' ? toUnits(line[name]) : line[name]), 0);
  const [spent, images, unpriced] = [sum('total_spend'), sum('images'), sum('images_unpriced')];
  const free = states.find(({ state }) => state === 'free')?.requests ?? 0;
  const unknown = states.find(({ state }) => state === 'unknown')?.requests ?? 0;
  return [
    tile('today', 'Today', money(spentToday.spend), plural(spentToday.images, 'image')),
    tile('month', 'This month', money(spentMonth.spend), plural(spentMonth.images, 'image')),
    tile('range', `Last ${days.length} days`, usd(spent), `${plural(images, 'image')}${unpriced ? `, ${count(unpriced)} without a price` : ''}`),
    tile('refused', 'Made nothing', count(free), `${free === 1 ? 'request' : 'requests'} refused or failed, and free${unknown ? `; ${count(unknown)} unknown` : ''}`),
    tile('each', 'An image costs', images - unpriced > 0 ? usd(Math.round(spent / (images - unpriced) / 1e4) * 1e4) : '–', `on average; ${plural(tops.model.length, 'model')} used`),
  ];
}

const tile = (id, name, figure, more) => html`<dl class="card tile" id="tile-${id}"><dt>${name}</dt><dd><span class="big">${figure}</span> <span class="soft">${more}</span></dd></dl>`;

const range = (chosen) => html`
  <div class="tabs" role="radiogroup" aria-label="Days">${RANGES.map((days) => html`
    <label class="chip"><input type="radio" name="range" value=${days} .checked=${live(days === chosen)} @change=${() => { changePart('overview', { days, day: null }); refresh(); }}><span>${days} days</span></label>`)}</div>`;

const downloads = ({ days }) => html`
  <span class="row downloads">
    <button type="button" class="second" @click=${() => download(tableOf(days, 'day_model'), 'ochre-spend-by-day.csv')}>Days as CSV</button>
    <button type="button" class="second" @click=${() => download(withQuery('spend/logs', { start_date: days[0], end_date: days.at(-1), format: 'csv' }), 'ochre-charges.csv')}>Charges as CSV</button>
  </span>`;

// With the key in a header: a plain link could not send it.
async function download(path, name) {
  try {
    save(await (await ask(path)).blob(), name);
  } catch (fault) {
    change({ fault });
  }
}

const TOPS = [
  { by: 'key', title: 'Keys', none: 'No key has spent anything.', name: (line) => keyName(line.key_alias, line.api_key), open: (line) => isVirtual(line.api_key) && (() => openKey(line.api_key).catch((fault) => change({ fault }))) },
  { by: 'user', title: 'Users', none: 'No user has spent anything.', name: (line) => line.user_id || 'without a user' },
  { by: 'team', title: 'Teams', none: 'No team has spent anything.', name: (line) => line.team_id || 'without a team' },
  { by: 'model', title: 'Models', none: 'No model was used.', name: (line) => line.model },
  { by: 'tag', title: 'Tags', none: 'Nothing with a tag was bought.', name: (line) => line.tag },
];

function list({ by, title, none, name, open = () => false }, lines) {
  const most = Math.max(1, ...lines.map((line) => toUnits(line.total_spend)));
  return html`
    <section class="card top" id="top-${by}" aria-labelledby="top-${by}-title"><h2 id="top-${by}-title">${title}</h2>
      ${lines.length === 0 ? html`<p class="soft">${none}</p>` : html`<ol>${lines.map((line) => html`
        <li><span class="top-name">${open(line) ? html`<button type="button" class="link plainly" @click=${open(line)}>${name(line)}</button>` : name(line)}</span>
          <span class="figure"><strong>${money(line.total_spend)}</strong> <span class="soft">${plural(line.images, 'image')}</span></span>${bar(toUnits(line.total_spend) / most)}</li>`)}</ol>`}
    </section>`;
}

const budgets = (all) => html`
  <section class="card top" id="budgets" aria-labelledby="budgets-title"><h2 id="budgets-title">Budgets, nearest their end first</h2>
    ${all.length === 0 ? html`<p class="soft">No budget is set. A key, a team, a user or everybody together may have one.</p>` : html`<ol>${all.map((one) => html`
      <li><span class="top-name">${one.name} <span class="tag">${one.kind}</span></span>
        <span class="figure"><strong>${one.left === null ? 'unused' : usd(one.left)}</strong> <span class="soft">${one.left === null ? '' : 'left '}${one.max === null ? nothing : `of ${usd(one.max)}`}${one.resets ? `, again ${distance(one.resets)}` : ''}</span></span>
        ${one.max === null ? nothing : bar(one.left === null ? 0 : one.max === 0 ? 1 : 1 - one.left / one.max)}</li>`)}</ol>`}
  </section>`;
