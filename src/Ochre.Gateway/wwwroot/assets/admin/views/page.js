// The page as a whole.
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { TABS } from '../tabs.js';
import { dialogs } from './dialogs.js';
import { faultBanner } from './fault.js';
import { header } from './header.js';
import { keys } from './keys.js';
import { models } from './models.js';
import { off } from './off.js';
import { overview } from './overview.js';
import { parties } from './parties.js';
import { requests } from './requests.js';
import { signInCard } from './sign-in.js';

const VIEWS = { overview, keys, teams: (state) => parties(state, 'teams'), users: (state) => parties(state, 'users'), requests, models };

export const page = (state) => html`
  ${header(state)}
  <main class="desk" id="main">
    ${state.isIn ? inside(state) : state.isIn === null ? html`<p class="soft waiting-line">Asking the gateway …</p>` : signInCard(state)}
  </main>
  ${state.isIn ? dialogs(state) : nothing}`;

const inside = (state) => html`
  <h1 class="unseen">${TABS[state.view].name}</h1>
  ${state.fault ? faultBanner(state.fault) : nothing}
  ${state.isOff && TABS[state.view].needsRecords ? off() : VIEWS[state.view](state)}`;
