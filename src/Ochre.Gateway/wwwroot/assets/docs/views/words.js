// The document's words: paragraphs, with code between backticks.
import { html } from '../../vendor/lit-html/lit-html.js';

const line = (text) => text.split(/`([^`]+)`/).map((part, at) => at % 2 === 1 ? html`<code>${part}</code>` : part);

export const inline = line;

export const paragraphs = (text) => text.split('\n\n').filter(Boolean).map((one) => html`<p>${line(one)}</p>`);
