// The pages in a browser, watched: nothing may be reported to its console, no policy be violated, no accessibility rule be broken.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { after, before } from 'node:test';
import { launch } from './chromium.mjs';

const shotsOf = (folder) => fileURLToPath(new URL(`../../../artifacts/test-results/${folder}/`, import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const desk = { viewport: { width: 1440, height: 900 } };
export const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

/** One browser for a suite; `open(t, url, options)` gives a page of its own with nothing in it, closed and judged when the test ends; `expected` are complaints that it may have. */
export function chromiumSuite() {
  let running;
  before(async () => { running = await launch(); });
  after(() => running?.close());
  return {
    async open(t, url, { expected, ...options } = desk) {
      const context = await running.newContext({ reducedMotion: 'reduce', ...options });
      const page = await context.newPage();
      const faults = watch(page);
      t.after(async () => {
        await context.close();
        assert.deepEqual(faults.filter((fault) => !expected?.test(fault)), []);
      });
      await page.goto(url);
      return page;
    },
  };
}

// What a refusal of the gateway leaves in the console is no fault of the page.
function watch(page) {
  const faults = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !/^Failed to load resource: the server responded with a status of [45]/.test(message.text()))
      faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('dialog', (dialog) => { faults.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  return faults;
}

/** Writes the prompt, presses, and waits for the image on the stage. */
export async function paint(page, prompt) {
  await page.getByLabel('Prompt').fill(prompt);
  await page.locator('#press').click();
  await shown(page, prompt);
}

export const shown = (page, prompt) => page.locator('#shown[alt]').and(page.getByAltText(prompt, { exact: true })).waitFor();

export const facts = (page) => page.locator('.facts > div').evaluateAll((all) => Object.fromEntries(all.map((one) => [one.querySelector('dt').textContent, one.querySelector('dd').textContent])));

/** The pixels of an image on the page: `{ width, height, data }`, four bytes a pixel. */
export async function pixels(locator) {
  const { width, height, text } = await locator.evaluate(async (image) => {
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight });
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let text = '';
    for (let at = 0; at < data.length; at += 32_768)
      text += String.fromCharCode(...data.subarray(at, at + 32_768));
    return { width: canvas.width, height: canvas.height, text: btoa(text) };
  });
  return { width, height, data: Buffer.from(text, 'base64') };
}

/** No rule of WCAG 2.2 A and AA, and none of axe's good practice, is broken; leaves a screenshot to look at. */
export async function judge(page, name, folder = 'playground') {
  mkdirSync(shotsOf(folder), { recursive: true });
  await page.screenshot({ path: `${shotsOf(folder)}${name}.png` });
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`).join('; ')}`), [], name);
}
