import { isRemembered, readKey } from '../../lib/key.js';
import { dollars } from '../../lib/money.js';
import { themeButton } from '../../lib/theme-button.js';
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { change } from '../state.js';
import { mark } from '../../lib/mark.js';

/** The name, what was spent, key and theme. */
export const header = (state) => html`
  <header class="head">
    <a class="brand" href=".">${mark()}<span>Ochre</span></a>
    <p class="spent" title="All images of this tab since it was opened"><span>This session</span> <strong>${dollars(state.spent)}</strong></p>
    <button type="button" class="quiet" @click=${() => change({ dialog: 'key' })}>${readKey() ? html`Key ${isRemembered() ? 'remembered' : 'set'}` : 'Key'}</button>
    <a class="quiet" href="admin">Admin</a>
    ${themeButton(change)}
    ${state.isWallKept ? nothing : html`<p class="soft">This browser keeps no image now: download what should outlast this page.</p>`}
  </header>`;
