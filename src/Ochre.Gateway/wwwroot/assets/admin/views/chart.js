// Spend by day, stacked by model: a drawing with its words, a slider over the days for finger and keyboard, and the same as a table.
import { html, nothing, svg } from '../../vendor/lit-html/lit-html.js';
import { stacked, ticks } from '../days.js';
import { longDay, plural, roughly, shortDay, usd } from '../format.js';
import { changePart } from '../state.js';

const [HEIGHT, TOP, BOTTOM, LEFT] = [250, 14, 26, 58];

export const nameOf = (model) => model ?? 'Others';

export function chart({ lines, days }, picked) {
  const data = stacked(lines, days);
  const at = picked !== null && picked < days.length ? picked : days.length - 1;
  return html`
    <figure class="chart">
      ${drawing(data, at)}
      <label class="unseen" for="day">Day</label>
      <input id="day" class="day" type="range" min="0" max=${days.length - 1} .value=${String(at)} aria-valuetext=${said(data, data.columns[at])} @input=${(event) => pick(Number(event.target.value))}>
      <figcaption>${readout(data, data.columns[at])}</figcaption>
    </figure>
    ${table(data)}`;
}

const pick = (day) => changePart('overview', { day });

function drawing(data, at) {
  const width = Math.max(280, document.querySelector('.chart')?.clientWidth ?? 720);
  const marks = ticks(data.max);
  const [inner, each] = [HEIGHT - TOP - BOTTOM, (width - LEFT) / data.columns.length];
  const y = (units) => TOP + inner - units / marks.at(-1) * inner;
  return html`
    <svg class="drawing" width=${width} height=${HEIGHT} viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-labelledby="chart-title chart-desc"
      @pointermove=${(event) => hover(event, each, data)} @pointerdown=${(event) => hover(event, each, data)}>
      <title id="chart-title">Spend by day</title>
      <desc id="chart-desc">${overall(data)}</desc>
      ${marks.map((mark) => svg`<line class="grid" x1=${LEFT} x2=${width} y1=${y(mark)} y2=${y(mark)}/><text class="axis" x=${LEFT - 8} y=${y(mark) + 4} text-anchor="end">${roughly(Math.round(mark))}</text>`)}
      ${svg`<rect class="picked-day" x=${LEFT + at * each} y=${TOP - 6} width=${each} height=${inner + 6}/>`}
      ${data.columns.map((column, day) => bars(column, LEFT + day * each, each, y))}
      ${labels(data.columns, each)}
    </svg>`;
}

function bars({ units }, x, each, y) {
  const gap = Math.min(6, each * 0.22);
  let below = 0;
  return units.map((part, at) => {
    if (part <= 0)
      return nothing;
    const [from, to] = [y(below), y(below += part)];
    return svg`<rect class="series-${at}" x=${x + gap / 2} width=${each - gap} y=${to} height=${Math.max(1, from - to)}/>`;
  });
}

// As many days as can be read beside each other, today always.
function labels(columns, each) {
  const step = Math.ceil(64 / each);
  return columns.map(({ date }, at) => (columns.length - 1 - at) % step === 0
    ? svg`<text class="axis" x=${Math.min(LEFT + (at + 0.5) * each, LEFT + columns.length * each - 20)} y=${HEIGHT - 6} text-anchor="middle">${shortDay(date)}</text>` : nothing);
}

function hover(event, each, { columns }) {
  const day = Math.floor((event.clientX - event.currentTarget.getBoundingClientRect().left - LEFT) / each);
  if (day >= 0 && day < columns.length)
    pick(day);
}

const said = (data, column) => `${longDay(column.date)}: ${usd(column.total)}, ${plural(column.images, 'image')}`;

function overall({ columns, series }) {
  const total = columns.reduce((sum, column) => sum + column.total, 0);
  const dearest = columns.reduce((most, column) => column.total > most.total ? column : most);
  return total === 0 ? `Nothing was spent from ${longDay(columns[0].date)} to ${longDay(columns.at(-1).date)}.`
    : `From ${longDay(columns[0].date)} to ${longDay(columns.at(-1).date)}: ${usd(total)} in all, most on ${longDay(dearest.date)} with ${usd(dearest.total)}, mainly ${nameOf(series[0])}.`;
}

const readout = ({ series }, column) => html`
  <p class="day-said"><strong>${longDay(column.date)}</strong> <span>${usd(column.total)}</span> <span class="soft">${plural(column.images, 'image')}</span></p>
  <ul class="legend">${series.map((model, at) => html`
    <li><svg class="dot" viewBox="0 0 10 10" aria-hidden="true"><rect class="series-${at}" width="10" height="10" rx="2"/></svg> <span class="legend-name">${nameOf(model)}</span> <span class="figure">${usd(column.units[at])}</span></li>`)}</ul>`;

const table = ({ series, columns }) => html`
  <details class="as-table"><summary>The same as a table</summary>
    <div class="scroll" tabindex="0" role="region" aria-label="Spend by day as a table">
      <table id="days"><thead><tr><th scope="col">Day</th>${series.map((model) => html`<th scope="col">${nameOf(model)}</th>`)}<th scope="col">Images</th><th scope="col">Spend</th></tr></thead>
      <tbody>${columns.filter((column) => column.total > 0 || column.images > 0).toReversed().map((column) => html`
        <tr><th scope="row">${column.date}</th>${column.units.map((units) => html`<td>${usd(units)}</td>`)}<td>${column.images}</td><td>${usd(column.total)}</td></tr>`)}</tbody></table>
    </div></details>`;
