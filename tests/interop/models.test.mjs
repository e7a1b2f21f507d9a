// `ochre models`: from the configuration without a network, and from a gateway that runs.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { during, gateway, run } from './lib/ochre.mjs';

const key = 'sk-interop-0123456789';
const core = 'stability.stable-image-core-v1:1';
const canvas = 'amazon.nova-canvas-v1:0';

/** What the command wrote; it must have ended well. */
async function models(args = [], env = {}) {
  const { code, out, err } = await run(['models', ...args], { env });
  assert.equal(code, 0, err);
  assert.equal(err, '');
  return out;
}

async function refuses(args, reason, env = {}) {
  const { code, out, err } = await run(['models', ...args], { env });
  assert.deepEqual([code, out], [2, ''], err);
  assert.match(err, reason);
  assert.doesNotMatch(err, / at [A-Z]\w+\.|Unhandled|sk-interop/);
}

const ids = (json) => JSON.parse(json).data.map((model) => model.id);

function config(t, text) {
  const folder = mkdtempSync(join(tmpdir(), 'ochre-interop-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'config.yaml');
  writeFileSync(path, text);
  return path;
}

/** A server that answers everything alike. */
async function other(t, status, body) {
  const server = createServer((request, response) => response.writeHead(status, { 'content-type': 'application/json' }).end(body)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  t.after(() => { server.closeAllConnections(); server.close(); });
  return `http://127.0.0.1:${server.address().port}`;
}

describe('ochre models', { concurrency: 2 }, () => {
  test('is a table of what AWS serves, with tasks, ratios, formats, price, life, regions and other names', async () => {
    const [titles, ...rows] = (await models()).trimEnd().split('\n');
    assert.deepEqual(titles.split(/ {2,}/), ['MODEL', 'TASKS', 'SIZES', 'FORMATS', 'USD/IMAGE', 'LIFE', 'REGIONS', 'ALSO CALLED']);
    const row = rows.find((line) => line.startsWith(core));
    assert.match(row, /TEXT_IMAGE .*16:9, 1:1.* png, jpeg +0\.04 +ACTIVE +us-west-2 +gpt-image-1,$/);
    assert.ok(rows.every((line) => !line.startsWith('amazon.')));
  });

  test('--all has those past their end, with its day', async () => {
    assert.match(await models(['--all', canvas]), new RegExp(`^${canvas} .* 0\\.04–0\\.08 +EOL 2026-09-30 `, 'm'));
    assert.match(await models([canvas]), /^No model fits; --all /);
  });

  test('a filter goes by id, name, task and alias, in any case', async () => {
    const json = async (filter) => ids(await models(['--json', filter]));
    assert.deepEqual(await json('ERASE-object'), ['stability.stable-image-erase-object-v1:0']);
    assert.deepEqual(await json('erase_object'), ['stability.stable-image-erase-object-v1:0']);
    assert.deepEqual((await json('upscale')).length, 3);
    assert.ok((await json('Stable Image Ultra')).includes('stability.stable-image-ultra-v1:1'));
    assert.ok((await json('dall-e-3')).includes(core));
    assert.deepEqual(await json('no such thing'), []);
  });

  test('the configuration adds its names and prices, and needs neither key, credentials nor a file of AWS', async (t) => {
    const path = config(t, `model_list:
  - { model_name: house-style, litellm_params: { model: ${core}, aws_profile_name: nobody, output_cost_per_image: 0.0325 } }
  - { model_name: poster, litellm_params: { model: ${core}, aws_region_name: us-west-2 } }
`);
    const out = await models(['--config', path], { AWS_ACCESS_KEY_ID: 'AKIA1', AWS_SECRET_ACCESS_KEY: 'canary' });
    assert.match(out, /^house-style .* 0\.0325 /m);
    assert.match(out, / poster$/m);
    assert.doesNotMatch(out, /^poster/m);
    assert.doesNotMatch(out, /canary/);
  });

  test('a configuration with faults is answered with all of them', async (t) => {
    const path = config(t, `model_list:
  - { model_name: lost, litellm_params: { model: stability.no-such-model-v1:0 } }
  - { model_name: nameless }
`);
    await refuses(['--config', path], /ochre models: .*config\.yaml:2: .*no-such-model[\s\S]*|config\.yaml:3: a model needs/);
    await refuses(['--config', path, '--url', 'http://127.0.0.1:1'], /exclude each other/);
  });

  test('--url asks a gateway, with its key, and says the same as its list', async (t) => {
    const ochre = await during(t, gateway([], { env: { OCHRE_API_KEY: key } }));
    const list = await (await fetch(`${ochre.url}/v1/models`, { headers: { authorization: `Bearer ${key}` } })).json();
    assert.deepEqual(JSON.parse(await models(['--json', '--url', ochre.url, '--key', key])), list);
    assert.deepEqual(JSON.parse(await models(['--json', '--all', '--url', `${ochre.url}/`], { OCHRE_API_KEY: key })), list, 'the emulator serves all of them');
    assert.match(await models(['--url', ochre.url, '--key', key, 'titan-image-generator-v2']), /^amazon\.titan-image-generator-v2:0 /m);
    await refuses(['--url', ochre.url], /answered with HTTP 401: No API key/);
    await refuses(['--url', ochre.url, '--key', 'two\nlines'], /no header takes/);
    await refuses(['--url', ochre.url, '--key', 'sk-interop-wrong'], /answered with HTTP 401: The API key is not known here/);
  });

  test('an address that is none, where nobody answers, or somebody else', async (t) => {
    await refuses(['--url', 'ftp://x'], /--url 'ftp:\/\/x' is no http or https address/);
    await refuses(['--url', 'http://127.0.0.1:1'], /127\.0\.0\.1:1/);
    await refuses(['--url', await other(t, 200, '{"object":"list","data":[{"id":"gpt-4","object":"model"}]}')], /is no gateway of Ochre's/);
    await refuses(['--url', await other(t, 200, 'hello')], /is no gateway of Ochre's/);
    await refuses(['--url', await other(t, 200, 'null')], /is no gateway of Ochre's/);
    await refuses(['--url', await other(t, 502, '<html>')], /answered with HTTP 502\./);
  });
});
