import { mark } from '../../lib/mark.js';
import { themeButton } from '../../lib/theme-button.js';
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { signOut } from '../sign-in.js';
import { change } from '../state.js';
import { TABS } from '../tabs.js';

/** The name, the views, the way back to the playground, and the way out. */
export const header = (state) => html`
  <header class="head">
    <a class="brand" href=".">${mark()}<span>Ochre <span class="where">admin</span></span></a>
    <a class="quiet" href=".">Playground</a>
    ${state.isIn ? html`<button type="button" class="quiet" @click=${() => signOut()}>Sign out</button>` : nothing}
    ${themeButton(change)}
  </header>
  ${state.isIn ? html`
    <nav class="views" aria-label="Views"><ul>
      ${Object.entries(TABS).map(([view, { name }]) => html`
        <li><a href="#${view}" aria-current=${state.view === view ? 'page' : nothing}>${name}${view === 'requests' && state.requests.data?.running ? html` <span class="bubble" aria-label="${state.requests.data.running} running">${state.requests.data.running}</span>` : nothing}</a></li>`)}
    </ul></nav>` : nothing}`;
