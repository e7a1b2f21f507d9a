// The price before the press, from the same lines that the gateway charges by.
import { toUnits } from '../lib/money.js';
import { takesSize } from './fields.js';
import { fieldOf } from './models.js';
import { nearestSize } from './sizes.js';
import { currentTask, tasks } from './tasks.js';

const DEFAULT_STEPS = 30;

const fits = (line, { task, width, height, premium, steps }) =>
  (line.task === undefined || line.task === task)
  && (line.sizes === undefined || line.sizes.includes(`${width}x${height}`))
  && (line.max_side === undefined || Math.max(width, height) <= line.max_side)
  && (line.max_pixels === undefined || width * height <= line.max_pixels)
  && (line.premium === undefined || line.premium === premium)
  && (line.max_steps === undefined || steps <= line.max_steps);

/** One image in hundred-millionths of a dollar; null when nobody has set a price. */
export function priceOf(model, image) {
  const line = model.ochre.abilities.prices?.find((one) => fits(one, image));
  return line ? toUnits(line.usd) : null;
}

/** One image of what is on the screen. */
export function priceNow(state, model) {
  const [width, height] = sides(state, model);
  return priceOf(model, { task: currentTask(state, model), width, height, premium: state.premium, steps: Number(state.extras.steps ?? DEFAULT_STEPS) });
}

// An edit that cannot be asked for a size has its picture's; models that extend by a mask are sent the larger picture.
function sides(state, model) {
  if (takesSize(state, model) || !state.picture)
    return (nearestSize(model, state.size) ?? '1024x1024').split('x').map(Number);
  const { width, height } = state.picture;
  const { left, right, up, down } = state.margins;
  return tasks[state.task].margins && fieldOf(model, 'taskType') ? [width + left + right, height + up + down] : [width, height];
}
