import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { refresh } from '../refresh.js';
import { signIn } from '../sign-in.js';

/** Asks for the master key, and says where it is. */
export const signInCard = (state) => html`
  <form class="card sign-in" @submit=${submit}>
    <h1>Administration</h1>
    <p>Keys, budgets, spend and live requests of this gateway. It opens with the <strong>master key</strong>.</p>
    ${state.signInFault ? html`<p class="warn" role="alert" id="sign-in-fault">${state.signInFault}</p>` : nothing}
    <label class="field"><span class="label">Master key</span>
      <input type="password" name="key" autocomplete="off" spellcheck="false" required autofocus aria-describedby=${state.signInFault ? 'sign-in-fault' : nothing}
        aria-invalid=${state.signInFault ? 'true' : 'false'}></label>
    <p><button class="primary">Sign in</button></p>
    <div class="where-key">
      <h2>Where it is</h2>
      <p>If you have set <code>OCHRE_MASTER_KEY</code> (or LiteLLM’s <code>master_key</code>), it is that. Otherwise the gateway has made one at its first start; on its machine this shows it:</p>
      <pre class="code" tabindex="0">ochre keys admin --show</pre>
      <p>and this prints an address of this page that signs in by itself:</p>
      <pre class="code" tabindex="0">ochre keys admin --link</pre>
      <p class="hint">In a checkout it is <code>./run keys admin …</code>. The key stays in this tab until you close it. It goes out in a header; what stands behind the # of an address is sent to nobody.</p>
    </div>
  </form>`;

async function submit(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const key = new FormData(form).get('key').trim();
  if (key && await signIn(key))
    await refresh();
  else
    form.elements.key?.select();
}
