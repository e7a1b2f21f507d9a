// What to edit, and how: the task, the picture, and the task's own tools.
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { live } from '../../vendor/lit-html/directives/live.js';
import { editTasks, useSecond } from '../editing.js';
import { change } from '../state.js';
import { tasks } from '../tasks.js';
import { invalid } from './invalid.js';

const MOST = 2000;

export const editTools = (state) => html`
  <div class="field"><label class="label" for="task">What to do</label>
    <select id="task" aria-describedby="task-hint" .value=${live(state.task)} @change=${(event) => change({ task: event.target.value, runs: [], shown: null })}>
      ${editTasks().map((task) => html`<option value=${task} ?selected=${task === state.task}>${tasks[task].name}</option>`)}
    </select>
    <span class="hint" id="task-hint">${tasks[state.task].hint}</span>
  </div>
  ${tasks[state.task].second ? secondPicture(state) : nothing}
  ${tasks[state.task].search ? search(state) : nothing}
  ${tasks[state.task].margins ? margins(state) : nothing}`;

export const file = (state, label, param, use) => html`
  <div class="field file"><label class="label" for="file-${param}">${label}</label>
    <input type="file" id="file-${param}" accept="image/*" data-param=${param} aria-invalid=${invalid(state, param)} @change=${(event) => event.target.files[0] && use(event.target.files[0])}>
    ${param === 'image' ? html`<span class="hint">PNG, JPEG or WebP. Dropping or pasting one works too.</span>` : nothing}
  </div>`;

const secondPicture = (state) => html`
  ${file(state, tasks[state.task].second, 'second', useSecond)}
  ${state.second ? html`<img class="second-picture" src=${state.second.url} alt="The second picture">` : nothing}`;

const search = (state) => html`
  <label class="field"><span class="label">${tasks[state.task].ask}</span>
    <input type="text" data-param=${tasks[state.task].search} placeholder=${tasks[state.task].example} .value=${live(state.search)} aria-invalid=${invalid(state, tasks[state.task].search)}
      @input=${(event) => change({ search: event.target.value })}>
  </label>`;

const margins = (state) => html`
  <fieldset class="field"><legend class="label">Extend by, in pixels</legend>
    <div class="margins">
      ${[['up', 'Up'], ['left', 'Left'], ['right', 'Right'], ['down', 'Down']].map(([edge, name]) => html`
        <label class="margin-${edge}">${name}
          <input type="number" min="0" max=${MOST} step="8" inputmode="numeric" data-param=${edge} aria-invalid=${invalid(state, edge)} .value=${live(String(state.margins[edge]))}
            @change=${(event) => change({ margins: { ...state.margins, [edge]: Math.min(MOST, Math.max(0, Math.round(event.target.valueAsNumber) || 0)) } })}>
        </label>`)}
    </div>
  </fieldset>`;
