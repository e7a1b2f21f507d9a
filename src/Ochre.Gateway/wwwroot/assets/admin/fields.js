// What a key, a team and a user can be told: one list of fields, in the API's own names.

const text = (value) => value ?? '';
const names = (value) => (value ?? []).join('\n');

/**
 * `kind`: text, names (one on a line), usd, count, time, map (`name: number` on a line), json. `list`: which suggestions. `starts`: what stands in
 * the field of something that is there, where that is not the value itself. `look`: how wide.
 */
const MODELS = { name: 'models', label: 'Models', kind: 'names', list: 'models', look: 'wide', hint: 'One on a line, wildcards too: stability.*. Nothing: all of them.' };
const BUDGET = [
  { name: 'max_budget', label: 'Budget', kind: 'usd', hint: 'US dollars. Nothing: no bound; 0: nothing may be spent.' },
  { name: 'budget_duration', label: 'Begins again after', kind: 'time', list: 'windows', hint: '24h, 7d, 30d, 1mo … Nothing: never.' },
  { name: 'soft_budget', label: 'Warn from', kind: 'usd', hint: 'US dollars from which on the log warns.' },
];
const LIMITS = [
  { name: 'rpm_limit', label: 'Requests a minute', kind: 'count' },
  { name: 'images_per_minute', label: 'Images a minute', kind: 'count' },
  { name: 'max_parallel_requests', label: 'Requests at once', kind: 'count' },
  { name: 'model_rpm_limit', label: 'Requests a minute by model', kind: 'map', look: 'wide', hint: 'One on a line: gpt-image-1: 5' },
];
const NOTES = { name: 'metadata', label: 'Notes', kind: 'json', look: 'wide', hint: 'A JSON object of your own, such as {"cost_centre": 7}.' };

export const keyFields = [
  { title: 'Who and what', fields: [
    { name: 'key_alias', label: 'Alias', kind: 'text', hint: 'A name for people; one key has it.' },
    { name: 'team_id', label: 'Team', kind: 'text', list: 'teams', hint: 'Its id. The team must be there.' },
    { name: 'user_id', label: 'User', kind: 'text', list: 'users', hint: 'His id. He is made where he is new.' },
    MODELS,
    { name: 'tags', label: 'Tags', kind: 'names', look: 'broad', hint: 'For reports, one on a line.' },
    { name: 'duration', label: 'Lives for', kind: 'time', list: 'lives', starts: () => '', hint: '90d, 1h … Nothing: for ever.', hintOfOld: 'From now on, such as 90d; -1: for ever. Nothing: as it is.' },
  ] },
  { title: 'Budget', fields: BUDGET },
  { title: 'Limits', fields: LIMITS },
  { title: 'Notes', fields: [NOTES] },
];

export const partyFields = (kind) => [
  { title: 'Who and what', fields: [
    { name: `${kind}_id`, label: 'Id', kind: 'text', isOnlyNew: true, hint: 'What keys name it by. Nothing: one is made.' },
    { name: `${kind}_alias`, label: 'Name', kind: 'text', hint: 'For people.' },
    MODELS,
  ] },
  { title: 'Budget of all its keys together', fields: BUDGET },
  { title: 'Limits of all its keys together', fields: LIMITS },
  { title: 'Notes', fields: [NOTES] },
];

export const suggestions = { windows: ['1h', '24h', '7d', '30d', '1mo'], lives: ['1d', '30d', '90d', '365d'] };

/** What stands in a field at the beginning. */
export function valueOf(field, was) {
  if (!was)
    return '';
  if (field.starts)
    return field.starts(was);
  const value = was[field.name];
  return { names: () => names(value), map: () => Object.entries(value ?? {}).map(([model, limit]) => `${model}: ${limit}`).join('\n'), json: () => jsonText(value) }[field.kind]?.() ?? String(text(value));
}

const jsonText = (value) => value && Object.keys(value).length > 0 ? JSON.stringify(value, null, 2) : '';
