// A modal dialog: the browser keeps the focus in it, Escape closes it, and so does a press beside it.
import { html, nothing } from '../vendor/lit-html/lit-html.js';

const opened = new WeakSet();

/**
 * `closed` is told when it has been closed, however. What must not be lost by a press beside it is `firm`: it is closed by its buttons and by Escape.
 */
export const dialog = (title, content, { kind = '', closed, isFirm = false }) => {
  // It has to stand in the page before it can be opened.
  queueMicrotask(open);
  return html`
    <dialog class="dialog ${kind}" aria-labelledby="dialog-title" @close=${closed} @click=${(event) => !isFirm && event.target === event.currentTarget && event.currentTarget.close()}>
      <div class="dialog-box">
        <header class="dialog-head">
          <h2 id="dialog-title">${title}</h2>
          ${isFirm ? nothing : html`<button type="button" class="quiet" aria-label="Close" @click=${(event) => event.currentTarget.closest('dialog').close()}>✕</button>`}
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
