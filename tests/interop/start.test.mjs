// What Ochre refuses to start with: exit code 2, every reason, each with its place and its fix.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { during, gateway, run, until } from './lib/ochre.mjs';

const aws = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
const key = { OCHRE_API_KEY: 'sk-interop-0123456789' };

async function refuses(args, env, ...reasons) {
  const { code, err } = await run([...args, ...(args.includes('--port') ? [] : ['--port', '0'])], { env });
  assert.equal(code, 2, err);
  assert.match(err, /^ochre cannot start/);
  for (const reason of reasons)
    assert.match(err, reason);
  assert.doesNotMatch(err, / at [A-Z]\w+\.|Unhandled/, 'a stack is no reason');
  return err;
}

function file(t, name, text) {
  const folder = mkdtempSync(join(tmpdir(), 'ochre-interop-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('starting', () => {
  test('AWS credentials without a key', () => refuses([], aws, /OCHRE_API_KEY/, /money/));

  test('--aws without a key', () => refuses(['--aws'], {}, /OCHRE_API_KEY/));

  test('an open address without a key', () => refuses(['--host', '0.0.0.0'], {}, /0\.0\.0\.0 is not a loopback address/, /OCHRE_API_KEY/));

  test('an open address with a key', async (t) => {
    const ochre = await during(t, gateway(['--host', '0.0.0.0'], { env: key }));
    assert.equal((await fetch(`${ochre.url.replace('0.0.0.0', '127.0.0.1')}/v1/models`)).status, 401);
  });

  test('credentials set aside by --emulator', async (t) => {
    const ochre = await during(t, gateway(['--emulator'], { env: aws }));
    assert.match(ochre.log(), /embedded Bedrock emulator/);
  });

  test('no setting of ASP.NET Core counts, and no folder is watched for one', async (t) => {
    const ochre = await during(t, gateway([], { env: { ASPNETCORE_URLS: 'http://127.0.0.1:1', Kestrel__Endpoints__other__Url: 'http://127.0.0.1:1' } }));
    assert.notEqual(new URL(ochre.url).port, '1');
    const open = `/proc/${ochre.child.pid}/fdinfo`;
    const watches = readdirSync(open).map((one) => { try { return readFileSync(join(open, one), 'utf8'); } catch { return ''; } }).filter((text) => /^inotify/m.test(text));
    assert.deepEqual(watches, [], 'started in a home folder, it would watch all of it');
  });

  test('--emulator with --aws', () => refuses(['--emulator', '--aws'], key, /exclude each other/));

  test('a key that is too short', () => refuses([], { OCHRE_API_KEY: 'short' }, /OCHRE_API_KEY: the key has 5 characters/));

  test('SIGHUP reads the configuration again, and nothing ends', async (t) => {
    const path = file(t, 'config.yaml', 'model_list: [{ model_name: own, litellm_params: { model: amazon.nova-canvas-v1:0 } }]\n');
    const ochre = await during(t, gateway(['--emulator', '--config', path]));
    ochre.child.kill('SIGHUP');
    await until(() => /The configuration was read again: 1 names/.test(ochre.log()), 30_000, () => ochre.log());
    writeFileSync(path, 'model_list: [{ model_name: other, litellm_params: { model: amazon.nova-canvas-v1:0 } }]\n');
    const names = async () => (await (await fetch(`${ochre.url}/v1/models`)).json()).data.map((model) => model.id);
    await until(async () => (await names()).includes('other'), 30_000, () => ochre.log());
    assert.ok(!(await names()).includes('own'));
  });

  test('a port that is taken', async (t) => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    t.after(() => other.close());
    const { port } = other.address();
    await refuses(['--port', String(port)], {}, new RegExp(`Port ${port} is taken`), /--port/);
    await refuses(['emulator', '--port', String(port)], {}, new RegExp(`Port ${port} is taken`));
  });

  test('every fault of the environment at once', () => refuses(['--host', '0.0.0.0'],
    { OCHRE_DEADLINE_SECONDS: 'soon', OCHRE_RESPONSE_FORMAT: 'gif', OCHRE_SUCCESSION: 'maybe', AWS_REGION: 'US West', PUBLIC_BASE_URL: 'ftp://x' },
    /for 6 reasons/, /OCHRE_DEADLINE_SECONDS: 'soon'/, /OCHRE_RESPONSE_FORMAT: 'gif'/, /OCHRE_SUCCESSION: 'maybe'/, /AWS_REGION: 'US West'/, /PUBLIC_BASE_URL: 'ftp:/));

  test('every fault of a configuration file at once, by line', async (t) => {
    const config = file(t, 'config.yaml', [
      'model_list:',
      '  - model_name: nameless',
      '    litellm_params:',
      '      aws_region_name: us-west-2',
      '  - model_name: lost',
      '    litellm_params:',
      '      model: bedrock/stability.no-such-model-v1:0',
      'general_settings:',
      '  master_key: os.environ/NOBODY_SET_THIS',
      '',
    ].join('\n'));
    const err = await refuses(['--config', config], {}, /config\.yaml:2: a model needs/, /config\.yaml:5: .*no-such-model/, /config\.yaml:9: .*NOBODY_SET_THIS/);
    assert.match(err, /for 3 reasons/);
  });

  test('a configuration file that is no YAML, or is not there', async (t) => {
    await refuses(['--config', file(t, 'config.yaml', 'model_list:\n  - "unfinished\n')], {}, /config\.yaml:\d+: not valid YAML/);
    await refuses(['--config', 'no-such-file.yaml'], {}, /no-such-file\.yaml: cannot be read/);
  });

  test('a faults file that is wrong', async (t) => {
    await refuses(['--faults', file(t, 'faults.json', '[{"fault":"explode"}]')], {}, /explode.*is not a fault; there are/);
    await refuses(['emulator', '--faults', file(t, 'faults.json', '[{"fault":"throttle","time":1}]')], {}, /a key 'time'/);
  });

  test('LiteLLM\'s configuration as it is', async (t) => {
    const config = file(t, 'config.yaml', [
      'model_list:',
      '  - model_name: house-style',
      '    litellm_params:',
      '      model: bedrock/stability.stable-image-core-v1:1',
      '      negative_prompt: fog',
      'litellm_settings:',
      '  drop_params: true',
      '  callbacks: [prometheus]',
      'general_settings:',
      '  master_key: os.environ/MASTER',
      '',
    ].join('\n'));
    const ochre = await during(t, gateway(['--config', config], { env: { MASTER: 'sk-master-0123456789' } }));
    const ask = (auth) => fetch(`${ochre.url}/v1/images/generations`, {
      method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${auth}` }, body: '{"model":"house-style","prompt":"an otter"}',
    });
    assert.equal((await ask('sk-master-0123456789')).status, 200);
    assert.equal((await ask('sk-other-0123456789')).status, 401);
    await until(() => /config\.yaml:8: litellm_settings\.callbacks/.test(ochre.log()), 10_000, () => 'a key without an effect is not named');
  });

  test('--help names every option, --version a version', async () => {
    const { code, out } = await run(['--help']);
    assert.equal(code, 0);
    for (const option of ['--config', '--port', '--host', '--emulator', '--aws', '--data-dir', '--public-url', '--faults'])
      assert.ok(out.includes(option), option);
    assert.match((await run(['--version'])).out, /^\d+\.\d+\.\d+/);
  });

  test('a word it does not know', async () => {
    const { code, err } = await run(['--prot', '4000']);
    assert.notEqual(code, 0);
    assert.match(err, /--prot/);
  });

  test('SIGTERM ends it with exit code 0', async () => {
    const ochre = await gateway();
    const [code, signal] = await ochre.stop();
    assert.deepEqual([code, signal], [0, null]);
  });
});
