// Asks for the key that the page sends when something is tried: the playground's own, kept where that keeps it.
import { dialog } from '../../lib/dialog.js';
import { forgetKey, isRemembered, keepKey, readKey } from '../../lib/key.js';
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { change } from '../state.js';

const closed = () => change({ dialog: null });

export const keyDialog = () => dialog('Key', html`
  <form class="stack" method="dialog" @submit=${submit}>
    <p class="soft">Sent with what you try here, in a header, and kept in this browser.</p>
    <label class="field">API key
      <input type="password" name="key" autocomplete="off" spellcheck="false" autofocus required .value=${readKey()}>
    </label>
    <label class="check"><input type="checkbox" name="remember" .checked=${isRemembered()}> Remember it in this browser, not only in this tab</label>
    <p class="row"><button class="primary">Use it</button>
      ${readKey() ? html`<button type="button" class="second" @click=${() => { forgetKey(); closed(); }}>Forget it</button>` : nothing}</p>
  </form>`, { closed });

function submit(event) {
  const form = new FormData(event.currentTarget);
  keepKey(form.get('key').trim(), form.has('remember'));
}
