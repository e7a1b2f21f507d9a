// An operation as a command to copy, and as a form to send.
import { announce } from '../../lib/announce.js';
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { live } from '../../vendor/lit-html/directives/live.js';
import { curl } from '../curl.js';
import { change } from '../state.js';
import { send, trialOf } from '../trial.js';
import { fold } from './fold.js';

const nameOf = (operation) => `${operation.method.toUpperCase()} ${operation.path}`;

export const example = (operation) => {
  const trial = trialOf(operation);
  const shown = operation.bodies.filter((body) => body.example);
  return html`
    <div class="example-side">
      ${(shown.length > 0 ? shown : [undefined]).map((body) => command(operation, body, trial, shown.length > 1))}
      ${fold(`${operation.id} try`, html`Try it here`, () => form(operation, trial))}
    </div>`;
};

function command(operation, body, trial, isOneOfSeveral) {
  const text = curl(operation, body, body?.type === 'application/json' ? { ...trial, body: compact(trial.body) } : trial);
  const name = body?.type === 'multipart/form-data' ? 'With a form' : isOneOfSeveral ? 'With JSON' : 'With curl';
  return html`
    <div class="command">
      <p class="command-head"><span>${name}</span><button type="button" class="link" aria-label="Copy: ${nameOf(operation)}, ${name}" @click=${() => copy(text)}>Copy</button></p>
      <pre class="code" tabindex="0" role="region" aria-label="${nameOf(operation)}, ${name}"><code>${text}</code></pre>
    </div>`;
}

const form = (operation, trial) => html`
  <form class="stack trial" @submit=${(event) => { event.preventDefault(); send(operation); }}>
    ${[...operation.inPath.map((one) => [one, trial.path]), ...operation.inQuery.map((one) => [one, trial.query])].map(([one, values]) => html`
      <label class="field"><span class="label"><code>${one.name}</code></span>
        <input type="text" autocomplete="off" spellcheck="false" ?required=${one.required} placeholder=${[one.example ?? ''].flat()[0]} .value=${live(values[one.name] ?? '')} @input=${(event) => { values[one.name] = event.target.value; change(); }}>
      </label>`)}
    ${trial.body === undefined ? nothing : html`
      <label class="field"><span class="label">Body</span>
        <textarea rows=${Math.min(12, trial.body.split('\n').length + 1)} spellcheck="false" class="mono" .value=${live(trial.body)} @input=${(event) => { trial.body = event.target.value; change(); }}></textarea>
      </label>`}
    <p class="row"><button class="primary" ?disabled=${trial.isRunning}>${trial.isRunning ? 'Sending…' : `Send ${operation.method.toUpperCase()}`}</button>
      ${/\/images\/(generations|edits|variations)$/.test(operation.path) ? html`<span class="hint">Images are billed.</span>` : nothing}</p>
    ${trial.answer ? answer(operation, trial.answer) : nothing}
  </form>`;

const answer = (operation, { status, seconds, headers, text, pictures }) => html`
  <div class="came">
    <p><code class="status ${status >= 200 && status < 400 ? 'good' : 'bad'}">${status || 'no answer'}</code> <span class="hint">${seconds.toFixed(2)} s</span></p>
    ${pictures.map((source, at) => html`<img src=${source} alt="Image ${at + 1} of the answer">`)}
    <pre class="code" tabindex="0" role="region" aria-label="Answer to ${nameOf(operation)}"><code>${headers.map(([name, value]) => `${name}: ${value}\n`)}
${text}</code></pre>
  </div>`;

const compact = (text) => {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
};

async function copy(text) {
  await navigator.clipboard.writeText(text);
  announce('Copied');
}
