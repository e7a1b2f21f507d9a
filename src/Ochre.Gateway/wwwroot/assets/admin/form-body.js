// A form's texts as the body that the API wants: of something that is there only what has changed, and null for what was taken away. Pure.
import { valueOf } from './fields.js';

/** Why a text cannot even be sent; the rest is the gateway's to say. */
export class Unreadable extends Error {
  constructor(param, message) {
    super(message);
    Object.assign(this, { param, status: 0, code: 'unreadable' });
  }
}

/** `texts`: what stands in each field, by its name. */
export function bodyOf(groups, texts, was) {
  const body = {};
  for (const field of groups.flatMap(({ fields }) => fields)) {
    const given = (texts[field.name] ?? '').trim();
    if (given === valueOf(field, was).trim() || (was && field.isOnlyNew))
      continue;
    body[field.name] = given === '' ? (field.kind === 'names' ? [] : null) : read(field, given);
  }
  return body;
}

const READ = {
  text: (_, given) => given,
  time: (_, given) => given,
  names: (_, given) => linesOf(given),
  usd: number,
  count: number,
  map: (field, given) => Object.fromEntries(linesOf(given).map((line) => pairOf(field, line))),
  json: jsonOf,
};

const read = (field, given) => READ[field.kind](field, given);

const linesOf = (given) => given.split('\n').map((line) => line.trim()).filter(Boolean);

function number({ name, label }, given) {
  const value = Number(given);
  if (!Number.isFinite(value))
    throw new Unreadable(name, `${label}: write a number, such as 10.5.`);
  return value;
}

// The last colon: names of models have some of their own.
function pairOf({ name, label }, line) {
  const at = line.lastIndexOf(':');
  const limit = Number(line.slice(at + 1).trim() || NaN);
  if (at < 1 || !Number.isFinite(limit))
    throw new Unreadable(name, `${label}: write the model, a colon and a number on each line, such as gpt-image-1: 5.`);
  return [line.slice(0, at).trim(), limit];
}

function jsonOf({ name, label }, given) {
  try {
    return JSON.parse(given);
  } catch {
    throw new Unreadable(name, `${label}: this is not JSON.`);
  }
}
