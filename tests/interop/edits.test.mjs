// Edits and variations by the clients people use, and the very bytes that they sent once.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createReadStream, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, describe, test } from 'node:test';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { createOpenAI } from '@ai-sdk/openai';
import { generateImage } from 'ai';
import * as openai6 from 'openai';
import * as openai7 from 'openai7';
import { gateway, invocations, suite } from './lib/ochre.mjs';
import { fromBase64, picture } from './lib/picture.mjs';
import { png } from './lib/paint.mjs';

globalThis.AI_SDK_LOG_WARNINGS = false;
const inpaint = 'stability.stable-image-inpaint-v1:0';
const cutout = 'stability.stable-image-remove-background-v1:0';
const varied = 'stability.sd3-5-large-v1:0';
const otter = png(256, 256, (x, y) => [x, y, 64]);
const mask = png(256, 256, (x) => x < 128 ? [255, 255, 255] : [0, 0, 0]);
const size = { format: 'png', width: 256, height: 256 };
const base64 = (file) => file.toString('base64');

const folder = mkdtempSync(join(tmpdir(), 'ochre-edits-'));
const [otterFile, maskFile] = [join(folder, 'otter.png'), join(folder, 'mask.png')];
writeFileSync(otterFile, otter);
writeFileSync(maskFile, mask);
after(() => rmSync(folder, { recursive: true, force: true }));

for (const [name, library] of [['openai 6', openai6], ['openai 7', openai7]]) {
  const { OpenAI, toFile } = library;

  describe(`${name} edits`, () => {
    const ochre = suite(gateway);
    const images = () => new OpenAI({ apiKey: 'unused', baseURL: `${ochre.url}/v1` }).images;
    const asked = async () => (await invocations(ochre.url, 1))[0].body;

    test('with streams of files, an image and a mask', async () => {
      const answer = await images().edit({ model: inpaint, image: createReadStream(otterFile), mask: createReadStream(maskFile), prompt: 'a red hat', response_format: 'b64_json' });
      assert.deepEqual(fromBase64(answer.data[0].b64_json), size);
      assert.deepEqual(answer.usage.input_tokens_details.image_tokens, 2);
      const body = await asked();
      assert.deepEqual([body.image, body.mask, body.prompt], [base64(otter), base64(mask), 'a red hat']);
    });

    test('with an array of files, and every parameter there is', async () => {
      const { data, response } = await images().edit({
        model: cutout, image: [await toFile(otter, 'otter.png', { type: 'image/png' })], prompt: '', n: 1, size: 'auto', quality: 'high', background: 'auto', input_fidelity: 'low',
        output_format: 'png', user: 'somebody', response_format: 'b64_json',
      }).withResponse();
      assert.deepEqual(picture(Buffer.from(data.data[0].b64_json, 'base64')), size);
      assert.match(response.headers.get('x-ochre-ignored'), /quality/);
      assert.equal((await asked()).image, base64(otter));
    });

    test('in a stream of events', async () => {
      const events = [];
      for await (const event of await images().edit({ model: inpaint, image: await toFile(otter), mask: await toFile(mask), prompt: 'a hat', stream: true }))
        events.push(event);
      assert.deepEqual(events.map((event) => event.type), ['image_edit.completed']);
      assert.deepEqual(fromBase64(events[0].b64_json), size);
    });

    test('and varies, to links that can be edited again', async () => {
      const answer = await images().createVariation({ model: varied, image: createReadStream(otterFile), n: 2 });
      assert.equal(answer.data.length, 2);
      const again = await fetch(`${ochre.url}/v1/images/edits`, {
        method: 'POST', headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ model: cutout, images: [{ image_url: answer.data[1].url }], response_format: 'b64_json' }),
      });
      assert.equal(again.status, 200, await again.clone().text());
      assert.equal((await asked()).image, base64(Buffer.from(await (await fetch(answer.data[1].url)).arrayBuffer())));
    });

    test('and is told what was wrong', async () => {
      const error = await images().edit({ model: cutout, image: await toFile(Buffer.from('no picture')), prompt: '' }).then(() => assert.fail('no refusal'), (thrown) => thrown);
      assert.ok(error instanceof library.BadRequestError, `${error}`);
      assert.deepEqual([error.code, error.param], ['invalid_image_format', 'image']);
    });
  });
}

describe('the AI SDK edits', () => {
  const ochre = suite(gateway);
  for (const [name, model] of [
    ['openai-compatible', () => createOpenAICompatible({ name: 'ochre', baseURL: `${ochre.url}/v1`, apiKey: 'unused' }).imageModel(inpaint)],
    // It neither asks for base64 nor takes a link, so it needs a name by which the gateway knows that.
    ['openai', () => createOpenAI({ baseURL: `${ochre.url}/v1`, apiKey: 'unused' }).image('gpt-image-1')],
  ])
    test(`with its provider ${name}`, async () => {
      const answer = await generateImage({ model: model(), prompt: { text: 'a red hat', images: [otter], mask } });
      assert.deepEqual(picture(answer.image.uint8Array), size);
      const [{ body }] = await invocations(ochre.url, 1);
      assert.deepEqual([body.image, body.mask, body.prompt], [base64(otter), base64(mask), 'a red hat']);
    });
});

describe('the bytes that clients sent once', () => {
  const ochre = suite(gateway);
  const golden = fileURLToPath(new URL('golden/', import.meta.url));
  for (const file of readdirSync(golden).filter((name) => name.endsWith('.http')))
    test(`are read: ${file}`, async () => {
      const { status, body } = await send(ochre.url, readFileSync(join(golden, file)));
      assert.equal(status, 200, body);
      const { data } = JSON.parse(body);
      assert.equal(data.length, file.includes('variation') ? 2 : 1);
      // A link begins with the host that the client had written then.
      const download = async (link) => (await fetch(ochre.url + new URL(link).pathname + new URL(link).search)).arrayBuffer();
      for (const image of data)
        assert.equal(picture(image.url ? await download(image.url) : Buffer.from(image.b64_json, 'base64')).format, 'png');
    });
});

describe('a key that is wrong', () => {
  const ochre = suite(gateway, [], { env: { OCHRE_API_KEY: 'sk-right-0123456789' } });
  const large = Buffer.alloc(20_000_000, 1);
  const form = () => { const body = new FormData(); body.set('image', new Blob([large]), 'large.png'); return body; };

  test('is told to a client that sends 20 MB', async () => {
    for (const body of [form(), large])
      for (const headers of [{ authorization: 'Bearer sk-wrong' }, {}]) {
        const answer = await fetch(`${ochre.url}/v1/images/edits`, { method: 'POST', headers, body });
        assert.equal(answer.status, 401);
        assert.ok((await answer.json()).error.message.length > 10);
      }
  });

  test('is told to the official client, which does not send it all again', async () => {
    const client = new openai7.OpenAI({ apiKey: 'sk-wrong', baseURL: `${ochre.url}/v1` });
    const error = await client.images.edit({ model: cutout, image: await openai7.toFile(large, 'large.png'), prompt: '' }).then(() => assert.fail('no refusal'), (thrown) => thrown);
    assert.deepEqual([error.status, error.code], [401, 'invalid_api_key']);
  });

  test('is told to curl, chunked, and with a body that waits to be asked for', async () => {
    const path = join(folder, 'large.png');
    writeFileSync(path, large);
    for (const more of [[], ['-H', 'Transfer-Encoding: chunked'], ['-H', 'Expect:'], ['-H', 'Expect: 100-continue']]) {
      const out = await new Promise((resolve, reject) => execFile('curl', ['-sS', '--max-time', '60', '-w', '%{http_code} %{size_upload}', '-o', '/dev/null', ...more, '-H', 'api-key: sk-wrong', '-F', `image=@${path}`,
        `${ochre.url}/v1/images/edits`], (error, stdout) => error ? reject(error) : resolve(stdout)));
      assert.match(out, /^401 /);
      if (more[1] === 'Expect: 100-continue')
        assert.ok(Number(out.split(' ')[1]) < 65_536, `${out}: the body was asked for`);
    }
  });
});

describe('a form of 100 MB', () => {
  const ochre = suite(gateway);
  test('is refused by its size, and the next is served', async () => {
    const body = new FormData();
    body.set('image', new Blob([Buffer.alloc(100_000_000)]), 'large.png');
    const answer = await fetch(`${ochre.url}/v1/images/edits`, { method: 'POST', body }).catch((error) => error);
    // A client that is still sending may see the connection closed before it reads: then the refusal is in no one's hands.
    if (answer instanceof Response)
      assert.deepEqual([answer.status, (await answer.json()).error.code], [413, 'request_too_large']);
    const client = new openai7.OpenAI({ apiKey: 'unused', baseURL: `${ochre.url}/v1` });
    assert.ok((await client.images.edit({ model: cutout, image: await openai7.toFile(otter), prompt: '' })).data.length === 1);
  });
});

describe('addresses that lead back to this machine', () => {
  const traps = [];
  const came = () => traps.reduce((sum, trap) => sum + trap.count, 0);
  let ochre;

  test('are never connected to, in any spelling, although they stand on the list', async (t) => {
    for (const host of ['127.0.0.1', '::1', '0.0.0.0'])
      await new Promise((resolve) => {
        const trap = { count: 0, server: createServer((socket) => { trap.count++; socket.destroy(); }) };
        trap.server.on('error', resolve);
        trap.server.listen(traps[0]?.port ?? 0, host, () => { trap.port = trap.server.address().port; traps.push(trap); resolve(); });
      });
    t.after(() => traps.forEach((trap) => trap.server.close()));
    const { port } = traps[0];
    const hosts = ['localhost', 'localhost.localdomain', 'ip6-localhost', '127.0.0.1', '127.0.0.2', '127.255.255.254', '0.0.0.0', '[::1]', '[::]', '[::ffff:127.0.0.1]', '[::127.0.0.1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::1]', '*.localhost'];
    ochre = await gateway([], { env: { OCHRE_INPUT_HOSTS: hosts.flatMap((host) => [host, `${host}:${port}`]).join(','), OCHRE_INPUT_PRIVATE_ADDRESSES: 'true', HTTPS_PROXY: `http://127.0.0.1:${port}`, ALL_PROXY: `http://127.0.0.1:${port}` } });
    t.after(() => ochre.stop());
    const spellings = [...hosts.map((host) => host.replace('*', 'a')), '0x7f.1', '0x7f000001', '2130706433', '127.1', '0177.0.0.1', '017700000001', '0', 'LOCALHOST', 'localhost.', '①②⑦.⓪.⓪.①', '127。0。0。1', '[0:0:0:0:0:ffff:7f00:1]', '[::ffff:7f00:1]'];
    for (const host of spellings)
      for (const path of ['/a.png', '/latest/meta-data/']) {
        const answer = await fetch(`${ochre.url}/v1/images/edits`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ model: cutout, image: `https://${host}:${port}${path}` }) });
        const text = await answer.text();
        assert.equal(answer.status, 400, `${host}: ${text}`);
        assert.equal(JSON.parse(text).error.param, 'image');
      }

    assert.equal(came(), 0);
    // The traps do count.
    await new Promise((resolve) => connect(port, '127.0.0.1').on('close', resolve).on('error', resolve));
    assert.equal(came(), 1);
  });
});

/** Sends bytes as they are, and reads one answer. */
function send(url, bytes) {
  return new Promise((resolve, reject) => {
    const socket = connect(new URL(url).port, '127.0.0.1', () => socket.write(bytes));
    let read = Buffer.alloc(0);
    socket.on('error', reject);
    socket.on('data', (data) => {
      read = Buffer.concat([read, data]);
      const text = read.toString('latin1');
      const [head, body] = [text.slice(0, text.indexOf('\r\n\r\n')), text.slice(text.indexOf('\r\n\r\n') + 4)];
      const length = /content-length: (\d+)/i.exec(head)?.[1];
      const done = length ? body.length >= Number(length) : /transfer-encoding: chunked/i.test(head) && body.endsWith('0\r\n\r\n');
      if (!done)
        return;
      socket.destroy();
      resolve({ status: Number(head.split(' ')[1]), body: length ? body : dechunked(body) });
    });
  });
}

function dechunked(text) {
  let out = '';
  for (let at = 0; ;) {
    const end = text.indexOf('\r\n', at);
    const length = parseInt(text.slice(at, end), 16);
    if (!length)
      return out;
    out += text.slice(end + 2, end + 2 + length);
    at = end + 4 + length;
  }
}
