// US dollars as people read them; sums are kept in hundred-millionths, so that no cent is lost to binary fractions.
const UNIT = 1e8;

export const toUnits = (usd) => Math.round(Number(usd) * UNIT);

/** `$0.04`, `$0.008`, `$1.20`: two decimals, or as many as the price has. */
export function dollars(units) {
  const text = (units / UNIT).toFixed(8).replace(/0{1,6}$/, '');
  return `$${text}`;
}
