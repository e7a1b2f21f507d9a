import { html } from '../../vendor/lit-html/lit-html.js';
import { removeAll } from '../actions.js';
import { change } from '../state.js';
import { dialog } from './dialog.js';

export const clearDialog = (state) => dialog('Delete all images?', html`
  <p>${state.wall.length} ${state.wall.length === 1 ? 'image lies' : 'images lie'} in this browser and nowhere else. This cannot be taken back.</p>
  <p class="row">
    <button type="button" class="second" autofocus @click=${() => change({ dialog: null })}>Keep them</button>
    <button type="button" class="primary" @click=${removeAll}>Delete all</button>
  </p>`);
