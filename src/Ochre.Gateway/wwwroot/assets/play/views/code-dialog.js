// The request on the screen as a program.
import { announce } from '../../lib/announce.js';
import { save } from '../../lib/bytes.js';
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { randomSeed } from '../actions.js';
import { modelFor } from '../models.js';
import { requestOf } from '../request.js';
import { languages, snippet } from '../snippets.js';
import { change, state } from '../state.js';
import { dialog } from './dialog.js';

let language = 'curl';
let request = null;

export async function openCode() {
  const seed = state.seed.value || randomSeed();
  request = await requestOf(state, modelFor(state), Math.min(seed, modelFor(state).ochre.abilities.max_seed || seed));
  change({ dialog: 'code' });
}

export const codeDialog = () => dialog('Copy as', html`
  <div class="tabs" role="radiogroup" aria-label="Language">
    ${Object.entries(languages).map(([name, title]) => html`
      <label class="chip"><input type="radio" name="language" value=${name} .checked=${name === language} @change=${() => { language = name; change(); }}><span>${title}</span></label>`)}
  </div>
  <pre class="code" tabindex="0" aria-label="Code"><code>${snippet(language, request)}</code></pre>
  <p class="soft">The key comes from the variable <code>OCHRE_API_KEY</code>${request.files.length ? html`; save beside it: ${request.files.map(([, blob, name]) => html`<button type="button" class="link" @click=${() => save(blob, name)}>${name}</button> `)}` : nothing}</p>
  <p class="row"><button type="button" class="primary" @click=${copy}>Copy</button></p>`, 'wide');

async function copy() {
  await navigator.clipboard.writeText(snippet(language, request));
  announce('Copied');
}
