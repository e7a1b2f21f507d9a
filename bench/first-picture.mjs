#!/usr/bin/env node
// From an empty folder to a picture in a browser, by the clock: node bench/first-picture.mjs [--from PATH|URL] [--dotnet FOLDER] [--cold] (after npm ci in tests/interop).
// Clones, says ./run, opens the page in Chromium, presses the button, and stops the clock when the picture is painted. No file is written by hand.
// --cold: with an empty NuGet cache. --dotnet: the folder of the SDK to use, where the first one on the PATH is a wrapper.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launch } from '../tests/interop/lib/chromium.mjs';
import { until } from '../tests/interop/lib/ochre.mjs';
import { freePort } from '../tests/interop/lib/server.mjs';

const { values: said } = parseArgs({ options: {
  from: { type: 'string', default: fileURLToPath(new URL('..', import.meta.url)) }, dotnet: { type: 'string' }, cold: { type: 'boolean' },
} });
const target = 60;
const folder = mkdtempSync(join(tmpdir(), 'ochre-first-'));
const legs = [];
let began, last;

/** The time since the leg before, under a name. */
function leg(name) {
  const now = performance.now();
  legs.push([name, (now - last) / 1000]);
  last = now;
}

/** What a new user's shell has: a home with nothing in it, and the packages that were ever restored, unless it is cold. */
function environment(port) {
  const kept = Object.entries(process.env).filter(([name]) => !/^(OCHRE_|AWS_|OTEL_)/.test(name));
  mkdirSync(join(folder, 'home'));
  return {
    ...Object.fromEntries(kept), OCHRE_PORT: String(port), HOME: join(folder, 'home'), XDG_STATE_HOME: join(folder, 'state'),
    PATH: said.dotnet ? said.dotnet + delimiter + process.env.PATH : process.env.PATH,
    NUGET_PACKAGES: said.cold ? join(folder, 'packages') : process.env.NUGET_PACKAGES ?? join(process.env.HOME, '.nuget/packages'),
  };
}

/** `./run` in the clone; each leg ends when the program is there, and when the gateway answers. */
async function serve(clone, port) {
  const child = spawn('./run', [], { cwd: clone, env: environment(port), detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  let [out, over] = ['', false];
  child.stdout.on('data', (data) => { out += data; });
  child.on('close', () => { over = true; });
  const alive = (done) => { if (over) throw new Error(`./run ended: ${out}`); return done; };
  await until(() => alive(/^Ochre serves/m.test(out)), 600_000, () => './run does not get ready');
  leg('restore, build and start');
  await until(async () => alive((await fetch(`http://127.0.0.1:${port}/health`).catch(() => null))?.ok), 60_000);
  leg('the gateway answers');
  return child;
}

/** The page as a user has it, with nothing typed: a prompt that it proposes is one press. */
async function paint(browser, url) {
  const page = await browser.newPage();
  await page.goto(url);
  const proposed = page.getByRole('button', { name: /lighthouse/i });
  await proposed.waitFor();
  leg('the page can be used');
  await proposed.click();
  await page.locator('#shown').waitFor();
  await page.locator('#shown').evaluate(async (image) => {
    await image.decode();
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
  leg('the picture is painted');
}

let child;
// People have their browser open already.
const browser = await launch();
try {
  const port = await freePort();
  const before = loadavg()[0];
  began = last = performance.now();
  const clone = join(folder, 'ochre');
  const cloned = spawnSync('git', ['clone', '--quiet', said.from, clone], { encoding: 'utf8' });
  if (cloned.status !== 0)
    throw new Error(cloned.stderr);
  leg('clone');
  child = await serve(clone, port);
  await paint(browser, `http://127.0.0.1:${port}/`);
  const total = (last - began) / 1000;
  for (const [name, seconds] of legs)
    console.log(`${seconds.toFixed(2).padStart(8)} s  ${name}`);
  console.log(`${total.toFixed(2).padStart(8)} s  in all, 0 files written by hand; target ${target} s; ${said.cold ? 'cold' : 'warm'} NuGet cache, ${cpus().length} processors, load ${before.toFixed(1)} before`);
  process.exitCode = total <= target ? 0 : 1;
} finally {
  await browser.close();
  if (child) {
    const ended = new Promise((resolve) => child.once('close', resolve));
    process.kill(-child.pid, 'SIGTERM');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
}
