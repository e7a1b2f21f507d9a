// Bedrock as a bare server of the test's own: answers of any size, at any moment, and what becomes of their connections.
import { createServer } from 'node:http';
import { deflateSync } from 'node:zlib';
import { gateway, until } from './ochre.mjs';

export const key = 'sk-interop-0123456789';
export const core = 'stability.stable-image-core-v1:1';

/** `answer(call)` is asked for every invocation; a call has `body`, `response`, and `closedAt` once its connection is gone. */
export async function upstream(t, answer) {
  const calls = [];
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request)
      parts.push(part);
    const call = { body: JSON.parse(Buffer.concat(parts)), response, closedAt: null };
    response.on('close', () => { call.closedAt = performance.now(); });
    response.on('error', () => {});
    calls.push(call);
    await answer(call);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => { server.closeAllConnections(); server.close(); });
  return { calls, url: `http://127.0.0.1:${server.address().port}`, called: (count) => until(() => calls.length >= count) };
}

/** A gateway that calls it. */
export const gatewayBefore = (bedrock) => gateway(['--aws'], {
  env: { OCHRE_API_KEY: key, AWS_ENDPOINT_URL_BEDROCK_RUNTIME: bedrock.url, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
});

/** A Stability model's answer with this file as its image. */
export const answerWith = (file, seed = 1) => Buffer.from(`{"seeds":[${seed}],"finish_reasons":[null],"images":["${file.toString('base64')}"]}`);

export function send({ response }, body, status = 200, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length, ...headers });
  response.end(body);
}

/** A whole PNG; `paint(x, y)` gives a grey of 0 to 255. `padding` bytes of a chunk that every reader passes over make it longer. */
export function png(width, height, { paint = (x, y) => x ^ y, padding = 0 } = {}) {
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++)
      rows[y * (width + 1) + 1 + x] = paint(x, y);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header),
    ...padding > 0 ? [chunk('ochR', Buffer.alloc(padding, 'padding'))] : [], chunk('IDAT', deflateSync(rows, { level: 1 })), chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name, data) {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc(named));
  return Buffer.concat([length, named, check]);
}

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++)
    n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});

const crc = (data) => {
  let value = 0xffffffff;
  for (const byte of data)
    value = table[(value ^ byte) & 0xff] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
};
