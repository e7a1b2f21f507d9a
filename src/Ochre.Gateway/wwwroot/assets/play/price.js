// The price before the press.
import { takesSize } from './fields.js';
import { fieldOf } from './models.js';
import { priceOf } from './price-lines.js';
import { nearestSize } from './sizes.js';
import { currentTask, tasks } from './tasks.js';

const DEFAULT_STEPS = 30;

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
