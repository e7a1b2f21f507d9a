// Sizes as little pictures of their shape.
import { html, nothing, svg } from '../../vendor/lit-html/lit-html.js';
import { live } from '../../vendor/lit-html/directives/live.js';
import { nearestSize, shapesOf } from '../sizes.js';
import { change } from '../state.js';

const BOX = 26;

export function shapes(state, model) {
  const size = nearestSize(model, state.size);
  const all = shapesOf(model);
  const chosen = all.find((shape) => shape.sizes.includes(size));
  return html`
    <fieldset class="field"><legend class="label">Size <span class="count">${size?.replace('x', ' × ')}</span></legend>
      <div class="shapes">
        ${all.map((shape) => html`
          <label class="shape" title=${shape.sizes[0].replace('x', ' × ')}>
            <input type="radio" name="shape" data-param="size" aria-label="${shape.name}, ${shape.sizes[0].replace('x', ' by ')} pixels" .checked=${live(shape === chosen)} @change=${() => change({ size: shape.sizes[0] })}>
            <svg viewBox="0 0 30 30" aria-hidden="true">${rectangle(shape)}</svg>
            <span aria-hidden="true">${shape.name}</span>
          </label>`)}
      </div>
      ${chosen?.sizes.length > 1 ? html`
        <select aria-label="Pixels" .value=${live(size)} @change=${(event) => change({ size: event.target.value })}>
          ${chosen.sizes.map((one) => html`<option value=${one} ?selected=${one === size}>${one.replace('x', ' × ')}</option>`)}
        </select>` : nothing}
    </fieldset>`;
}

function rectangle({ width, height }) {
  const scale = BOX / Math.max(width, height);
  const [wide, high] = [width * scale, height * scale];
  return svg`<rect x=${15 - wide / 2} y=${15 - high / 2} width=${wide} height=${high} rx="2"/>`;
}
