// Money under fire, with real processes: a gateway and a Bedrock that outlives it and writes the invoice. bench/money.mjs runs the same for longer.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { invoiceOf } from './lib/ledger.mjs';
import { during, emulator, gateway } from './lib/ochre.mjs';
import { burst, buyingOf, hangUps, kills, oneKey, seeded } from './lib/trials.mjs';

function folderOf(t) {
  const folder = mkdtempSync(join(tmpdir(), 'ochre-money-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function bedrockOf(t, faults) {
  const file = join(folderOf(t), 'faults.json');
  writeFileSync(file, JSON.stringify(faults));
  const bedrock = await during(t, emulator(['--faults', file]));
  return { bedrock, invoice: invoiceOf(bedrock.url) };
}

describe('money, on SQLite', () => {
  test('200 at once on a key for ten images: ten are made, and what comes back is there for the next', async (t) => {
    const { bedrock, invoice } = await bedrockOf(t, []);
    const ochre = await during(t, gateway([], { env: buyingOf(bedrock) }));
    for (let round = 0; round < 3; round++)
      await burst([ochre.url], invoice, round);
  });

  test('60 clients that hang up at random moments: the ledger is the invoice', async (t) => {
    const { bedrock, invoice } = await bedrockOf(t, [{ fault: 'slow=200ms' }]);
    const ochre = await during(t, gateway([], { env: buyingOf(bedrock) }));
    const { right, unknown } = await hangUps(ochre.url, invoice, 60, seeded(1));
    assert.deepEqual([right, unknown], [60, 0]);
  });

  test('kill -9 under load, six times: every line of the invoice has its charge, nothing stays open, every file is whole', async (t) => {
    const { bedrock, invoice } = await bedrockOf(t, [{ fault: 'slow=20ms' }]);
    const told = await kills(folderOf(t), bedrock, invoice, 6, seeded(2));
    assert.ok(told.answered >= 6 && told.files > 0 && told.unknown > 0, JSON.stringify(told));
  });

  test('a hundred at once with one Idempotency-Key: one call', async (t) => {
    const { bedrock, invoice } = await bedrockOf(t, []);
    const ochre = await during(t, gateway([], { env: buyingOf(bedrock) }));
    await oneKey([ochre.url], invoice, 'one-key');
  });
});
