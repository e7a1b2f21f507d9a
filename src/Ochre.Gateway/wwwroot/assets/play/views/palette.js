// Colours for models that paint by a palette.
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { change } from '../state.js';

const MOST = 10;
const EARTHS = ['#9c3d1b', '#d29a3a', '#4a3425', '#e9dcc3', '#2f5d62'];

export const palette = (state) => html`
  <fieldset class="field"><legend class="label">Colours</legend>
    <div class="palette">
      ${state.colors.map((color, at) => html`
        <span class="swatch">
          <input type="color" .value=${color} aria-label="Colour ${at + 1}" @input=${(event) => change({ colors: state.colors.with(at, event.target.value) })}>
          <button type="button" class="quiet" aria-label="Take colour ${at + 1} away" @click=${() => change({ colors: state.colors.toSpliced(at, 1) })}>✕</button>
        </span>`)}
      ${state.colors.length < MOST ? html`<button type="button" class="second" @click=${() => change({ colors: [...state.colors, EARTHS[state.colors.length % EARTHS.length]] })}>Add a colour</button>` : nothing}
    </div>
  </fieldset>`;
