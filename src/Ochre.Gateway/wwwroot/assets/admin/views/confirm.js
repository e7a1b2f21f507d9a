import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { change, state } from '../state.js';

/** Asks before what cannot be taken back; `ask(title, words, press, does, extra)`. */
export const ask = (title, words, press, does, extra = nothing) => change({ dialog: { kind: 'confirm', title, words, press, does, extra, fault: null } });

export const confirmContent = (one) => html`
  <form class="stack" @submit=${(event) => submit(event, one)}>
    <p>${one.words}</p>
    ${one.extra}
    ${one.fault ? html`<p class="warn" role="alert">${one.fault.message}</p>` : nothing}
    <p class="row"><button type="button" class="second" autofocus @click=${() => change({ dialog: null })}>Leave it</button><button class="primary danger">${one.press}</button></p>
  </form>`;

async function submit(event, one) {
  event.preventDefault();
  try {
    await one.does(new FormData(event.currentTarget));
  } catch (fault) {
    if (state.dialog === one)
      change({ dialog: Object.assign(one, { fault }) });
  }
}
