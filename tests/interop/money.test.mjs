// Money under fire, with real processes: a gateway and a Bedrock that outlives it and writes the invoice. bench/money.mjs runs the same for longer.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { invoiceOf } from './lib/ledger.mjs';
import { during, emulator, gateway } from './lib/ochre.mjs';
import { postgres } from './lib/postgres.mjs';
import { burst, buyingOf, hangUps, kills, oneKey, seeded } from './lib/trials.mjs';

function folderOf(t) {
  const folder = mkdtempSync(join(tmpdir(), 'ochre-money-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A Bedrock that outlives its gateways, its invoice, and so many gateways on one database. */
async function placeOf(t, { gateways, database }, faults = []) {
  const folder = folderOf(t);
  writeFileSync(join(folder, 'faults.json'), JSON.stringify(faults));
  const bedrock = await during(t, emulator(['--faults', join(folder, 'faults.json')]));
  const data = join(folder, 'data');
  const env = { ...buyingOf(bedrock), ...database() };
  const start = () => during(t, gateway(['--data-dir', data], { env }));
  return { data, env, invoice: invoiceOf(bedrock.url), start, urls: async () => (await Promise.all(Array.from({ length: gateways }, start))).map(({ url }) => url) };
}

const server = {};
before(async () => Object.assign(server, await postgres()), { timeout: 180_000 });
after(() => server.stop?.());

for (const where of [
  { name: 'SQLite', gateways: 1, database: () => ({}), clients: 60, kills: 6 },
  { name: 'PostgreSQL, two gateways', gateways: 2, database: () => ({ OCHRE_DATABASE: server.fresh() }), clients: 30, kills: 3 },
])
  describe(`money, on ${where.name}`, () => {
    test('200 at once on a key for ten images: ten are made, and what comes back is there for the next', async (t) => {
      const { invoice, urls } = await placeOf(t, where);
      const gateways = await urls();
      for (let round = 0; round < 3; round++)
        await burst(gateways, invoice, round);
    });

    test('clients that hang up at random moments: the ledger is the invoice', async (t) => {
      const { invoice, urls } = await placeOf(t, where, [{ fault: 'slow=200ms' }]);
      const { right, unknown } = await hangUps(await urls(), invoice, where.clients, seeded(1));
      assert.deepEqual([right, unknown], [where.clients, 0]);
    });

    test('kill -9 under load: every line of the invoice has its charge, nothing stays open, every file is whole', async (t) => {
      const { data, env, invoice } = await placeOf(t, where, [{ fault: 'slow=20ms' }]);
      const told = await kills(data, env, where.gateways, invoice, where.kills, seeded(2));
      assert.ok(told.answered >= where.kills && told.files > 0 && told.unknown > 0, JSON.stringify(told));
    });

    test('a hundred at once with one Idempotency-Key: one call', async (t) => {
      const { invoice, urls } = await placeOf(t, where);
      await oneKey(await urls(), invoice, 'one-key');
    });
  });
