// What a broken connection costs: nothing. The official clients with their own retries, and clients that send a key.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import * as openai6 from 'openai';
import * as openai7 from 'openai7';
import { cutter } from './lib/cutter.mjs';
import { during, gateway, invocations, suite, until } from './lib/ochre.mjs';
import { fromBase64, square } from './lib/picture.mjs';
import { post } from './lib/post.mjs';

const model = 'stability.stable-image-core-v1:1';
const billed = async (url, prompt) => (await invocations(url)).filter((one) => one.body.prompt === prompt).reduce((sum, one) => sum + one.images_billed, 0);

/** What the NuGet client does: the same again, at once, and no word of it being a retry. */
async function insist(url, body, headers) {
  for (let tries = 1; ; tries++) {
    try {
      return { tries, ...await post(url, body, headers) };
    } catch (error) {
      if (tries === 4)
        throw error;
    }
  }
}

for (const [name, { OpenAI }] of [['openai 6', openai6], ['openai 7', openai7]]) {
  describe(`${name}, its answer cut`, () => {
    const ochre = suite(gateway);
    for (const cuts of [[0], [300], [300, 100]])
      test(`after ${cuts.join(', then ')} bytes: Bedrock is called once`, async (t) => {
        const prompt = `an otter, cut ${cuts}, ${name}`;
        const proxy = await cutter(t, ochre.url, cuts);
        const client = new OpenAI({ apiKey: 'unused', baseURL: `${proxy.url}/v1` });
        const { data: answer, response } = await client.images.generate({ model, prompt, response_format: 'b64_json' }).withResponse();
        assert.deepEqual(fromBase64(answer.data[0].b64_json), square);
        assert.equal(response.headers.get('x-ochre-replayed'), 'true');
        assert.equal(proxy.answers(), cuts.length + 1);
        assert.equal(await billed(ochre.url, prompt), 1);
      });

    // This client tries again only until it has the headers; then it is the application that asks again. Ten times: the server may
    // hear of the break while it still sends, or only when it has done.
    test('in the middle of the image: the application that asks again gets it', async (t) => {
      for (let i = 0; i < 10; i++) {
        const prompt = `an otter, twice, ${name}, ${i}`;
        const proxy = await cutter(t, ochre.url, [700_000]);
        const client = new OpenAI({ apiKey: 'unused', baseURL: `${proxy.url}/v1` });
        const ask = () => client.images.generate({ model, prompt, response_format: 'b64_json' });
        await assert.rejects(ask());
        const { data: [image] } = await ask();
        assert.deepEqual(fromBase64(image.b64_json), square);
        assert.equal(await billed(ochre.url, prompt), 1);
      }
    });

    test('of a link, read whole by the proxy: Bedrock is called once and the link works', async (t) => {
      const prompt = `a link, ${name}`;
      const proxy = await cutter(t, ochre.url, [100]);
      const client = new OpenAI({ apiKey: 'unused', baseURL: `${proxy.url}/v1` });
      const { data: [{ url }] } = await client.images.generate({ model, prompt });
      assert.equal((await fetch(url)).status, 200);
      assert.equal(await billed(ochre.url, prompt), 1);
    });
  });
}

describe('an impatient client', () => {
  test('that times out while Bedrock paints gets the same image at its second try', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'ochre-slow-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, 'faults.json'), JSON.stringify([{ fault: 'slow=3s', times: 1 }]));
    const ochre = await during(t, gateway(['--faults', join(folder, 'faults.json')]));
    const client = new openai6.OpenAI({ apiKey: 'unused', baseURL: `${ochre.url}/v1`, timeout: 2_000, maxRetries: 4 });
    const { data: [image] } = await client.images.generate({ model, prompt: 'slow', response_format: 'b64_json' });
    assert.deepEqual(fromBase64(image.b64_json), square);
    assert.equal(await billed(ochre.url, 'slow'), 1);
  });
});

describe('a client that asks again at once and does not say so', () => {
  const ochre = suite(gateway);
  for (const cuts of [[0], [300], [700_000], [300, 1_000]])
    test(`its answer cut after ${cuts.join(', then ')} bytes: Bedrock is called once`, async (t) => {
      const prompt = `unmarked ${cuts}`;
      const proxy = await cutter(t, ochre.url, cuts);
      const answer = await insist(proxy.url, { model, prompt, response_format: 'b64_json' });
      assert.deepEqual(fromBase64(JSON.parse(answer.text).data[0].b64_json), square);
      assert.equal(answer.tries, cuts.length + 1);
      assert.equal(await billed(ochre.url, prompt), 1);
    });

  test('who got everything and asks again buys again: on one connection, on another, and in parallel', async () => {
    const body = { model, prompt: 'again and again', response_format: 'b64_json' };
    const images = [await post(ochre.url, body), await post(ochre.url, body), ...await Promise.all([1, 2, 3].map(() => post(ochre.url, body)))];
    for (let i = 0; i < 2; i++)
      images.push({ text: await (await fetch(`${ochre.url}/v1/images/generations`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).text() });
    assert.equal(new Set(images.map((image) => JSON.parse(image.text).data[0].b64_json)).size, 7);
    assert.equal(await billed(ochre.url, body.prompt), 7);
  });

  test('nobody is served an image that another lost when the words differ', async (t) => {
    const proxy = await cutter(t, ochre.url, [300]);
    await assert.rejects(post(proxy.url, { model, prompt: 'lost for good', response_format: 'b64_json' }));
    const other = await post(ochre.url, { model, prompt: 'quite another', response_format: 'b64_json' });
    assert.equal(other.headers['x-ochre-replayed'], undefined);
  });
});

describe('an Idempotency-Key', () => {
  const ochre = suite(gateway);

  test('a hundred at once: one call, one image', async () => {
    const body = { model, prompt: 'a hundred', response_format: 'b64_json' };
    const answers = await Promise.all(Array.from({ length: 100 }, () => post(ochre.url, body, { 'idempotency-key': 'hundred' })));
    assert.equal(new Set(answers.map((answer) => answer.text)).size, 1);
    assert.ok(answers.every((answer) => answer.status === 200));
    assert.equal(await billed(ochre.url, body.prompt), 1);
  });

  test('an empty one is refused, and so is one for another request', async () => {
    assert.equal((await post(ochre.url, { prompt: 'a' }, { 'idempotency-key': '' })).status, 400);
    await post(ochre.url, { prompt: 'one' }, { 'idempotency-key': 'used' });
    const reused = await post(ochre.url, { prompt: 'two' }, { 'idempotency-key': 'used' });
    assert.deepEqual([reused.status, JSON.parse(reused.text).error.code], [422, 'idempotency_key_reused']);
  });

  test('a stream that was cut in the middle is had again as a whole', async (t) => {
    const proxy = await cutter(t, ochre.url, [400_000]);
    const body = { model, prompt: 'a stream', stream: true };
    const answer = await insist(proxy.url, body, { 'idempotency-key': 'stream' });
    assert.equal(answer.tries, 2);
    assert.match(answer.headers['content-type'], /^text\/event-stream/);
    const event = JSON.parse(/^data: (.*)$/m.exec(answer.text)[1]);
    assert.equal(event.type, 'image_generation.completed');
    assert.deepEqual(fromBase64(event.b64_json), square);
    assert.equal(await billed(ochre.url, body.prompt), 1);
  });

  test('a gateway that was killed at its work says that the outcome is unknown, and buys nothing', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'ochre-killed-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, 'faults.json'), JSON.stringify([{ fault: 'hang', times: 1 }]));
    const args = ['--data-dir', join(folder, 'data')];
    const first = await during(t, gateway([...args, '--faults', join(folder, 'faults.json')]));
    const body = { model, prompt: 'killed', response_format: 'b64_json' };
    const asked = post(first.url, body, { 'idempotency-key': 'killed' }).catch(() => 'cut');
    await until(async () => (await invocations(first.url)).length === 1);
    first.child.kill('SIGKILL');
    assert.equal(await asked, 'cut');

    const second = await during(t, gateway(args));
    const refused = await post(second.url, body, { 'idempotency-key': 'killed' });
    assert.deepEqual([refused.status, JSON.parse(refused.text).error.code], [409, 'idempotency_outcome_unknown']);
    assert.equal(refused.headers['x-should-retry'], 'false');
    assert.equal((await invocations(second.url)).length, 0);
  });

  test('an answer survives a restart byte by byte', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'ochre-restart-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const args = ['--data-dir', folder];
    const body = { model, prompt: 'restarted', response_format: 'b64_json' };
    const first = await gateway(args);
    const made = await post(first.url, body, { 'idempotency-key': 'restart' });
    await first.stop();

    const second = await during(t, gateway(args));
    const again = await post(second.url, body, { 'idempotency-key': 'restart' });
    assert.equal(again.text, made.text);
    assert.equal(again.headers['x-ochre-replayed'], 'true');
    assert.equal((await invocations(second.url)).length, 0);
  });
});
