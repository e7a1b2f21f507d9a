// /openapi.json as the tools of others read it, and as the gateway lives up to it.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import openapiTS, { astToString } from 'openapi-typescript';
import { describedBy } from './lib/api.mjs';
import { gateway, suite } from './lib/ochre.mjs';

const require = createRequire(import.meta.url);
const master = 'sk-master-0123456789abcdef';

describe('the document', () => {
  const ochre = suite(gateway, [], { env: { OCHRE_MASTER_KEY: master } });

  test('is without a fault for the strictest rules of Redocly', async () => {
    const { createConfig, lintFromString } = require('@redocly/openapi-core');
    const source = await (await fetch(`${ochre.url}/openapi.json`)).text();
    // Health and the pages refuse nobody.
    const config = await createConfig({ extends: ['recommended-strict'], rules: { 'operation-4xx-response': 'off' } });
    const problems = await lintFromString({ source, absoluteRef: '/openapi.json', config });
    assert.deepEqual(problems.map((one) => `${one.ruleId} ${one.location[0].pointer}: ${one.message}`), []);
  });

  test('becomes types that hold right programs and refuse wrong ones', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'ochre-types-'));
    t.after(() => rmSync(folder, { recursive: true }));
    // Its own default takes a field with a default for one that must be sent.
    writeFileSync(join(folder, 'api.d.ts'), astToString(await openapiTS(new URL(`${ochre.url}/openapi.json`), { defaultNonNullable: false })));
    writeFileSync(join(folder, 'program.ts'), `
      import type { components, operations, paths } from './api';
      type Schemas = components['schemas'];
      export const wish: Schemas['GenerationRequest'] = { prompt: 'A kite', n: 2, size: null, output_format: 'webp', stream: true, seed: 7 };
      export const edit: operations['editImage']['requestBody']['content']['application/json'] = { image: ['data:image/png;base64,AAAA', { file_id: 'x' }], quality: 'high' };
      export const first = (answer: Schemas['ImagesResponse']) => { const [one] = answer.data; return one && ('url' in one ? one.url : one.b64_json); };
      export const spent = (key: paths['/key/info']['get']['responses']['200']['content']['application/json']): number => key.info.spend;
      export const code = (refusal: Schemas['Error']): string | null => refusal.error.code;
      // @ts-expect-error
      export const mute: Schemas['GenerationRequest'] = { n: 2 };
      // @ts-expect-error
      export const moving: Schemas['GenerationRequest'] = { prompt: 'A kite', output_format: 'gif' };
      // @ts-expect-error
      export const stray: Schemas['KeyNameRequest'] = { key: 'sk-1', name: 'other' };`);
    const typescript = require('typescript');
    const compiled = typescript.createProgram([join(folder, 'program.ts')], { strict: true, noEmit: true, lib: ['lib.es2022.d.ts'], target: typescript.ScriptTarget.ES2022, types: [] });
    assert.deepEqual(typescript.getPreEmitDiagnostics(compiled).map((one) => typescript.flattenDiagnosticMessageText(one.messageText, ' ')), []);
  });

  test('has examples that work, and every answer is what it says', async () => {
    const api = await describedBy(ochre.url);
    const known = await prepared(ochre.url);
    const tried = new Set();
    for (const operation of api.operations.filter((one) => one.method !== 'head')) {
      for (const request of requestsOf(operation, api, await known(operation))) {
        const answer = await fetch(ochre.url + request.path, { redirect: 'manual', ...request.init });
        if (request.json)
          api.request(operation, 'application/json', request.json);
        assert.ok(answer.status < 300, `${operation.operationId} ${request.path}: ${answer.status} ${answer.status < 300 ? '' : await answer.text()}`);
        await api.answer(operation, answer);
        tried.add(operation.operationId);
      }
    }
    assert.equal(tried.size, api.operations.filter((one) => one.method !== 'head').length);
  });

  test('tells events, links and refusals as they come', async () => {
    const api = await describedBy(ochre.url);
    const operation = api.operations.find((one) => one.operationId === 'createImage');
    const ask = (body, headers = {}) => fetch(`${ochre.url}${operation.path}`, {
      method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', authorization: `Bearer ${master}`, ...headers },
    });
    const prompt = 'A red kite';
    const last = await api.answer(operation, await ask({ prompt, stream: true, partial_images: 2 }));
    assert.equal(last.type, 'image_generation.completed');
    await api.answer(operation, await ask({ prompt, response_format: 'b64_json', quality: 'hd', style: 'vivid', size: '1000x800' }, { 'idempotency-key': 'once' }));
    await api.answer(operation, await ask({ prompt, response_format: 'b64_json', quality: 'hd', style: 'vivid', size: '1000x800' }, { 'idempotency-key': 'once' }));
    await api.answer(operation, await ask({ prompt, model: 'amazon.titan-image-generator-v2:0' }));
    const statuses = [];
    for (const [body, headers] of [[{}], [{ prompt, n: 11 }], [{ prompt, model: 'nope' }], [{ prompt }, { authorization: 'Bearer sk-nobody-0123456789' }], [{ prompt }, { 'content-type': 'text/plain' }], [{ prompt: 'other' }, { 'idempotency-key': 'once' }]]) {
      const answer = await ask(body, headers);
      statuses.push(answer.status);
      const named = Object.keys(api.resolve(operation.responses[answer.status]).content['application/json'].examples);
      const { error } = await api.answer(operation, answer);
      assert.ok(named.includes(error.code), error.code);
    }
    assert.deepEqual(statuses, [400, 400, 400, 401, 415, 422]);
  });
});

/** What the examples speak of, made so that they can: for each operation anew, because some delete what they are told. */
async function prepared(url) {
  const { headers, body: { data: [first] } } = await posted(url, '/v1/images/generations', { prompt: 'A kite', response_format: 'url' });
  const link = new URL(first.url);
  const image = link.pathname.split('/')[3];
  const [, version, path] = /"assets\/([0-9a-f]+)\/([^"]+)"/.exec(await (await fetch(`${url}/docs`)).text());
  return async ({ operationId, tags }) => ({
    ...['Keys', 'Teams', 'Users'].includes(tags[0]) && {
      KEY_ID: (await posted(url, '/key/generate', {})).body.token, TEAM_ID: (await posted(url, '/team/new', {})).body.team_id, USER_ID: (await posted(url, '/user/new', {})).body.user_id,
    },
    REQUEST_ID: headers.get('x-request-id'),
    id: 'stability.stable-image-core-v1:1', image, name: image.slice(0, image.lastIndexOf('.')), extension: image.split('.').at(-1), exp: link.searchParams.get('exp'), sig: link.searchParams.get('sig'),
    model: /edit/i.test(operationId) ? 'stability.stable-image-search-replace-v1:0' : 'stability.sd3-5-large-v1:0', version, path,
  });
}

async function posted(url, path, body) {
  const answer = await fetch(url + path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', authorization: `Bearer ${master}` } });
  return { headers: answer.headers, body: await answer.json() };
}

/** The operation's examples as requests: with all of its query and with what it needs, in each form of its body. */
function requestsOf(operation, api, names) {
  const filled = (text) => Object.entries(names).reduce((now, [name, value]) => /^[A-Z_]+$/.test(name) ? now.replaceAll(name, value) : now, text);
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => name === 'path' ? names.path : encodeURIComponent(name === 'key' ? names.KEY_ID : names[name]));
  const asked = (operation.parameters ?? []).map(api.resolve).filter((one) => one.in === 'query');
  const query = (which) => `?${new URLSearchParams(which.flatMap((one) => [one.example ?? names[one.name]].flat().map((value) => [one.name, filled(String(value))])))}`;
  const init = { method: operation.method.toUpperCase(), headers: operation.security.length > 0 ? { authorization: `Bearer ${master}` } : {} };
  const content = operation.requestBody?.content ?? {};
  const json = content['application/json'] && JSON.parse(filled(JSON.stringify(content['application/json'].example)));
  if (json) {
    const forms = content['multipart/form-data'] ? [{ path, init: { ...init, body: formOf(content, api) } }] : [];
    return [{ path, json, init: { ...init, headers: { ...init.headers, 'content-type': 'application/json' }, body: JSON.stringify(json) } }, ...forms];
  }
  // With the master key the one that is meant must be named.
  const least = operation.operationId === 'getKey' ? [] : [{ path: path + query(asked.filter((one) => one.required)), init }];
  return [{ path: path + query(asked.filter((one) => one.required || one.example !== undefined)), init }, ...least];
}

function formOf(content, api) {
  const form = new FormData();
  const { image, images } = content['application/json'].example;
  const file = new Blob([Buffer.from((image ?? images[0].image_url).split(',')[1], 'base64')]);
  for (const [name, value] of Object.entries(content['multipart/form-data'].example))
    for (const one of [value].flat())
      form.append(name, Array.isArray(value) ? file : one, ...(Array.isArray(value) ? [one] : []));
  return form;
}
