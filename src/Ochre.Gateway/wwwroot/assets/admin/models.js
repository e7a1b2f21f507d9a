// The models of this gateway, what ends soon first.
import { read } from './ask.js';
import { changePart } from './state.js';

export async function loadModels() {
  const { data } = await read('v1/models?all=true');
  changePart('models', { fault: null, data: inOrder(data.filter((model) => model.id === model.ochre.model)) });
}

const RANK = { LEGACY: 0, ACTIVE: 1, EOL: 2 };

// An end that is known comes before one that is not.
const endOf = ({ ochre: { lifecycle } }) => lifecycle.end_of_life ?? '9999';

/** A model that lives and has an end ranks with those that AWS calls legacy. */
const rank = ({ ochre: { lifecycle } }) => lifecycle.status === 'ACTIVE' && lifecycle.end_of_life ? RANK.LEGACY : RANK[lifecycle.status];

// Of those that are gone the last one first.
const byEnd = (a, b) => endOf(a).localeCompare(endOf(b)) * (rank(a) === RANK.EOL ? -1 : 1);

export const inOrder = (models) => models.toSorted((a, b) => rank(a) - rank(b) || byEnd(a, b) || a.ochre.name.localeCompare(b.ochre.name));

export function foundModels({ data, search }) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return data.filter(({ id, ochre }) => {
    const text = [id, ochre.name, ochre.lifecycle.status, ...ochre.tasks, ...ochre.regions, ...ochre.aliases].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
