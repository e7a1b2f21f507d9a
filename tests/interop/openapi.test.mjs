// /openapi.json as the tools of others read it, as the gateway lives up to it, and as people read it at /docs.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import openapiTS, { astToString } from 'openapi-typescript';
import { describedBy } from './lib/api.mjs';
import { during, gateway, invocations, suite } from './lib/ochre.mjs';
import { chromiumSuite, desk, judge, phone } from './lib/playground.mjs';

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
  const [, version, path] = /"assets\/([0-9a-f]+)\/([^"]+)"/.exec(await (await fetch(`${url}/docs`)).text());
  return async ({ operationId, path: route, tags }) => ({
    ...['Keys', 'Teams', 'Users'].includes(tags[0]) && {
      KEY_ID: (await posted(url, '/key/generate', {})).body.token, TEAM_ID: (await posted(url, '/team/new', {})).body.team_id, USER_ID: (await posted(url, '/user/new', {})).body.user_id,
    },
    REQUEST_ID: headers.get('x-request-id'),
    id: route.includes('/content') ? link.pathname.split('/')[3] : 'stability.stable-image-core-v1:1', exp: link.searchParams.get('exp'), sig: link.searchParams.get('sig'),
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

describe('the page', () => {
  const ochre = suite(gateway, [], { env: { OCHRE_MASTER_KEY: master } });
  const browser = chromiumSuite();
  const opened = async (t, options, path = '/docs') => {
    const page = await browser.open(t, ochre.url + path, options);
    await page.locator('#createImage').waitFor();
    return page;
  };

  for (const [name, options] of [['light', desk], ['dark', { ...desk, colorScheme: 'dark' }], ['phone', phone], ['phone-dark', { ...phone, colorScheme: 'dark' }]])
    test(`is legible and within reach for everybody: ${name}`, async (t) => {
      const page = await opened(t, options);
      await page.getByPlaceholder('Search').fill('paint');
      for (const fold of await page.locator('#createImage summary').all())
        await fold.click();
      await judge(page, `docs-${name}`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing hangs over the edge');
    });

  test('has no two places of one name, however many there are', async (t) => judge(await opened(t), 'docs-all'));

  test('has every operation, with what its document says of it', async (t) => {
    const page = await opened(t);
    const { document, operations } = await describedBy(ochre.url);
    const main = operations.filter((one) => one.method !== 'head' && !one['x-ochre-same-as']);
    assert.deepEqual((await page.locator('.operation').evaluateAll((all) => all.map((one) => one.id))).sort(), main.map((one) => one.operationId).sort());
    assert.equal(await page.locator('.nav li').count(), main.length);
    const names = await page.locator('#createImage .part').filter({ hasText: 'Body' }).locator('.fields > li > .field-head > .name').allTextContents();
    assert.deepEqual(names, Object.keys(document.components.schemas.GenerationRequest.properties));
    assert.match(await page.locator('#createImage .also').textContent(), /\/openai\/deployments\/\{model\}\/images\/generations/);
    assert.deepEqual(await page.locator('#generateKey .route .tag, #getHealth .route .tag, #listModels .route .tag').allTextContents(), ['any key', 'administrator’s key', 'no key']);
  });

  test('is found by search and by address, and worked by keyboard', async (t) => {
    const page = await opened(t, desk, '/docs#creditCharge');
    await page.locator('.nav a[href="#creditCharge"][aria-current="true"]').waitFor();
    assert.ok(await page.locator('#creditCharge').evaluate((one) => one.getBoundingClientRect().top < innerHeight));
    await page.getByPlaceholder('Search').focus();
    await page.keyboard.type('team block');
    assert.deepEqual(await page.locator('.operation').evaluateAll((all) => all.map((one) => one.id)), ['blockTeam', 'unblockTeam']);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.match(page.url(), /#(blockTeam|tag-Teams)$/);
  });

  test('copies commands that paint', async (t) => {
    const page = await opened(t, { ...desk, permissions: ['clipboard-read', 'clipboard-write'] });
    await page.getByRole('button', { name: 'Copy: POST /v1/images/generations, With curl' }).click();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    const ran = spawnSync('bash', ['-c', command], { env: { ...process.env, OCHRE_API_KEY: master } });
    assert.equal(JSON.parse(ran.stdout).data.length, 2, String(ran.stderr));
  });

  test('tries an operation with the key of the playground, and shows what came', async (t) => {
    const page = await opened(t);
    const operation = page.locator('#createImage');
    await operation.getByText('Try it here').click();
    await operation.getByRole('button', { name: 'Send POST' }).click();
    await operation.locator('.came .status').filter({ hasText: '401' }).waitFor();
    await page.getByRole('button', { name: 'Key', exact: true }).click();
    await page.getByLabel('API key').fill(master);
    await page.getByRole('button', { name: 'Use it' }).click();
    await operation.getByLabel('Body').fill('{"prompt":"A lighthouse & a <b>boat</b>","response_format":"b64_json"}');
    await operation.getByRole('button', { name: 'Send POST' }).click();
    await operation.locator('.came img').waitFor();
    assert.equal(await operation.locator('.came img').evaluate(async (image) => { await image.decode(); return image.naturalWidth; }), 1024);
    assert.match(await operation.locator('.came .code').textContent(), /x-ochre-cost-usd: 0\.04/);
    const [call] = await invocations(ochre.url, 1);
    assert.equal(call.body.prompt, 'A lighthouse & a <b>boat</b>');
  });

  test('works under a prefix that it does not know', async (t) => {
    const under = await during(t, gateway([], { env: { OPENAI_ROUTES_PREFIX: '/tools/images' } }));
    const page = await browser.open(t, `${under.url}/tools/images/redoc/`);
    await page.locator('#createImage').waitFor();
    assert.equal(page.url(), `${under.url}/tools/images/redoc`);
    assert.match(await page.locator('#listModels .code').first().textContent(), new RegExp(`^curl ${under.url}/tools/images/v1/models`));
  });
});
