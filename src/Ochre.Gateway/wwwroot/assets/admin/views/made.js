// A key that was just made: shown this once, for nobody has it from then on.
import { announce } from '../../lib/announce.js';
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { change } from '../state.js';

export const madeContent = (one) => html`
  <div class="stack">
    <p><strong>Copy it now: it is shown this once.</strong> The gateway keeps nothing that opens, so nobody can show it again; a lost key is replaced.</p>
    <p class="made"><code id="made-key" tabindex="0">${one.key.key}</code></p>
    ${one.isReplaced ? html`<p>${one.grace ? `The old key opens for another ${one.grace}.` : 'The old key opens nothing from now on.'} Id, budget and what was spent stay.</p>` : nothing}
    ${one.key.warnings?.map((warning) => html`<p class="warn">${warning}</p>`)}
    <p class="row"><button type="button" class="primary" autofocus @click=${() => copy(one)}>${one.isCopied ? 'Copied' : 'Copy the key'}</button>
      <button type="button" class="second" @click=${() => change({ dialog: null })}>I have stored it</button></p>
    ${one.isCopied === false ? html`<p class="hint" role="alert">This browser does not let the page copy here. The key is selected: press Ctrl+C or ⌘C.</p>` : nothing}
  </div>`;

// Where the page came by plain http from another machine there is no clipboard.
async function copy(one) {
  try {
    await navigator.clipboard.writeText(one.key.key);
    one.isCopied = true;
    announce('The key is copied');
  } catch {
    one.isCopied = false;
    getSelection().selectAllChildren(document.getElementById('made-key'));
  }
  change();
}
