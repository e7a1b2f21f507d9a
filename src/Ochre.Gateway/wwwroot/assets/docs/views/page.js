import { base } from '../../lib/api.js';
import { readKey } from '../../lib/key.js';
import { mark } from '../../lib/mark.js';
import { themeButton } from '../../lib/theme-button.js';
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { found } from '../document.js';
import { change, state } from '../state.js';
import { keyDialog } from './key.js';
import { nav } from './nav.js';
import { operation } from './operation.js';
import { inline, paragraphs } from './words.js';

export const page = () => {
  const groups = state.api ? found(state.api.groups, state.search) : [];
  return html`
    <header class="head">
      <a class="brand" href=".">${mark()}<span>Ochre</span></a>
      <a class="quiet top-link" href="openapi.json">openapi.json</a>
      <button type="button" class="quiet" @click=${() => change({ dialog: 'key' })}>${readKey() ? 'Key set' : 'Key'}</button>
      ${themeButton(change)}
    </header>
    <div class="book">
      ${nav(groups)}
      <main class="pages" id="top">
        <h1>API reference</h1>
        ${state.fault ? html`<p class="warn" role="alert">${state.fault}</p>` : state.api ? intro(state.api) : html`<p class="soft">Loading…</p>`}
        ${state.api && groups.length === 0 ? html`<p class="soft">Nothing here is called that.</p>` : nothing}
        ${groups.map((group) => html`
          <section class="group" id="tag-${group.name}" aria-labelledby="tag-${group.name}-title">
            <h2 id="tag-${group.name}-title">${group.name}</h2>
            <p class="soft">${inline(group.description)}</p>
            ${group.operations.map((one) => operation(one, state.api))}
          </section>`)}
      </main>
    </div>
    ${state.dialog === 'key' ? keyDialog() : nothing}`;
};

const intro = (api) => html`
  <div class="intro">
    <p class="lead">${api.info.summary}</p>
    ${paragraphs(api.info.description)}
    <dl class="basics">
      <div><dt>Address</dt><dd><code>${base}</code></dd></div>
      <div><dt>Key</dt><dd>${api.schemes.map((scheme, at) => html`${at > 0 ? ', or ' : ''}<code>${scheme.type === 'http' ? 'Authorization: Bearer KEY' : `${scheme.name}: KEY`}</code>`)}</dd></div>
      <div><dt>Version</dt><dd>${api.info.version}</dd></div>
    </dl>
  </div>`;
