// The picture that is being edited, with the mask that is painted over it.
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { live } from '../../vendor/lit-html/directives/live.js';
import { startFrom } from '../editing.js';
import { change } from '../state.js';
import { tasks } from '../tasks.js';
import { file } from './edit-tools.js';
import { mark } from '../../lib/mark.js';
import { brush, painter } from './painter.js';

export const easel = (state) => html`
  <div class="easel">
    ${tasks[state.task].margins ? extent(state) : html`
      <div class="canvas-box">
        <img src=${state.picture.url} alt="The picture to edit" width=${state.picture.width} height=${state.picture.height}>
        ${tasks[state.task].mask ? painter(state) : nothing}
      </div>`}
    ${tasks[state.task].mask ? tools(state) : nothing}
    <p class="soft">${state.picture.width} × ${state.picture.height}
      <button type="button" class="link" @click=${() => change({ picture: null, mask: null })}>Another picture</button></p>
  </div>`;

// The picture where it will stand in the larger one.
function extent({ picture, margins: { left, right, up, down } }) {
  const [width, height] = [picture.width + left + right, picture.height + up + down];
  return html`
    <svg class="extent canvas-box" viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="img" aria-label="The picture within ${width} by ${height} pixels">
      <image href=${picture.url} x=${left} y=${up} width=${picture.width} height=${picture.height}/>
    </svg>`;
}

const tools = (state) => html`
  <div class="tools" role="group" aria-label="Mask">
    <label class="check brush">Brush <input type="range" min="4" max=${Math.round(Math.max(state.picture.width, state.picture.height) / 3)} .value=${live(String(brush.size))}
      @input=${(event) => { brush.size = event.target.valueAsNumber; change(); }}></label>
    <button type="button" class="second" aria-pressed=${brush.isErasing ? 'true' : 'false'} @click=${() => { brush.isErasing = !brush.isErasing; change(); }}>Rub out</button>
    <button type="button" class="second" ?disabled=${state.mask.isEmpty} @click=${() => state.mask.undo()}>Undo</button>
    <button type="button" class="second" @click=${() => state.mask.invert()}>Invert</button>
    <button type="button" class="second" ?disabled=${state.mask.isEmpty} @click=${() => state.mask.clear()}>Clear</button>
    <details class="by-numbers"><summary>Rectangle by numbers</summary>
      <form class="numbers" @submit=${(event) => rectangle(event, state)}>
        ${['x', 'y', 'width', 'height'].map((name) => html`<label>${name}<input type="number" name=${name} min="0" max=${name === 'x' || name === 'width' ? state.picture.width : state.picture.height}
          value=${{ x: 0, y: 0, width: Math.round(state.picture.width / 2), height: Math.round(state.picture.height / 2) }[name]} required></label>`)}
        <button class="second">Add</button>
      </form>
    </details>
  </div>`;

function rectangle(event, state) {
  event.preventDefault();
  const form = new FormData(event.currentTarget);
  state.mask.rectangle(...['x', 'y', 'width', 'height'].map((name) => Number(form.get(name))));
}

export const emptyEasel = (state) => html`
  <div class="empty">
    ${mark()}
    <p class="lead">Start from a picture of yours, or from one on your wall below.</p>
    ${file(state, 'Picture', 'image', startFrom)}
  </div>`;
