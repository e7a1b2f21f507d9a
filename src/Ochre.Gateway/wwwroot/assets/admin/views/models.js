// The models and their lives, what ends soon first.
import { dollars, toUnits } from '../../lib/money.js';
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { repeat } from '../../vendor/lit-html/directives/repeat.js';
import { distance, longDay, plural, taskWord } from '../format.js';
import { foundModels } from '../models.js';
import { changePart } from '../state.js';
import { whenRead } from './fault.js';
import { some } from './keys.js';
import { searchBox } from './search.js';

const LIVES = { ACTIVE: ['open', 'active'], LEGACY: ['high', 'legacy'], EOL: ['failed', 'ended'] };

export const models = (state) => html`
  <section class="card" aria-labelledby="models-title">
    <div class="card-head"><h2 id="models-title">Models</h2>${searchBox('Search by name, task or region', state.models.search, (search) => changePart('models', { search }))}</div>
    ${whenRead(state.models, () => table(foundModels(state.models)))}
  </section>`;

const table = (found) => found.length === 0 ? html`<p class="soft">No model is like that.</p>` : html`
  <div class="scroll" tabindex="0" role="region" aria-label="Table of models">
    <table class="list" id="models">
      <thead><tr><th scope="col">Model</th><th scope="col">Life</th><th scope="col">Follows</th><th scope="col">Price of an image</th><th scope="col">Does</th><th scope="col">Regions</th></tr></thead>
      <tbody>${repeat(found, (model) => model.id, row)}</tbody>
    </table>
  </div>
  <p class="foot soft">${plural(found.length, 'model')}. Prices are AWS’s or your own; dates are AWS’s.</p>`;

function row({ id, ochre }) {
  const { lifecycle, price_usd: price } = ochre;
  const [look, word] = LIVES[lifecycle.status];
  return html`
    <tr data-id=${id}>
      <td data-label="Model"><span class="two"><span>${ochre.name}</span><span class="id">${id}</span></span></td>
      <td data-label="Life"><span class="two"><span><span class="state state-${look}">${word}</span></span>${lifecycle.end_of_life ? html`<span class="small">${lifecycle.status === 'EOL' ? 'ended' : 'ends'} ${longDay(lifecycle.end_of_life)}${lifecycle.status === 'EOL' ? nothing : html`, <strong>${distance(lifecycle.end_of_life)}</strong>`}</span>` : nothing}</span></td>
      <td data-label="Follows">${successors(lifecycle)}</td>
      <td data-label="Price of an image" class="figure">${price ? range(price) : html`<span class="soft">none set</span>`}</td>
      <td data-label="Does">${some(ochre.tasks.map(taskWord), '–')}</td>
      <td data-label="Regions">${some(ochre.regions, '–')}</td>
    </tr>`;
}

// Task by task where it is not one model for all of them.
function successors({ successor, successors: byTask }) {
  if (!successor)
    return html`<span class="soft">–</span>`;
  const others = Object.entries(byTask ?? {}).filter(([, ids]) => ids[0] !== successor);
  return html`<span class="two"><span class="id">${successor}</span>${others.length ? html`<span class="small soft" title=${others.map(([task, ids]) => `${taskWord(task)}: ${ids[0] ?? 'nobody'}`).join('\n')}>${plural(others.length, 'task')} otherwise</span>` : nothing}</span>`;
}

function range(price) {
  const [from, to] = [dollars(toUnits(price.from)), dollars(toUnits(price.to))];
  return from === to ? from : `${from} – ${to}`;
}
