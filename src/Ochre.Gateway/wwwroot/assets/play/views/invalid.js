/** Whether the last refusal named this field, by any of its names: for aria-invalid. */
export const invalid = (state, ...names) => state.runs.some((run) => names.some((name) => isNamed(paramOf(run.error), name))) ? 'true' : 'false';

const isNamed = (param, name) => param === name || Boolean(param?.endsWith(`.${name}`));

// A filter that stopped the prompt names no field: it is the one to change.
const paramOf = (error) => error?.param ?? (error?.code === 'moderation_blocked' && error.message.startsWith('The prompt') ? 'prompt' : null);
