// Which model stands before which: what ends soon, what lives, what is gone. Pure.
const RANK = { LEGACY: 0, ACTIVE: 1, EOL: 2 };

// An end that is known comes before one that is not.
const endOf = ({ ochre: { lifecycle } }) => lifecycle.end_of_life ?? '9999';

/** A model that lives and has an end ranks with those that AWS calls legacy. */
const rank = ({ ochre: { lifecycle } }) => lifecycle.status === 'ACTIVE' && lifecycle.end_of_life ? RANK.LEGACY : RANK[lifecycle.status];

// Of those that are gone the last one first.
const byEnd = (a, b) => endOf(a).localeCompare(endOf(b)) * (rank(a) === RANK.EOL ? -1 : 1);

export const inOrder = (models) => models.toSorted((a, b) => rank(a) - rank(b) || byEnd(a, b) || a.ochre.name.localeCompare(b.ochre.name));
