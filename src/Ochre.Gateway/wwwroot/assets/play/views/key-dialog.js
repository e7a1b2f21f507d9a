import { forgetKey, isRemembered, keepKey, readKey } from '../../lib/key.js';
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { loadModels } from '../actions.js';
import { change } from '../state.js';
import { dialog } from './dialog.js';

/** Asks for the gateway's key. It stays in this browser and travels in a header, never in an address. */
export const keyDialog = (state) => dialog('Key', html`
  <form class="stack" method="dialog" @submit=${submit}>
    <p class="soft">${state.needsKey ? 'This gateway asks for a key: its operator has one for you.' : 'Only needed where the gateway’s operator asks for one.'}</p>
    ${state.needsKey && readKey() ? html`<p class="warn" role="alert" id="key-fault">The gateway does not know this key.</p>` : nothing}
    <label class="field">API key
      <input type="password" name="key" autocomplete="off" spellcheck="false" autofocus required .value=${readKey()} aria-invalid=${state.needsKey && readKey() ? 'true' : 'false'}>
    </label>
    <label class="check"><input type="checkbox" name="remember" .checked=${isRemembered()}> Remember it in this browser, not only in this tab</label>
    <p class="row">
      <button class="primary">Use it</button>
      ${readKey() ? html`<button type="button" class="second" @click=${forget}>Forget it</button>` : nothing}
    </p>
  </form>`);

async function submit(event) {
  event.preventDefault();
  const form = new FormData(event.currentTarget);
  keepKey(form.get('key').trim(), form.has('remember'));
  await loadModels();
}

async function forget() {
  forgetKey();
  change({ dialog: null });
  await loadModels();
}
