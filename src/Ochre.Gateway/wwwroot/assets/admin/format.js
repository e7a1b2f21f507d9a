// Figures and moments as people read them.
import { dollars, toUnits } from '../lib/money.js';

const [DOLLAR, CENT, CENT_OF_CENT] = [1e8, 1e6, 1e4];
const gradeOf = (units) => units < DOLLAR ? 1 : units < 100 * DOLLAR ? CENT_OF_CENT : CENT;

/** `$1,234.50` of hundred-millionths: less than a dollar exactly, less than a hundred to the hundredth of a cent, more to the cent. */
export const usd = (units) => dollars(Math.round(units / gradeOf(units)) * gradeOf(units)).replace(/\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','));

/** As short as an axis wants it: `$0.25`, `$250`, `$12.5k`. */
export function roughly(units) {
  const amount = units / 1e8;
  const [size, sign] = amount >= 1e6 ? [1e6, 'M'] : amount >= 1e4 ? [1e3, 'k'] : [1, ''];
  return amount > 0 && amount < 10 ? dollars(units) : `$${Number((amount / size).toFixed(2)).toLocaleString('en-US')}${sign}`;
}

/** `$1,234.50` of dollars. */
export const money = (amount) => usd(toUnits(amount));

export const count = (number) => Number(number).toLocaleString('en-US');

export const plural = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;

/** `2026-11-21`, of UTC as the ledger has it. */
export const day = (date) => date.toISOString().slice(0, 10);

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `21 Nov` of `2026-11-21`. */
export const shortDay = (text) => `${Number(text.slice(8, 10))} ${MONTHS[Number(text.slice(5, 7)) - 1]}`;

export const longDay = (text) => `${shortDay(text)} ${text.slice(0, 4)}`;

/** `21 Nov 2026, 14:03`, of this computer's clock. */
export function moment(text) {
  const at = new Date(text);
  return `${at.getDate()} ${MONTHS[at.getMonth()]} ${at.getFullYear()}, ${two(at.getHours())}:${two(at.getMinutes())}`;
}

export function clock(text) {
  const at = new Date(text);
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

const two = (number) => String(number).padStart(2, '0');

const STEPS = [[365 * 86_400, 'year'], [30 * 86_400, 'month'], [86_400, 'day'], [3600, 'hour'], [60, 'minute'], [1, 'second']];

/** `in 3 days`, `2 hours ago`. */
export function distance(text, now = Date.now()) {
  const seconds = Math.round((new Date(text) - now) / 1000);
  const [size, name] = STEPS.find(([step]) => Math.abs(seconds) >= step) ?? [1, 'second'];
  const said = plural(Math.floor(Math.abs(seconds) / size), name);
  return Math.abs(seconds) < 1 ? 'now' : seconds > 0 ? `in ${said}` : `${said} ago`;
}

const ID = 16;

/** Whether a key was given out: those of the configuration have the ledger's long names. */
export const isVirtual = (id) => id?.length === ID;

/** What people call a key by. */
export const keyName = (alias, id) => alias ?? (!id ? 'without a key' : isVirtual(id) ? id : `${id.slice(0, 8)}… of the configuration`);

/** A task in the ledger's word, in people's. */
export const taskWord = (word) => (word ?? '').toLowerCase().replaceAll('_', ' ');
