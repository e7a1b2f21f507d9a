/** Whether the last refusal named this field, by any of its names: for aria-invalid. */
export const invalid = (state, ...names) => state.runs.some((run) => names.some((name) => isNamed(run.error?.param, name))) ? 'true' : 'false';

const isNamed = (param, name) => param === name || Boolean(param?.endsWith(`.${name}`));
