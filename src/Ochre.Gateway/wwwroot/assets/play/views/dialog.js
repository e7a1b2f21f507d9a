// A modal dialog: the browser keeps the focus in it, Escape closes it, and so does a press beside it.
import { html } from '../../vendor/lit-html/lit-html.js';
import { change } from '../state.js';

const opened = new WeakSet();
const close = () => change({ dialog: null });

export const dialog = (title, content, kind = '') => {
  // It has to stand in the page before it can be opened.
  queueMicrotask(open);
  return html`
    <dialog class="dialog ${kind}" aria-labelledby="dialog-title" @close=${close} @click=${(event) => event.target === event.currentTarget && event.currentTarget.close()}>
      <div class="dialog-box">
        <header class="dialog-head">
          <h2 id="dialog-title">${title}</h2>
          <button type="button" class="quiet" aria-label="Close" @click=${(event) => event.currentTarget.closest('dialog').close()}>✕</button>
        </header>
        ${content}
      </div>
    </dialog>`;
};

function open() {
  const element = document.querySelector('dialog.dialog');
  if (!element || opened.has(element))
    return;
  opened.add(element);
  element.showModal();
  element.querySelector('[autofocus], input, select, button:not([aria-label=Close])')?.focus();
}
