// The models of this gateway: which there are, which does what, and which is chosen.
import { call } from '../lib/api.js';

/** All of them, those that live first; aliases say so. */
export async function readModels() {
  const { data } = await (await call('v1/models')).json();
  // Names that stand for a model say no more of it than its id: what it takes stands with the model itself.
  const abilities = new Map(data.map(({ id, ochre }) => [id, ochre.abilities]));
  return data.map((model) => ({ ...model, isAlias: model.id !== model.ochre.model, ochre: { ...model.ochre, abilities: model.ochre.abilities ?? abilities.get(model.ochre.model) } }))
    .filter((model) => model.ochre.abilities)
    .sort((a, b) => isRetired(a) - isRetired(b));
}

export const isRetired = (model) => model.ochre.lifecycle.status === 'EOL';

export const findModel = (models, id) => models?.find((model) => model.id === id);

export const doing = (models, task) => (models ?? []).filter((model) => model.ochre.tasks.includes(task));

/** The model a press would ask: the chosen one for this task, or else the operator's default, or else the cheapest that lives. */
export function modelFor(state, task = state.mode === 'edit' ? state.task : 'TEXT_IMAGE') {
  const able = doing(state.models, task);
  return findModel(able, state.modelOf[task]) ?? able.find((model) => model.ochre.aliases.includes('gpt-image-1') && !model.isAlias) ?? cheapest(able);
}

const cheapest = (models) => models.filter((model) => !model.isAlias)
  .toSorted((a, b) => isRetired(a) - isRetired(b) || Number(a.ochre.price_usd?.from ?? Infinity) - Number(b.ochre.price_usd?.from ?? Infinity))[0];

/** Those whose name, id or other names hold every word; aliases only when somebody looks for them. */
export function searchModels(models, words) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return models.filter((model) => {
    const text = [model.id, model.ochre.name, model.owned_by, ...(model.isAlias ? [] : model.ochre.aliases)].join(' ').toLowerCase();
    return (wanted.length > 0 || !model.isAlias) && wanted.every((word) => text.includes(word));
  });
}

/** A field of the model's own request by its name without the place. */
export const fieldOf = (model, name) => model?.ochre.abilities.fields.find((field) => leaf(field.path) === name);

export const leaf = (path) => path.slice(path.lastIndexOf('.') + 1);
