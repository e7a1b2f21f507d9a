// The playground as people use it: painting, browsing, comparing, copying, with a key, under a prefix.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as ask } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'node:test';
import { during, gateway, invocations, suite } from './lib/ochre.mjs';
import { chromiumSuite, desk, facts, judge, paint, phone, pixels, shown } from './lib/playground.mjs';
import { answerWith, gatewayBefore, key, png, send, upstream } from './lib/upstream.mjs';
import { toUnits } from '../../src/Ochre.Gateway/wwwroot/assets/lib/money.js';
import { priceOf } from '../../src/Ochre.Gateway/wwwroot/assets/play/price-lines.js';

const lighthouse = 'A lighthouse on a cliff on a stormy night, its beam over the waves';

describe('the playground', () => {
  const ochre = suite(gateway);
  const browser = chromiumSuite();

  test('paints with nothing typed, says what it cost and keeps the image', async (t) => {
    const page = await browser.open(t, ochre.url);
    await page.getByRole('button', { name: lighthouse }).click();
    await shown(page, lighthouse);
    const told = await facts(page);
    const [call] = await invocations(ochre.url, 1);
    assert.deepEqual([told.Model, told.Called, told.Size, told.Cost], ['Stable Image Core 1.0', 'stability.stable-image-core-v1:1', '1024 × 1024 png', '$0.04']);
    assert.equal(told.Seed, String(call.body.seed));
    assert.equal(await page.locator('.spent strong').textContent(), '$0.04');
    const before = await pixels(page.locator('#shown'));
    await page.reload();
    await page.getByRole('option', { name: lighthouse }).click();
    assert.ok(before.data.equals((await pixels(page.locator('#shown'))).data));
    assert.equal(await page.locator('.spent strong').textContent(), '$0.04');
  });

  test('is worked by keyboard alone: prompt, model, press, wall', async (t) => {
    const page = await browser.open(t, ochre.url);
    await page.locator('#press').waitFor();
    const tabTo = async (locator) => {
      for (let step = 0; step < 60 && !await locator.evaluate((one) => one === document.activeElement); step++)
        await page.keyboard.press('Tab');
      assert.ok(await locator.evaluate((one) => one === document.activeElement), `${locator} cannot be reached`);
    };
    await tabTo(page.getByLabel('Prompt'));
    await page.keyboard.type('A red kite');
    await tabTo(page.locator('.picked'));
    await page.keyboard.press('Enter');
    await page.keyboard.type('ultra');
    await page.keyboard.press('Enter');
    assert.match(await page.locator('.picked').textContent(), /Stable Image Ultra 1.0.*\$0.14/s);
    await page.keyboard.press('Control+Enter');
    await shown(page, 'A red kite');
    await tabTo(page.getByLabel('Prompt'));
    await page.keyboard.press('Control+A');
    await page.keyboard.type('A blue boat');
    await page.keyboard.press('Control+Enter');
    await shown(page, 'A blue boat');
    await tabTo(page.getByRole('option', { name: 'A blue boat' }));
    await page.keyboard.press('ArrowRight');
    await shown(page, 'A red kite');
    assert.ok(await page.getByRole('option', { name: 'A red kite' }).evaluate((one) => one === document.activeElement));
    await page.keyboard.press('Delete');
    await shown(page, 'A blue boat');
    assert.equal(await page.locator('.thumb').count(), 1);
  });

  test('offers what the chosen model has, and nothing else', async (t) => {
    const page = await browser.open(t, ochre.url);
    const choose = async (words) => {
      await page.locator('.picked').click();
      await page.getByLabel('Search models').fill(words);
      await page.keyboard.press('Enter');
    };
    await choose('stable-image-core-v1:1');
    assert.deepEqual([await page.getByText('Quality').count(), await page.getByText('Colours').count()], [0, 0]);
    await choose('nova canvas');
    assert.match(await page.locator('.picked').textContent(), /retired/);
    await page.getByLabel('Premium').check();
    assert.equal(await page.locator('#price').textContent(), '$0.06');
    await page.getByLabel('Style').selectOption('DESIGN_SKETCH');
    await page.getByLabel('Leave out').fill('people');
    await page.getByRole('button', { name: 'Roll a seed and keep it' }).click();
    await page.getByLabel('Images', { exact: true }).fill('2');
    await page.getByLabel('Images', { exact: true }).press('Tab');
    assert.equal(await page.locator('#price').textContent(), '$0.12');
    await page.getByLabel('Prompt').fill('A garden');
    const seed = Number(await page.getByLabel('Seed', { exact: true }).inputValue());
    await page.locator('#press').click();
    await page.locator('.sheet:enabled').nth(1).waitFor();
    const [{ body }] = await invocations(ochre.url, 1);
    assert.deepEqual(body.textToImageParams, { text: 'A garden', negativeText: 'people', style: 'DESIGN_SKETCH' });
    assert.deepEqual([body.imageGenerationConfig.quality, body.imageGenerationConfig.numberOfImages, body.imageGenerationConfig.seed], ['premium', 2, seed]);
    assert.equal(await page.locator('.spent strong').textContent(), '$0.12');
    await choose('stable diffusion 3.5');
    assert.deepEqual([await page.getByText('Quality').count(), await page.getByLabel('Strength').count()], [0, 0]);
  });

  test('names the price that is charged, for every model, size and quality', async () => {
    const { data } = await (await fetch(`${ochre.url}/v1/models`)).json();
    let compared = 0;
    for (const model of data.filter(({ id, ochre: { model, tasks } }) => id === model && tasks.includes('TEXT_IMAGE'))) {
      const premium = model.ochre.abilities.fields.some(({ path }) => path.endsWith('.quality')) ? [false, true] : [false];
      const sizes = model.ochre.sizes ?? ['512x512', '1024x1024', '1280x720', '2048x2048'];
      for (const size of sizes.filter((_, at) => at % 3 === 0)) {
        for (const isPremium of premium) {
          const answer = await fetch(`${ochre.url}/v1/images/generations`, {
            method: 'POST', headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ model: model.id, prompt: 'a kite', size, seed: 1, response_format: 'b64_json', ...(isPremium && { quality: 'high' }) }),
          });
          await answer.arrayBuffer();
          const [width, height] = size.split('x').map(Number);
          const price = priceOf(model, { task: 'TEXT_IMAGE', width, height, premium: isPremium, steps: 30 });
          assert.equal(price, toUnits(answer.headers.get('x-ochre-cost-usd')), `${model.id} ${size} ${isPremium}`);
          compared++;
        }
      }
    }
    assert.ok(compared > 50, `${compared} prices`);
  });

  test('compares models side by side, each with its time and price', async (t) => {
    const page = await browser.open(t, ochre.url);
    await page.getByLabel('Compare').check();
    await page.getByLabel('Prompt').fill('A red kite');
    assert.equal(await page.locator('#price').textContent(), '$0.26');
    await page.locator('#press').click();
    await page.locator('.column .sheet:enabled').nth(2).waitFor();
    assert.deepEqual(await page.locator('.column h2').allTextContents(), ['Stable Image Core 1.0', 'Stable Image Ultra 1.0', 'Stable Diffusion 3.5 Large']);
    const tags = await page.locator('.column .facts-line').allTextContents();
    for (const [at, price] of ['$0.04', '$0.14', '$0.08'].entries())
      assert.match(tags[at].replace(/\s+/g, ' '), new RegExp(`[0-9.]+ s [$]${price.slice(1)} `));
    assert.equal(await page.locator('.spent strong').textContent(), '$0.26');
    await judge(page, 'compare-light');
    await page.locator('.column .sheet').nth(1).click();
    assert.equal((await facts(page)).Model, 'Stable Image Ultra 1.0');
  });

  test('copies the request as programs that make the same image', async (t) => {
    const page = await browser.open(t, ochre.url);
    await page.getByRole('button', { name: 'Roll a seed and keep it' }).click();
    await paint(page, `It's a "kite" over $HOME, \`quoted\` \\ and “ünïcode”`);
    const whole = await pixels(page.locator('#shown'));
    const folder = mkdtempSync(join(tmpdir(), 'ochre-copied-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    await page.getByRole('button', { name: 'Copy as …' }).click();
    const code = {};
    for (const language of ['curl', 'Python', 'JavaScript', 'C#']) {
      await page.getByLabel(language, { exact: true }).check();
      code[language] = await page.locator('.code').textContent();
    }
    const ran = spawnSync('bash', ['-c', code.curl], { cwd: folder, encoding: 'utf8' });
    assert.equal(ran.status, 0, ran.stderr);
    const script = fileURLToPath(new URL('node_modules/.copied.mjs', import.meta.url));
    t.after(() => rmSync(script, { force: true }));
    writeFileSync(script, code.JavaScript.replace("'image.png'", JSON.stringify(join(folder, 'js.png'))));
    const node = spawnSync(process.execPath, [script], { encoding: 'utf8' });
    assert.equal(node.status, 0, node.stderr);
    writeFileSync(join(folder, 'copied.py'), code.Python);
    const python = spawnSync('python3', ['-c', `import ast; ast.parse(open(${JSON.stringify(join(folder, 'copied.py'))}, encoding="utf-8").read())`], { encoding: 'utf8' });
    assert.equal(python.status, 0, python.stderr);
    assert.match(code['C#'], /Environment\.GetEnvironmentVariable\("OCHRE_API_KEY"\)/);
    const files = ['image.png', 'js.png'].map((name) => readFileSync(join(folder, name)));
    assert.ok(files[0].equals(files[1]));
    await page.keyboard.press('Escape');
    const file = `data:image/png;base64,${files[0].toString('base64')}`;
    await page.evaluate((src) => document.body.append(Object.assign(new Image(), { id: 'copied', src })), file);
    assert.ok(whole.data.equals((await pixels(page.locator('#copied'))).data));
  });

  test('shows previews that sharpen, and Escape lets go', async (t) => {
    const calls = [];
    const bedrock = await upstream(t, (call) => calls.push(call));
    const slow = await during(t, gatewayBefore(bedrock));
    const page = await browser.open(t, slow.url);
    await page.getByLabel('API key').fill(key);
    await page.getByRole('button', { name: 'Use it', exact: true }).click();
    await page.evaluate(() => {
      globalThis.stages = new Set();
      new MutationObserver(() => document.querySelectorAll('.sheet').forEach((one) => globalThis.stages.add(one.className))).observe(document.body, { subtree: true, childList: true, attributes: true });
    });
    await page.getByLabel('Prompt').fill('A kite');
    await page.keyboard.press('Control+Enter');
    await bedrock.called(1);
    await page.locator('.sheet.waiting').waitFor();
    assert.equal(await page.locator('#announcer').textContent(), 'Painting');
    send(calls[0], answerWith(png(512, 512), 5));
    await shown(page, 'A kite');
    const stages = await page.evaluate(() => [...globalThis.stages]);
    assert.deepEqual(['sheet waiting', 'sheet stage-0', 'sheet stage-1', 'sheet stage-2'].filter((one) => !stages.includes(one)), [], stages.join());
    await page.keyboard.press('Control+Enter');
    await bedrock.called(2);
    await page.locator('.sheet.waiting').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Stopped.').waitFor();
    assert.equal(await page.locator('#press').count(), 1);
  });

  test('explains a refusal and marks its field; nothing is lost', async (t) => {
    const page = await browser.open(t, ochre.url);
    await page.getByLabel('Prompt').fill('something forbidden');
    await page.locator('#press').click();
    await page.getByRole('alert').getByText('The model will not paint this').waitFor();
    assert.equal(await page.getByLabel('Prompt').getAttribute('aria-invalid'), 'true');
    await judge(page, 'refused-light');
    await page.getByLabel('Prompt').fill('');
    await page.locator('#press').click();
    await page.getByRole('alert').getByText('Say what to paint.').waitFor();
    assert.ok(await page.getByLabel('Prompt').evaluate((one) => one === document.activeElement));
    assert.equal(await page.locator('.spent strong').textContent(), '$0.00');
  });

  test('asks for the key, keeps it for the tab or for the browser, and puts it in no address', async (t) => {
    const locked = await during(t, gateway([], { env: { OCHRE_API_KEY: key } }));
    const page = await browser.open(t, locked.url);
    const addresses = [];
    page.on('request', (request) => addresses.push(request.url()));
    const give = async (text, remember) => {
      await page.getByLabel('API key').fill(text);
      await page.getByLabel('Remember it').setChecked(remember);
      await page.getByRole('button', { name: 'Use it', exact: true }).click();
    };
    await give('sk-wrong', false);
    await page.getByText('The gateway does not know this key.').waitFor();
    await judge(page, 'key-light');
    await give(key, false);
    await paint(page, 'A kite');
    const kept = () => page.evaluate(() => [sessionStorage.getItem('ochre-key'), localStorage.getItem('ochre-key')]);
    assert.deepEqual(await kept(), [key, null]);
    await page.getByRole('button', { name: 'Key set' }).click();
    await give(key, true);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.deepEqual(await kept(), [null, key]);
    await page.reload();
    await page.getByRole('button', { name: 'Key remembered' }).click();
    await page.getByRole('button', { name: 'Forget it' }).click();
    await page.getByText('This gateway asks for a key').waitFor();
    assert.deepEqual(await kept(), [null, null]);
    assert.deepEqual(addresses.filter((address) => address.includes(key)), []);
  });

  test('works under a prefix, and behind a proxy that adds one of its own', async (t) => {
    const prefixed = await during(t, gateway([], { env: { OPENAI_ROUTES_PREFIX: '/tools/images' } }));
    const page = await browser.open(t, `${new URL(prefixed.url).origin}/tools/images`);
    await paint(page, 'A kite');
    const proxy = createServer((request, response) => {
      const onward = ask(new URL(request.url.replace(/^\/behind/, ''), ochre.url), { method: request.method, headers: request.headers }, (answer) => answer.pipe(response.writeHead(answer.statusCode, answer.headers)));
      request.pipe(onward);
    });
    await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    t.after(() => { proxy.closeAllConnections(); proxy.close(); });
    const behind = await browser.open(t, `http://127.0.0.1:${proxy.address().port}/behind/`);
    await paint(behind, 'A kite');
  });

  for (const colorScheme of ['light', 'dark']) {
    test(`breaks no rule of accessibility in ${colorScheme}: empty, painted, choosing, copying`, async (t) => {
      const page = await browser.open(t, ochre.url, { ...desk, colorScheme });
      await page.locator('#press').waitFor();
      await judge(page, `empty-${colorScheme}`);
      await page.locator('.picked').click();
      await judge(page, `models-${colorScheme}`);
      await page.keyboard.press('Escape');
      await paint(page, lighthouse);
      await judge(page, `painted-${colorScheme}`);
      await page.getByRole('button', { name: 'Copy as …' }).click();
      await judge(page, `copy-${colorScheme}`);
    });

    test(`fits a phone in ${colorScheme}: no sideways scrolling, nothing too small for a finger`, async (t) => {
      const page = await browser.open(t, ochre.url, { ...phone, colorScheme });
      await page.locator('#press').waitFor();
      await judge(page, `phone-empty-${colorScheme}`);
      await paint(page, lighthouse);
      await judge(page, `phone-painted-${colorScheme}`);
      const small = await page.locator('button, select, summary, label:has(input[type=radio]), input:not([type=radio], [type=checkbox]), textarea, .thumb').evaluateAll((all) => all
        .map((one) => [one, one.getBoundingClientRect()]).filter(([, box]) => box.width > 0 && (box.width < 44 || box.height < 44)).map(([one, box]) => `${one.outerHTML.slice(0, 120)} ${box.width}x${box.height}`));
      assert.deepEqual(small, []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    });
  }

  test('clears the wall only when asked twice', async (t) => {
    const page = await browser.open(t, ochre.url);
    await paint(page, 'A kite');
    await page.getByRole('button', { name: 'Delete all' }).click();
    await page.getByRole('button', { name: 'Keep them' }).click();
    assert.equal(await page.locator('.thumb').count(), 1);
    await page.getByRole('button', { name: 'Delete all' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete all' }).click();
    await page.getByText('What you paint hangs here').waitFor();
    await page.reload();
    await page.locator('#press').waitFor();
    assert.equal(await page.locator('.thumb').count(), 0);
  });

  for (const [what, trouble] of [
    ['whose disk is full', () => { const { put } = IDBObjectStore.prototype; IDBObjectStore.prototype.put = function (image) { put.call(this, image); this.transaction.abort(); }; }],
    ['that has closed its database', () => { IDBDatabase.prototype.transaction = () => { throw new DOMException('closing', 'InvalidStateError'); }; }],
    ['that may keep nothing', () => { for (const name of ['sessionStorage', 'localStorage', 'indexedDB']) Object.defineProperty(globalThis, name, { get() { throw new DOMException('denied', 'SecurityError'); } }); }],
  ]) {
    test(`shows its image in a browser ${what}, and says that it is not kept`, async (t) => {
      const page = await browser.open(t, ochre.url);
      await page.addInitScript(trouble);
      await page.reload();
      await paint(page, 'A kite');
      await page.getByText('download what should outlast this page').waitFor();
      assert.equal(await page.locator('.thumb').count(), 1);
      assert.equal(await page.locator('.spent strong').textContent(), '$0.04');
    });
  }

  test('asks before it is left while it paints, and not before', async (t) => {
    const page = await browser.open(t, ochre.url, { ...desk, expected: /^dialog: $/ });
    const asked = [];
    page.on('dialog', (dialog) => asked.push(dialog.type()));
    await paint(page, 'A kite');
    await page.reload();
    assert.deepEqual(asked, []);
    await page.route('**/v1/images/generations', () => {});
    await page.getByLabel('Prompt').fill('A slow kite');
    await page.locator('#press').click();
    await page.getByRole('button', { name: 'Cancel' }).waitFor();
    const question = page.waitForEvent('dialog');
    await page.evaluate(() => { location.reload(); });
    await question;
    assert.deepEqual(asked, ['beforeunload']);
  });

  test('the wall stays in sight of whoever scrolls to it', async (t) => {
    const page = await browser.open(t, ochre.url);
    await paint(page, 'A kite');
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    const [composer, wall] = await Promise.all(['.composer', '.wall'].map((part) => page.locator(part).boundingBox()));
    assert.ok(composer.x + composer.width <= wall.x || composer.y + composer.height <= wall.y, JSON.stringify({ composer, wall }));
  });
});
