// The models of this gateway, what ends soon first.
import { read } from './ask.js';
import { inOrder } from './model-order.js';
import { changePart } from './state.js';

export async function loadModels() {
  const { data } = await read('v1/models?all=true');
  changePart('models', { fault: null, data: inOrder(data.filter((model) => model.id === model.ochre.model)) });
}

export function foundModels({ data, search }) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return data.filter(({ id, ochre }) => {
    const text = [id, ochre.name, ochre.lifecycle.status, ...ochre.tasks, ...ochre.regions, ...ochre.aliases].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
