// Asks the gateway as its administrator.
import { call } from '../lib/api.js';
import { adminKey } from './key.js';

const withKey = (more) => ({ authorization: `Bearer ${adminKey()}`, ...more });

/** The answer as it came; throws a Refusal. */
export const ask = (path, { more, ...options } = {}) => call(path, { ...options, more: withKey(more) });

export const read = async (path) => (await ask(path)).json();

export const send = async (path, body) => (await ask(path, { body: JSON.stringify(body) })).json();

/** `path` with a query of what is neither null nor empty. */
export const withQuery = (path, query) => {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return given.length ? `${path}?${new URLSearchParams(given)}` : path;
};
