// A JSON schema in a few words.

/** What kind of value it is: `text`, `whole number`, `list of text`; null is left out, which is as good as nothing. */
export function kind(given, resolve) {
  const schema = resolve(given);
  if (schema === true || schema === undefined)
    return 'anything';
  const several = schema.anyOf ?? schema.oneOf;
  if (several && !schema.type)
    return [...new Set(several.filter((one) => one.type !== 'null').map((one) => kind(one, resolve)))].join(' or ');
  if ('const' in schema)
    return JSON.stringify(schema.const);
  if (schema.type === undefined)
    return 'anything';
  return [schema.type].flat().filter((type) => type !== 'null').map((type) => word(type, schema, resolve)).join(' or ');
}

function word(type, schema, resolve) {
  switch (type) {
    case 'string': return schema.format === 'binary' ? 'file' : schema.contentEncoding === 'base64' ? 'base64' : { 'date-time': 'time', date: 'day', uri: 'address' }[schema.format] ?? 'text';
    case 'integer': return 'whole number';
    case 'boolean': return 'true or false';
    case 'array': return `list of ${kind(schema.items, resolve)}`;
    default: return type;
  }
}

/** Its bounds: `1 to 10`, `at most 200 characters`, `default 1`. */
export function bounds(given, resolve) {
  const schema = resolve(given) ?? {};
  return [
    range(schema.minimum, schema.maximum, ''), range(schema.minLength, schema.maxLength, ' characters'), range(schema.minItems, schema.maxItems, ' items'),
    schema.exclusiveMinimum === undefined ? '' : `above ${schema.exclusiveMinimum}`,
    schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
  ].filter(Boolean).join(' · ');
}

const plain = (number) => number.toLocaleString('en-US');

function range(min, max, unit) {
  if (max !== undefined)
    return min ? `${plain(min)} to ${plain(max)}${unit}` : min === 0 ? `0 to ${plain(max)}${unit}` : `at most ${plain(max)}${unit}`;
  return min > 1 || (min === 1 && unit === '') ? `at least ${plain(min)}${unit}` : '';
}

/** The only words that it may be. */
export const words = (given, resolve) => {
  const schema = resolve(given) ?? {};
  return (schema.enum ?? resolve(schema.items)?.enum ?? []).filter((one) => one !== null);
};

/** The fields below it: its own, those of a list's items, or those of the forms that it can have. */
export function fieldsOf(given, resolve) {
  const schema = resolve(given) ?? {};
  if (schema.properties)
    return Object.entries(schema.properties).map(([name, field]) => ({ name, field, isRequired: (schema.required ?? []).includes(name) }));
  if (schema.items)
    return fieldsOf(schema.items, resolve);
  const all = (schema.anyOf ?? schema.oneOf ?? []).flatMap((one) => fieldsOf(one, resolve));
  return all.filter((one, at) => all.findIndex((other) => other.name === one.name) === at).map((one) => ({ ...one, isRequired: false }));
}
