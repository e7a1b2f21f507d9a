// The program as one file, as docs/deploy.md publishes it: without a warning, small, and needing nothing but itself and its data folder.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { arch, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { until } from './lib/ochre.mjs';
import { picture } from './lib/picture.mjs';
import { post } from './lib/post.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const git = (...args) => spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout;

describe('the published program', { timeout: 290_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'ochre-publish-'));
  const program = join(folder, 'opt', 'Ochre.Gateway');
  let told, locks;

  before(() => {
    locks = git('status', '--porcelain', '--', 'src');
    // The command of docs/deploy.md, to another folder.
    const command = /`dotnet (publish [^`]+)`/.exec(readFileSync(join(root, 'docs/deploy.md'), 'utf8'))[1].replace('/opt/ochre', join(folder, 'opt')).replace('linux-x64', `linux-${arch()}`);
    told = spawnSync('dotnet', [...command.split(' '), '--nologo'], { cwd: root, encoding: 'utf8', timeout: 280_000, env: { ...process.env, MSBUILDDISABLENODEREUSE: '1' } });
    assert.equal(told.status, 0, told.stdout.slice(-3000));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('is made without a warning, and leaves the lock files as they are', () => {
    assert.doesNotMatch(told.stdout, /warning/i);
    assert.equal(git('status', '--porcelain', '--', 'src'), locks);
  });

  test('is one file of at most 45 MB', () => {
    assert.deepEqual(readdirSync(join(folder, 'opt')).filter((name) => !/\.(pdb|xml)$/.test(name)), ['Ochre.Gateway']);
    assert.ok(statSync(program).size <= 45e6, `${(statSync(program).size / 1e6).toFixed(1)} MB`);
  });

  // In a namespace of mounts: no folder that it may write but its data's, no home and nothing of .NET.
  test('starts alone with nothing that it may write but its data, and paints', async (t) => {
    const alone = join(folder, 'alone');
    mkdirSync(join(alone, 'data'), { recursive: true });
    copyFileSync(program, join(alone, 'Ochre.Gateway'));
    const child = spawn('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-euc', `
      mount --bind "$0/data" "$0/data"
      mount --rbind "$1" "$1"; mount -o remount,bind,ro "$1"
      for place in /home /root /var/tmp /usr/share/dotnet /usr/lib/dotnet; do [ ! -d "$place" ] || mount -t tmpfs -o ro none "$place"; done
      cd "$0"
      if touch here 2>/dev/null; then echo "$0 can be written"; exit 9; fi
      exec ./Ochre.Gateway serve --port 0 --data-dir "$0/data"`, alone, tmpdir()], { env: { PATH: process.env.PATH, DOTNET_EnableDiagnostics: '0' } });
    let out = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => { out += data; });
    const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve([code, signal])));
    t.after(() => child.kill('SIGKILL'));
    let over = false;
    ended.then(() => { over = true; });
    const url = await until(() => over ? assert.fail(out) : /^Ochre serves (http:\S+)/m.exec(out)?.[1], 60_000, () => out);
    const { status, text } = await post(url, { prompt: 'A cute baby sea otter', response_format: 'b64_json' });
    assert.equal(status, 200, text.slice(0, 500));
    assert.deepEqual(picture(Buffer.from(JSON.parse(text).data[0].b64_json, 'base64')), { format: 'png', width: 1024, height: 1024 });
    assert.equal((await fetch(url)).status, 200);
    child.kill('SIGTERM');
    assert.deepEqual(await ended, [0, null], out);
    assert.deepEqual(readdirSync(alone).sort(), ['Ochre.Gateway', 'data']);
  });
});
