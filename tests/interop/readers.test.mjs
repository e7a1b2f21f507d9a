// Readers as they are: slow ones cost no memory and slow no one else, and work for one that has left stops.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { setInterval } from 'node:timers/promises';
import { during, until } from './lib/ochre.mjs';
import { forgetPeak, peakMegabytes, processorSeconds } from './lib/process.mjs';
import { answerWith, core, gatewayBefore, key, png, send, upstream } from './lib/upstream.mjs';

const READERS = 200;
const SECOND = 1000;

/** A reader on a bare socket: what it has got, whether the answer came to its end, and a pace of its own. */
function reader(ochre, body, { bytesPerSecond = Infinity } = {}) {
  const text = JSON.stringify({ model: core, prompt: 'a kite', response_format: 'b64_json', ...body });
  const socket = connect(new URL(ochre.url).port, '127.0.0.1', () => socket.write(
    `POST /v1/images/generations HTTP/1.1\r\nHost: ochre\r\nConnection: close\r\nAuthorization: Bearer ${key}\r\n`
    + `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`));
  const one = { socket, got: 0, tail: '', over: null };
  one.over = new Promise((resolve) => socket.on('close', resolve));
  const take = (data) => {
    if (data === null)
      return;
    one.got += data.length;
    one.tail = (one.tail + data.subarray(-64).toString('latin1')).slice(-64);
  };
  if (bytesPerSecond === Infinity)
    socket.on('data', take);
  else
    slowly(socket, () => take(socket.read(Math.min(bytesPerSecond, socket.readableLength)) ?? null));
  socket.on('error', () => {});
  return one;
}

async function slowly(socket, take) {
  // A listener, so that the socket fills what it holds back and no more.
  socket.on('readable', () => {});
  for await (const _ of setInterval(SECOND)) {
    if (socket.destroyed)
      return;
    take();
  }
}

/** The last chunk of a chunked answer. */
const isWhole = ({ tail }) => tail.endsWith('0\r\n\r\n');

const leaves = ({ socket }) => { socket.destroy(); return performance.now(); };

describe('two hundred slow readers', () => {
  // Far more than a socket holds for its reader, so that somebody has to hold the rest back; and as much as two hundred get in a moment.
  const large = answerWith(png(1024, 1024, { padding: 4 << 20 }));
  const ordinary = answerWith(png(1024, 1024, { padding: 1 << 20 }));

  test('cost no memory and slow no one else', { timeout: 120_000 }, async (t) => {
    const bedrock = await upstream(t, (call) => send(call, call.body.prompt === 'a large kite' ? large : ordinary));
    const ochre = await during(t, gatewayBefore(bedrock));
    /** The middle one of fifteen, one after the other: a hiccup of the machine is no slowness. */
    const milliseconds = async () => {
      const times = [];
      for (let i = 0; i < 15; i++) {
        const started = performance.now();
        const one = reader(ochre, { stream: true });
        await one.over;
        times.push(performance.now() - started);
        assert.ok(isWhole(one), 'a fast reader got less than the whole');
      }
      return times.sort((left, right) => left - right)[7];
    };

    // Twice: the first time the heap grows to what it needs for so many at once.
    for (let round = 0; round < 2; round++) {
      forgetPeak(ochre.child);
      const fast = Array.from({ length: READERS }, () => reader(ochre, { stream: true }));
      await Promise.all(fast.map(({ over }) => over));
      assert.ok(fast.every(isWhole));
    }
    const [fastPeak, alone] = [peakMegabytes(ochre.child), await milliseconds()];

    forgetPeak(ochre.child);
    const slow = Array.from({ length: READERS }, () => reader(ochre, { stream: true, prompt: 'a large kite' }, { bytesPerSecond: 1024 }));
    t.after(() => slow.forEach(leaves));
    // By now what the sockets hold is full, and the gateway waits for its readers.
    await until(() => slow.every(({ got }) => got >= 3 * 1024));
    const beside = await milliseconds();

    assert.equal(slow.filter(isWhole).length, 0, 'a slow reader was through before the fast ones: it was not slow');
    const slowPeak = peakMegabytes(ochre.child);
    t.diagnostic(`most memory: ${fastPeak.toFixed(0)} MB with ${READERS} fast readers, ${slowPeak.toFixed(0)} MB with ${READERS} slow ones; `
      + `a request alone: ${alone.toFixed(1)} ms, beside the slow ones: ${beside.toFixed(1)} ms`);
    // A quarter of a megabyte for each. Their images have 5.6 MB each: whoever held them would be 1,100 MB above.
    assert.ok(slowPeak <= fastPeak + READERS / 4, `${slowPeak} MB with slow readers, ${fastPeak} MB with fast ones`);
    assert.ok(beside <= 10 * alone, `${beside} ms beside slow readers, ${alone} ms alone`);
  });
});

describe('a reader that leaves', () => {
  const file = png(1024, 1024, { padding: 6 << 20 });

  /** Bedrock is heard to its end, because it bills that: the connection takes all of it, and is not closed before. */
  async function isHeard(call, rest) {
    assert.equal(call.closedAt, null, 'Bedrock was given up');
    call.response.end(rest);
    await until(() => call.response.writableFinished, 10 * SECOND, () => 'nobody takes what Bedrock says');
  }

  const begins = ({ response }, answer) => response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length });

  for (const [kind, body] of Object.entries({ stream: { stream: true }, 'plain answer': {}, conversion: { stream: true, output_format: 'webp' } })) {
    test(`before its ${kind} has begun does not stop the call`, async (t) => {
      const bedrock = await upstream(t, () => {});
      const ochre = await during(t, gatewayBefore(bedrock));
      const one = reader(ochre, body);
      await bedrock.called(1);
      leaves(one);
      await one.over;
      const answer = answerWith(file);
      begins(bedrock.calls[0], answer);
      await isHeard(bedrock.calls[0], answer);
    });

    test(`in the middle of its ${kind} does not stop the call`, async (t) => {
      const answer = answerWith(file);
      const bedrock = await upstream(t, (call) => {
        begins(call, answer);
        call.response.write(answer.subarray(0, answer.length / 2));
      });
      const ochre = await during(t, gatewayBefore(bedrock));
      const one = reader(ochre, body);
      await (kind === 'conversion' ? bedrock.called(1) : until(() => one.got > 1 << 20));
      leaves(one);
      await one.over;
      await isHeard(bedrock.calls[0], answer.subarray(answer.length / 2));
    });
  }

  test('is asked for nothing more of Bedrock', async (t) => {
    const bedrock = await upstream(t, (call) => call.body.prompt === 'the next one' ? send(call, answerWith(png(64, 64))) : undefined);
    const ochre = await during(t, gatewayBefore(bedrock));
    const one = reader(ochre, { stream: true, n: 10 });
    await bedrock.called(4);
    leaves(one);
    await until(() => ochre.log().includes('The client left'));
    const answer = answerWith(png(64, 64));
    for (const call of [...bedrock.calls]) {
      begins(call, answer);
      await isHeard(call, answer);
    }
    await until(() => ochre.log().includes('Delivered 0 of 10'));
    const next = reader(ochre, { stream: true, prompt: 'the next one' });
    await next.over;
    assert.ok(isWhole(next));
    assert.deepEqual(bedrock.calls.map(({ body }) => body.prompt), [...Array(4).fill('a kite'), 'the next one']);
  });

  test('stops the conversion of its images', { timeout: 120_000 }, async (t) => {
    const large = answerWith(png(1536, 1536, { paint: (x, y) => (x * x + y * y * 3 >> 6) ^ (x * y >> 4) }));
    const bedrock = await upstream(t, (call) => send(call, large));
    const ochre = await during(t, gatewayBefore(bedrock));
    const wish = { stream: true, n: 10, output_format: 'webp', output_compression: 90 };
    const used = () => processorSeconds(ochre.child);
    const before = used();
    const whole = reader(ochre, wish);
    await whole.over;
    assert.ok(isWhole(whole));
    const needed = used() - before;

    const start = used();
    const one = reader(ochre, wish);
    await until(() => used() - start > needed / 4);
    leaves(one);
    const atLeaving = used();
    const ended = await settled(used);
    t.diagnostic(`ten conversions: ${needed.toFixed(2)} s of processor time; after their reader had left: ${(ended - atLeaving).toFixed(2)} s`);
    assert.ok(ended - atLeaving < Math.min(1, needed / 2), `${ended - atLeaving} s of work for a reader that had left, of ${needed} s`);
  });

  /** The reading, once it has stood still for half a second. */
  async function settled(reading) {
    let [last, since] = [reading(), performance.now()];
    return until(() => {
      const now = reading();
      if (now - last > 0.02)
        [last, since] = [now, performance.now()];
      return performance.now() - since > SECOND / 2 && now;
    }, 60 * SECOND);
  }
});
