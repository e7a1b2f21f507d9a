// The API reference at /docs, as people read it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { describedBy } from './lib/api.mjs';
import { during, gateway, invocations, suite } from './lib/ochre.mjs';
import { chromiumSuite, desk, judge, phone } from './lib/playground.mjs';

const master = 'sk-master-0123456789abcdef';

describe('the page', () => {
  const ochre = suite(gateway, [], { env: { OCHRE_MASTER_KEY: master } });
  const browser = chromiumSuite();
  const opened = async (t, options, path = '/docs') => {
    const page = await browser.open(t, ochre.url + path, options);
    await page.locator('#createImage').waitFor();
    return page;
  };

  for (const [name, options] of [['light', desk], ['dark', { ...desk, colorScheme: 'dark' }], ['phone', phone]])
    test(`is legible and within reach for everybody: ${name}`, async (t) => {
      const page = await opened(t, options);
      await page.getByPlaceholder('Search').fill('paint');
      for (const fold of await page.locator('#createImage summary').all())
        await fold.click();
      await judge(page, `docs-${name}`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing hangs over the edge');
    });

  test('has no two places of one name, however many there are', async (t) => {
    const page = await opened(t);
    for (const attribute of ['id', 'aria-label']) {
      const names = await page.locator(attribute === 'id' ? '[id]' : '.operation [aria-label]').evaluateAll((all, name) => all.map((one) => one.getAttribute(name)), attribute);
      assert.ok(names.length > 60);
      assert.deepEqual(names.filter((name, at) => names.indexOf(name) !== at), []);
    }
  });

  test('has every operation, with what its document says of it', async (t) => {
    const page = await opened(t);
    const { document, operations } = await describedBy(ochre.url);
    const main = operations.filter((one) => one.method !== 'head' && !one['x-ochre-same-as']);
    assert.deepEqual((await page.locator('.operation').evaluateAll((all) => all.map((one) => one.id))).sort(), main.map((one) => one.operationId).sort());
    assert.equal(await page.locator('.nav li').count(), main.length);
    const names = await page.locator('#createImage .part').filter({ hasText: 'Body' }).locator('.fields > li > .field-head > .name').allTextContents();
    assert.deepEqual(names, Object.keys(document.components.schemas.GenerationRequest.properties));
    assert.deepEqual(await page.locator('#createImage .answer .fold > summary > code').allTextContents(), ['application/json', 'image_generation.partial_image', 'image_generation.completed', 'error']);
    assert.match(await page.locator('#createImage .also').textContent(), /\/openai\/deployments\/\{model\}\/images\/generations/);
    assert.deepEqual(await page.locator('#generateKey .route .tag, #getHealth .route .tag, #listModels .route .tag').allTextContents(), ['any key', 'administrator’s key', 'no key']);
  });

  test('is found by search and by address, and worked by keyboard', async (t) => {
    const page = await opened(t, desk, '/docs#creditCharge');
    await page.locator('.nav a[href="#creditCharge"][aria-current="true"]').waitFor();
    assert.ok(await page.locator('#creditCharge').evaluate((one) => one.getBoundingClientRect().top < innerHeight));
    await page.getByPlaceholder('Search').focus();
    await page.keyboard.type('team block');
    assert.deepEqual(await page.locator('.operation').evaluateAll((all) => all.map((one) => one.id)), ['blockTeam', 'unblockTeam']);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.match(page.url(), /#(blockTeam|tag-Teams)$/);
  });

  test('copies commands that paint', async (t) => {
    const page = await opened(t, { ...desk, permissions: ['clipboard-read', 'clipboard-write'] });
    await page.getByRole('button', { name: 'Copy: POST /v1/images/generations, With curl' }).click();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    const ran = spawnSync('bash', ['-c', command], { env: { ...process.env, OCHRE_API_KEY: master } });
    assert.equal(JSON.parse(ran.stdout).data.length, 2, String(ran.stderr));
  });

  test('tries an operation with the key of the playground, and shows what came', async (t) => {
    const page = await opened(t);
    const operation = page.locator('#createImage');
    await operation.getByText('Try it here').click();
    await operation.getByRole('button', { name: 'Send POST' }).click();
    await operation.locator('.came .status').filter({ hasText: '401' }).waitFor();
    await page.getByRole('button', { name: 'Key', exact: true }).click();
    await page.getByLabel('API key').fill(master);
    await page.getByRole('button', { name: 'Use it' }).click();
    await operation.getByLabel('Body').fill('{"prompt":"A lighthouse & a <b>boat</b>","response_format":"b64_json"}');
    await operation.getByRole('button', { name: 'Send POST' }).click();
    await operation.locator('.came img').waitFor();
    assert.equal(await operation.locator('.came img').evaluate(async (image) => { await image.decode(); return image.naturalWidth; }), 1024);
    assert.match(await operation.locator('.came .code').textContent(), /x-ochre-cost-usd: 0\.04/);
    const [call] = await invocations(ochre.url, 1);
    assert.equal(call.body.prompt, 'A lighthouse & a <b>boat</b>');
  });

  test('works under a prefix that it does not know', async (t) => {
    const under = await during(t, gateway([], { env: { OPENAI_ROUTES_PREFIX: '/tools/images' } }));
    const page = await browser.open(t, `${under.url}/tools/images/redoc/`);
    await page.locator('#createImage').waitFor();
    assert.equal(page.url(), `${under.url}/tools/images/redoc`);
    assert.match(await page.locator('#listModels .code').first().textContent(), new RegExp(`^curl ${under.url}/tools/images/v1/models`));
  });
});
