// Holds a gateway's ledger against Bedrock's invoice, line by line.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { invocations } from './ochre.mjs';

export const master = 'sk-master-0123456789abcdef0123456789';

/** Money adds up in billionths of a dollar. */
export const units = (usd) => Math.round((usd ?? 0) * 1e9);

/** What an administrator is told; fails where he is refused. */
export async function ask(url, path, body, key = master) {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  const answer = await fetch(url + path, body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await answer.text();
  assert.ok(answer.ok, `${path}: ${answer.status} ${text}`);
  return JSON.parse(text);
}

/** As the gateway derives it of a request's id and its call's number. */
export function invocationId(requestId, call) {
  const hash = createHash('sha256').update(`${requestId}/${call}`).digest().subarray(0, 16);
  hash[6] = 0x80 | (hash[6] & 0x0f);
  hash[8] = 0x80 | (hash[8] & 0x3f);
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** The emulator's invoice; it remembers a thousand calls, so whoever makes more reads it in between. */
export function invoiceOf(url) {
  const lines = new Map();
  return {
    async read() {
      for (const line of await invocations(url, 1000))
        lines.set(`${line.at} ${line.headers['amz-sdk-invocation-id']}`, line);
      return [...lines.values()];
    },
  };
}

/** All charges of the ledger. */
export async function charges(url) {
  const all = [];
  for (let page = 1, pages = 1; page <= pages; page++) {
    const answer = await ask(url, `/spend/logs/v2?page_size=100&page=${page}`);
    all.push(...answer.data);
    pages = answer.total_pages;
  }
  return all;
}

/** Waits until nothing is open, and neither ledger nor invoice grows any more: at most so many milliseconds. */
export async function settled(url, invoice, deadline = 60_000) {
  const began = Date.now();
  for (let calm = 0, last = ''; calm < 3;) {
    const open = (await ask(url, '/spend/logs/v2?state=open&page_size=1')).total;
    const now = `${(await ask(url, '/spend/logs/v2?page_size=1')).total} ${(await invoice.read()).length}`;
    calm = open === 0 && now === last ? calm + 1 : 0;
    last = now;
    assert.ok(Date.now() - began < deadline, `${open} charges are open after ${deadline} ms`);
    await pause(300);
  }
}

/**
 * Every line of the invoice has its charge, and every charge its lines. Only of an answer that was lost may a charge say more, for nobody can know: such a
 * charge is `unknown`, and a credit note puts it right, as an administrator would with AWS's invoice in hand.
 */
export async function reconcile(url, lines) {
  const all = await charges(url);
  const owner = new Map(all.flatMap((charge) => Array.from({ length: charge.images_asked }, (_, i) => [invocationId(charge.request_id, i), charge.request_id])));
  const due = new Map();
  for (const line of lines.filter(({ usd }) => usd > 0)) {
    const id = owner.get(line.headers['amz-sdk-invocation-id']);
    assert.ok(id, `the ledger does not know a call that is on the invoice: ${JSON.stringify(line.headers)}`);
    due.set(id, (due.get(id) ?? 0) + units(line.usd));
  }
  const over = all.filter((charge) => units(charge.spend) > (due.get(charge.request_id) ?? 0));
  for (const charge of all) {
    assert.notEqual(charge.state, 'open', charge.request_id);
    if (!over.includes(charge))
      assert.equal(units(charge.spend), due.get(charge.request_id) ?? 0, JSON.stringify(charge));
    else
      assert.equal(charge.state, 'unknown', `more than the invoice, and it says that it is sure: ${JSON.stringify(charge)}`);
  }
  for (const charge of over)
    await ask(url, '/spend/credit', { request_id: charge.request_id, amount: (units(charge.spend) - (due.get(charge.request_id) ?? 0)) / 1e9, reason: 'not on the invoice' });
  const invoiced = lines.reduce((sum, line) => sum + units(line.usd), 0);
  assert.equal(units((await ask(url, '/global/spend')).spend), invoiced);
  return { charges: all.length, unknown: all.filter((charge) => charge.state === 'unknown').length, credited: over.length, usd: invoiced / 1e9 };
}
