// Gateway and Bedrock as two processes with a socket between them: what was asked, and everything that can go wrong on the way.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { during, emulator, gateway, invocations, suite, until } from './lib/ochre.mjs';
import { fromBase64, square } from './lib/picture.mjs';

const core = 'stability.stable-image-core-v1:1';
const key = 'sk-interop-0123456789';

const towards = (bedrock, more = {}) => gateway(['--aws'], {
  env: { OCHRE_API_KEY: key, AWS_ENDPOINT_URL_BEDROCK_RUNTIME: bedrock.url, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', ...more },
});

const ask = (ochre, body) => fetch(`${ochre.url}/v1/images/generations`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
  body: JSON.stringify({ model: core, prompt: 'an otter', response_format: 'b64_json', ...body }),
});

async function painted(answer) {
  const text = await answer.text();
  assert.equal(answer.status, 200, text.slice(0, 500));
  return JSON.parse(text).data.map((image) => fromBase64(image.b64_json));
}

async function refused(answer, status, code) {
  const text = await answer.text();
  assert.equal(answer.status, status, text.slice(0, 500));
  const { error } = JSON.parse(text);
  assert.equal(error.code, code, text);
  assert.doesNotMatch(text, /127\.0\.0\.1|\d{12}/, 'an address or an account in a refusal');
  return error;
}

/** The log is written beside the answer, and may be a moment behind it. */
const logged = (ochre, text) => until(() => text.test(ochre.log()), 10_000, () => `the log does not say ${text}:\n${ochre.log()}`);

/** Asks until it works: on a busy machine even a good Bedrock may miss a deadline of two seconds. */
const patiently = (ochre) => until(async () => { const answer = await ask(ochre); return answer.status === 200 ? painted(answer) : null; });

/** A gateway whose emulator inside goes wrong as the rules say. */
function faulty(t, rules, more = []) {
  const folder = mkdtempSync(join(tmpdir(), 'ochre-interop-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'faults.json');
  writeFileSync(path, JSON.stringify(rules));
  return during(t, gateway(['--faults', path, ...more], { env: { OCHRE_API_KEY: key } }));
}

/** What arrives, byte by byte, and whether the answer came to its end. */
function bytes(ochre, body) {
  return new Promise((resolve, reject) => {
    const sent = request(`${ochre.url}/v1/images/generations`, {
      method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('error', () => {});
      answer.on('close', () => resolve({ status: answer.statusCode, complete: answer.complete, text: Buffer.concat(parts).toString('utf8') }));
    });
    sent.on('error', (error) => error.code === 'ECONNRESET' ? resolve({ status: 0, complete: false, text: '' }) : reject(error));
    sent.end(JSON.stringify({ model: core, prompt: 'an otter', response_format: 'b64_json', ...body }));
  });
}

describe('the gateway and Bedrock on the other side of a socket', () => {
  const bedrock = suite(emulator);
  const ochre = suite(() => towards(bedrock));

  test('says at the start that images cost money', () => assert.match(ochre.server.announcement(), /calls AWS Bedrock( in us-west-2)?: images cost money/));

  test('asks exactly for what the client asked for, signed so that it is accepted', async () => {
    const answer = await ask(ochre, { seed: 12, negative_prompt: 'fog', size: '1536x640', output_format: 'jpeg', user: 'somebody', metadata: { a: 1 } });
    assert.deepEqual(await painted(answer), [{ format: 'jpeg', width: 1536, height: 640 }]);
    const [asked] = await invocations(bedrock.url, 1);
    assert.deepEqual(asked.body, { prompt: 'an otter', seed: 12, negative_prompt: 'fog', aspect_ratio: '21:9', output_format: 'jpeg' });
    assert.equal(decodeURIComponent(asked.path), `/model/${core}/invoke`);
    assert.deepEqual([asked.model, asked.status, asked.images_billed], [core, 200, 1]);
    assert.equal(asked.headers['content-type'], 'application/json');
    assert.equal(asked.headers.accept, 'application/json');
    assert.equal(answer.headers.get('x-ochre-region'), 'us-west-2');
    assert.equal(Number(answer.headers.get('x-ochre-cost-usd')), asked.usd);
  });

  test('makes n calls with n seeds where the model paints one at a time', async () => {
    const before = await invocations(bedrock.url);
    const answer = await ask(ochre, { n: 5, seed: 100 });
    assert.equal((await painted(answer)).length, 5);
    const asked = (await invocations(bedrock.url)).slice(0, -before.length || undefined);
    assert.deepEqual(asked.map(({ body }) => body.seed).sort(), [100, 101, 102, 103, 104]);
    assert.equal(answer.headers.get('x-ochre-seed'), '100,101,102,103,104');
    assert.equal(Number(answer.headers.get('x-ochre-cost-usd')).toFixed(4), asked.reduce((sum, { usd }) => sum + usd, 0).toFixed(4));
  });

  test('answers for a model past its end of life from its successor, and says so', async () => {
    const answer = await ask(ochre, { model: 'amazon.nova-canvas-v1:0' });
    assert.deepEqual(await painted(answer), [square]);
    assert.equal(answer.headers.get('x-ochre-substituted'), `amazon.nova-canvas-v1:0->${core}`);
    assert.equal((await invocations(bedrock.url, 1))[0].model, core);
  });

  test('takes the region of an ARN', async () => {
    const answer = await ask(ochre, { model: `arn:aws:bedrock:us-east-1::foundation-model/${core}` });
    await painted(answer);
    assert.equal(answer.headers.get('x-ochre-region'), 'us-east-1');
    assert.match(decodeURIComponent((await invocations(bedrock.url, 1))[0].path), /arn:aws:bedrock:us-east-1::foundation-model/);
  });

  test('buys nothing that it refuses itself', async () => {
    const before = (await invocations(bedrock.url)).length;
    for (const body of [{ n: 11 }, { seedz: 1 }, { model: 'nothing' }, { prompt: '' }, { size: '0x0' }, { seed: -1 }, { aspect_ratio: '7:3' }])
      assert.equal((await ask(ochre, body)).status, 400, JSON.stringify(body));
    assert.equal((await invocations(bedrock.url)).length, before);
  });

  test('keeps the pictures that were painted when some are refused', async () => {
    const answer = await ask(ochre, { prompt: 'a forbidden-some otter', n: 4, seed: 100 });
    assert.equal(answer.headers.get('x-ochre-filtered'), '2');
    assert.equal((await painted(answer)).length, 2);
    await refused(await ask(ochre, { prompt: 'a forbidden otter', n: 4 }), 400, 'moderation_blocked');
  });
});

describe('a Bedrock that will not have the gateway', () => {
  const bedrock = suite(emulator);

  test('a wrong secret is the operator\'s fault, and only the log says so', async (t) => {
    const ochre = await during(t, towards(bedrock, { AWS_SECRET_ACCESS_KEY: 'wrong' }));
    const error = await refused(await ask(ochre), 502, 'bedrock_access_denied');
    assert.doesNotMatch(error.message, /signature|secret/i);
    await logged(ochre, /secret/i);
  });

  test('a bearer token works as well as a signature', async (t) => {
    const env = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
    const right = await during(t, towards(bedrock, { ...env, AWS_BEARER_TOKEN_BEDROCK: 'test' }));
    assert.deepEqual(await painted(await ask(right)), [square]);
    const wrong = await during(t, towards(bedrock, { ...env, AWS_BEARER_TOKEN_BEDROCK: 'wrong' }));
    await refused(await ask(wrong), 502, 'bedrock_access_denied');
  });

  test('nobody listens there', async (t) => {
    const ochre = await during(t, towards({ url: 'http://127.0.0.1:9' }));
    const answer = await ask(ochre);
    assert.match(answer.headers.get('retry-after'), /^\d+$/);
    await refused(answer, 503, 'bedrock_unavailable');
  });
});

describe('a Bedrock that stops', () => {
  test('one that is frozen costs the deadline; thawed, it works again', async (t) => {
    const bedrock = await during(t, emulator());
    const ochre = await during(t, towards(bedrock, { OCHRE_DEADLINE_SECONDS: '2' }));
    assert.deepEqual(await patiently(ochre), [square]);

    bedrock.child.kill('SIGSTOP');
    const started = Date.now();
    await refused(await ask(ochre), 504, 'bedrock_timeout');
    const waited = Date.now() - started;
    assert.ok(waited >= 1900 && waited < 20_000, `${waited} ms`);
    assert.equal((await fetch(`${ochre.url}/health`)).status, 200);

    bedrock.child.kill('SIGCONT');
    assert.deepEqual(await patiently(ochre), [square]);
  });

  test('one that has ended is unavailable; another in its place is found', async (t) => {
    const bedrock = await during(t, emulator());
    const ochre = await during(t, towards(bedrock));
    assert.deepEqual(await painted(await ask(ochre)), [square]);
    await bedrock.stop();
    await refused(await ask(ochre), 503, 'bedrock_unavailable');
    await during(t, emulator(['--port', new URL(bedrock.url).port]));
    assert.deepEqual(await painted(await ask(ochre)), [square]);
  });

  test('one that dies while it paints leaves a refusal, not a hanging client', async (t) => {
    const bedrock = await during(t, emulator());
    const ochre = await during(t, towards(bedrock));
    bedrock.child.kill('SIGSTOP');
    const waiting = ask(ochre);
    bedrock.child.kill('SIGKILL');
    const answer = await waiting;
    assert.ok([502, 503].includes(answer.status), String(answer.status));
  });
});

describe('a Bedrock that goes wrong', () => {
  test('throttled once: asked again, and the client sees nothing of it', async (t) => {
    const ochre = await faulty(t, [{ fault: 'throttle', times: 1 }]);
    assert.deepEqual(await painted(await ask(ochre)), [square]);
    assert.deepEqual((await invocations(ochre.url)).map(({ status }) => status), [200, 429]);
  });

  test('throttled always: 429 with the seconds to wait', async (t) => {
    const ochre = await faulty(t, [{ fault: 'throttle' }]);
    const answer = await ask(ochre);
    assert.match(answer.headers.get('retry-after'), /^([1-9]|[1-5]\d|60)$/);
    const error = await refused(answer, 429, 'rate_limit_exceeded');
    assert.equal(error.type, 'rate_limit_error');
    assert.equal((await invocations(ochre.url)).length, 3);
  });

  test('a model error or a timeout of the model\'s own is never bought twice', async (t) => {
    const ochre = await faulty(t, [{ fault: 'modelerror', times: 1 }, { fault: 'modeltimeout', times: 1 }]);
    await refused(await ask(ochre), 502, 'bedrock_bad_answer');
    await refused(await ask(ochre), 504, 'bedrock_timeout');
    assert.equal((await invocations(ochre.url)).length, 2);
  });

  test('unavailable always: 503 with the seconds to wait', async (t) => {
    const ochre = await faulty(t, [{ fault: '503' }]);
    const answer = await ask(ochre);
    assert.match(answer.headers.get('retry-after'), /^\d+$/);
    await refused(answer, 503, 'bedrock_unavailable');
  });

  test('an answer cut in half is never handed on as a whole one', async (t) => {
    const ochre = await faulty(t, [{ fault: 'cut=50%', times: 4 }]);
    const plain = await bytes(ochre, {});
    assert.ok(plain.status !== 200 || !plain.complete, `${plain.status}, complete, ${plain.text.length} characters`);
    const linked = await ask(ochre, { response_format: 'url' });
    await refused(linked, 502, 'bedrock_bad_answer');
    const streamed = await bytes(ochre, { stream: true });
    assert.doesNotMatch(streamed.text, /"usage"/, 'a completed event that is not complete');
    assert.ok(streamed.status !== 200 || !streamed.complete || /event: error/.test(streamed.text));
    const [one] = await invocations(ochre.url, 1);
    assert.equal(one.images_billed, 1, 'the bill of a broken answer is shown');
    await bytes(ochre, {});
    assert.deepEqual(await painted(await ask(ochre)), [square]);
  });

  test('a connection that breaks, an answer that is no JSON, a picture that is none: 502, and nothing bought twice', async (t) => {
    const ochre = await faulty(t, [{ fault: 'reset', times: 1 }, { fault: 'garbage', times: 1 }, { fault: 'notimage', times: 1 }]);
    for (let count = 1; count <= 3; count++) {
      await refused(await ask(ochre), 502, 'bedrock_bad_answer');
      assert.equal((await invocations(ochre.url)).length, count);
    }
    assert.deepEqual(await painted(await ask(ochre)), [square]);
  });

  test('no access, expired credentials: 502 for the client, the reason for the operator', async (t) => {
    const ochre = await faulty(t, [{ fault: 'access', times: 1 }, { fault: 'expired', times: 1 }]);
    await refused(await ask(ochre), 502, 'bedrock_access_denied');
    await logged(ochre, /bedrock:InvokeModel/);
    await refused(await ask(ochre), 502, 'bedrock_access_denied');
    await logged(ochre, /credentials have expired/);
  });

  test('one of three calls fails: the two that were bought are delivered', async (t) => {
    const ochre = await faulty(t, [{ fault: 'modelerror', times: 1, after: 1 }]);
    const answer = await ask(ochre, { n: 3 });
    assert.equal((await painted(answer)).length, 2);
    assert.equal(answer.headers.get('x-ochre-failed'), '1');
  });

  test('slow is not wrong', async (t) => {
    const ochre = await faulty(t, [{ fault: 'slow=1s' }]);
    const answers = await Promise.all([ask(ochre), ask(ochre), ask(ochre)]);
    for (const answer of answers)
      assert.deepEqual(await painted(answer), [square]);
  });
});
