// The gateway's own description of itself, and a judge who holds answers against it.
import assert from 'node:assert/strict';
import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete'];

export async function describedBy(url) {
  const document = await (await fetch(`${url}/openapi.json`)).json();
  const ajv = formats(new Ajv({ strict: false, allErrors: true, formats: { binary: true } }));
  ajv.addSchema(document, 'api');
  const at = (...steps) => `api#/${steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
  const check = (pointer, value, name) => {
    const isRight = ajv.getSchema(pointer) ?? ajv.compile({ $ref: pointer });
    assert.ok(isRight(value), `${name}: ${ajv.errorsText(isRight.errors)}\n${JSON.stringify(value)?.slice(0, 500)}`);
  };
  const resolve = (thing) => thing.$ref ? thing.$ref.slice(2).split('/').reduce((node, step) => node[step], document) : thing;
  return {
    document,
    resolve,
    operations: Object.entries(document.paths).flatMap(([path, item]) => METHODS.filter((method) => item[method]).map((method) => ({ path, method, ...item[method] }))),
    /** Fails where a request's body is not what the operation takes. */
    request({ path, method, operationId }, type, value) {
      check(at('paths', path, method, 'requestBody', 'content', type, 'schema'), value, `${operationId} takes ${type}`);
    },
    /** Fails where an answer is of a status, a type, a shape or with headers that the operation does not name; gives its body. */
    async answer({ path, method, operationId, responses }, answer) {
      const status = responses[answer.status] ? String(answer.status) : 'default';
      const described = resolve(responses[status]);
      for (const name of [...answer.headers.keys()].filter((one) => /^x-(ochre|litellm|ratelimit|request|should)/.test(one)))
        assert.ok(described.headers[name], `${operationId} ${answer.status} names no ${name}`);
      const type = (answer.headers.get('content-type') ?? '').split(';')[0];
      if (!type)
        return undefined;
      assert.ok(described.content?.[type], `${operationId} ${answer.status} is no ${type}: ${Object.keys(described.content ?? {})}`);
      const place = responses[status].$ref ? ['components', 'responses', responses[status].$ref.split('/').at(-1)] : ['paths', path, method, 'responses', status];
      const bodies = type === 'application/json' ? [await answer.json()] : type === 'text/event-stream' ? eventsIn(await answer.text()) : [await answer.text()];
      for (const body of bodies)
        check(at(...place, 'content', type, 'schema'), described.content[type].schema.type === 'string' ? JSON.stringify(body) : body, `${operationId} answers ${answer.status}`);
      return bodies.at(-1);
    },
  };
}

const eventsIn = (text) => text.split('\n\n').flatMap((block) => block.split('\n').filter((line) => line.startsWith('data: ')).map((line) => JSON.parse(line.slice(6))));
