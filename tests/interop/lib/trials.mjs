// What money must stand, in any size: the tests take the short forms, bench/money.mjs the long ones. Each trial asserts, and returns a line that says what it saw.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import OpenAI from 'openai';
import { cutter } from './cutter.mjs';
import { ask, charges, master, reconcile, settled, units } from './ledger.mjs';
import { gateway, until } from './ochre.mjs';
import { post } from './post.mjs';

const model = 'stability.stable-image-core-v1:1';
const price = 0.04;
const bearer = (key) => ({ authorization: `Bearer ${key}` });
const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);

/** What a gateway needs to buy of an emulator that outlives it. */
export const buyingOf = (bedrock) => ({
  OCHRE_MASTER_KEY: master, AWS_ENDPOINT_URL_BEDROCK_RUNTIME: bedrock.url, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test',
});

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
export function seeded(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

async function paint(url, body, key) {
  const answer = await post(url, { model, ...body }, bearer(key));
  if (answer.status !== 200)
    return { images: 0, code: JSON.parse(answer.text).error.code };
  return { images: body.stream ? answer.text.split('event: image_generation.completed\n').length - 1 : JSON.parse(answer.text).data.length, code: '' };
}

/**
 * So many requests at once on a key that can pay ten images. One to four images each, whole answers, links and streams; every tenth is refused by Bedrock's moderation, so that
 * what it had reserved comes back while others ask. Whoever asks afterwards gets what is left, to the last cent.
 */
export async function burst(gateways, invoice, round, requests = 200) {
  const affordable = 10;
  const { key, token } = await ask(gateways[0], '/key/generate', { max_budget: (affordable * 100 * price) / 100, key_alias: `burst-${round}` });
  const name = `burst ${round}.`;
  const answers = await Promise.all(Array.from({ length: requests }, (_, i) => paint(gateways[i % gateways.length], {
    prompt: `${i % 10 === 3 ? 'forbidden' : 'a kite'}, ${name}`, n: i % 2 ? (i % 4) + 1 : 1, size: ['1024x1024', '1536x1024', '1024x1536'][i % 3],
    ...(i % 5 === 0 ? { stream: true } : { response_format: i % 3 ? 'b64_json' : 'url' }),
  }, key)));
  for (const [i, { images, code }] of answers.entries())
    assert.ok(images > 0 || code === 'budget_exceeded' || i % 10 === 3, `${i}: ${code}`);
  const served = sum(answers.map(({ images }) => images));
  let later = 0;
  for (let last; (last = await paint(gateways[later % gateways.length], { prompt: `later, ${name}`, response_format: 'url' }, key)).images || assert.equal(last.code, 'budget_exceeded');)
    later += last.images;
  assert.equal(served + later, affordable, `${served} images at once, ${later} afterwards`);
  const billed = sum((await invoice.read()).filter(({ body }) => body.prompt.endsWith(name)).map(({ usd }) => units(usd)));
  assert.equal(billed, units(affordable * price));
  const { info } = await until(async () => {
    const told = await ask(gateways[0], `/key/info?key=${token}`);
    return units(told.info.spend) === billed && told;
  }, 30_000, () => 'the key did not spend what was billed');
  assert.equal(info.spend, info.max_budget);
  return { served, later };
}

/** A client of one of five manners, who is gone at some moment. */
function leave(url, i, random) {
  const manner = ['before the body', 'in the upload', 'waiting', 'in the stream', 'in the image'][i % 5];
  const shape = i % 5 === 3 ? { stream: true, n: 2 } : { response_format: i % 2 ? 'b64_json' : 'url', n: (i % 3) + 1 };
  const body = JSON.stringify({ model, prompt: `a kite, hang-${i}.`, user: `hang-${i}`, ...shape }) + '\n'.repeat(100_000);
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port });
    let bytes = manner.startsWith('in the') && i % 5 > 2 ? random() * 3_000_000 : Infinity;
    const gone = () => socket.resetAndDestroy();
    socket.on('error', () => {}).on('close', () => resolve());
    socket.on('data', (part) => { bytes -= part.length; if (bytes < 0) gone(); });
    socket.write(`POST /v1/images/generations HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${master}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n`
      + 'Connection: close\r\n\r\n');
    if (manner !== 'before the body')
      socket.write(manner === 'in the upload' ? body.slice(0, random() * body.length) : body);
    if (i % 5 < 3)
      setTimeout(gone, random() * (i % 5 === 2 ? 1500 : 50));
  });
}

/** Clients that hang up at random moments, some at a time: what Bedrock billed for each of them is what the ledger says of him. */
export async function hangUps(gateways, invoice, count, random, atOnce = 20) {
  let next = 0;
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let i = next++; i < count; i = next++) {
      await leave(gateways[i % gateways.length], i, random);
      if (i % 100 === 99)
        await invoice.read();
    }
  }));
  await settled(gateways[0], invoice);
  const [lines, ledger] = [await invoice.read(), await charges(gateways[0])];
  const right = Array.from({ length: count }, (_, i) => i).filter((i) =>
    sum(ledger.filter(({ end_user: user }) => user === `hang-${i}`).map(({ spend }) => units(spend)))
    === sum(lines.filter(({ body }) => body.prompt.endsWith(`hang-${i}.`)).map(({ usd }) => units(usd)))).length;
  assert.equal(right, count, 'clients whose charge is what Bedrock billed');
  const told = await reconcile(gateways[0], lines);
  assert.equal(told.credited, 0);
  return { right, ...told };
}

// On a machine with more to do than it can a database may look as if it hung: nothing is bought then.
const isAway = ({ status, text }) => status === 503 && ['database_unavailable', 'idempotency_unavailable'].includes(JSON.parse(text).error.code);

/** Load until the gateway is gone; half of it with a key of its own. What was answered in full goes to `answered`. */
async function load(url, round, answered) {
  let next = 0;
  const asked = [];
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (;;) {
      const name = `kill-${round}-${next++}`;
      const one = { name, body: { model, prompt: `a kite, ${name}.`, ...(next % 4 === 3 ? { stream: true } : { response_format: next % 3 ? 'b64_json' : 'url', n: (next % 2) + 1 }) } };
      if (next % 2)
        asked.push(one);
      const answer = await post(url, one.body, { ...bearer(master), ...(next % 2 ? { 'idempotency-key': name } : {}) }).catch(() => null);
      if (answer === null)
        return;
      if (isAway(answer)) {
        answered.refused++;
        continue;
      }
      assert.equal(answer.status, 200, answer.text.slice(0, 500));
      one.text = answer.text;
      answered.count++;
    }
  }));
  return asked;
}

/** `kill -9` at random moments under load, of all gateways at once, and a start on the same folder each time. */
export async function kills(folder, env, gateways, invoice, times, random) {
  const answered = { count: 0, refused: 0 };
  const keyed = [];
  const start = () => gateway(['--data-dir', folder], { env });
  for (let round = 0; round < times; round++) {
    const victims = await Promise.all(Array.from({ length: gateways }, start));
    const before = answered.count;
    const loads = victims.map(({ url }, i) => load(url, `${round}-${i}`, answered));
    await until(() => answered.count > before);
    await pause(random() * 700);
    for (const { child } of victims)
      child.kill('SIGKILL');
    for (const asked of await Promise.all(loads))
      keyed.push(...asked);
    for (const victim of victims)
      await victim.stop();
    await invoice.read();
  }
  const last = await start();
  try {
    const restarted = Date.now();
    await settled(last.url, invoice);
    const calm = Date.now() - restarted;
    const asked = await askAgain(last.url, keyed.slice(-100), invoice);
    await settled(last.url, invoice);
    return { answered: answered.count, refused: answered.refused, calm, ...asked, files: wholeFiles(folder), database: integrity(folder), ...await reconcile(last.url, await invoice.read()) };
  } finally {
    await last.stop();
  }
}

// A key that was answered gives that answer; one that was not gives an answer or says that nobody knows. None is bought twice.
async function askAgain(url, keyed, invoice) {
  let [replayed, unknown] = [0, 0];
  await Promise.all(keyed.map(async ({ name, body, text }) => {
    const again = await until(async () => {
      const answer = await post(url, body, { ...bearer(master), 'idempotency-key': name });
      return !isAway(answer) && answer;
    });
    // Also where the answer had come: the gateway may have been killed before it had written that down.
    if (again.status === 409)
      assert.equal(JSON.parse(again.text).error.code, 'idempotency_outcome_unknown');
    else
      assert.equal(again.status, 200, again.text.slice(0, 500));
    if (again.status === 200 && text !== undefined && body.response_format !== 'url')
      assert.ok(again.text === text, `${name} has another answer`);
    replayed += again.status === 200;
    unknown += again.status === 409;
  }));
  const lines = await invoice.read();
  for (const { name, body } of keyed)
    assert.ok(sum(lines.filter((line) => line.body.prompt.endsWith(`${name}.`)).map((line) => line.images_billed)) <= (body.n ?? 1), `${name} was bought twice`);
  return { replayed, unknownKeys: unknown };
}

/** How many files of the data folder were looked at; every kept answer has its own hash, every image its end. */
export function wholeFiles(folder) {
  const files = ['kept', 'images'].map((name) => join(folder, name)).filter(existsSync)
    .flatMap((path) => readdirSync(path, { recursive: true }).map((name) => join(path, name)));
  const [answers, images] = [files.filter((file) => file.endsWith('.answer')), files.filter((file) => file.endsWith('.png'))];
  for (const file of answers) {
    const bytes = readFileSync(file);
    assert.deepEqual(createHash('sha256').update(bytes.subarray(0, -32)).digest(), bytes.subarray(-32), file);
  }
  for (const file of images)
    assert.equal(readFileSync(file).subarray(-8, -4).toString(), 'IEND', file);
  return answers.length + images.length;
}

/** SQLite's own opinion; without its tool the gateway's start and all the reading stand alone. */
function integrity(folder) {
  const file = join(folder, 'ochre.db');
  if (!existsSync(file))
    return 'no file';
  const tool = spawnSync('sqlite3', [file, 'PRAGMA integrity_check'], { encoding: 'utf8' });
  if (tool.error?.code === 'ENOENT')
    return 'read whole (no sqlite3 here)';
  assert.equal(tool.stdout.trim(), 'ok', tool.stderr);
  return 'integrity_check ok';
}

/** A hundred at once with one key: one call, one charge. */
export async function oneKey(gateways, invoice, name, requests = 100) {
  const body = { model, prompt: `a kite, ${name}.`, response_format: 'b64_json' };
  const answers = await Promise.all(Array.from({ length: requests }, (_, i) =>
    post(gateways[i % gateways.length], body, { ...bearer(master), 'idempotency-key': name })));
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
  assert.equal(new Set(answers.map(({ text }) => text)).size, 1);
  const calls = (await invoice.read()).filter((line) => line.body.prompt === body.prompt).length;
  assert.equal(calls, 1);
  return { answers: answers.length, calls };
}

/** The npm client with its own retries, its answers cut after Bedrock had delivered: as many calls as images were wanted. */
export async function cutAnswers(t, url, invoice, times, random) {
  let retried = 0;
  for (let i = 0; i < times; i++) {
    const prompt = `a kite, cut-${i}.`;
    const proxy = await cutter(t, url, [Math.floor(random() * 400), ...(i % 2 ? [Math.floor(random() * 400)] : [])]);
    const client = new OpenAI({ apiKey: master, baseURL: `${proxy.url}/v1` });
    const { data: [image] } = await client.images.generate({ model, prompt, response_format: i % 2 ? 'b64_json' : 'url' });
    assert.ok(image.b64_json ?? image.url);
    assert.equal((await invoice.read()).filter(({ body }) => body.prompt === prompt).length, 1, prompt);
    retried += proxy.answers() - 1;
  }
  return { images: times, retried };
}
