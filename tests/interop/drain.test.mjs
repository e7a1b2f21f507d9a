// How a gateway ends: what runs is finished in its time, a second signal and the end of that time stop it, and the ledger knows either way.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { charges, master } from './lib/ledger.mjs';
import { during, emulator, gateway, invocations, until } from './lib/ochre.mjs';
import { post } from './lib/post.mjs';
import { buyingOf } from './lib/trials.mjs';

const authorization = `Bearer ${master}`;

/** A Bedrock that follows the rule and outlives its gateways; `start` gives a gateway before it, on the same data each time. */
async function placeOf(t, rule, env) {
  const folder = mkdtempSync(join(tmpdir(), 'ochre-drain-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'faults.json'), JSON.stringify([rule]));
  const bedrock = await during(t, emulator(['--faults', join(folder, 'faults.json')]));
  const start = () => during(t, gateway(['--data-dir', join(folder, 'data')], { env: { ...buyingOf(bedrock), ...env } }));
  return { bedrock, start };
}

const paint = (url, prompt, headers, more) => post(url, { prompt, response_format: 'b64_json', ...more }, { authorization, ...headers });

const tool = (url, prompt) => fetch(`${url}/mcp`, {
  method: 'POST', headers: { authorization, 'content-type': 'application/json', accept: 'application/json, text/event-stream', 'mcp-protocol-version': '2025-06-18' },
  body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'openai_image_generation', arguments: { prompt } } }),
}).then((answer) => answer.text());

const asked = (bedrock, count) => until(async () => (await invocations(bedrock.url)).length >= count, 30_000, () => `Bedrock is not asked ${count} times`);

/** What /metrics says. */
const figure = async (url, name) => Number(new RegExp(`^ochre_${name} (\\d+)$`, 'm').exec(await (await fetch(`${url}/metrics`, { headers: { authorization } })).text())[1]);

const refusesOthers = (url) => until(() => fetch(`${url}/health`).then(() => false, () => true), 10_000, () => 'it still takes connections');

/** Two calls that Bedrock never answers, a SIGTERM, and whatever else it takes to end at once. */
async function stopped(t, time, hurry) {
  const { bedrock, start } = await placeOf(t, { fault: 'hang' }, { SHUTDOWN_DRAIN_TIMEOUT: time });
  const ochre = await start();
  const running = [paint(ochre.url, 'plain'), paint(ochre.url, 'keyed', { 'idempotency-key': 'one' })].map((answer) => answer.then(({ status }) => status, () => 'cut'));
  await asked(bedrock, 2);

  ochre.child.kill('SIGTERM');
  await refusesOthers(ochre.url);
  hurry(ochre);
  assert.deepEqual(await ochre.ended, [0, null], ochre.log());
  assert.deepEqual(await Promise.all(running), ['cut', 'cut']);
  const again = await start();
  assert.deepEqual((await charges(again.url)).map(({ state }) => state), ['unknown', 'unknown']);
  assert.doesNotMatch(again.log(), /left open/, 'the end itself settles them, not the next start');
  assert.equal((await paint(again.url, 'keyed', { 'idempotency-key': 'one' })).status, 409);
  assert.equal((await invocations(bedrock.url)).length, 2);
}

describe('a gateway that is told to end', { timeout: 120_000 }, () => {
  test('takes no more connections, finishes what runs and what waits, and ends with 0', async (t) => {
    // Longer than System.CommandLine lets a process go on after SIGTERM, and than a busy machine takes to bring the other two.
    const { bedrock, start } = await placeOf(t, { fault: 'slow=8s', times: 4 }, { OCHRE_MAX_PARALLEL: '5', OCHRE_QUEUE_SECONDS: '60' });
    const ochre = await start();
    const keyed = () => paint(ochre.url, 'keyed', { 'idempotency-key': 'one' });
    // One more than may run.
    const running = [paint(ochre.url, 'plain'), paint(ochre.url, 'stream', {}, { stream: true }), tool(ochre.url, 'tool'), keyed(), keyed(), paint(ochre.url, 'another')];
    await until(async () => await figure(ochre.url, 'queue') === 1, 30_000, () => 'nobody waits');

    ochre.child.kill('SIGTERM');
    await refusesOthers(ochre.url);
    const [plain, stream, called, first, second, another] = await Promise.all(running);
    assert.deepEqual([plain, stream, first, second, another].map(({ status }) => status), [200, 200, 200, 200, 200]);
    assert.match(stream.text, /image_generation\.completed/);
    assert.match(called, /"type":"image"/);
    assert.equal(first.text, second.text);
    assert.deepEqual(await ochre.ended, [0, null]);
    assert.equal((await invocations(bedrock.url)).length, 5);
    const again = await start();
    assert.deepEqual((await charges(again.url)).map(({ state }) => state), Array(5).fill('billed'));
  });

  test('stops what runs when its time is over, counts it as unknown and ends with 0', (t) => stopped(t, '1', () => {}));

  test('stops what runs when it is told twice, counts it as unknown and ends with 0', (t) => stopped(t, '600', (ochre) => ochre.child.kill('SIGTERM')));
});
