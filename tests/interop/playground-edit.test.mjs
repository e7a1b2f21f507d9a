// The playground's edits: a mask by mouse, finger and numbers, every task, and what is kept to the pixel.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gateway, invocations, suite } from './lib/ochre.mjs';
import { png } from './lib/paint.mjs';
import { chromiumSuite, desk, facts, judge, paint, phone, pixels, shown } from './lib/playground.mjs';

const meadow = 'A meadow in the morning';

describe('edits in the playground', () => {
  const ochre = suite(gateway);
  const browser = chromiumSuite();

  for (const [name, model] of [['Stable Image Inpaint', 'inpaint'], ['Amazon Nova Canvas', 'canvas']]) {
    test(`a mask painted by mouse changes what it covers and nothing else, by ${name}`, async (t) => {
      const page = await browser.open(t, ochre.url);
      await paint(page, meadow);
      const before = await pixels(page.locator('#shown'));
      await page.getByRole('button', { name: 'Edit', exact: true }).click();
      assert.equal(await page.getByLabel('What should be there').inputValue(), '');
      await choose(page, model);
      const size = await stroke(page, [[0.3, 0.3], [0.5, 0.4], [0.4, 0.5]]);
      await page.getByLabel('What should be there').fill('a red barn');
      await page.locator('#press').click();
      await shown(page, 'a red barn');
      const after = await pixels(page.locator('#shown'));
      const margin = size / 2 + 12; // the brush, and what the model grows the mask by
      const area = [0.3 * before.width - margin, 0.3 * before.height - margin, 0.5 * before.width + margin, 0.5 * before.height + margin];
      const { inside, outside } = differences(before, after, area);
      assert.equal(outside, 0);
      assert.ok(inside > 1000, `${inside} pixels changed`);
      assert.equal((await facts(page)).Task, 'Paint over');
    });
  }

  test('a mask by numbers alone, inverted, undone and rubbed out, is what the model gets', async (t) => {
    const page = await browser.open(t, ochre.url);
    await upload(page, 256, 128);
    const rectangle = async (x, y, width, height) => {
      if (!await page.getByRole('button', { name: 'Add' }).isVisible())
        await page.getByText('Rectangle by numbers').click();
      for (const [name, value] of Object.entries({ x, y, width, height }))
        await page.getByLabel(name, { exact: true }).fill(String(value));
      await page.getByRole('button', { name: 'Add' }).click();
    };
    await rectangle(0, 0, 128, 128);
    await rectangle(128, 0, 64, 64);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Invert' }).click();
    await page.getByLabel('What should be there').fill('a boat');
    await page.locator('#press').click();
    await shown(page, 'a boat');
    assert.deepEqual(await maskSent(page), { width: 256, height: 128, at: [[10, 10, 0], [127, 64, 0], [128, 0, 255], [250, 120, 255]] });

    await page.getByRole('button', { name: 'Back to the picture' }).click();
    await page.getByRole('button', { name: 'Clear' }).click();
    await rectangle(0, 0, 256, 128);
    await page.getByRole('button', { name: 'Rub out' }).click();
    await stroke(page, [[0.04, 0.1], [0.1, 0.1]]);
    await page.locator('#press').click();
    await page.getByText('2 images').waitFor();
    assert.equal((await maskSent(page)).at[0][2], 0, 'what was rubbed out');
    assert.equal((await maskSent(page)).at[3][2], 255);

    async function maskSent(on) {
      const [{ body }] = await invocations(ochre.url, 1);
      return on.evaluate(async (base64) => {
        const image = Object.assign(new Image(), { src: `data:image/png;base64,${base64}` });
        await image.decode();
        const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
        const context = canvas.getContext('2d', { willReadFrequently: true });
        context.drawImage(image, 0, 0);
        return { width: image.width, height: image.height, at: [[10, 10], [127, 64], [128, 0], [250, 120]].map(([x, y]) => [x, y, context.getImageData(x, y, 1, 1).data[0]]) };
      }, body.mask);
    }
  });

  test('a finger paints on a phone', async (t) => {
    const page = await browser.open(t, ochre.url, { ...phone, colorScheme: 'dark' });
    await upload(page, 512, 512);
    const canvas = page.locator('canvas.mask');
    await canvas.scrollIntoViewIfNeeded();
    const box = await canvas.boundingBox();
    const session = await page.context().newCDPSession(page);
    const touch = (type, points) => session.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y]) => ({ x: box.x + x * box.width, y: box.y + y * box.height })) });
    await touch('touchStart', [[0.3, 0.3]]);
    await touch('touchMove', [[0.6, 0.5]]);
    await touch('touchEnd', []);
    await page.getByRole('img', { name: 'Mask: painted' }).waitFor();
    await judge(page, 'phone-edit-dark');
    await page.getByLabel('What should be there').fill('a red barn');
    await page.locator('#press').click();
    await shown(page, 'a red barn');
  });

  for (const [task, act, check] of [
    ['ERASE_OBJECT', (page) => stroke(page, [[0.5, 0.5], [0.6, 0.5]]), [512, 256]],
    ['OUTPAINTING', (page) => page.getByLabel('Left').fill('128'), [896, 256]],
    ['BACKGROUND_REMOVAL', null, [512, 256]],
    ['SEARCH_AND_REPLACE', (page) => both(page, 'What to replace', 'the middle', 'Prompt', 'a tree'), [512, 256]],
    ['SEARCH_AND_RECOLOR', (page) => both(page, 'What to recolour', 'the middle', 'Prompt', 'blue'), [512, 256]],
    ['IMAGE_TO_IMAGE', (page) => page.getByLabel('Prompt').fill('a tree'), [512, 256]],
    ['IMAGE_VARIATION', null, [512, 256]],
    ['UPSCALE', null, [1024, 512]],
    ['STYLE_TRANSFER', (page) => second(page), [512, 256]],
    ['STYLE_GUIDE', (page) => page.getByLabel('Prompt').fill('a tree'), [1024, 1024]],
    ['CONTROL_SKETCH', (page) => page.getByLabel('Prompt').fill('a tree'), [512, 256]],
    ['CONTROL_STRUCTURE', (page) => page.getByLabel('Prompt').fill('a tree'), [512, 256]],
    ['VIRTUAL_TRY_ON', async (page) => { await second(page); await stroke(page, [[0.5, 0.5], [0.6, 0.6]]); }, [512, 256]],
  ]) {
    test(`${task} asks for what it needs, and is done at the price that was named`, async (t) => {
      const page = await browser.open(t, ochre.url);
      await upload(page, 512, 256, task === 'VIRTUAL_TRY_ON' ? 320 : undefined);
      await page.getByLabel('What to do', { exact: true }).selectOption(task);
      if (act && !['OUTPAINTING', 'IMAGE_TO_IMAGE', 'STYLE_GUIDE', 'CONTROL_SKETCH', 'CONTROL_STRUCTURE'].includes(task)) {
        await page.locator('#press').click();
        await page.getByRole('alert').getByText('One thing is missing').waitFor();
        assert.equal(await page.locator('.easel').count(), 1, 'the picture stays where it is');
      }
      await act?.(page);
      await page.keyboard.press('Tab');
      const price = await page.locator('#price').textContent();
      await page.locator('#press').click();
      await page.locator('#shown').waitFor();
      const told = await facts(page);
      const [width, height] = task === 'VIRTUAL_TRY_ON' ? [512, 320] : check;
      assert.deepEqual([told.Cost, told.Size.split(' ').slice(0, 3).join('')], [price, `${width}×${height}`]);
    });
  }

  for (const model of ['canvas', 'g1 v2']) {
    test(`${model} extends by a mask of the new edges, at their price, and keeps the picture`, async (t) => {
      const page = await browser.open(t, ochre.url);
      await upload(page, 512, 512);
      await page.getByLabel('What to do', { exact: true }).selectOption('OUTPAINTING');
      await choose(page, model);
      await page.getByLabel('Edge').selectOption('PRECISE');
      await page.getByLabel('Prompt').fill('a wide meadow');
      const price = await page.locator('#price').textContent();
      await page.locator('#press').click();
      await shown(page, 'a wide meadow');
      const { width, height, data } = await pixels(page.locator('#shown'));
      assert.deepEqual([width, height], [768, 512]);
      assert.equal((await facts(page)).Cost, price);
      assert.deepEqual([...data.subarray((100 * width + 200) * 4, (100 * width + 200) * 4 + 3)], colorAt(200, 100));
    });
  }

  test('varies an image at a press that says its price', async (t) => {
    const page = await browser.open(t, ochre.url);
    await paint(page, meadow);
    await page.getByRole('button', { name: /^Vary/ }).click();
    await page.getByText('2 images').waitFor();
    const told = await facts(page);
    assert.deepEqual([told.Task, told.Model, told.Cost], ['Vary', 'Stable Diffusion 3.5 Large', '$0.08']);
    assert.equal(await page.locator('.spent strong').textContent(), '$0.12');
    await page.getByRole('button', { name: 'Use as input' }).click();
    assert.equal(await page.getByLabel('What to do', { exact: true }).inputValue(), 'IMAGE_TO_IMAGE');
  });

  test('a file that is no picture is said to be none', async (t) => {
    const page = await browser.open(t, ochre.url);
    await page.getByLabel('Edit').check();
    await page.getByLabel('Picture', { exact: true }).setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('<svg onload=alert(1)>') });
    await page.getByRole('alert').getByText('no picture that the browser can read').waitFor();
    await page.getByLabel('What to do', { exact: true }).selectOption('STYLE_TRANSFER');
    assert.equal(await page.getByRole('alert').count(), 0);
    await page.getByLabel('Picture with the style').setInputFiles({ name: 'b.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
    await page.getByRole('alert').getByText('no picture that the browser can read').waitFor();
  });

  test('a press that is made twice buys once', async (t) => {
    const page = await browser.open(t, ochre.url);
    await upload(page, 1024, 768);
    await stroke(page, [[0.3, 0.3], [0.6, 0.4]]);
    await page.getByLabel('What should be there').fill('a boat at the pier');
    const sent = [];
    page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
    await page.locator('#press').evaluate((press) => [1, 2, 3].forEach(() => press.click()));
    await shown(page, 'a boat at the pier');
    await page.getByRole('button', { name: /^Vary/ }).evaluate((press) => [1, 2].forEach(() => press.click()));
    await page.getByText('2 images').waitFor();
    assert.deepEqual(sent.map((url) => url.split('/').at(-1)), ['edits', 'variations']);
    assert.equal(await page.locator('.thumb').count(), 2);
  });

  for (const colorScheme of ['light', 'dark']) {
    test(`breaks no rule of accessibility in ${colorScheme}: without a picture, with one, with a mask`, async (t) => {
      const page = await browser.open(t, ochre.url, { ...desk, colorScheme });
      await page.getByLabel('Edit').check();
      await judge(page, `edit-empty-${colorScheme}`);
      await upload(page, 1024, 768);
      await stroke(page, [[0.3, 0.3], [0.6, 0.4]]);
      await judge(page, `edit-${colorScheme}`);
      await page.getByLabel('What to do', { exact: true }).selectOption('OUTPAINTING');
      await judge(page, `extend-${colorScheme}`);
    });
  }
});

const colorAt = (x, y) => [x % 256, y % 256, 90];

async function upload(page, width, height, taller = height) {
  await page.getByLabel('Edit').check();
  await page.getByLabel('Picture', { exact: true }).setInputFiles({ name: 'own.png', mimeType: 'image/png', buffer: png(width, taller, colorAt) });
  await page.locator('.canvas-box img').waitFor();
}

async function second(page) {
  await page.locator('.composer input[type=file]').setInputFiles({ name: 'second.png', mimeType: 'image/png', buffer: png(512, 512, (x) => [200, x % 256, 30]) });
  await page.getByAltText('The second picture').waitFor();
}

async function both(page, name, text, other, words) {
  await page.getByLabel(name).fill(text);
  await page.getByLabel(other).fill(words);
}

async function choose(page, words) {
  await page.locator('.picked').click();
  await page.getByLabel('Search models').fill(words);
  await page.keyboard.press('Enter');
}

/** Draws through these points, as parts of the picture; gives the brush's width in the picture's pixels. */
async function stroke(page, points) {
  const canvas = page.locator('canvas.mask');
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  const place = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
  await page.mouse.move(...place(points[0]));
  await page.mouse.down();
  for (const point of points)
    await page.mouse.move(...place(point), { steps: 4 });
  await page.mouse.up();
  return Number(await page.getByLabel('Brush').inputValue());
}

function differences(before, after, [left, top, right, bottom]) {
  assert.deepEqual([after.width, after.height], [before.width, before.height]);
  let [inside, outside] = [0, 0];
  for (let y = 0; y < before.height; y++) {
    for (let x = 0; x < before.width; x++) {
      const at = (y * before.width + x) * 4;
      if (before.data.readUInt32LE(at) === after.data.readUInt32LE(at))
        continue;
      if (x >= left && x <= right && y >= top && y <= bottom)
        inside++;
      else
        outside++;
    }
  }
  return { inside, outside };
}
