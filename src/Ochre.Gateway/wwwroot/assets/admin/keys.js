// Keys: listed by pages, made, changed and taken back.
import { announce } from '../lib/announce.js';
import { read, send, withQuery } from './ask.js';
import { asking, change, changePart, state } from './state.js';

const SIZE = 25;

export async function loadKeys() {
  const isNew = asking('keys');
  const { page, search, team, user } = state.keys;
  const data = await read(withQuery('key/list', { return_full_object: true, size: SIZE, page, search, team_id: team, user_id: user }));
  if (!isNew())
    return;
  // The last one of the last page has been deleted.
  if (data.keys.length === 0 && page > 1 && data.total_pages > 0) {
    changePart('keys', { page: data.total_pages });
    await loadKeys();
    return;
  }
  changePart('keys', { data, fault: null });
}

/** Teams, users and models, for the form's suggestions. */
export async function readNames() {
  const [teams, { users }, { data: models }] = await Promise.all([read('team/list'), read('user/list?page_size=100'), read('v1/models')]);
  return { teams: teams.map(({ team_id: id }) => id), users: users.map(({ user_id: id }) => id), models: [...new Set(models.map(({ id }) => id))] };
}

export const stateOf = (key, now = Date.now()) => key.blocked ? 'blocked' : key.expires && new Date(key.expires) <= now ? 'expired' : 'open';

/** Throws a Refusal, for the form to show at its field. */
export async function saveKey(body, was) {
  const saved = await send(was ? 'key/update' : 'key/generate', was ? { ...body, key: was.token } : body);
  await loadKeys();
  announce(was ? 'The key is changed' : 'The key is made');
  change({ dialog: was ? null : { kind: 'made', key: saved } });
}

export async function openKey(token) {
  const [{ info }, charges] = await Promise.all([read(withQuery('key/info', { key: token })), read(withQuery('spend/logs', { api_key: token, page_size: 5, start_date: '2020-01-01' }))]);
  change({ dialog: { kind: 'key', key: info, charges } });
}

export async function blockKey(key, isBlocked) {
  await send(isBlocked ? 'key/block' : 'key/unblock', { key: key.token });
  announce(isBlocked ? 'The key is blocked' : 'The key is open again');
  await Promise.all([loadKeys(), openKey(key.token)]);
}

export async function regenerateKey(key, grace) {
  const made = await send('key/regenerate', { key: key.token, ...(grace && { grace_period: grace }) });
  await loadKeys();
  announce('The key is replaced');
  change({ dialog: { kind: 'made', key: made, isReplaced: true, grace } });
}

export async function deleteKey(key) {
  await send('key/delete', { keys: [key.token] });
  await loadKeys();
  announce('The key is deleted');
  change({ dialog: null });
}
