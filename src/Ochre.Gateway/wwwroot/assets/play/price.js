// The price before the press, from the same lines that the gateway charges by.
import { toUnits } from '../lib/money.js';
import { currentTask } from './tasks.js';

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
  const [width, height] = state.mode === 'edit' && state.picture
    ? [state.picture.width, state.picture.height]
    : (state.size ?? model.ochre.abilities.default_size ?? '1024x1024').split('x').map(Number);
  return priceOf(model, { task: currentTask(state, model), width, height, premium: state.premium, steps: Number(state.extras.steps ?? 30) });
}
