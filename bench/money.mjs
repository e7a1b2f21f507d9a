#!/usr/bin/env node
// The targets of money, in full length: node bench/money.mjs [--quick] [--only burst,hang,kill,key,cut] [--postgres] [--seed N]
// Wants a build (dotnet build -c Release src/Ochre.Gateway). Each line says what was asked for and what was seen; the first that is missed ends it with 1.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { invoiceOf } from '../tests/interop/lib/ledger.mjs';
import { emulator, gateway } from '../tests/interop/lib/ochre.mjs';
import { postgres } from '../tests/interop/lib/postgres.mjs';
import { burst, buyingOf, cutAnswers, hangUps, kills, oneKey, seeded } from '../tests/interop/lib/trials.mjs';

const { values: said } = parseArgs({ options: { quick: { type: 'boolean' }, only: { type: 'string' }, seed: { type: 'string', default: '1' }, postgres: { type: 'boolean' } } });
const gateways = said.postgres ? 2 : 1;
const server = said.postgres ? await postgres() : null;
const few = (long, short) => (said.quick ? short : long);

const trials = {
  async burst({ start, invoice }) {
    const urls = await start();
    const rounds = few(100, 5);
    let [served, later] = [0, 0];
    for (let round = 0; round < rounds; round++) {
      const told = await burst(urls, invoice, round);
      served += told.served;
      later += told.later;
    }
    return `budget of 10 images, 200 requests at once, ${rounds} times: ${served} images at once and ${later} afterwards of ${rounds * 10}, 0 cents over, 0 wrongly refused`;
  },
  async hang({ start, invoice, random }) {
    const urls = await start();
    const clients = few(500, 50);
    const told = await hangUps(urls, invoice, clients, random);
    return `clients that hang up: ledger = invoice for ${told.right} of ${clients} (${told.charges} charges, ${told.usd} USD, ${told.unknown} unknown)`;
  },
  async kill({ env, invoice, random, data }) {
    const times = few(50, 5);
    const told = await kills(data, env, gateways, invoice, times, random);
    return `kill -9, ${times} times, ${told.answered} answers and ${told.refused} times 503 before: nothing open ${(told.calm / 1000).toFixed(1)} s after the last start, every call on the invoice has its one charge; `
      + `of ${told.charges} charges ${told.unknown} unknown, ${told.credited} of them not on the invoice and credited; then ledger = invoice (${told.usd} USD); `
      + `${told.files} files whole, ${told.database}; keys asked again: ${told.replayed} answers, ${told.unknownKeys} times 409, 0 bought twice`;
  },
  async key({ start, invoice }) {
    const urls = await start();
    const rounds = few(20, 3);
    for (let round = 0; round < rounds; round++)
      await oneKey(urls, invoice, `key-${round}`);
    return `100 requests at once with one Idempotency-Key, ${rounds} times: 1 call each`;
  },
  async cut({ start, invoice, random, closing }) {
    const urls = await start();
    const told = await cutAnswers(closing, urls[0], invoice, few(100, 10), random);
    return `openai of npm, its answers cut after Bedrock delivered, ${told.images} times: ${told.retried} retries, 1 call each`;
  },
};

const faults = { burst: [], hang: [{ fault: 'slow=200ms' }], kill: [{ fault: 'slow=20ms' }], key: [], cut: [] };

async function run(name) {
  const folder = mkdtempSync(join(tmpdir(), 'ochre-money-'));
  writeFileSync(join(folder, 'faults.json'), JSON.stringify(faults[name]));
  const bedrock = await emulator(['--faults', join(folder, 'faults.json')]);
  const running = [bedrock];
  const ends = [];
  const data = join(folder, 'data');
  const env = { ...buyingOf(bedrock), ...(server ? { OCHRE_DATABASE: server.fresh() } : {}) };
  const start = async () => {
    const started = await Promise.all(Array.from({ length: gateways }, () => gateway(['--data-dir', data], { env })));
    running.unshift(...started);
    return started.map(({ url }) => url);
  };
  try {
    return await trials[name]({ start, env, data, closing: { after: (end) => ends.push(end) }, invoice: invoiceOf(bedrock.url), random: seeded(Number(said.seed)) });
  } catch (missed) {
    for (const server of running)
      server.showLog();
    throw missed;
  } finally {
    for (const end of ends)
      end();
    for (const server of running)
      await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

console.log(`${cpus().length} cores, load ${loadavg()[0].toFixed(1)}, node ${process.version}, ${server ? 'two gateways on PostgreSQL' : 'one gateway on SQLite'}, seed ${said.seed}`);
for (const name of said.only?.split(',') ?? Object.keys(trials)) {
  const began = Date.now();
  try {
    console.log(`${name}: ${await run(name)} [${((Date.now() - began) / 1000).toFixed(0)} s]`);
  } catch (missed) {
    console.log(`${name}: MISSED: ${missed.stack}`);
    process.exitCode = 1;
  }
}
await server?.stop();
