// A refusal that people can do something about.
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { press } from '../actions.js';
import { change } from '../state.js';

const TITLES = {
  missing: 'One thing is missing',
  no_picture: 'Not a picture',
  unreachable: 'Nobody answers',
  broken_off: 'The answer broke off',
  moderation_blocked: 'The model will not paint this',
  budget_exceeded: 'The budget is used up',
  rate_limit_exceeded: 'Too much at once',
  model_not_found: 'No such model here',
  model_access_denied: 'This key may not use this model',
  bedrock_timeout: 'The model took too long',
  bedrock_unavailable: 'Bedrock is not available',
  bedrock_access_denied: 'Bedrock turned the gateway away',
};

const ADVICE = {
  moderation_blocked: 'A content filter of the model or a guardrail of this gateway decided that; the sentence above says at which stage. Put it in other words, or start from another picture.',
  rate_limit_exceeded: 'Wait a moment and press again: nothing was bought.',
  bedrock_unavailable: 'Bedrock says it is busy or starting. Wait a moment and press again.',
  bedrock_access_denied: 'Nothing you can mend here: the operator’s log says what is missing.',
  broken_off: 'Images that were made before may have been billed.',
};

export const errorCard = (error) => html`
  <div class="card error" role="alert" id="error">
    <h2>${titleOf(error)}</h2>
    <p>${error.message}</p>
    ${error.retryAfter ? html`<p class="soft">The gateway says: again in ${error.retryAfter} s.</p>` : nothing}
    ${ADVICE[error.code] ? html`<p class="soft">${ADVICE[error.code]}</p>` : nothing}
    <p class="row">
      ${error.status === 401 ? html`<button type="button" class="primary" @click=${() => change({ dialog: 'key' })}>Give a key</button>` : nothing}
      ${error.status >= 429 || error.code === 'unreachable' ? html`<button type="button" class="second" @click=${press}>Try again</button>` : nothing}
      ${error.param ? html`<span class="tag">${error.param}</span>` : nothing}
      ${error.status > 0 ? html`<span class="tag">${error.status}${error.code ? ` ${error.code}` : ''}</span>` : nothing}
    </p>
  </div>`;

const titleOf = ({ code, status }) => TITLES[code] ?? (status === 401 ? 'A key is needed' : status >= 500 ? 'Something went wrong' : 'This cannot be asked for');
