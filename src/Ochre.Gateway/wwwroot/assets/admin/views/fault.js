// What went wrong, said once above what was read before, or in its place.
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { refresh } from '../refresh.js';

export const faultBanner = (fault) => html`
  <div class="card error banner" role="alert">
    <p>${fault.status === 0 ? 'The gateway does not answer. What you see may be old; it is asked again every few seconds.' : fault.message}</p>
    <p class="row"><button type="button" class="second" @click=${refresh}>Ask now</button>${fault.status > 0 ? html`<span class="tag">${fault.status}${fault.code ? ` ${fault.code}` : ''}</span>` : nothing}</p>
  </div>`;

/** `content` of what was read; until then that it is asked for. */
export const whenRead = (part, content) => part.data ? content(part.data) : part.fault ? nothing : html`<p class="soft waiting-line">Asking the gateway …</p>`;
