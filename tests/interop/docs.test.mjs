// The documents: every bash, js and python snippet, run as a reader would paste it; tests/Ochre.Gateway.Tests/Docs sees to the other languages.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { binary, emulator, gateway, suite, until } from './lib/ochre.mjs';
import { picture } from './lib/picture.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const deadline = 120_000;
// Beside the clients, so that a snippet's imports find them.
const scripts = fileURLToPath(new URL('node_modules/.docs', import.meta.url));

const documents = [...readdirSync(root), ...readdirSync(join(root, 'docs'), { recursive: true }).map((name) => `docs/${name}`)]
  .filter((name) => name.endsWith('.md'));

/** The fenced pieces of a document: `{ line, language, mode, text }`. */
function snippets(document) {
  const lines = readFileSync(join(root, document), 'utf8').split('\n');
  const found = [];
  for (let i = 0; i < lines.length; i++) {
    if (!lines[i].startsWith('```'))
      continue;
    const [language, mode = ''] = lines[i].slice(3).split(' ');
    const start = i + 1;
    while (lines[++i] !== '```');
    found.push({ line: start, language, mode, text: lines.slice(start, i).join('\n') });
  }
  return found;
}

/** Runs a program to its end; a failure shows what it wrote. */
async function finish(program, args, options) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: deadline, killSignal: 'SIGKILL', ...options });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data) => { out += data; });
  child.stderr.on('data', (data) => { err += data; });
  const code = await new Promise((resolve) => child.on('close', (number, signal) => resolve(number ?? signal)));
  return { code, out, shown: `${out.slice(0, 1000)}\n${err.slice(0, 1000)}` };
}

/** What a shell of the reader's would know, and nothing that would steer Ochre or an AWS SDK. */
const environment = (folder) => ({ PATH: process.env.PATH, LANG: process.env.LANG ?? 'C.UTF-8', HOME: folder });

/** `bash`: every curl must succeed; `bash refused`: something was refused; `bash start`: a server that comes up. */
async function shell({ mode, text }, { folder, local, server }) {
  if (mode === 'start')
    return starts(text, folder);
  const strict = mode === 'refused' ? '' : 'curl() { command curl --fail-with-body "$@"; }\n';
  // Verbs that end by themselves are run as they are.
  writeFileSync(join(folder, 'run'), '#!/usr/bin/env bash\nexec "$OCHRE_BINARY" "$@"\n', { mode: 0o755 });
  // An administrator at the gateway that the documents speak of.
  const admin = { OCHRE_URL: server.url, OCHRE_DATA_DIR: server.data, OCHRE_MASTER_KEY: readFileSync(join(server.data, 'admin.key'), 'utf8').trim() };
  const { code, out, shown } = await finish('bash', ['-euo', 'pipefail', '-c', strict + local(text)], { cwd: folder, env: { ...environment(folder), ...admin, OCHRE_BINARY: binary } });
  assert.equal(code, 0, shown);
  if (mode === 'refused')
    assert.match(out, /"(message|error)":/, shown);
}

// Here, too, `./run` is the built program, on a port of its own choice and with the data of this test.
async function starts(text, folder) {
  writeFileSync(join(folder, 'run'), '#!/usr/bin/env bash\nexec "$OCHRE_BINARY" "$@" --port 0\n', { mode: 0o755 });
  // The profile that the documents name; without it nothing starts.
  mkdirSync(join(folder, '.aws'), { recursive: true });
  writeFileSync(join(folder, '.aws', 'config'), '[profile images]\naws_access_key_id = test\naws_secret_access_key = test\n');
  const env = { ...environment(folder), XDG_STATE_HOME: join(folder, 'state'), OCHRE_BINARY: binary };
  const child = spawn('bash', ['-euo', 'pipefail', '-c', text.replace(/ --port \d+/, '')], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let [out, over] = ['', false];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => { out += data; });
  const ended = new Promise((resolve) => child.on('close', resolve)).then(() => { over = true; });
  try {
    const url = await until(() => over ? assert.fail(out.slice(0, 2000)) : /^Ochre (?:serves|emulates Bedrock on) (http:\/\/\S+?)\.?\s/m.exec(out)?.[1], deadline, () => out.slice(0, 2000));
    assert.equal((await fetch(url + (text.includes('run emulator') ? '/_emulator/invocations' : '/health'))).status, 200);
  } finally {
    if (!over)
      process.kill(-child.pid, 'SIGTERM');
    await ended;
  }
}

async function javascript({ line, text }, { document, folder, local }) {
  const script = join(scripts, `${document.replaceAll('/', '-')}-${line}.mjs`);
  writeFileSync(script, local(text));
  const { code, shown } = await finish(process.execPath, [script], { cwd: folder, env: environment(folder) });
  assert.equal(code, 0, shown);
}

function syntax({ text }, _, t) {
  const checked = spawnSync('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], { input: text, encoding: 'utf8' });
  if (checked.error?.code === 'ENOENT')
    t.diagnostic('no python3 on this machine: nothing was checked');
  else
    assert.equal(checked.status, 0, checked.stderr);
}

const runners = { bash: shell, js: javascript, python: syntax };
const says = { bash: { start: 'starts', refused: 'is refused' }, python: { '': 'is Python (parsed, not run: its client cannot be installed here)' } };

describe('the documents', () => {
  const [ochre, bedrock] = [suite(gateway), suite(emulator)];
  before(() => mkdirSync(scripts, { recursive: true }));
  after(() => rmSync(scripts, { recursive: true, force: true }));
  const local = (text) => text.replaceAll('http://127.0.0.1:4000', ochre.url).replaceAll('http://127.0.0.1:4567', bedrock.url).replaceAll('$OCHRE_API_KEY', 'any');

  for (const document of documents) {
    const all = snippets(document);
    if (!all.some(({ language }) => runners[language]))
      continue;
    describe(document, () => {
      let folder;
      before(() => {
        folder = mkdtempSync(join(tmpdir(), 'ochre-docs-'));
        // A snippet with a file's name after its language is that file, for the others.
        for (const { mode, text } of all.filter(({ mode }) => mode.includes('.')))
          writeFileSync(join(folder, mode), text);
      });
      after(() => rmSync(folder, { recursive: true, force: true }));
      for (const snippet of all.filter(({ language }) => runners[language])) {
        test(`line ${snippet.line}: ${snippet.language} ${says[snippet.language]?.[snippet.mode] ?? 'works'}`, async (t) => {
          await runners[snippet.language](snippet, { document, folder, local, server: ochre.server }, t);
          for (const file of readdirSync(folder).filter((name) => /\.(png|jpg|webp)$/.test(name)))
            assert.ok(picture(readFileSync(join(folder, file))).width > 0, file);
        });
      }
    });
  }
});

describe('the samples', () => {
  const ochre = suite(gateway);
  const slow = { timeout: 290_000 };

  // As they were built by ./test: the projects they refer to need no second build.
  async function run(t, sample) {
    const folder = mkdtempSync(join(tmpdir(), 'ochre-samples-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const { code, shown } = await finish('dotnet', ['run', '-c', 'Release', join(root, 'samples', sample)], {
      cwd: folder, timeout: slow.timeout, env: { ...process.env, MSBUILDDISABLENODEREUSE: '1' },
    });
    assert.equal(code, 0, shown);
    return readdirSync(folder).map((name) => picture(readFileSync(join(folder, name))));
  }

  test('samples/generate.cs', slow, async (t) => {
    // A copy beside its kin, so that the same settings hold; its port is this gateway's.
    const copy = `.generate-${process.pid}.cs`;
    writeFileSync(join(root, 'samples', copy), readFileSync(join(root, 'samples/generate.cs'), 'utf8').replace('http://127.0.0.1:4000', ochre.url));
    t.after(() => rmSync(join(root, 'samples', copy)));
    assert.deepEqual(await run(t, copy), [{ format: 'png', width: 1024, height: 1024 }]);
  });

  test('samples/library.cs', slow, async (t) => {
    const made = await run(t, 'library.cs');
    assert.deepEqual(made.map(({ format, width, height }) => `${format} ${width}x${height}`).sort(), ['png 1216x832', 'png 1216x832', 'png 1216x832', 'png 128x512', 'png 1216x832'].sort());
  });

  test('samples/hosting.cs', slow, async (t) => {
    assert.deepEqual(await run(t, 'hosting.cs'), [{ format: 'png', width: 512, height: 768 }]);
  });

  test('samples/contact-sheet.cs', slow, async (t) => {
    assert.deepEqual((await run(t, 'contact-sheet.cs')).map(({ format }) => format), ['png']);
  });
});
