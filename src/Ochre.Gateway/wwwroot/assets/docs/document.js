// The OpenAPI document as the page reads it: groups of operations, each with all that it needs.
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** Follows a reference inside the document; gives anything else back as it is. */
export const resolver = (document) => function resolve(thing) {
  return thing?.$ref ? resolve(thing.$ref.slice(2).split('/').reduce((at, step) => at[step.replaceAll('~1', '/').replaceAll('~0', '~')], document)) : thing;
};

export function read(document) {
  const resolve = resolver(document);
  const all = Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => operation(item[method], method, path, resolve)));
  const main = all.filter((one) => !one.sameAs);
  for (const one of main)
    one.also = all.filter((other) => other.sameAs === one.path && other.method === one.method).map((other) => other.path);
  return {
    info: document.info,
    schemes: Object.entries(document.components.securitySchemes).map(([name, scheme]) => ({ name: scheme.name ?? name, ...scheme })),
    groups: document.tags.map((tag) => ({ ...tag, operations: main.filter((one) => one.tag === tag.name) })).filter((group) => group.operations.length > 0),
    resolve,
  };
}

function operation(given, method, path, resolve) {
  const parameters = (given.parameters ?? []).map(resolve);
  return {
    id: given.operationId, method, path, tag: given.tags[0], summary: given.summary, text: given.description ?? '', sameAs: given['x-ochre-same-as'],
    access: accessOf(given.security),
    inPath: parameters.filter((one) => one.in === 'path'), inQuery: parameters.filter((one) => one.in === 'query'), inHeader: parameters.filter((one) => one.in === 'header'),
    bodies: Object.entries(given.requestBody?.content ?? {}).map(([type, { schema, example }]) => ({ type, schema, example })),
    answers: Object.entries(given.responses).filter(([status]) => /^[123]/.test(status)).map(([status, answer]) => ({ status, ...resolve(answer) })),
    refusals: Object.entries(given.responses).filter(([status]) => !/^[123]/.test(status)).map(([status, answer]) => ({ status, ...resolve(answer) })),
  };
}

const accessOf = (security) => security.length === 0 ? 'open' : Object.values(security[0])[0].includes('admin') ? 'admin' : 'key';

/** The groups with what a search finds in path, summary and words. */
export function found(groups, search) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (one) => words.every((word) => `${one.method} ${one.path} ${one.also.join(' ')} ${one.summary} ${one.tag} ${one.text}`.toLowerCase().includes(word));
  return groups.map((group) => ({ ...group, operations: group.operations.filter(fits) })).filter((group) => group.operations.length > 0);
}
