// The gateway's port itself: what no client library would send, and what each must survive.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { gateway, invocations, suite, until } from './lib/ochre.mjs';
import { fromBase64, picture, square } from './lib/picture.mjs';

const core = 'stability.stable-image-core-v1:1';

describe('the gateway on its port', () => {
  const ochre = suite(gateway);
  const post = (body, headers = { 'content-type': 'application/json' }, path = '/v1/images/generations') =>
    fetch(ochre.url + path, { method: 'POST', headers, body });
  const paint = async (prompt = 'an otter', more = {}) => {
    const answer = await post(JSON.stringify({ prompt, response_format: 'b64_json', ...more }));
    assert.equal(answer.status, 200);
    return (await answer.json()).data.map((image) => image.b64_json);
  };

  /** The four keys, always; nothing of ASP.NET's own; an id. */
  async function refused(answer, status, code, param = null) {
    const text = await answer.text();
    assert.equal(answer.status, status, text);
    assert.match(answer.headers.get('content-type'), /^application\/json/);
    const { error, ...rest } = JSON.parse(text);
    assert.deepEqual(rest, {});
    assert.deepEqual(Object.keys(error).sort(), ['code', 'message', 'param', 'type']);
    assert.deepEqual([error.code, error.param], [code, param], text);
    assert.ok(error.message.length > 10);
    assert.match(answer.headers.get('x-request-id'), /^req_.{26}$/);
    return error.message;
  }

  test('a GET where a POST belongs', async () => {
    const answer = await fetch(`${ochre.url}/v1/images/generations`);
    assert.equal(answer.headers.get('allow'), 'POST');
    await refused(answer, 405, null);
  });

  test('a route that does not exist', async () => {
    await refused(await fetch(`${ochre.url}/v1/chat/completions`), 404, 'unknown_url');
    await refused(await post('{}', undefined, '/nowhere'), 404, 'unknown_url');
  });

  test('a body that is not JSON, or not an object, or says a thing twice', async () => {
    for (const body of ['{"prompt":', '', 'null', '[]', '"otter"', '{"prompt":"a","prompt":"b"}', '\xff\xfe', `${'['.repeat(5000)}`])
      await refused(await post(Buffer.from(body, 'latin1')), 400, 'invalid_json');
  });

  test('a body of another kind, or of none', async () => {
    await refused(await post('prompt=otter', { 'content-type': 'application/x-www-form-urlencoded' }), 415, 'unsupported_media_type');
    await refused(await post(Buffer.from('{"prompt":"otter"}'), {}), 415, 'unsupported_media_type');
  });

  test('a body of 100 MB, announced and not', async () => {
    const megabyte = Buffer.alloc(1_000_000, 'a');
    await refused(await raw(`Content-Length: ${100 * megabyte.length}`, (socket) => socket.write(megabyte)), 413, 'request_too_large');
    const chunk = Buffer.concat([Buffer.from(`${megabyte.length.toString(16)}\r\n`), megabyte, Buffer.from('\r\n')]);
    await refused(await raw('Transfer-Encoding: chunked', (socket) => {
      let left = 100;
      const pump = () => { while (left > 0 && !socket.destroyed) { left--; if (!socket.write(chunk)) return socket.once('drain', pump); } };
      pump();
    }), 413, 'request_too_large');
    assert.deepEqual(fromBase64((await paint())[0]), square);
  });

  test('a client that hangs up in the middle', async () => {
    const body = JSON.stringify({ prompt: 'an otter', n: 10, response_format: 'b64_json' });
    const asked = (await invocations(ochre.url)).length;
    for (const cut of [body.length, 10]) {
      const socket = connect(new URL(ochre.url).port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(`POST /v1/images/generations HTTP/1.1\r\nHost: ochre\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, cut)}`);
      if (cut === body.length)
        await until(async () => (await invocations(ochre.url)).length > asked);
      socket.destroy();
    }

    assert.deepEqual(fromBase64((await paint())[0]), square);
  });

  test('a client that hangs up in the middle of a stream', async () => {
    const leaving = new AbortController();
    const answer = await fetch(`${ochre.url}/v1/images/generations`, {
      method: 'POST', signal: leaving.signal, headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prompt: 'an otter', n: 10, stream: true }),
    });
    await answer.body.getReader().read();
    leaving.abort();
    assert.deepEqual(fromBase64((await paint())[0]), square);
  });

  test('many requests at once, each with its own answer', async () => {
    const prompts = ['an otter', 'a fox', 'a barn', 'a boat', 'a red moon', 'a green hill'];
    const alone = [];
    for (const prompt of prompts)
      alone.push((await paint(prompt, { seed: 9 }))[0]);
    const together = await Promise.all(prompts.map((prompt) => paint(prompt, { seed: 9 })));
    assert.deepEqual(together.map(([image]) => image === alone[together.findIndex(([other]) => other === image)]), prompts.map(() => true));
    assert.deepEqual(together.map(([image]) => alone.indexOf(image)), prompts.map((_, index) => index));
  });

  test('the bytes of a stream', async () => {
    const answer = await post(JSON.stringify({ prompt: 'an otter', stream: true }));
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-type'), /^text\/event-stream/);
    assert.equal(answer.headers.get('x-accel-buffering'), 'no');
    const text = await answer.text();
    const [, kind, data] = /^event: (.*)\ndata: (.*)\n\n$/.exec(text) ?? assert.fail(`not one event: ${text.slice(0, 200)}`);
    assert.equal(kind, 'image_generation.completed');
    const event = JSON.parse(data);
    assert.equal(event.type, kind);
    assert.deepEqual(fromBase64(event.b64_json), square);
  });

  test('header names of Bedrock with wrong values', async () => {
    const json = { 'content-type': 'application/json' };
    const prompt = JSON.stringify({ prompt: 'an otter' });
    for (const [name, value] of [['X-Amzn-Bedrock-GuardrailIdentifier', 'abc123'], ['X-Amzn-Bedrock-Trace', 'loud'], ['X-Amzn-Bedrock-Service-Tier', 'gold']]) {
      const answer = await post(prompt, { ...json, [name]: value });
      assert.equal(answer.status, 400);
      assert.match((await answer.json()).error.message, new RegExp(name, 'i'));
    }

    await refused(await post(JSON.stringify({ prompt: 'a guarded otter' }), { ...json, 'X-Amzn-Bedrock-GuardrailIdentifier': 'abc123', 'X-Amzn-Bedrock-GuardrailVersion': '1' }), 400, 'moderation_blocked');
    const [asked] = await invocations(ochre.url, 1);
    assert.equal(asked.headers['x-amzn-bedrock-guardrailidentifier'], 'abc123');
  });

  test('names by which a client would steer the gateway change nothing', async () => {
    const [image] = await paint('an otter', { seed: 1, api_base: 'http://127.0.0.1:1', aws_region_name: 'eu-west-1', timeout: 0.001, metadata: { a: 1 }, api_key: 'x' });
    assert.deepEqual(fromBase64(image), square);
    assert.deepEqual(Object.keys((await invocations(ochre.url, 1))[0].body).sort(), ['aspect_ratio', 'output_format', 'prompt', 'seed']);
  });

  test('links cannot be guessed, bent or led elsewhere', async () => {
    const { data: [{ url }] } = await (await post(JSON.stringify({ prompt: 'an otter' }))).json();
    assert.ok(url.startsWith(`${ochre.url}/v1/images/`), url);
    const link = new URL(url);
    const bent = (name, value) => { const copy = new URL(link); copy.searchParams.set(name, value); return copy; };
    for (const wrong of [bent('exp', '99999999999'), bent('sig', 'A'.repeat(43)), bent('sig', '!'.repeat(43)), bent('sig', ''), bent('exp', '-1'),
      new URL(link.href.replace('/content', 'x/content')), new URL(link.href.split('?')[0])])
      await refused(await fetch(wrong), 404, 'image_not_found');
    await refused(await fetch(link.href.replace(/images\/[^/]+\//, 'images/..%2f..%2f..%2fetc%2fpasswd/')), 404, 'image_not_found');
    const head = await fetch(link, { method: 'HEAD' });
    assert.deepEqual([head.status, head.headers.get('x-content-type-options')], [200, 'nosniff']);
  });

  test('the invocations are shown to this machine, and not through a proxy', async () => {
    const at = `${ochre.url}/_emulator/invocations`;
    assert.equal((await fetch(at)).status, 200);
    for (const headers of [{ 'x-forwarded-for': '203.0.113.7' }, { via: '1.1 proxy' }])
      assert.equal((await fetch(at, { headers })).status, 403);
  });

  test('health answers without a key and without a picture', async () => {
    const asked = (await invocations(ochre.url)).length;
    for (const path of ['/health', '/healthz', '/health/live', '/health/ready', '/health/liveliness', '/health/readiness'])
      assert.equal((await fetch(ochre.url + path)).status, 200, path);
    assert.equal((await invocations(ochre.url)).length, asked);
  });

  test('what the announcement says to try, by curl', async () => {
    const shown = /Try\s+(curl[\s\S]*?)\n\s+Stop/.exec(ochre.server.announcement())[1];
    const answer = JSON.parse(await shell(shown));
    assert.deepEqual(picture(await (await fetch(answer.data[0].url)).arrayBuffer()), square);
  });

  function raw(header, send) {
    return new Promise((resolve, reject) => {
      const socket = connect(new URL(ochre.url).port, '127.0.0.1');
      const read = [];
      const end = () => {
        const [head, ...body] = Buffer.concat(read).toString('latin1').split('\r\n\r\n');
        const [status, ...headers] = head.split('\r\n');
        if (!status.startsWith('HTTP/1.1 '))
          return reject(new Error(`no answer but: ${head.slice(0, 100)}`));
        resolve(new Response(body.join('\r\n\r\n'), {
          status: Number(status.split(' ')[1]), headers: headers.map((line) => line.split(/: ?(.*)/s).slice(0, 2)),
        }));
      };
      socket.on('data', (data) => {
        read.push(data);
        const text = Buffer.concat(read).toString('latin1');
        const length = /content-length: (\d+)/i.exec(text)?.[1];
        if (length && text.length >= text.indexOf('\r\n\r\n') + 4 + Number(length))
          socket.destroy();
      });
      socket.on('error', () => {});
      socket.on('close', end);
      socket.write(`POST /v1/images/generations HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n${header}\r\n\r\n`);
      send(socket);
    });
  }
});

/** Commands as a reader copies them, as far as they go to this gateway. */
function shell(line) {
  return new Promise((resolve, reject) => {
    execFile('bash', ['-c', line.replace(/^ *curl /, 'curl --silent --show-error --max-time 60 ')], { maxBuffer: 64_000_000 },
      (error, out, err) => error ? reject(new Error(`${line}\n${err}`)) : resolve(out));
  });
}
