// A request as a command for the shell, with the key in an environment variable.
import { base } from '../lib/api.js';

const shell = (text) => /^[\w./:=&?%@,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The request's address behind the gateway's own: `v1/models?all=true`. What is not given stands in capitals. */
export function address(operation, { path = {}, query = {} } = {}) {
  const place = operation.path.slice(1).replace(/\{(\w+)\}/g, (_, name) => path[name] ? encodeURIComponent(path[name]) : name.toUpperCase());
  const asked = operation.inQuery.flatMap((one) => query[one.name] ? [`${one.name}=${encodeURIComponent(query[one.name])}`] : one.required ? [`${one.name}=${one.name.toUpperCase()}`] : []);
  return asked.length > 0 ? `${place}?${asked.join('&')}` : place;
}

/** @param body of `operation.bodies`; undefined where there is none. */
export function curl(operation, body, given = {}) {
  return [
    `curl ${shell(base + address(operation, given))}`,
    ...(operation.method === 'get' || body ? [] : [`-X ${operation.method.toUpperCase()}`]),
    ...(operation.access === 'open' ? [] : [`-H "Authorization: Bearer $${operation.access === 'admin' ? 'OCHRE_ADMIN_KEY' : 'OCHRE_API_KEY'}"`]),
    ...(body ? body.type === 'application/json' ? json(given.body ?? JSON.stringify(body.example)) : form(body) : []),
  ].join(' \\\n  ');
}

const json = (text) => ["-H 'Content-Type: application/json'", `-d ${shell(text)}`];

// What is a list in a form's example is a list of files.
const form = ({ example }) => Object.entries(example).flatMap(([name, value]) =>
  Array.isArray(value) ? value.map((file) => `-F ${shell(`${name}=@${file}`)}`) : [`-F ${shell(`${name}=${value}`)}`]);
