// The admin page as operators use it: signing in, giving out keys, seeing what is spent and what runs.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { admin, cells, field, makeKey, paint, row, show } from './lib/admin.mjs';
import { ask, master } from './lib/ledger.mjs';
import { during, gateway, run, suite } from './lib/ochre.mjs';
import { chromiumSuite, desk, judge as judgeIn, phone } from './lib/playground.mjs';
import { stacked, ticks } from '../../src/Ochre.Gateway/wwwroot/assets/admin/days.js';
import { inOrder } from '../../src/Ochre.Gateway/wwwroot/assets/admin/model-order.js';

const [core, ultra, slow] = ['stability.stable-image-core-v1:1', 'stability.stable-image-ultra-v1:1', 'stability.sd3-5-large-v1:0'];
const judge = (page, name) => judgeIn(page, name, 'admin');
const folder = mkdtempSync(join(tmpdir(), 'ochre-admin-'));
writeFileSync(join(folder, 'faults.json'), JSON.stringify([{ model: slow, fault: 'slow=1500ms' }]));
const hostile = ['<img src=x onerror="document.title=\'run\'">', '"><svg onload="document.title=\'run\'">', '${document.title="run"}<!--?lit$0$--><style>*{display:none}</style>'];

// Each view in each look, but not all of them everywhere: what they are made of is the same.
const SEEN = {
  light: ['overview', 'keys', 'teams', 'users', 'requests', 'models'],
  dark: ['overview', 'keys', 'requests'],
  'phone-light': ['overview', 'keys', 'requests', 'models'],
  'phone-dark': ['overview', 'keys'],
};

describe('the admin page', () => {
  const ochre = suite(gateway, ['--faults', join(folder, 'faults.json')], { env: { OCHRE_MASTER_KEY: master, OCHRE_API_KEY: 'sk-shared-0123456789', OCHRE_MAX_BUDGET: '1000' } });
  const browser = chromiumSuite();
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('opens with the master key alone, and says what is wrong with another', async (t) => {
    const { key } = await makeKey(ochre.url, {});
    const page = await browser.open(t, `${ochre.url}/admin`);
    const addresses = [];
    page.on('request', (request) => addresses.push(request.url()));
    const give = async (text) => {
      await page.getByLabel('Master key').fill(text);
      await page.getByRole('button', { name: 'Sign in' }).click();
    };
    await give('sk-wrong');
    await page.getByRole('alert').getByText('does not know this key').waitFor();
    await judge(page, 'sign-in-light');
    await give(key);
    await page.getByRole('alert').getByText('no master key').waitFor();
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
    await give(master);
    await page.getByText('Spend by day').first().waitFor();
    await page.reload();
    await page.getByText('Spend by day').first().waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Master key').waitFor();
    assert.deepEqual(await page.evaluate(() => [sessionStorage.length, localStorage.length]), [0, 0]);
    assert.deepEqual(addresses.filter((address) => address.includes(master) || address.includes(key)), []);
  });

  test('opens by a link of the command line, whose key leaves the address at once', async (t) => {
    const own = await during(t, gateway());
    const { code, out } = await run(['keys', 'admin', '--link', '--url', own.url, '--data-dir', own.data]);
    const key = readFileSync(join(own.data, 'admin.key'), 'utf8').trim();
    assert.deepEqual([code, out.trim()], [0, `${own.url}/admin#key=${key}`]);
    const page = await browser.open(t, out.trim());
    await page.getByText('No key has spent anything').waitFor();
    assert.equal(page.url(), `${own.url}/admin`);
    assert.ok(!own.log().includes(key) && own.announcement().includes('/admin'));
  });

  test('a key is made, shown once, used, seen, changed, blocked, replaced and deleted', async (t) => {
    const page = await admin(browser, t, ochre.url, 'keys');
    await page.getByRole('button', { name: 'New key' }).click();
    for (const [label, text] of [['Alias', 'Posters of spring'], ['Models', 'stability.*'], ['Tags', 'spring\nposters'], ['User', 'ada'], ['Budget', '0.50'], ['Begins again after', '30d'], ['Images a minute', '20'], ['Requests a minute by model', `${ultra}: 5`], ['Notes', '{"cost_centre": 7}']])
      await field(page, label).fill(text);
    await page.getByRole('button', { name: 'Make the key' }).click();
    const key = await page.locator('#made-key').textContent();
    await judge(page, 'made-light');
    await page.getByRole('button', { name: 'I have stored it' }).click();
    const { keys: [made] } = await ask(ochre.url, '/key/list?return_full_object=true&search=Posters%20of%20spring');
    assert.deepEqual([made.models, made.tags, made.user_id, made.max_budget, made.budget_duration, made.images_per_minute, made.model_rpm_limit, made.metadata],
      [['stability.*'], ['spring', 'posters'], 'ada', 0.5, '30d', 20, { [ultra]: 5 }, { cost_centre: 7 }]);
    assert.ok(!(await page.content()).includes(key));

    const { status, id } = await paint(ochre.url, key);
    assert.deepEqual([status, (await paint(ochre.url, key, { model: 'amazon.nova-canvas-v1:0' })).code], [200, 'model_access_denied']);
    await show(page, 'requests');
    await row(page, id).getByText('$0.04').waitFor();
    assert.match(await row(page, id).innerText(), /Posters of spring/);
    assert.ok(!(await page.content()).includes('canary-prompt'));
    await page.getByLabel('Refused').check();
    await page.getByText('403 model_access_denied').waitFor();
    await show(page, 'keys');
    await page.getByRole('searchbox').fill('OF SPRING');
    await row(page, made.token).getByText('$0.04').waitFor();
    assert.match(await row(page, made.token).innerText(), /\$0\.04 of \$0\.50/);

    await page.getByRole('button', { name: 'Edit Posters of spring' }).click();
    assert.deepEqual([await field(page, 'Budget').inputValue(), await field(page, 'Models').inputValue()], ['0.5', 'stability.*']);
    await field(page, 'Budget').fill('2.50');
    await field(page, 'Tags').fill('');
    await page.getByRole('button', { name: 'Save' }).click();
    await row(page, made.token).getByText('$2.50').waitFor();
    const { info } = await ask(ochre.url, `/key/info?key=${made.token}`);
    assert.deepEqual([info.max_budget, info.tags, info.budget_duration, info.metadata], [2.5, [], '30d', { cost_centre: 7 }]);

    await page.getByRole('button', { name: 'Posters of spring', exact: true }).click();
    await page.getByRole('button', { name: 'Block', exact: true }).click();
    await page.getByRole('dialog').getByText('blocked').waitFor();
    assert.equal((await paint(ochre.url, key)).code, 'key_blocked');
    await page.getByRole('button', { name: 'Unblock' }).click();
    await page.getByRole('button', { name: 'Block', exact: true }).waitFor();
    assert.equal((await paint(ochre.url, key)).status, 200);
    await page.getByRole('button', { name: 'Regenerate' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Regenerate' }).click();
    const next = await page.locator('#made-key').textContent();
    await page.getByRole('button', { name: 'I have stored it' }).click();
    assert.deepEqual([(await paint(ochre.url, key)).status, (await paint(ochre.url, next)).status], [401, 200]);
    await page.getByRole('button', { name: 'Posters of spring', exact: true }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Leave it' }).click();
    assert.equal((await paint(ochre.url, next)).status, 200);
    await page.getByRole('button', { name: 'Posters of spring', exact: true }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete it' }).click();
    await page.getByText('No key is like that.').waitFor();
    assert.equal((await paint(ochre.url, next)).status, 401);
  });

  test('says at its field what the gateway refuses, and loses nothing that was typed', async (t) => {
    await makeKey(ochre.url, { key_alias: 'taken' });
    const page = await admin(browser, t, ochre.url, 'keys');
    await page.getByRole('button', { name: 'New key' }).click();
    const tried = async (label, text, says) => {
      await field(page, label).fill(text);
      await page.getByRole('button', { name: 'Make the key' }).click();
      await page.getByRole('alert').getByText(says).waitFor();
      assert.equal(await field(page, label).getAttribute('aria-invalid'), 'true');
      assert.ok(await field(page, label).evaluate((one) => one === document.activeElement), label);
      const described = await field(page, label).evaluate((one) => one.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id).textContent).join(' '));
      assert.match(described, says);
    };
    await tried('Alias', 'taken', /has the alias 'taken'/);
    await field(page, 'Alias').fill('not taken');
    await tried('Budget', '-1', /must be from 0 to/);
    await tried('Budget', 'ten', /write a number/);
    await field(page, 'Budget').fill('5');
    await tried('Begins again after', 'a month', /write a number with/);
    await judge(page, 'refused-light');
    await field(page, 'Begins again after').fill('1mo');
    await tried('Team', 'nobody', /There is no team/);
    await field(page, 'Team').fill('');
    await tried('Requests a minute by model', `${ultra}: -5`, /whole number/);
    await field(page, 'Requests a minute by model').fill('');
    await tried('Notes', '{', /not JSON/);
    assert.deepEqual([await field(page, 'Alias').inputValue(), await field(page, 'Budget').inputValue()], ['not taken', '5']);
    await page.keyboard.press('Escape');
    assert.equal((await ask(ochre.url, '/key/list?key_alias=not%20taken')).total_count, 0);
  });

  test('its figures are the ledger’s: in short, by day, by model, by key, and as a table to take away', async (t) => {
    const { key } = await makeKey(ochre.url, { key_alias: 'figures', user_id: 'grace', tags: ['figures-tag'] });
    await paint(ochre.url, key, { n: 2 });
    await paint(ochre.url, key, { model: ultra });
    await paint(ochre.url, key, { prompt: 'something forbidden' });
    const page = await admin(browser, t, ochre.url);
    await page.locator('#day').waitFor();
    // Drawn to its place at once: a drawing that is stretched has letters of any size.
    await page.waitForFunction(() => Number(document.querySelector('.drawing').getAttribute('width')) === document.querySelector('.chart').clientWidth);
    const text = async (selector) => (await page.locator(selector).innerText()).replace(/\s+/g, ' ');
    const { spend, images } = await ask(ochre.url, `/global/spend?start_date=${new Date().toISOString().slice(0, 10)}`);
    const usd = (amount) => `$${Number(amount.toFixed(8)).toFixed(2)}`;
    assert.match(await text('#tile-today'), new RegExp(`\\${usd(spend)} ${images} images`));
    const lines = await ask(ochre.url, '/spend/report?group_by=day_model');
    assert.equal(usd(lines.reduce((sum, line) => sum + line.total_spend, 0)), usd(spend));
    await page.getByText('The same as a table').click();
    const heads = await page.locator('#days thead th').allTextContents();
    const [[date, ...figures]] = await cells(page.locator('#days'));
    assert.deepEqual([date, figures.at(-1), figures.at(-2)], [lines[0].date, usd(spend), String(images)]);
    for (const { model, total_spend: spent } of lines)
      assert.equal(figures[heads.indexOf(model) - 1], usd(spent), model);
    const free = (await ask(ochre.url, '/spend/report?group_by=state')).find(({ state }) => state === 'free');
    assert.match(await text('#tile-refused'), new RegExp(`Made nothing ${free.requests} `));
    for (const [by, name, group] of [['key', 'figures', 'api_key'], ['user', 'grace', 'user_id'], ['tag', 'figures-tag', 'tag'], ['model', ultra, 'model']]) {
      const line = (await ask(ochre.url, `/spend/report?group_by=${by}`)).find((one) => one[group] === name || one.key_alias === name);
      assert.match(await text(`#top-${by}`), new RegExp(`${name} \\${usd(line.total_spend)} ${line.images} image`));
    }
    const left = 1000 - (await ask(ochre.url, '/global/spend')).spend;
    assert.match(await text('#budgets'), new RegExp(`Everybody together everybody \\${usd(left)} left of \\$1,000.00`));
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Days as CSV' }).click()]);
    const csv = await fetch(`${ochre.url}/spend/report?group_by=day_model&format=csv`, { headers: { authorization: `Bearer ${master}` } });
    assert.equal(readFileSync(await file.path(), 'utf8'), await csv.text());
    await page.getByLabel('7 days').check();
    await page.locator('#day[max="6"]').waitFor();
    assert.match(await text('#tile-range'), new RegExp(`Last 7 days \\${usd(spend)}`));
  });

  test('shows a request while it runs, and its end', async (t) => {
    const { key } = await makeKey(ochre.url, { key_alias: 'slow one' });
    const page = await admin(browser, t, ochre.url, 'requests');
    const painting = paint(ochre.url, key, { model: slow });
    const runs = page.locator('tr.runs', { hasText: 'slow one' });
    await runs.getByText('at Bedrock').waitFor();
    assert.match(await runs.innerText(), /sd3-5-large.*text image.*up to \$0\.08/s);
    assert.equal(await page.locator('.bubble').textContent(), '1');
    await judge(page, 'requests-running-light');
    const { id } = await painting;
    await row(page, id).getByText('$0.08', { exact: true }).waitFor();
    assert.match(await row(page, id).innerText(), /200.*1 of 1.*\$0\.08/s);
    await page.getByText('0 requests run now').waitFor();
  });

  test('runs nothing of what others wrote: aliases, tags, users, teams', async (t) => {
    const [alias, tag, user] = hostile;
    await ask(ochre.url, '/team/new', { team_id: tag, team_alias: alias, max_budget: 1 });
    const { key, token } = await makeKey(ochre.url, { key_alias: alias, tags: hostile, user_id: user, team_id: tag, models: ['*', ...hostile], metadata: { note: alias } });
    await paint(ochre.url, key, { model: core });
    const page = await admin(browser, t, ochre.url);
    await page.getByText(alias).first().waitFor();
    assert.ok((await page.locator('#top-tag').innerText()).includes(user));
    for (const view of ['keys', 'teams', 'users', 'requests', 'models'])
      await show(page, view);
    await show(page, 'keys');
    await page.getByRole('searchbox').fill('onerror');
    await row(page, token).getByRole('button').first().click();
    await page.locator('#key-details').waitFor();
    assert.ok((await page.locator('#key-details').innerText()).includes(alias));
    await page.locator('#key-details').getByRole('button', { name: 'Edit' }).click();
    assert.equal(await field(page, 'Alias').inputValue(), alias);
    await judge(page, 'hostile-light');
    assert.deepEqual(await page.evaluate(() => [document.title, globalThis.violations]), ['Ochre – admin', []]);
  });

  test('pages through many keys, and finds one among them', async (t) => {
    const page = await admin(browser, t, ochre.url, 'keys');
    for (let at = 0; at < 60; at += 20)
      await Promise.all(Array.from({ length: 20 }, (_, one) => makeKey(ochre.url, { key_alias: `bulk-${String(at + one).padStart(2, '0')}${'-wide'.repeat(at + one === 7 ? 30 : 1)}` })));
    await page.getByRole('searchbox').fill('bulk-');
    await page.getByText('60 keys').waitFor();
    assert.equal((await cells(page.locator('#keys'))).length, 25);
    await page.getByRole('button', { name: 'Older' }).click();
    await page.getByText('Page 2 of 3').waitFor();
    await page.getByRole('button', { name: 'Older' }).click();
    await page.getByText('Page 3 of 3').waitFor();
    assert.equal((await cells(page.locator('#keys'))).length, 10);
    assert.ok(await page.getByRole('button', { name: 'Older' }).isDisabled());
    await page.getByRole('searchbox').fill('bulk-07');
    await page.getByText('1 key', { exact: true }).waitFor();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  });

  test('teams and users: made with a budget over their keys, blocked, and gone with their keys', async (t) => {
    const page = await admin(browser, t, ochre.url, 'teams');
    await page.getByRole('button', { name: 'New team' }).click();
    await field(page, 'Id').fill('painters');
    await field(page, 'Name').fill('The painters');
    await field(page, 'Budget').fill('0.05');
    await page.getByRole('button', { name: 'Make the team' }).click();
    await row(page, 'painters').waitFor();
    const { key, token } = await makeKey(ochre.url, { team_id: 'painters' });
    assert.deepEqual([(await paint(ochre.url, key)).status, (await paint(ochre.url, key)).code], [200, 'budget_exceeded']);
    await page.getByRole('button', { name: 'Edit The painters' }).click();
    await field(page, 'Budget').fill('3');
    await page.getByRole('button', { name: 'Save' }).click();
    await row(page, 'painters').getByText('$3.00').waitFor();
    await page.getByRole('button', { name: 'Block The painters' }).click();
    await page.getByRole('button', { name: 'Unblock The painters' }).waitFor();
    assert.equal((await paint(ochre.url, key)).code, 'key_blocked');
    await page.getByRole('button', { name: 'Keys of The painters' }).click();
    await row(page, token).waitFor();
    assert.equal((await cells(page.locator('#keys'))).length, 1);
    await show(page, 'teams');
    await page.getByRole('button', { name: 'Delete The painters' }).click();
    await page.getByRole('button', { name: 'Delete it' }).click();
    await row(page, 'painters').waitFor({ state: 'detached' });
    assert.equal((await paint(ochre.url, key)).status, 401);
    await show(page, 'users');
    await page.getByRole('button', { name: 'New user' }).click();
    await field(page, 'Id').fill('linus');
    await field(page, 'Budget').fill('7');
    await page.getByRole('button', { name: 'Make the user' }).click();
    await row(page, 'linus').getByText('$7.00').waitFor();
    assert.equal((await ask(ochre.url, '/key/list?user_id=linus')).total_count, 0);
  });

  test('is worked by keyboard alone: views, a new key, its dialog', async (t) => {
    const page = await admin(browser, t, ochre.url);
    const tabTo = async (locator) => {
      for (let step = 0; step < 60 && !await locator.evaluate((one) => one === document.activeElement); step++)
        await page.keyboard.press('Tab');
      assert.ok(await locator.evaluate((one) => one === document.activeElement), `${locator} cannot be reached`);
    };
    await page.locator('#day').waitFor();
    await tabTo(page.locator('#day'));
    const said = await page.locator('.day-said').innerText();
    await page.keyboard.press('ArrowLeft');
    await page.locator('.day-said').filter({ hasNotText: said.split('\n')[0] }).waitFor();
    await tabTo(page.locator('.views a[href="#keys"]'));
    await page.keyboard.press('Enter');
    await page.locator('#keys').waitFor();
    await tabTo(page.getByRole('button', { name: 'New key' }));
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    assert.ok(await field(page, 'Alias').evaluate((one) => one === document.activeElement));
    await page.keyboard.type('by keyboard');
    await page.keyboard.press('Enter');
    await page.locator('#made-key').waitFor();
    await tabTo(page.getByRole('button', { name: 'I have stored it' }));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'by keyboard', exact: true }).waitFor();
    assert.equal(await page.locator('dialog').count(), 0);
    await tabTo(page.getByRole('button', { name: 'by keyboard', exact: true }));
    await page.keyboard.press('Enter');
    await page.locator('#key-details').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
  });

  test('says that the gateway is gone, keeps what it knew, and goes on when it is back', async (t) => {
    const page = await admin(browser, t, ochre.url, 'requests', { ...desk, expected: /ERR_INTERNET_DISCONNECTED/ });
    await page.locator('#running').waitFor();
    await page.context().setOffline(true);
    await page.getByRole('alert').getByText('The gateway does not answer').waitFor();
    assert.equal(await page.locator('#running').count(), 1);
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Ask now' }).click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
  });

  test('where nothing is recorded it says so, under a prefix too, and leads to the playground and back', async (t) => {
    const off = await during(t, gateway([], { env: { OCHRE_MASTER_KEY: master, OCHRE_DATABASE: 'off', OPENAI_ROUTES_PREFIX: '/tools/images' } }));
    const page = await admin(browser, t, `${new URL(off.url).origin}/tools/images`, 'keys');
    await page.getByText('OCHRE_DATABASE=off').waitFor();
    await judge(page, 'off-light');
    await show(page, 'models');
    await row(page, core).waitFor();
    await show(page, 'requests');
    await page.getByText('Nobody has asked for an image').waitFor();
    await page.getByRole('link', { name: 'Playground' }).click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Admin' }).click();
    await page.locator('.views').waitFor();
  });

  test('has the models with their ends, and what ends soon stands first', async (t) => {
    const page = await admin(browser, t, ochre.url, 'models');
    const { data } = await ask(ochre.url, '/v1/models?all=true');
    assert.equal(await page.locator('#models tbody tr').count(), data.filter((model) => model.id === model.ochre.model).length);
    const canvas = data.find(({ id }) => id === 'amazon.nova-canvas-v1:0').ochre;
    assert.match(await row(page, 'amazon.nova-canvas-v1:0').innerText(), new RegExp(`ended.*${canvas.lifecycle.successor}.*\\$0\\.04 – \\$0\\.08`, 's'));
    await page.getByRole('searchbox').fill('upscale');
    await page.getByText('3 models').waitFor();
    const of = (name, status, end) => ({ ochre: { name, lifecycle: { status, end_of_life: end ?? null } } });
    const order = inOrder([of('lives', 'ACTIVE'), of('long gone', 'EOL', '2024-01-01'), of('legacy', 'LEGACY'), of('ends next year', 'LEGACY', '2027-01-01'), of('gone', 'EOL', '2026-01-01'), of('ends soon', 'ACTIVE', '2026-12-01')]);
    assert.deepEqual(order.map(({ ochre: { name } }) => name), ['ends soon', 'ends next year', 'legacy', 'lives', 'gone', 'long gone']);
  });

  for (const [name, device] of [['', desk], ['phone-', phone]]) {
    for (const colorScheme of ['light', 'dark']) {
      test(`breaks no rule of accessibility and fits: ${name}${colorScheme}`, async (t) => {
        const page = await admin(browser, t, ochre.url, 'models', { ...device, colorScheme });
        await page.route('**/spend/report?*group_by=day_model', (route) => route.fulfill({ json: history() }));
        const fits = async (view) => {
          await judge(page, `${view}-${name}${colorScheme}`);
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), view);
        };
        for (const view of SEEN[name + colorScheme]) {
          await show(page, view);
          await page.locator(`#${{ overview: 'day' }[view] ?? view}`).waitFor();
          await fits(view);
        }
        await show(page, 'keys');
        await page.locator('#keys .plainly').first().click();
        await page.locator('#key-details').waitFor();
        if (device === desk)
          await fits('key');
        await page.locator('#key-details').getByRole('button', { name: 'Edit' }).click();
        await field(page, 'Alias').waitFor();
        await fits('form');
        if (device === phone)
          assert.deepEqual(await tooSmall(page), []);
      });
    }
  }
});

test('a stack has a series for each of the dearest models, one for the others, and the days’ own sums', () => {
  const line = (date, model, total_spend, images = 1) => ({ date, model, total_spend, images });
  const days = ['2026-03-30', '2026-03-31'];
  const { series, columns, max } = stacked([...'abcdefgh'].flatMap((model, at) => [line(days[0], model, 0.1), line(days[1], model, 0.8 - at * 0.1)]), days);
  assert.deepEqual(series, ['a', 'b', 'c', 'd', 'e', null]);
  assert.deepEqual([columns[0].total, columns[1].total, columns[1].units.at(-1), columns[0].images, max], [8e7, 3.6e8, 6e7, 8, 3.6e8]);
  assert.deepEqual(ticks(3.6e8), [0, 1e8, 2e8, 3e8, 4e8]);
  assert.deepEqual(ticks(0), [0, 1e8]);
  assert.ok(ticks(7).at(-1) >= 7 && ticks(123_456_789).length <= 6);
});

/** A month of eight models, as a busy gateway has it. */
function history() {
  const models = [core, ultra, slow, 'amazon.nova-canvas-v1:0', 'stability.stable-image-inpaint-v1:0', 'stability.stable-outpaint-v1:0', 'amazon.titan-image-generator-v2:0', 'stability.stable-fast-upscale-v1:0'];
  return Array.from({ length: 30 }, (_, day) => models.map((model, at) => ({
    date: new Date(Date.now() - day * 86_400_000).toISOString().slice(0, 10), model, total_spend: ((day * 7 + at * 5) % 13) * 40 / (at + 1), requests: 9, images: (day + at) % 9, images_delivered: 1, images_unpriced: 0,
  }))).flat();
}

const tooSmall = (page) => page.locator('button, select, summary, label:has(input[type=radio]), input:not([type=radio], [type=checkbox]), textarea, .views a').evaluateAll((all) => all
  .map((one) => [one, one.getBoundingClientRect()]).filter(([, box]) => box.width > 0 && (box.width < 44 || box.height < 44)).map(([one, box]) => `${one.outerHTML.slice(0, 120)} ${box.width}x${box.height}`));
