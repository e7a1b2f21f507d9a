// What runs now, and what ran last.
import { toUnits } from '../../lib/money.js';
import { html } from '../../vendor/lit-html/lit-html.js';
import { live } from '../../vendor/lit-html/directives/live.js';
import { repeat } from '../../vendor/lit-html/directives/repeat.js';
import { clock, count, keyName, moment, plural, taskWord, usd } from '../format.js';
import { secondsOf, shownRequests } from '../requests.js';
import { changePart } from '../state.js';
import { whenRead } from './fault.js';
import { searchBox } from './search.js';

const SHOWS = { all: 'All', running: 'Running', failed: 'Refused' };
const STAGES = { limits: 'waits for limits', reading: 'is read', bedrock: 'at Bedrock', delivering: 'delivering' };

export const requests = (state) => html`
  <section class="card" aria-labelledby="requests-title">
    <div class="card-head"><h2 id="requests-title">Requests</h2>
      <div class="tabs" role="radiogroup" aria-label="Which">${Object.entries(SHOWS).map(([show, name]) => html`
        <label class="chip"><input type="radio" name="show" value=${show} .checked=${live(state.requests.show === show)} @change=${() => changePart('requests', { show })}><span>${name}</span></label>`)}</div>
      ${searchBox('Search by id, model, key or error', state.requests.search, (search) => changePart('requests', { search }))}</div>
    ${whenRead(state.requests, (data) => content(state.requests, data))}
  </section>`;

function content(part, data) {
  const shown = shownRequests(part);
  return html`
    <p id="running"><strong>${count(data.running)}</strong> ${data.running === 1 ? 'request runs' : 'requests run'} now. <span class="soft">Below are these and the last ${count(data.kept)} that ended since the gateway started. No prompt and no picture is kept.</span></p>
    ${shown.length === 0 ? html`<p class="soft">${data.requests.length === 0 ? 'Nobody has asked for an image since the gateway started.' : `None of the ${plural(data.requests.length, 'request')} is like that.`}</p>` : table(shown, data.ahead)}`;
}

const table = (shown, ahead) => html`
  <div class="scroll" tabindex="0" role="region" aria-label="Table of requests">
    <table class="list" id="requests">
      <thead><tr><th scope="col">Began</th><th scope="col">State</th><th scope="col">Seconds</th><th scope="col">Model</th><th scope="col">Key</th><th scope="col">Images</th><th scope="col">Cost</th><th scope="col">Request</th></tr></thead>
      <tbody>${repeat(shown, (request) => request.request_id, (request) => row(request, ahead))}</tbody>
    </table>
  </div>`;

const row = (request, ahead) => html`
  <tr class=${request.stage === 'done' ? '' : 'runs'} data-id=${request.request_id}>
    <td data-label="Began"><span title=${moment(request.start_time)}>${clock(request.start_time)}</span></td>
    <td data-label="State">${stage(request)}</td>
    <td data-label="Seconds" class="figure">${secondsOf(request, ahead).toFixed(1)}</td>
    <td data-label="Model">${request.model ? html`<span class="two"><span>${request.model}</span><span class="small soft">${taskWord(request.call_type)}${request.region ? `, ${request.region}` : ''}</span></span>` : html`<span class="soft">–</span>`}</td>
    <td data-label="Key">${key(request)}</td>
    <td data-label="Images" class="figure">${request.images ? `${request.images_delivered} of ${request.images}` : '–'}</td>
    <td data-label="Cost" class="figure">${cost(request)}</td>
    <td data-label="Request"><span class="id">${request.request_id}</span></td>
  </tr>`;

const stage = (request) => request.stage !== 'done' ? html`<span class="state state-${request.stage}">${STAGES[request.stage]}</span>`
  : html`<span class="state ${request.status >= 400 || request.error ? 'state-failed' : 'state-open'}">${request.status}${request.error ? ` ${request.error}` : ''}</span>`;

const key = ({ key_alias: alias, api_key: id }) => alias ?? html`<span class=${id ? 'id' : 'soft'}>${keyName(null, id)}</span>`;

// Until the ledger has counted it is what it would cost.
const cost = (request) => request.spend !== undefined ? usd(toUnits(request.spend)) : request.price !== undefined && request.stage !== 'done' ? html`<span class="soft">up to ${usd(toUnits(request.price))}</span>` : html`<span class="soft">–</span>`;
