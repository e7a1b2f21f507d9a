// Runs while they paint and after: one, or several side by side.
import { dollars } from '../../lib/money.js';
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { show } from '../actions.js';
import { change, state as current } from '../state.js';
import { errorCard } from './error-card.js';

const TICK = 100; // ms

export function running(state) {
  if (state.runs.some((run) => run.status === 'running'))
    tick();
  return state.runs.length === 1 ? one(state.runs[0]) : html`
    <div class="columns">${state.runs.map((run) => html`
      <article class="column">
        <h2>${run.model.ochre.name}</h2>
        ${one(run)}
      </article>`)}</div>`;
}

let timer = null;

// The seconds that go by are drawn, not said.
function tick() {
  timer ??= setTimeout(() => {
    timer = null;
    if (current.runs.some((run) => run.status === 'running'))
      change();
  }, TICK);
}

const one = (run) => html`
  ${run.error ? errorCard(run.error) : nothing}
  ${run.images.length > 0 || run.status === 'running' ? html`<div class="sheets sheets-${Math.min(run.count, 2)}">${sheets(run)}</div>` : nothing}
  ${run.status === 'cancelled' ? html`<p class="soft">Stopped. What the model had begun may be billed all the same.</p>` : nothing}
  ${facts(run)}`;

function sheets(run) {
  const waiting = run.status === 'running' ? Math.max(0, run.count - run.images.filter((image) => image.isWhole).length - (run.images.at(-1)?.isWhole === false ? 1 : 0)) : 0;
  return [...run.images.map((image, at) => sheet(run, image, at)), ...Array.from({ length: waiting }, () => html`<div class="sheet waiting"></div>`)];
}

const sheet = (run, image, at) => html`
  <button type="button" class="sheet stage-${image.stage}" ?disabled=${!run.records?.[at]} aria-label="Look at image ${at + 1}" @click=${() => show(run.records[at].id)}>
    <img src=${image.url} alt=${run.prompt || 'What the model painted'}>
  </button>`;

const facts = (run) => run.status === 'failed' && run.images.length === 0 ? nothing : html`
  <p class="row facts-line">
    <span class="tag">${((run.status === 'running' ? performance.now() - run.began : run.ms) / 1000).toFixed(1)} s</span>
    ${run.facts?.each ? html`<span class="tag">${dollars(run.facts.each * (run.status === 'running' ? run.count : run.images.length))}</span>` : nothing}
    ${run.facts?.region ? html`<span class="tag">${run.facts.region}</span>` : nothing}
    ${run.missing ? html`<span class="tag warn-tag">${run.missing} held back by the model</span>` : nothing}
  </p>`;
