// What the first view tells: all of it sums of the ledger, asked for at once.
import { toUnits } from '../lib/money.js';
import { ask, read, withQuery } from './ask.js';
import { lastDays } from './days.js';
import { day } from './format.js';
import { asking, changePart, state } from './state.js';

const TOPS = ['key', 'user', 'team', 'model', 'tag'];
const SHOWN = 6;

export async function loadOverview() {
  const isNew = asking('overview');
  const now = Date.now();
  const days = lastDays(state.overview.days, now);
  const range = { start_date: days[0], end_date: days.at(-1) };
  const report = (query) => read(withQuery('spend/report', { ...range, ...query }));
  const today = day(new Date(now));
  const [lines, states, ...rest] = await Promise.all([
    report({ group_by: 'day_model' }), report({ group_by: 'state' }),
    read(`global/spend?start_date=${today}&end_date=${today}`), read(`global/spend?start_date=${today.slice(0, 8)}01&end_date=${today}`),
    ...TOPS.map((by) => report({ group_by: by, limit: SHOWN })),
  ]);
  const [spentToday, spentMonth, ...tops] = rest;
  const budgets = await readBudgets(spentMonth.max_budget, tops[0]);
  if (isNew())
    changePart('overview', { fault: null, data: { days, lines, states, spentToday, spentMonth, budgets, tops: Object.fromEntries(TOPS.map((by, at) => [by, tops[at]])) } });
}

/** The range as the ledger's own table. */
export const tableOf = (days, by) => withQuery('spend/report', { start_date: days[0], end_date: days.at(-1), group_by: by, format: 'csv' });

// Everybody's and the models' budgets stand among the figures, the others with whose they are; the one that is nearest its end first.
async function readBudgets(everybody, keys) {
  const [figures, teams, { users }, ...infos] = await Promise.all([
    readFigures(), read('team/list'), read('user/list?page_size=100'), ...keys.map(({ api_key: id }) => read(withQuery('key/info', { key: id })).catch(() => null)),
  ]);
  const of = (kind, name, { max_budget: max, remaining_budget: left, budget_reset_at: resets }) =>
    ({ kind, name, max: max === null ? null : toUnits(max), left: left === null ? null : toUnits(left), resets });
  return [
    ...everybody === undefined ? [] : [{ kind: 'everybody', name: 'Everybody together', max: toUnits(everybody), left: figures.get('global') ?? null }],
    ...[...figures].filter(([scope]) => scope.startsWith('model:')).map(([scope, left]) => ({ kind: 'model', name: scope.slice(6), max: null, left })),
    ...teams.map((team) => of('team', team.team_alias ?? team.team_id, team)),
    ...users.map((user) => of('user', user.user_alias ?? user.user_id, user)),
    ...infos.filter(Boolean).map(({ info }) => of('key', info.key_alias ?? info.token, info)),
  ].filter(({ kind, max }) => kind === 'model' || max !== null).sort((a, b) => share(a) - share(b)).slice(0, SHOWN);
}

const share = ({ left, max }) => left === null ? 2 : max === null ? 1.5 : max === 0 ? 0 : left / max;

async function readFigures() {
  const text = await (await ask('metrics')).text();
  const found = [...text.matchAll(/^ochre_budget_left_usd\{scope="((?:[^"\\]|\\.)*)"\} (\S+)/gm)];
  return new Map(found.map(([, scope, left]) => [scope.replace(/\\(.)/g, '$1'), toUnits(left)]));
}
