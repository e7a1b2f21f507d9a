// Memory of the gateway's process while it converts images. Only a ratio of one process's own sizes counts, so a slow or busy machine changes nothing.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { during, gateway } from './lib/ochre.mjs';

const resident = (pid) => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }));

/** Each answer is read to its end, a few at a time. */
async function convert(url, count) {
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < count; i = next++) {
      const answer = await fetch(`${url}/v1/images/generations`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          model: 'amazon.titan-image-generator-v2:0', prompt: 'A red kite', size: '512x512', response_format: 'b64_json', seed: 7,
          output_format: ['webp', 'jpeg'][i % 2], output_compression: 80,
        }),
      });
      const body = await answer.json();
      assert.equal(answer.status, 200, JSON.stringify(body.error));
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
}

describe('memory', () => {
  test('conversions leave nothing behind: twice as many again need no more', async (t) => {
    const ochre = await during(t, gateway(['--emulator']));
    await convert(ochre.url, 80);
    const before = resident(ochre.child.pid);

    await convert(ochre.url, 160);
    const after = resident(ochre.child.pid);

    // One 512x512 png that is kept by each conversion would be 60 MB and more.
    t.diagnostic(`${Math.round(before / 1024)} MB, then ${Math.round(after / 1024)} MB`);
    assert.ok(after < 1.25 * before, `${before} KB after 80 conversions, ${after} KB after 240`);
  });
});
