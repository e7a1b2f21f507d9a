// Days and models as a stacked chart needs them. Pure, and in hundred-millionths of a dollar.
import { toUnits } from '../lib/money.js';
import { day } from './format.js';

const DAY = 86_400_000;
const COLOURS = 5;

/** The last `count` days of UTC, the oldest first, today among them. */
export const lastDays = (count, now) => Array.from({ length: count }, (_, at) => day(new Date(now - (count - 1 - at) * DAY)));

/**
 * `{ series, columns, max }` of a report's lines by day and model: the dearest models have a series each, all others share one;
 * a column has its day, its total and the units of each series.
 */
export function stacked(lines, days) {
  const totals = new Map();
  for (const { model, total_spend: spend } of lines)
    totals.set(model, (totals.get(model) ?? 0) + toUnits(spend));
  const dearest = [...totals].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([model]) => model);
  const own = dearest.length > COLOURS + 1 ? dearest.slice(0, COLOURS) : dearest;
  const series = own.length < dearest.length ? [...own, null] : own;
  const columns = days.map((date) => columnOf(date, lines.filter((line) => line.date === date), own, series));
  return { series, columns, max: Math.max(0, ...columns.map((column) => column.total)) };
}

function columnOf(date, lines, own, series) {
  const units = series.map((model) => sum(lines.filter((line) => model === null ? !own.includes(line.model) : line.model === model)));
  return { date, units, total: units.reduce((a, b) => a + b, 0), images: lines.reduce((all, line) => all + line.images, 0) };
}

const sum = (lines) => lines.reduce((all, line) => all + toUnits(line.total_spend), 0);

/** Three to five round steps from 0 to at least `max`. */
export function ticks(max) {
  if (max <= 0)
    return [0, 1e8];
  const rough = max / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= rough);
  return Array.from({ length: Math.ceil(max / step - 1e-9) + 1 }, (_, at) => at * step);
}
