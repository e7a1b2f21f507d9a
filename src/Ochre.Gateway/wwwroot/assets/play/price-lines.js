// A model's price list, read as the gateway reads it: the first line that fits an image is its price.
import { toUnits } from '../lib/money.js';

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
