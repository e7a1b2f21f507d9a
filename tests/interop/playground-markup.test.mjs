// Markup in prompts, names and errors is text to the playground: nothing of it runs, and no policy has to stop it.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { during, gateway, suite } from './lib/ochre.mjs';
import { chromiumSuite, paint } from './lib/playground.mjs';
import { gatewayBefore, key, send, upstream } from './lib/upstream.mjs';

const attacks = [
  '<img src=x onerror="document.title=\'run\'">',
  '</textarea></script><script>document.title="run"</script>',
  '"><svg onload="document.title=\'run\'">',
  '\' onmouseover=document.title="run" x=\'',
  '${document.title="run"}<!--?lit$0$--><style>*{display:none}</style>',
  'javascript:document.title="run"',
];

describe('markup', () => {
  const ochre = suite(gateway);
  const browser = chromiumSuite();

  for (const attack of attacks) {
    test(`in a prompt is text: ${attack}`, async (t) => {
      const page = await watched(t, ochre.url);
      await paint(page, attack);
      assert.equal(await page.locator('.said').textContent(), attack);
      await page.getByRole('button', { name: 'Copy as …' }).click();
      for (const language of ['curl', 'Python', 'JavaScript', 'C#'])
        await page.getByLabel(language, { exact: true }).check();
      await page.reload();
      await page.locator('.thumb').click();
      await nothingRan(page);
    });
  }

  test('in the name of a model, with a price of its own, is text', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'ochre-markup-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'config.yaml');
    writeFileSync(file, `model_list:\n  - model_name: ${JSON.stringify(attacks[0])}\n    litellm_params:\n      model: bedrock/stability.stable-image-core-v1:1\n    model_info:\n      output_cost_per_image: 0.5\n`);
    const page = await watched(t, (await during(t, gateway(['--config', file]))).url);
    await page.locator('.picked').click();
    await page.getByLabel('Search models').fill('onerror');
    await page.getByRole('option', { name: 'onerror' }).click();
    assert.ok((await page.locator('.picked').textContent()).includes(attacks[0]));
    assert.equal(await page.locator('#price').textContent(), '$0.50');
    await paint(page, 'A kite');
    assert.equal(await page.locator('.spent strong').textContent(), '$0.50');
    await nothingRan(page);
  });

  test('in a sentence of Bedrock is text', async (t) => {
    const bedrock = await upstream(t, (call) => send(call, Buffer.from(JSON.stringify({ message: attacks[0] })), 400, { 'x-amzn-errortype': 'ValidationException' }));
    const page = await watched(t, (await during(t, gatewayBefore(bedrock))).url);
    await page.getByLabel('API key').fill(key);
    await page.getByRole('button', { name: 'Use it', exact: true }).click();
    await page.getByLabel('Prompt').fill('A kite');
    await page.locator('#press').click();
    assert.ok((await page.getByRole('alert').textContent()).includes(attacks[0]));
    await nothingRan(page);
  });

  test('would not run if the page made elements of it: the policy stops it', async (t) => {
    const page = await browser.open(t, ochre.url, { expected: /requires 'TrustedHTML'/ });
    await page.locator('#press').waitFor();
    const refused = await page.evaluate(() => {
      try {
        document.body.innerHTML = '<img src=x onerror="document.title=1">';
        return null;
      } catch (fault) {
        return fault.name;
      }
    });
    assert.equal(refused, 'TypeError');
  });

  async function watched(t, url) {
    const page = await browser.open(t, 'about:blank');
    await page.addInitScript(() => {
      globalThis.violations = [];
      document.addEventListener('securitypolicyviolation', (event) => globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
    });
    await page.goto(url);
    return page;
  }

  async function nothingRan(page) {
    assert.deepEqual(await page.evaluate(() => [document.title, globalThis.violations]), ['Ochre – playground', []]);
  }
});
