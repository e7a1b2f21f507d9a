// The verbs that paint, as people and scripts at a shell have them: files, stdout, exit codes.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { binary, emulator, environment, gateway, invocations, suite, until } from './lib/ochre.mjs';
import { picture } from './lib/picture.mjs';

const master = 'sk-master-0123456789abcdef0123456789';
const core = 'stability.stable-image-core-v1:1';

const folders = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function place() {
  folders.push(mkdtempSync(join(tmpdir(), 'ochre-cli-')));
  return folders.at(-1);
}

/** Starts a program; `input` is its stdin. */
function begin(program, args, { cwd, env = {}, input = '' }) {
  const child = spawn(program, args, { cwd, env: environment(cwd, env), stdio: 'pipe', timeout: 60_000, killSignal: 'SIGKILL' });
  const [out, err] = [[], []];
  child.stdout.on('data', (data) => out.push(data));
  child.stderr.on('data', (data) => err.push(data));
  // Who is refused before he reads has closed it.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve({
    code: code ?? signal, bytes: Buffer.concat(out), out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString(),
  })));
  return { child, ended, said: () => Buffer.concat(err).toString() };
}

const ochre = (args, options) => begin(binary, args, options).ended;

/** Runs it; it must end well. */
async function well(args, options) {
  const ended = await ochre(args, options);
  assert.equal(ended.code, 0, ended.err);
  return ended;
}

const file = (folder, name) => picture(readFileSync(join(folder, name)));
const square = (side, format = 'png') => ({ format, width: side, height: side });

describe('ochre generate', () => {
  test('writes the picture it was asked for, says who paints and what it costs, and names the file on stdout', async () => {
    const cwd = place();
    const { out, err } = await well(['generate', 'A cute baby sea otter', '-o', 'otter.png', '--model', 'stability.stable-diffusion-xl-v0', '--size', '128x512', '--seed', '30'], { cwd });
    assert.deepEqual(file(cwd, 'otter.png'), { format: 'png', width: 128, height: 512 });
    assert.equal(out, `${join(cwd, 'otter.png')}\n`);
    assert.match(err, /^The emulator inside paints, for there is no gateway \(--url\) and there are no AWS credentials: no cost\.$/m);
    assert.match(err, /^otter\.png: 128x512 png, seed 30, 0\.018 USD$/m);
    assert.match(err, /nothing to pay \(AWS's price: 0\.018 USD\)/);
  });

  test('paints the same for the same seed and words, wherever the words come from', async () => {
    const cwd = place();
    await well(['generate', 'a red kite', '-o', 'one.png', '--seed', '7'], { cwd });
    await well(['generate', '-', '-o', 'two.png', '--seed', '7'], { cwd, input: 'a red kite\n' });
    assert.ok(readFileSync(join(cwd, 'one.png')).equals(readFileSync(join(cwd, 'two.png'))));
  });

  test('numbers several, by the pattern or without one, and the ending decides the format', async () => {
    const cwd = place();
    await well(['generate', 'a kite', '-n', '2', '-o', 'kite-{n}-of-two.webp'], { cwd });
    await well(['generate', 'a kite', '-n', '2', '-o', 'kite.jpg', '-q'], { cwd });
    assert.deepEqual(readdirSync(cwd).sort(), ['kite-1-of-two.webp', 'kite-1.jpg', 'kite-2-of-two.webp', 'kite-2.jpg']);
    assert.equal(file(cwd, 'kite-2-of-two.webp').format, 'webp');
    assert.equal(file(cwd, 'kite-1.jpg').format, 'jpeg');
  });

  test('makes up names in a folder, and none of them twice', async () => {
    const cwd = place();
    mkdirSync(join(cwd, 'made'));
    await well(['generate', 'A cute, baby sea otter!', '-o', 'made'], { cwd });
    await well(['generate', 'A cute, baby sea otter!', '-o', 'made/', '--format', 'jpeg'], { cwd });
    await well(['generate', 'A cute, baby sea otter!', '-o', 'made'], { cwd });
    await well(['generate', '../../狐'], { cwd });
    assert.deepEqual(readdirSync(join(cwd, 'made')).sort(), ['a-cute-baby-sea-otter-2.png', 'a-cute-baby-sea-otter.jpg', 'a-cute-baby-sea-otter.png']);
    assert.ok(existsSync(join(cwd, 'image.png')));
  });

  test('--json is one object with files, cost, seeds, model, region and notes', async () => {
    const cwd = place();
    const { out } = await well(['generate', 'a kite', '-n', '2', '-o', 'kite.png', '--seed', '30', '--model', core, '--size', '1000x800', '--quality', 'high', '--json'], { cwd });
    const said = JSON.parse(out);
    assert.deepEqual(said.files.map(({ path, seed, cost_usd }) => [path, seed, cost_usd]), [[join(cwd, 'kite-1.png'), 30, 0.04], [join(cwd, 'kite-2.png'), 31, 0.04]]);
    for (const { path, format, width, height } of said.files)
      assert.deepEqual(picture(readFileSync(path)), { format, width, height });
    assert.deepEqual([said.seeds, said.cost_usd, said.paid, said.place, said.model, said.region], [[30, 31], 0.08, false, 'emulator', core, 'us-west-2']);
    assert.deepEqual(said.notes.ignored, ['quality']);
    assert.match(said.notes.adjusted[0], /^size=\d+x\d+$/);
  });

  test('-o - is the bytes of the picture and nothing else, for the next in the pipe', async () => {
    const cwd = place();
    const { bytes } = await well(['generate', 'a kite', '-o', '-'], { cwd });
    assert.deepEqual(picture(bytes), square(1024));
    const larger = await well(['upscale', '-', '-o', '-', '--format', 'webp'], { cwd, input: bytes });
    assert.deepEqual(picture(larger.bytes), square(2048, 'webp'));
    assert.deepEqual(readdirSync(cwd), []);
  });

  test("hands on the model's own parameters as JSON or words", async (t) => {
    const cwd = place();
    const bedrock = await emulator();
    t.after(() => bedrock.stop());
    const env = { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: bedrock.url, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-west-2' };
    const { err } = await well(['generate', 'a kite', '-o', 'kite.png', '--model', core, '--negative', 'rain', '--param', 'aspect_ratio=16:9', '--param', 'seed=12'], { cwd, env });
    assert.match(err, /^AWS Bedrock paints at http\S+: images cost money\.$/m);
    assert.match(err, /^stability\.stable-image-core-v1:1: 0\.04 USD an image, 0\.04 USD together\.$/m);
    assert.match(err, /^1 image by stability\.stable-image-core-v1:1 in us-west-2: 0\.04 USD\.$/m);
    const [{ body }] = await invocations(bedrock.url);
    assert.deepEqual([body.aspect_ratio, body.seed, body.negative_prompt], ['16:9', 12, 'rain']);
  });
});

describe('ochre edit, vary, upscale, remove-background', () => {
  const cwd = place();
  before(() => well(['generate', 'a harbour', '-o', 'photo.png', '--seed', '3'], { cwd }));

  test('make pictures of a picture, named after it', async () => {
    await well(['edit', 'photo.png', 'add a sunset', '--size', '512x512', '--model', 'amazon.nova-canvas-v1:0'], { cwd });
    await well(['vary', 'photo.png', '-n', '2', '--size', '512x512', '--model', 'amazon.nova-canvas-v1:0'], { cwd });
    await well(['upscale', 'photo.png'], { cwd });
    await well(['upscale', 'photo.png', 'a harbour', '--mode', 'conservative', '-o', 'careful.png'], { cwd });
    const { err } = await well(['remove-background', 'photo.png'], { cwd });
    assert.match(err, /1 image by stability\.stable-image-remove-background-v1:0/);
    assert.deepEqual(file(cwd, 'photo-varied-1.png'), square(512));
    assert.deepEqual(file(cwd, 'photo-varied-2.png'), square(512));
    assert.ok(file(cwd, 'photo-edited.png').width > 0);
    assert.deepEqual(file(cwd, 'photo-upscaled.png'), square(2048));
    assert.ok(file(cwd, 'careful.png').width > 1024);
    assert.deepEqual(file(cwd, 'photo-cut.png'), square(1024));
  });

  test('edit takes a mask, which the cut picture is, and the model that paints within one answers', async () => {
    await well(['remove-background', 'photo.png', '-o', 'mask.png', '--force'], { cwd });
    const { out } = await well(['edit', 'photo.png', '--mask', 'mask.png', 'a red kite', '-o', 'kite.png', '--json'], { cwd });
    assert.equal(JSON.parse(out).model, 'stability.stable-image-inpaint-v1:0');
    assert.deepEqual(file(cwd, 'kite.png'), square(1024));
  });
});

describe('what a verb that paints refuses', () => {
  const cwd = place();
  before(() => {
    writeFileSync(join(cwd, 'there.png'), 'precious');
    writeFileSync(join(cwd, 'there-2.png'), 'precious');
    writeFileSync(join(cwd, 'words.txt'), 'no picture');
  });

  test('a wrong line ends with 2, says in one sentence what is wrong, and writes nothing', async () => {
    for (const [args, says] of [
      [['generate', 'a kite', '-o', 'there.png'], /there\.png' is there already\. Overwrite it with --force/],
      [['generate', 'a kite', '-n', '2', '-o', 'there-{n}.png'], /there-2\.png' is there already/],
      [['generate', 'a kite', '-o', 'nowhere/kite.png'], /there is no folder/],
      [['generate', 'a kite', '-o', ''], /-o names no file/],
      [['generate', 'a kite', '-o', '/proc/kite.png'], /no file can be written in the folder '\/proc'/],
      [['generate', 'a kite', '-o', 'kite.gif'], /'\.gif' is the ending of another format/],
      [['generate', 'a kite', '--key', 'sk-1234'], /--key belongs to a gateway/],
      [['generate', 'a kite', '-n', '2', '-o', '-'], /stdout takes one image, not 2/],
      [['generate', 'a kite', '-o', '-', '--json'], /both want stdout/],
      [['generate', 'a kite', '-o', 'kite.png', '--format', 'webp'], /two different formats/],
      [['generate', 'a kite', '--format', 'gif'], /--format 'gif' is none of png, jpeg and webp/],
      [['generate', 'a kite', '--param', 'seed'], /is no NAME=VALUE/],
      [['generate', 'a kite', '--param', 'seed=1', '--seed', '2'], /said twice, by --seed too/],
      [['generate', 'a kite', '--param', 'n=2'], /say it with -n/],
      [['generate', 'a kite', '--timeout', '0'], /--timeout must be from 1 to 3600/],
      [['generate', 'a kite', '--url', 'ftp://x'], /no http or https address/],
      [['generate', 'a kite', '--url', 'http://127.0.0.1:9', '--key', 'a\nb'], /what no header takes/],
      [['generate', 'a kite', '--url', 'http://127.0.0.1:9', '--emulator'], /exclude each other/],
      [['edit', 'nothing.png', 'a kite'], /'nothing\.png' cannot be read/],
      [['edit', '-', '-'], /stdin can be read once/],
    ]) {
      const { code, out, err } = await ochre(args, { cwd });
      assert.deepEqual([code, out], [2, ''], `${args.join(' ')}\n${err}`);
      assert.match(err, says);
      assert.equal(err.trim().split('\n').length, 1, err);
    }
    for (const [args, says] of [
      [['generate'], /^ochre generate: <prompt> is missing\.$/m],
      [['generate', 'a', 'kite'], /'kite' is no argument here\. Put several words in quotation marks/],
      [['generate', 'a kite', '--sise', '1x1'], /'--sise' is no option here\. Did you mean --size\?/],
      [['generate', 'a kite', '-n', 'two'], /^ochre generate: --count is 'two'; it must be a whole number\.$/m],
      [['generate', 'a kite', '--seed', '1e9'], /--seed is '1e9'; it must be a whole number/],
      [['generate', 'a kite', '--quality'], /--quality needs a value: WORD/],
      [['upscale', 'there.png', '--mode', 'slow'], /'slow'.*'fast' 'conservative' 'creative'/],
      [['generat'], /'generat' is no verb here\. Did you mean generate\?/],
      [['paint'], /'paint' is no verb here\.$/m],
      [['keys'], /a verb is missing: list, create/],
      [['serve', '--port', '65536'], /--port is 65536; it must be from 0 to 65535/],
      [['emulator', '--port', '-1'], /--port is -1; it must be from 0 to 65535/],
    ]) {
      const { code, out, err } = await ochre(args, { cwd });
      assert.deepEqual([code, out], [2, ''], `${args.join(' ')}\n${err}`);
      assert.match(err, says);
      assert.match(err, /--help' tells what it takes\.\n$/);
    }
    assert.deepEqual(readdirSync(cwd).sort(), ['there-2.png', 'there.png', 'words.txt']);
    assert.equal(readFileSync(join(cwd, 'there.png'), 'utf8'), 'precious');
  });

  test('what the model or the gateway refuses ends with 1, and the option has its own name', async () => {
    for (const [args, says, code] of [
      [['generate', 'a kite', '--size', '9999x1'], /--size is '9999x1'/, 'invalid_value'],
      [['generate', 'a kite', '--seed', '-5'], /--seed must be/, 'invalid_value'],
      [['generate', 'a kite', '-n', '11'], /-n /, 'invalid_value'],
      [['generate', 'a kite', '--model', 'no-such-model'], /no-such-model/, 'model_not_found'],
      [['generate', 'a kite', '--param', 'sneed=3', '--model', core], /sneed/, 'unknown_parameter'],
      [['generate', ''], /the prompt/i, null],
      [['edit', 'words.txt', 'a kite'], /the image/, 'invalid_image_format'],
      [['generate', 'a kite', '--url', 'http://127.0.0.1:9'], /could not be reached/, 'bedrock_unavailable'],
    ]) {
      const { code: ended, out, err } = await ochre([...args, '--json', '-q'], { cwd });
      assert.equal(ended, 1, err);
      assert.match(err, says);
      assert.equal(err.trim().split('\n').length, 1, err);
      if (code !== null)
        assert.equal(JSON.parse(out).error.code, code, out);
    }
    assert.deepEqual(readdirSync(cwd).sort(), ['there-2.png', 'there.png', 'words.txt']);
  });

  test('help is a verb too, and goes to stdout', async () => {
    assert.equal((await well(['help', 'generate'], { cwd })).out, (await well(['generate', '--help'], { cwd })).out);
  });

  test('--force overwrites', async () => {
    const own = place();
    writeFileSync(join(own, 'there.png'), 'worthless');
    await well(['generate', 'a kite', '-o', 'there.png', '--force'], { cwd: own });
    assert.deepEqual(file(own, 'there.png'), square(1024));
  });
});

describe('a gateway', () => {
  const server = suite(gateway, [], { env: { OCHRE_MASTER_KEY: master } });
  let key;
  before(async () => {
    const { out } = await well(['keys', 'create', '--models', 'stability.*', '--max-budget', '0.10', '--json'], { cwd: place(), env: { OCHRE_URL: server.url, OCHRE_MASTER_KEY: master } });
    key = JSON.parse(out).key;
  });

  test('paints for a virtual key, tells seeds and cost, and refuses what the budget does not hold', async () => {
    const cwd = place();
    const { out } = await well(['generate', 'a kite', '-n', '2', '-o', 'kite.png', '--seed', '5', '--url', server.url, '--key', key, '--json'], { cwd });
    const said = JSON.parse(out);
    assert.deepEqual([said.place, said.paid, said.cost_usd, said.seeds, said.model], ['gateway', true, 0.08, [5, 6], core]);
    assert.deepEqual(file(cwd, 'kite-2.png'), square(1024));
    const env = { OCHRE_URL: server.url, OCHRE_API_KEY: key };
    const spent = await ochre(['generate', 'a kite', '-o', 'more.png'], { cwd, env });
    assert.equal(spent.code, 1);
    assert.match(spent.err, /budget/i);
    assert.ok(!spent.err.includes(key));
    assert.ok(!existsSync(join(cwd, 'more.png')));
  });

  test('edits and varies there, and a wrong key or another model is refused', async () => {
    const cwd = place();
    const env = { OCHRE_URL: server.url, OCHRE_API_KEY: master };
    await well(['generate', 'a kite', '-o', 'kite.png'], { cwd, env });
    const { out } = await well(['edit', 'kite.png', 'at night', '--json'], { cwd, env });
    assert.equal(JSON.parse(out).place, 'gateway');
    await well(['vary', 'kite.png', '-o', 'like.png'], { cwd, env });
    await well(['remove-background', 'kite.png'], { cwd, env });
    assert.deepEqual(file(cwd, 'kite-cut.png'), square(1024));
    for (const [given, model, says] of [['sk-wrong-wrong-wrong', core, /key/i], [key, 'amazon.nova-canvas-v1:0', /model/i]]) {
      const { code, err } = await ochre(['generate', 'a kite', '-m', model], { cwd, env: { OCHRE_URL: server.url, OCHRE_API_KEY: given } });
      assert.equal(code, 1, err);
      assert.match(err, says);
    }
  });
});

describe('at a terminal', () => {
  test('Ctrl+C ends with 130, keeps what came and says what may have been bought', async (t) => {
    const cwd = place();
    writeFileSync(join(cwd, 'faults.json'), '[{"fault":"slow=50s","after":1}]');
    const bedrock = await emulator(['--faults', join(cwd, 'faults.json')]);
    t.after(() => bedrock.stop());
    const env = { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: bedrock.url, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-west-2' };
    const painting = begin(binary, ['generate', 'a kite', '-n', '2', '-o', 'kite.png'], { cwd, env });
    const came = await until(() => readdirSync(cwd).find((name) => /^kite-\d\.png$/.test(name)), 30_000, () => painting.said());
    painting.child.kill('SIGINT');
    const { code, out, err } = await painting.ended;
    assert.deepEqual([code, out], [130, ''], err);
    assert.ok(err.includes(`ochre generate: Broken off: 1 image came (${join(cwd, came)}): 0.04 USD; 1 more may have been made and billed.`), err);
    assert.deepEqual(file(cwd, came), square(1024));
  });

  test('a small picture is shown where the terminal can, and nowhere else', async () => {
    const cwd = place();
    // `script` gives it a terminal of its own.
    const shown = async (env, more = '') => (await begin('script', ['-qec', `'${binary}' generate 'a kite' -o kite.png --force ${more}`, '/dev/null'], { cwd, env: { TERM: 'xterm-256color', ...env } }).ended).out;
    const kitty = await shown({ TERM: 'xterm-kitty' });
    const chunks = [...kitty.matchAll(/\x1b_G([^;]*);([^\x1b]*)\x1b\\/g)];
    assert.match(chunks[0][1], /^a=T,f=100,q=2,c=32,m=1$/);
    assert.ok(chunks.every(([, , text]) => text.length <= 4096));
    assert.ok(Buffer.from(chunks.map(([, , text]) => text).join(''), 'base64').equals(readFileSync(join(cwd, 'kite.png'))));
    assert.match(await shown({ TERM_PROGRAM: 'iTerm.app' }), /\x1b\]1337;File=inline=1;size=\d+;width=32/);
    for (const [env, more] of [[{}], [{ TERM: 'xterm-kitty' }, '--no-preview'], [{ TERM: 'xterm-kitty' }, '-q'], [{ TERM: 'xterm-kitty', TMUX: '1' }]])
      assert.doesNotMatch(await shown(env, more), /\x1b_G|\x1b\]1337/);
  });

  test('--open hands the file to the viewer, and gives a link where there is none', async () => {
    const cwd = place();
    mkdirSync(join(cwd, 'bin'));
    writeFileSync(join(cwd, 'bin', 'xdg-open'), `#!/bin/sh\necho "$1" > '${join(cwd, 'opened.tmp')}'; mv '${join(cwd, 'opened.tmp')}' '${join(cwd, 'opened')}'\n`);
    chmodSync(join(cwd, 'bin', 'xdg-open'), 0o755);
    await well(['generate', 'a kite', '-o', 'kite.png', '--open'], { cwd, env: { PATH: `${join(cwd, 'bin')}:${process.env.PATH}` } });
    assert.equal(await until(() => existsSync(join(cwd, 'opened')) && readFileSync(join(cwd, 'opened'), 'utf8')), `${join(cwd, 'kite.png')}\n`);
    const { err } = await well(['generate', 'a kite', '-o', 'other.png', '--open'], { cwd, env: { PATH: join(cwd, 'none') } });
    assert.match(err, /There is no viewer to open it with: file:\/\/\/.*other\.png/);
  });
});

describe('ochre completion', () => {
  const cwd = place();
  before(() => {
    mkdirSync(join(cwd, 'bin'));
    writeFileSync(join(cwd, 'bin', 'ochre'), `#!/bin/sh\nexec '${binary}' "$@"\n`);
    chmodSync(join(cwd, 'bin', 'ochre'), 0o755);
  });

  test('bash completes verbs, options and models, whose names have colons', async () => {
    const complete = async (line) => (await begin('bash', ['-c', `eval "$(ochre completion bash)"; COMP_LINE='${line}' COMP_POINT=${line.length}; _ochre; printf '%s\\n' "\${COMPREPLY[@]}"`],
      { cwd, env: { PATH: `${join(cwd, 'bin')}:${process.env.PATH}` } }).ended).out.trim().split('\n');
    assert.deepEqual(await complete('ochre rem'), ['remove-background']);
    assert.deepEqual(await complete('ochre generate kite --neg'), ['--negative']);
    assert.ok((await complete('ochre generate kite --model stability.stable-image-core')).includes(core));
    assert.deepEqual((await complete('ochre generate kite --model stability.stable-image-core-v1:')).sort(), ['0', '1']);
    assert.deepEqual(await complete('ochre upscale a.png --mode cr'), ['creative']);
    assert.ok(!(await complete('ochre com')).includes('complete'));
    assert.ok((await complete('ochre ')).includes('generate'));
    assert.ok(!(await complete('ochre ')).some((word) => /^[-/]/.test(word)));
    // Nothing of Ochre's: the shell offers files.
    assert.deepEqual(await complete('ochre edit '), ['']);
    assert.deepEqual((await complete('ochre generate kite --quality ')).sort(), ['high', 'low', 'medium']);
  });

  test('zsh and fish have their scripts; another shell is refused', async () => {
    assert.match((await well(['completion', 'zsh'], { cwd })).out, /compdef _ochre ochre/);
    assert.match((await well(['completion', 'fish'], { cwd })).out, /complete -c ochre/);
    assert.equal((await ochre(['completion', 'tcsh'], { cwd })).code, 2);
  });
});
