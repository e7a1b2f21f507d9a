// Teams and users: whoever has keys, and a budget over them all.
import { announce } from '../lib/announce.js';
import { read, send, withQuery } from './ask.js';
import { asking, change, changePart, state } from './state.js';

const SIZE = 25;

/** By the view's name. */
export const KINDS = {
  teams: { kind: 'team', one: 'team', many: 'teams', canBlock: true },
  users: { kind: 'user', one: 'user', many: 'users', canBlock: false },
};

export const idOf = (view, party) => party[`${KINDS[view].kind}_id`];
export const aliasOf = (view, party) => party[`${KINDS[view].kind}_alias`];

export async function loadParties(view) {
  const isNew = asking(view);
  const { page } = state[view];
  const answer = await read(withQuery(`${KINDS[view].kind}/list`, { page, page_size: SIZE }));
  // LiteLLM's list of teams says nothing of its length: a full page may have another behind it.
  const data = Array.isArray(answer)
    ? { page, all: answer, pages: page + (answer.length === SIZE ? 1 : 0), total: null }
    : { page, all: answer.users, pages: answer.total_pages, total: answer.total };
  if (isNew())
    changePart(view, { data, fault: null });
}

/** Throws a Refusal, for the form to show at its field. */
export async function saveParty(view, body, was) {
  const { kind, one } = KINDS[view];
  if (was)
    await send(`${kind}/update`, { ...body, [`${kind}_id`]: idOf(view, was) });
  else
    await send(`${kind}/new`, kind === 'user' ? { ...body, auto_create_key: false } : body);
  await loadParties(view);
  announce(was ? `The ${one} is changed` : `The ${one} is made`);
  change({ dialog: null });
}

export async function blockTeam(team, isBlocked) {
  await send(isBlocked ? 'team/block' : 'team/unblock', { team_id: team.team_id });
  await loadParties('teams');
  announce(isBlocked ? 'The team is blocked' : 'The team is open again');
}

export async function deleteParty(view, party) {
  const { kind, one } = KINDS[view];
  const { deleted_keys: keys } = await send(`${kind}/delete`, { [`${kind}_ids`]: [idOf(view, party)] });
  await loadParties(view);
  announce(`The ${one} is deleted${keys.length ? `, with ${keys.length} keys` : ''}`);
  change({ dialog: null });
}
