// `ochre keys` and a gateway, as an administrator at a shell has them.
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { during, gateway, run, suite } from './lib/ochre.mjs';

const master = 'sk-master-0123456789abcdef0123456789';

describe('ochre keys', () => {
  const ochre = suite(gateway, [], { env: { OCHRE_MASTER_KEY: master } });
  const keys = async (args, env = { OCHRE_URL: ochre.url, OCHRE_MASTER_KEY: master }) => {
    const { code, out, err } = await run(['keys', ...args], { env });
    return { code, out, err, get json() { return JSON.parse(out); } };
  };
  const paint = async (key) => (await fetch(`${ochre.url}/v1/images/generations`, {
    method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` }, body: '{"prompt":"a kite"}',
  })).status;

  test('makes, lists, changes, replaces, blocks and deletes a key', async () => {
    const made = await keys(['create', '--alias', 'poster', '--models', 'stability.*,amazon.*', '--max-budget', '1.50', '--budget-duration', '30d', '--rpm', '100', '--tags', 'a', 'b', '--json']);
    const { key, token } = made.json;
    assert.equal(made.code, 0, made.err);
    assert.deepEqual([made.json.models, made.json.max_budget, made.json.budget_duration, made.json.rpm_limit, made.json.tags], [['stability.*', 'amazon.*'], 1.5, '30d', 100, ['a', 'b']]);
    assert.equal(await paint(key), 200);

    const table = await keys(['list']);
    assert.match(table.out, new RegExp(`^ID +ALIAS +TEAM +USER +SPEND +BUDGET +PER +EXPIRES +STATE\n${token} +poster +0\\.04 +1\\.50? +30d +open\n1 keys, page 1 of 1\n$`));
    assert.ok(!table.out.includes(key));
    const info = await keys(['info', key]);
    assert.match(info.out, /^left +1\.46$/m);
    assert.match((await keys(['update', token, '--max-budget', '3', '--duration', '-1'])).out, /^budget +3$/m);

    const next = (await keys(['regenerate', token, '--grace-period', '1h', '--json'])).json;
    assert.deepEqual([next.token, await paint(key), await paint(next.key)], [token, 200, 200]);
    assert.match((await keys(['block', next.key])).out, /^blocked +yes$/m);
    assert.deepEqual([await paint(key), await paint(next.key)], [403, 403]);
    assert.equal((await keys(['unblock', token])).code, 0);
    assert.equal(await paint(next.key), 200);
    assert.equal((await keys(['delete', token])).out, `Deleted ${token}.\n`);
    assert.deepEqual([await paint(key), await paint(next.key)], [401, 401]);
  });

  test('says in one line what is wrong, and ends with 1', async () => {
    for (const [args, env, says] of [
      [['info', 'AAAABBBBCCCCDDDD'], undefined, /answered 404: There is no such key/],
      [['create', '--max-budget', '-1'], undefined, /answered 400: 'max_budget' is -1/],
      [['list'], { OCHRE_URL: ochre.url }, /There is no master key/],
      [['list'], { OCHRE_URL: ochre.url, OCHRE_MASTER_KEY: 'sk-wrong-wrong-wrong' }, /answered 401/],
      [['list'], { OCHRE_URL: 'http://127.0.0.1:9', OCHRE_MASTER_KEY: master }, /does not answer/],
      [['list'], { OCHRE_URL: 'ftp://x', OCHRE_MASTER_KEY: master }, /is not an http or https address/],
      [['admin'], {}, /is not there/],
    ]) {
      const { code, out, err } = await keys(args, env);
      assert.deepEqual([code, out], [1, ''], err);
      assert.match(err, says);
      assert.equal(err.trim().split('\n').length, 1, err);
    }
  });
});

test('without a master key one is made in a file that its owner alone can read', async (t) => {
  const ochre = await during(t, gateway());
  const path = join(ochre.data, 'admin.key');
  const where = await run(['keys', 'admin', '--data-dir', ochre.data]);
  const key = (await run(['keys', 'admin', '--data-dir', ochre.data, '--show'])).out.trim();

  assert.equal(where.out.trim(), path);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.equal(readFileSync(path, 'utf8').trim(), key);
  assert.ok(ochre.announcement().includes(path) && !ochre.log().includes(key));
  assert.equal((await run(['keys', 'list', '--url', ochre.url, '--data-dir', ochre.data])).code, 0);
  assert.equal((await fetch(`${ochre.url}/key/list`)).status, 401);
  assert.equal((await fetch(`${ochre.url}/key/list`, { headers: { Authorization: `Bearer ${key}` } })).status, 200);
});
