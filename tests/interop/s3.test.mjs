// Links to a bucket: a real S3 gateway (Ceph's), a real Ochre, and whoever has the link.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { describe, test } from 'node:test';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { during, gateway, invocations, until } from './lib/ochre.mjs';
import { picture, square } from './lib/picture.mjs';
import { postgres } from './lib/postgres.mjs';
import { keys, radosgw } from './lib/radosgw.mjs';

const core = 'stability.stable-image-core-v1:1';

describe('links to S3', () => {
  const ceph = radosgw('ochre-images', 'ochre-prefixed', 'ochre-busy', 'ochre-broken', 'ochre-private', 'ochre-shared');

  const towards = (bucket, more = {}, args = []) => gateway(args, {
    env: { AWS_S3_BUCKET: bucket, AWS_ENDPOINT_URL_S3: ceph.endpoint, ...keys, ...more },
  });
  const ask = (ochre, body) => fetch(`${ochre.url}/v1/images/generations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: core, prompt: 'an otter', response_format: 'url', ...body }),
  });
  const links = async (ochre, body) => {
    const answer = await ask(ochre, body);
    const text = await answer.text();
    assert.equal(answer.status, 200, `${text.slice(0, 500)}\n${ochre.log()}`);
    return { id: answer.headers.get('x-request-id'), urls: JSON.parse(text).data.map((image) => image.url) };
  };
  const refusal = async (ochre, reason) => {
    const answer = await ask(ochre);
    const text = await answer.text();
    assert.equal(answer.status, 503, text.slice(0, 500));
    const { error } = JSON.parse(text);
    assert.equal(error.code, 'image_store_unavailable');
    assert.match(error.message, reason);
    assert.doesNotMatch(text, /127\.0\.0\.1|ochre-|LABKEY/, 'a place or a key in a refusal');
    const seconds = Number(answer.headers.get('retry-after'));
    assert.ok(seconds >= 1 && seconds <= 60);
    assert.deepEqual(await invocations(ochre.url), [], 'Bedrock was called for a link that cannot be given');
    return error;
  };

  test('a link gives the picture, with its type and name, from the bucket alone', async (t) => {
    const ochre = await during(t, towards('ochre-images'));
    const { id, urls: [url] } = await links(ochre);

    assert.ok(url.startsWith(`${ceph.endpoint}/ochre-images/tmp/${id}/image-${id}-001.png?`), url);
    const answer = await fetch(url);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'image/png');
    assert.equal(answer.headers.get('content-disposition'), `inline; filename="image-${id}-001.png"`);
    assert.deepEqual(picture(await answer.arrayBuffer()), square);
    const query = new URL(url).searchParams;
    assert.ok(Number(query.get('X-Amz-Expires')) > 3590 && Number(query.get('X-Amz-Expires')) <= 3600);
    assert.equal(query.get('response-content-type'), 'image/png');
  });

  test('a picture that lies in a bucket of the operator is edited, and no other is read', async (t) => {
    const ochre = await during(t, towards('ochre-images', { AWS_S3_ACCEPTED_BUCKETS: 'ochre-prefixed, ochre-missing' }));
    const { urls: [url] } = await links(ochre);
    const key = decodeURIComponent(new URL(url).pathname).replace('/ochre-images/', '');
    await ceph.s3.send(new PutObjectCommand({ Bucket: 'ochre-prefixed', Key: 'given/a b.png', Body: Buffer.from(await (await fetch(url)).arrayBuffer()) }));
    await ceph.s3.send(new PutObjectCommand({ Bucket: 'ochre-prefixed', Key: 'words.txt', Body: 'no picture' }));
    await ceph.s3.send(new PutObjectCommand({ Bucket: 'ochre-private', Key: 'secret.png', Body: 'not for callers' }));
    const edit = async (image) => {
      const answer = await fetch(`${ochre.url}/v1/images/edits`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'stability.stable-image-remove-background-v1:0', image, response_format: 'b64_json' }),
      });
      return { status: answer.status, body: await answer.json() };
    };
    const bought = async () => (await invocations(ochre.url)).length;
    const before = await bought();

    for (const address of [`s3://ochre-images/${key}`, 's3://ochre-prefixed/given/a b.png']) {
      const { status, body } = await edit(address);
      assert.equal(status, 200, JSON.stringify(body).slice(0, 300));
      assert.deepEqual(picture(Buffer.from(body.data[0].b64_json, 'base64')), square);
    }
    assert.equal(await bought(), before + 2);

    for (const [address, code] of [
      ['s3://ochre-private/secret.png', 'invalid_value'], ['s3://ochre-images/', 'invalid_value'], ['s3://ochre-images', 'invalid_value'],
      ['s3:///x', 'invalid_value'], ['s3://ochre-images/nothing/here.png', 'input_not_found'], ['s3://ochre-prefixed/words.txt', 'invalid_image_format'],
      ['s3://ochre-prefixed/../ochre-private/secret.png', 'input_not_found'], ['s3://ochre-prefixed/a\u0000b', 'invalid_value'],
    ]) {
      const { status, body } = await edit(address);
      assert.deepEqual([status, body.error.code, body.error.param], [400, code, 'image'], `${address}: ${body.error.message}`);
      assert.doesNotMatch(body.error.message, /secret|127\.0\.0\.1/);
    }
    assert.equal((await edit('s3://ochre-missing/x.png')).status, 503);
    assert.equal(await bought(), before + 2);
  });

  test('the object holds what Bedrock painted, byte for byte, and nothing lies about', async (t) => {
    const ochre = await during(t, towards('ochre-images'));
    const wish = { seed: 7, prompt: 'the same picture' };
    const { urls: [url] } = await links(ochre, wish);
    const bytes = (await (await ask(ochre, { ...wish, response_format: 'b64_json' })).json()).data[0].b64_json;

    const key = decodeURIComponent(new URL(url).pathname).replace('/ochre-images/', '');
    const object = await ceph.s3.send(new GetObjectCommand({ Bucket: 'ochre-images', Key: key }));
    assert.ok(Buffer.from(await object.Body.transformToByteArray()).equals(Buffer.from(bytes, 'base64')));
    const head = await ceph.s3.send(new HeadObjectCommand({ Bucket: 'ochre-images', Key: key }));
    assert.equal(head.ContentType, 'image/png');
    assert.deepEqual((await ceph.objects('ochre-images')).filter((name) => name.includes('self-test')), [], 'the self-test left its image');
    assert.deepEqual(await ceph.unfinished('ochre-images'), []);
  });

  test('prefix, formats and places in the request stand in the key', async (t) => {
    const ochre = await during(t, towards('ochre-prefixed', { AWS_S3_TMP_PREFIX: 'made/by=ochre/' }));
    const { id, urls } = await links(ochre, { n: 3, output_format: 'jpeg' });

    assert.deepEqual(urls.map((url) => decodeURIComponent(new URL(url).pathname)),
      [1, 2, 3].map((place) => `/ochre-prefixed/made/by=ochre/${id}/image-${id}-00${place}.jpg`));
    for (const url of urls) {
      const answer = await fetch(url);
      assert.equal(answer.headers.get('content-type'), 'image/jpeg');
      assert.equal(picture(await answer.arrayBuffer()).format, 'jpeg');
    }
  });

  test('a link that was tampered with, swapped or stripped fails', async (t) => {
    const ochre = await during(t, towards('ochre-images'));
    const { urls: [mine, other] } = await links(ochre, { n: 2 });
    const changed = (change) => { const url = new URL(mine); change(url); return url; };
    const flipped = (text) => text.slice(0, -2) + (text.at(-2) === '0' ? '1' : '0') + text.at(-1);

    for (const [what, url] of Object.entries({
      signature: changed((url) => url.searchParams.set('X-Amz-Signature', flipped(url.searchParams.get('X-Amz-Signature')))),
      'longer life': changed((url) => url.searchParams.set('X-Amz-Expires', '604800')),
      'another image': changed((url) => { url.pathname = new URL(other).pathname; }),
      'another type': changed((url) => url.searchParams.set('response-content-type', 'text/html')),
      'another name': changed((url) => url.searchParams.set('response-content-disposition', 'attachment')),
      'no signature': changed((url) => { url.search = ''; }),
      'no type': changed((url) => url.searchParams.delete('response-content-type')),
    }))
      assert.equal((await fetch(url)).status, 403, what);
    assert.equal((await fetch(mine, { method: 'PUT', body: 'x' })).status, 403, 'a link writes');
    assert.equal((await fetch(mine)).status, 200);
  });

  test('a link ends when it says', async (t) => {
    const ochre = await during(t, towards('ochre-images', { OCHRE_LINK_SECONDS: '4' }));
    const { urls: [url] } = await links(ochre);
    assert.equal((await fetch(url)).status, 200);
    await until(async () => (await fetch(url)).status === 403, 20_000, () => 'a link of four seconds still works after twenty');
  });

  test('no bucket, wrong keys, no keys, nobody there: refused with the reason before Bedrock is called, and named', async (t) => {
    for (const [reason, more, named] of [
      [/bucket does not exist/, { AWS_S3_BUCKET: 'no-such-bucket' }, /NoSuchBucket/],
      [/credentials are not accepted/, { AWS_S3_SECRET_ACCESS_KEY: 'wrong-secret-canary' }, /SignatureDoesNotMatch/],
      [/credentials are not accepted/, { AWS_S3_ACCESS_KEY_ID: 'NOBODY' }, /InvalidAccessKeyId/],
      [/does not answer/, { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9' }, /127\.0\.0\.1:9/],
    ]) {
      const ochre = await during(t, towards('ochre-images', more));
      await refusal(ochre, reason);
      await until(() => named.test(ochre.log()), 10_000, () => `the log does not say ${named}:\n${ochre.log()}`);
      assert.doesNotMatch(ochre.log(), /wrong-secret-canary|LABSECRET/);
      const ready = await fetch(`${ochre.url}/health/ready`);
      assert.equal(ready.status, 200);
      const health = await ready.json();
      assert.equal(health.status, 'degraded');
      assert.equal(health.links.store, 's3');
      assert.match(health.links.reason, reason);
      assert.deepEqual(await (await fetch(`${ochre.url}/health/live`)).json(), { status: 'ok' });
      assert.equal((await ask(ochre, { response_format: 'b64_json' })).status, 200, 'bytes need no store');
    }
  });

  test('a store that hangs is refused within seconds, and comes back by itself', async (t) => {
    const ochre = await during(t, towards('ochre-images', { OCHRE_STORE_CHECK_SECONDS: '0' }));
    await links(ochre);
    const bought = (await invocations(ochre.url)).length;
    ceph.hang();
    try {
      const started = Date.now();
      const answer = await ask(ochre);
      assert.equal(answer.status, 503);
      assert.match((await answer.json()).error.message, /does not answer/);
      assert.ok(Date.now() - started < 8_000, `${Date.now() - started} ms`);
      const again = Date.now();
      assert.equal((await ask(ochre)).status, 503);
      assert.ok(Date.now() - again < 1_000, 'a store that is known to hang is asked again by every request');
      assert.equal((await ask(ochre, { response_format: 'b64_json' })).status, 200);
      assert.equal((await invocations(ochre.url)).length, bought + 1, 'an image was bought for a link');
    } finally {
      ceph.resume();
    }

    await until(async () => (await (await fetch(`${ochre.url}/health/ready`)).json()).status === 'ok', 60_000, () => `it does not come back:\n${ochre.log()}`);
    await links(ochre);
    assert.match(ochre.log(), /s3 works again/);
  });

  test('a client that leaves and an image that breaks off leave nothing', async (t) => {
    const ochre = await during(t, towards('ochre-broken'));
    await links(ochre, { prompt: 'the one that stays' });
    const leaving = AbortSignal.timeout(30);
    await fetch(`${ochre.url}/v1/images/generations`, {
      method: 'POST', signal: leaving, headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: core, prompt: 'an otter', response_format: 'url', n: 4 }),
    }).catch(() => {});
    assert.equal((await ask(ochre, { prompt: 'forbidden' })).status, 400);

    const whole = await ceph.objects('ochre-broken');
    assert.equal(whole.filter((key) => key.endsWith('-001.png')).length >= 1, true);
    assert.deepEqual(await ceph.unfinished('ochre-broken'), []);
    for (const key of whole) {
      const { Body } = await ceph.s3.send(new GetObjectCommand({ Bucket: 'ochre-broken', Key: key }));
      assert.deepEqual(picture(await Body.transformToByteArray()), square, `${key} is not whole`);
    }
  });

  test('an answer with an Idempotency-Key is given again by a gateway with another folder', async (t) => {
    const database = await postgres();
    t.after(() => database.stop());
    const shared = { OCHRE_DATABASE: database.fresh(), OCHRE_KEY_PEPPER: 'ab'.repeat(32), OCHRE_API_KEY: 'sk-of-both' };
    const one = await during(t, towards('ochre-shared', shared));
    const other = await during(t, towards('ochre-shared', shared));
    const post = (ochre, key) => fetch(`${ochre.url}/v1/images/generations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer sk-of-both', 'idempotency-key': key },
      body: JSON.stringify({ model: core, prompt: 'an otter', response_format: 'b64_json' }),
    });

    const onOneConnection = (agent, ochre, key) => new Promise((resolve, reject) => {
      request(`${ochre.url}/v1/images/generations`, { method: 'POST', agent, headers: { 'content-type': 'application/json', authorization: 'Bearer sk-of-both', 'idempotency-key': key } },
        (answer) => answer.resume().on('end', resolve)).on('error', reject).end(JSON.stringify({ model: core, prompt: 'an otter', response_format: 'b64_json' }));
    });

    const first = await (await post(one, 'far')).text();
    // The answer is under way to the bucket when the first client has it.
    const again = await until(async () => { const answer = await post(other, 'far'); return answer.status === 200 && answer; }, 20_000, () => other.log());
    assert.equal(again.headers.get('x-ochre-replayed'), 'true');
    assert.equal(await again.text(), first);
    assert.deepEqual(await invocations(other.url), [], 'it was bought twice');

    await (await post(one, 'hung')).text();
    ceph.hang();
    try {
      const refused = await post(other, 'hung');
      assert.deepEqual([refused.status, (await refused.json()).error.code], [503, 'idempotency_answer_elsewhere']);
      assert.equal((await post(one, 'hung')).headers.get('x-ochre-replayed'), 'true');
      const started = Date.now();
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      for (const key of ['meanwhile', 'next', 'last'])
        await onOneConnection(agent, one, key);
      agent.destroy();
      assert.ok(Date.now() - started < 4_000, `${Date.now() - started} ms: the next request on a connection waits for the bucket`);
    } finally {
      ceph.resume();
    }
    assert.deepEqual(await invocations(other.url), []);

    const kept = (await ceph.objects('ochre-shared')).find((key) => key.startsWith('tmp/kept/'));
    assert.equal((await fetch(`${ceph.endpoint}/ochre-shared/${kept}`)).status, 403, 'it lies open');
  });

  test('48 images at 12 a time: every link its own picture, and memory stays where it was', async (t) => {
    const ochre = await during(t, towards('ochre-busy'));
    const resident = () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${ochre.child.pid}/status`, 'utf8'))[1]) / 1024;
    const round = async (count) => {
      const urls = [];
      let next = 0;
      await Promise.all(Array.from({ length: 12 }, async () => {
        while (next++ < count)
          urls.push(...(await links(ochre)).urls);
      }));
      return urls;
    };
    await round(24);
    const before = resident();
    const urls = await round(48);
    const grown = resident() - before;

    assert.equal(new Set(urls).size, 48);
    for (const url of urls)
      assert.deepEqual(picture(await (await fetch(url)).arrayBuffer()), square);
    t.diagnostic(`resident: ${Math.round(before)} MB before, ${Math.round(grown)} MB more after`);
    assert.ok(grown < 64, `${grown} MB more`);
  });
});
