// Everything that the page shows follows from this one object.
import { store } from '../lib/store.js';

const list = () => ({ data: null, fault: null, page: 1, search: '' });

export const { state, change, onChange } = store({
  /** Whether the gateway has taken the key; null until it was asked. */
  isIn: null,
  /** Why it did not take it: a sentence. */
  signInFault: null,
  /** Whether the gateway records nothing: then there are no keys and no reports. */
  isOff: false,
  /** A Refusal: why nothing new comes; what was read before stays. */
  fault: null,
  view: 'overview',
  /** `{ kind, … }` or null. */
  dialog: null,

  overview: { data: null, fault: null, days: 30, day: null },
  keys: { ...list(), team: '', user: '' },
  teams: list(),
  users: list(),
  requests: { data: null, fault: null, show: 'all', search: '' },
  models: { data: null, fault: null, search: '' },
});

const turns = {};

/** Says of an answer for a part whether nobody has asked for another since. */
export function asking(name) {
  const mine = turns[name] = (turns[name] ?? 0) + 1;
  return () => turns[name] === mine;
}

/** Changes one view's part. */
export const changePart = (name, part) => change({ [name]: { ...state[name], ...part } });
