// Streams through the clients people use: renditions, silence, refusals at every moment, images in the order in which they are ready.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import * as openai6 from 'openai';
import * as openai7 from 'openai7';
import { during } from './lib/ochre.mjs';
import { fromBase64 } from './lib/picture.mjs';
import { answerWith, core, gatewayBefore, key, png, send, upstream } from './lib/upstream.mjs';

const SILENCE = 16_000;

/** What a client sees of a stream: its events, how it ended, and, where it shows them, the bytes themselves. */
const viaLibrary = ({ default: OpenAI }) => async (ochre, body, seen = () => {}) => {
  const client = new OpenAI({ apiKey: key, baseURL: `${ochre.url}/v1`, maxRetries: 0 });
  const events = [];
  try {
    for await (const event of await client.images.generate({ model: core, stream: true, ...body })) {
      events.push(event);
      seen(event);
    }
  } catch (error) {
    return { events, error: { status: error.status, code: error.code, type: error.type } };
  }
  return { events };
};

async function viaCurl(ochre, body, seen = () => {}) {
  const running = promisify(execFile)('curl', [
    '-sN', '-w', '%{stderr}%{http_code} %{content_type}', `${ochre.url}/v1/images/generations`, '-H', 'content-type: application/json', '-H', `authorization: Bearer ${key}`,
    '-d', JSON.stringify({ model: core, stream: true, ...body }),
  ], { maxBuffer: 1 << 28 });
  let [text, told] = ['', 0];
  running.child.stdout.on('data', (data) => {
    text += data;
    for (const event of blocks(text).slice(told)) {
      told++;
      seen(event);
    }
  });
  const [status, contentType] = (await running).stderr.split(' ');
  if (contentType.startsWith('application/json'))
    return { events: [], text, error: { status: Number(status), ...JSON.parse(text).error } };
  assert.ok(text.endsWith('\n\n'), `an event without its blank line: ${text.slice(-80)}`);
  const all = blocks(text);
  return { events: all.filter((event) => event.type), text, error: all.find((event) => event.error)?.error };
}

/** The whole events of a stream so far; every one is exactly its name and one line of data. */
const blocks = (text) => text.split('\n\n').slice(0, -1).filter((block) => !block.startsWith(':')).map((block) => {
  const [, name, data] = /^event: (\S+)\ndata: (.*)$/.exec(block);
  const event = JSON.parse(data);
  assert.equal(name, event.type ?? 'error');
  return event;
});

const clients = { 'openai 6': viaLibrary(openai6), 'openai 7': viaLibrary(openai7), 'curl -N': viaCurl };
const common = ['b64_json', 'background', 'created_at', 'output_format', 'quality', 'size', 'type'];

/** The same thing through every client, at the same time. */
const throughAll = (ask) => Promise.all(Object.entries(clients).map(async ([name, client]) => ask(client, name)));

describe('a stream', { concurrency: true }, () => {
  test('shows three renditions, each twice as wide, before the image', async (t) => {
    const file = png(512, 256);
    const bedrock = await upstream(t, (call) => send(call, answerWith(file)));
    const ochre = await during(t, gatewayBefore(bedrock));
    await throughAll(async (client, name) => {
      const { events, error } = await client(ochre, { prompt: 'a kite', partial_images: 3 });
      assert.equal(error, undefined, name);
      assert.deepEqual(events.map(({ type }) => type), [...Array(3).fill('image_generation.partial_image'), 'image_generation.completed'], name);
      for (const [i, event] of events.slice(0, 3).entries()) {
        assert.deepEqual(Object.keys(event).sort(), [...common, 'partial_image_index'].sort(), name);
        assert.deepEqual([event.partial_image_index, fromBase64(event.b64_json)], [i, { format: 'jpeg', width: 64 << i, height: 32 << i }], name);
        assert.deepEqual([event.output_format, event.size], ['jpeg', `${64 << i}x${32 << i}`], name);
      }
      assert.deepEqual(Object.keys(events[3]).sort(), [...common, 'usage'].sort(), name);
      assert.ok(Buffer.from(events[3].b64_json, 'base64').equals(file), `${name}: the image itself is not as Bedrock made it`);
      assert.deepEqual(events[3].usage, {
        input_tokens: 2, input_tokens_details: { text_tokens: 2, image_tokens: 0 }, output_tokens: 1, total_tokens: 3,
      }, name);
    });
  });

  test('gives n images in the order in which they are ready', async (t) => {
    const waiting = new Map();
    const bedrock = await upstream(t, (call) => waiting.set(call.body.seed, () => send(call, answerWith(png(call.body.seed, 64), call.body.seed))));
    const ochre = await during(t, gatewayBefore(bedrock));
    let asked = 0;
    for (const [name, client] of Object.entries(clients)) {
      const order = [102, 100, 101];
      const release = () => waiting.get(order[shown])?.();
      let shown = 0;
      waiting.clear();
      const ended = client(ochre, { prompt: 'a kite', n: 3, seed: 100 }, () => { shown++; release(); });
      await bedrock.called(asked += 3);
      release();
      const { events } = await ended;
      assert.deepEqual(events.map(({ size }) => size), ['102x64', '100x64', '101x64'], name);
      assert.deepEqual(events.map(({ usage }) => usage.output_tokens), [1, 2, 3], name);
    }
  });

  test('is an ordinary refusal while nothing has been sent', async (t) => {
    const bedrock = await upstream(t, (call) => send(call, Buffer.from('{"message":"no capacity"}'), 503, { 'x-amzn-errortype': 'ServiceUnavailableException' }));
    const ochre = await during(t, gatewayBefore(bedrock));
    await throughAll(async (client, name) => {
      const { events, error } = await client(ochre, { prompt: 'a kite' });
      assert.deepEqual([events, error.status, error.code], [[], 503, 'bedrock_unavailable'], name);
    });
  });

  test('says something every 15 seconds, and then gives the image', async (t) => {
    const bedrock = await upstream(t, (call) => setTimeout(() => send(call, answerWith(png(64, 64))), SILENCE));
    const ochre = await during(t, gatewayBefore(bedrock));
    await throughAll(async (client, name) => {
      const { events, error, text } = await client(ochre, { prompt: 'a kite' });
      assert.deepEqual([events.map(({ size }) => size), error], [['64x64'], undefined], name);
      assert.ok(text === undefined || text.startsWith(': keep-alive\n\nevent: '), text?.slice(0, 80));
    });
  });

  test('tells a refusal after its first byte as an error that every client throws', async (t) => {
    const refusal = Buffer.from('{"seeds":[1],"finish_reasons":["Filter reason: output image"],"images":[null]}');
    const bedrock = await upstream(t, (call) => setTimeout(() => send(call, refusal), SILENCE));
    const ochre = await during(t, gatewayBefore(bedrock));
    await throughAll(async (client, name) => {
      const { events, error } = await client(ochre, { prompt: 'a kite' });
      assert.deepEqual([events, error.code, error.type], [[], 'moderation_blocked', 'image_generation_user_error'], name);
    });
  });
});
