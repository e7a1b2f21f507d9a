// What a person sees: the pictures in a page of a real browser.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { launch } from './lib/chromium.mjs';
import { gateway, suite } from './lib/ochre.mjs';
import { picture } from './lib/picture.mjs';

const models = ['amazon.titan-image-generator-v2:0', 'stability.stable-image-core-v1:1', 'stability.stable-diffusion-xl-v1'];

describe('in Chromium', () => {
  const ochre = suite(gateway);
  let [running, site] = [];
  before(async () => {
    running = await launch();
    // An origin of its own, as a page of somebody's is.
    site = createServer((request, response) => {
      const link = new URL(request.url, 'http://page').searchParams.get('image');
      response.writeHead(link ? 200 : 404, { 'content-type': 'text/html' }).end(link ? `<!doctype html><title>A page</title><img id="made" src="${link.replaceAll('&', '&amp;')}">` : '');
    });
    await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
  });
  after(async () => {
    await running?.close();
    site?.closeAllConnections();
    site?.close();
  });

  for (const model of models) {
    test(`a webp of quality 60 at exactly 512x512 from ${model} opens`, async () => {
      const wish = { model, prompt: 'a red kite over a lake', size: '512x512', output_format: 'webp', ochre: { fit: 'exact' }, response_format: 'url' };
      const ask = async (more) => {
        const answer = await fetch(`${ochre.url}/v1/images/generations`, {
          method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...wish, seed: 7, ...more }),
        });
        assert.equal(answer.status, 200, await answer.clone().text());
        return answer.json();
      };
      const answer = await ask({ output_compression: 60 });
      assert.deepEqual([answer.output_format, answer.size], ['webp', '512x512']);
      const file = Buffer.from(await (await fetch(answer.data[0].url)).arrayBuffer());
      assert.deepEqual(picture(file), { format: 'webp', width: 512, height: 512 });
      const best = await (await fetch((await ask({ output_compression: 100 })).data[0].url)).arrayBuffer();
      assert.ok(file.length < best.byteLength / 2, `quality 60 takes ${file.length} bytes, quality 100 ${best.byteLength}`);

      const seen = await look(answer.data[0].url);
      assert.deepEqual([seen.width, seen.height, seen.type], [512, 512, 'image/webp']);
      assert.ok(seen.colours > 100, `${seen.colours} colours: a blank picture`);
      assert.ok(seen.spread > 32, `from darkest to lightest ${seen.spread} of 255: a blank picture`);
    });
  }

  /** What the page shows, and how its pixels differ as a screenshot has them: the page itself may not read another origin's. */
  async function look(link) {
    const page = await running.newPage();
    try {
      const arrived = page.waitForResponse((response) => response.url() === link);
      await page.goto(`http://127.0.0.1:${site.address().port}/?image=${encodeURIComponent(link)}`);
      const type = (await arrived).headers()['content-type'];
      const size = await page.locator('#made').evaluate(async (image) => { await image.decode(); return { width: image.naturalWidth, height: image.naturalHeight }; });
      const shot = (await page.locator('#made').screenshot()).toString('base64');
      return { type, ...size, ...await page.evaluate(measure, shot) };
    } finally {
      await page.close();
    }
  }
});

// Runs in the page.
async function measure(base64) {
  const image = new Image();
  image.src = `data:image/png;base64,${base64}`;
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const colours = new Set();
  let [dark, light] = [255, 0];
  for (let at = 0; at < data.length; at += 4) {
    colours.add(data[at] << 16 | data[at + 1] << 8 | data[at + 2]);
    dark = Math.min(dark, data[at + 1]);
    light = Math.max(light, data[at + 1]);
  }
  return { colours: colours.size, spread: light - dark };
}
