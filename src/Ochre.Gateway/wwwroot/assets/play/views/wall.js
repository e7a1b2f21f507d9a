// This browser's images, small: one list to walk with the arrow keys.
import { html } from '../../vendor/lit-html/lit-html.js';
import { repeat } from '../../vendor/lit-html/directives/repeat.js';
import { remove, show } from '../actions.js';
import { change } from '../state.js';
import { urlOf } from './urls.js';

export const wall = (state) => html`
  <header class="wall-head">
    <h2>Your wall</h2>
    <p class="soft">${state.wall.length === 0 ? 'What you paint hangs here, in this browser only.' : `${state.wall.length} ${state.wall.length === 1 ? 'image' : 'images'}, in this browser only`}</p>
    ${state.wall.length > 0 ? html`<button type="button" class="quiet" aria-haspopup="dialog" @click=${() => change({ dialog: 'clear' })}>Delete all</button>` : ''}
  </header>
  ${state.wall.length > 0 ? html`
    <div class="hung" role="listbox" aria-label="Your images, newest first" aria-orientation="horizontal" @keydown=${(event) => walk(event, state)}>
      ${repeat(state.wall, (image) => image.id, (image, at) => html`
        <div class="thumb" id="image-${image.id}" role="option" tabindex=${isStop(state, image, at) ? 0 : -1} aria-selected=${image.id === state.shown ? 'true' : 'false'} aria-label=${image.prompt || 'Image without words'} @click=${() => show(image.id)}>
          <img src=${urlOf(image.small)} alt="" loading="lazy">
        </div>`)}
    </div>` : ''}`;

// One stop for the tabulator: the shown image, or the first.
const isStop = (state, image, at) => state.wall.some((one) => one.id === state.shown) ? image.id === state.shown : at === 0;

function walk(event, state) {
  const at = state.wall.findIndex((image) => `image-${image.id}` === event.target.id);
  const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: state.wall.length - 1, Enter: at, ' ': at }[event.key];
  if (event.key === 'Delete')
    remove(state.wall[at].id);
  const image = state.wall[to];
  if (!image)
    return;
  event.preventDefault();
  show(image.id);
  queueMicrotask(() => queueMicrotask(() => document.getElementById(`image-${image.id}`)?.focus()));
}
