// The command as a .NET tool: packed, installed from a folder into a folder, and run.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { environment } from './lib/ochre.mjs';
import { picture } from './lib/picture.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const version = `0.0.0-test.${process.pid}.${Date.now()}`;

describe('the tool Ochre.Tool', { timeout: 290_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'ochre-tool-'));
  const own = { ...process.env, MSBUILDDISABLENODEREUSE: '1', DOTNET_CLI_HOME: folder, NUGET_PACKAGES: join(folder, 'packages') };
  const run = (program, args, env) => spawnSync(program, args, { cwd: folder, encoding: 'utf8', timeout: 280_000, env });
  const dotnet = (args, env) => {
    const { status, stdout, stderr } = run('dotnet', args, env);
    assert.equal(status, 0, `dotnet ${args.join(' ')}\n${stdout.slice(-3000)}\n${stderr.slice(-1000)}`);
  };

  before(() => {
    // As ./test has built it; the packages that this was built of are where they were restored to.
    dotnet(['pack', join(root, 'src/Ochre.Gateway'), '-c', 'Release', '--no-build', '-o', join(folder, 'feed'), `-p:PackageVersion=${version}`, '--nologo', '-v', 'quiet'], { ...process.env, MSBUILDDISABLENODEREUSE: '1' });
    writeFileSync(join(folder, 'nuget.config'), '<configuration><packageSources><clear /><add key="here" value="feed" /></packageSources></configuration>');
    dotnet(['tool', 'install', 'Ochre.Tool', '--version', version, '--tool-path', join(folder, 'tools'), '--configfile', join(folder, 'nuget.config')], own);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('is the command ochre, which paints without a network', () => {
    const { status, stdout, stderr } = run(join(folder, 'tools', platform() === 'win32' ? 'ochre.exe' : 'ochre'), ['generate', 'A cute baby sea otter', '-o', 'otter.png', '--json'], environment(folder));
    assert.equal(status, 0, stderr);
    assert.equal(JSON.parse(stdout).files[0].path, join(folder, 'otter.png'));
    assert.deepEqual(picture(readFileSync(join(folder, 'otter.png'))), { format: 'png', width: 1024, height: 1024 });
  });
});
