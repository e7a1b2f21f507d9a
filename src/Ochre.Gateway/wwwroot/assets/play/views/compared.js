// Which models to compare: two to four.
import { html } from '../../vendor/lit-html/lit-html.js';
import { live } from '../../vendor/lit-html/directives/live.js';
import { dollars } from '../../lib/money.js';
import { doing } from '../models.js';
import { priceNow } from '../price.js';
import { change } from '../state.js';
import { badge } from './model-dialog.js';

const MOST = 4;

export const compared = (state) => html`
  <fieldset class="field" data-param="model" tabindex="-1">
    <legend class="label">Models, two to four</legend>
    <div class="checks">
      ${doing(state.models, 'TEXT_IMAGE').filter((model) => !model.isAlias).map((model) => html`
        <label class="check">
          <input type="checkbox" .checked=${live(state.compared.includes(model.id))} ?disabled=${!state.compared.includes(model.id) && state.compared.length >= MOST}
            @change=${(event) => toggle(state, model.id, event.target.checked)}>
          <span class="model-name">${model.ochre.name}${badge(model)}</span>
          <span class="model-price">${price(state, model)}</span>
        </label>`)}
    </div>
  </fieldset>`;

const price = (state, model) => priceNow(state, model) === null ? 'no price set' : dollars(priceNow(state, model));

function toggle(state, id, isChosen) {
  change({ compared: isChosen ? [...state.compared, id] : state.compared.filter((one) => one !== id) });
}
