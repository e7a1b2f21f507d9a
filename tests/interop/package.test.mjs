// The package as its users have it: packed, restored from a folder into a project of theirs, published trimmed without a warning, and run.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { arch, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { picture } from './lib/picture.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const version = `0.0.0-test.${process.pid}.${Date.now()}`;
const runtime = `${{ linux: 'linux', darwin: 'osx', win32: 'win' }[platform()]}-${arch()}`;

function dotnet(args, cwd) {
  const { status, stdout, stderr } = spawnSync('dotnet', args, { cwd, encoding: 'utf8', timeout: 280_000, env: { ...process.env, MSBUILDDISABLENODEREUSE: '1' } });
  assert.equal(status, 0, `dotnet ${args.join(' ')}\n${stdout.slice(-3000)}\n${stderr.slice(-1000)}`);
  return stdout;
}

describe('the package Ochre', { timeout: 290_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'ochre-package-'));
  let restored;
  let program;

  before(() => {
    // As ./test has built it.
    dotnet(['pack', join(root, 'src/Ochre'), '-c', 'Release', '--no-build', '-o', join(folder, 'feed'), `-p:PackageVersion=${version}`, '--nologo', '-v', 'quiet'], root);
    mkdirSync(join(folder, 'app'));
    const put = (name, text) => writeFileSync(join(folder, 'app', name), text);
    put('nuget.config', '<configuration><packageSources><add key="here" value="../feed" /></packageSources></configuration>');
    // The sample, without the lines that point into this tree.
    put('Program.cs', readFileSync(join(root, 'samples/hosting.cs'), 'utf8').replaceAll(/^#:.*\n/gm, ''));
    put('App.csproj', `<Project Sdk="Microsoft.NET.Sdk">
      <PropertyGroup>
        <OutputType>Exe</OutputType>
        <TargetFramework>net10.0</TargetFramework>
        <ImplicitUsings>enable</ImplicitUsings>
        <Nullable>enable</Nullable>
        <NoWarn>$(NoWarn);MEAI001</NoWarn>
        <PublishTrimmed>true</PublishTrimmed>
        <TrimMode>full</TrimMode>
        <EnableConfigurationBindingGenerator>true</EnableConfigurationBindingGenerator>
        <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
      </PropertyGroup>
      <ItemGroup>
        <PackageReference Include="Ochre" Version="${version}" />
        <PackageReference Include="Microsoft.Extensions.Hosting" Version="10.0.14" />
      </ItemGroup>
    </Project>`);
    dotnet(['publish', '-c', 'Release', '-r', runtime, '--self-contained', '-o', join(folder, 'out'), '--nologo', '-v', 'quiet'], join(folder, 'app'));
    program = join(folder, 'out', platform() === 'win32' ? 'App.exe' : 'App');
    const packages = dotnet(['nuget', 'locals', 'global-packages', '--list', '--force-english-output'], root).match(/global-packages: (.+)/)[1].trim();
    restored = join(packages, 'ochre', version);
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
    if (restored)
      rmSync(restored, { recursive: true, force: true });
  });

  test('holds the library and the emulator with their documentation, and a README', () => {
    assert.deepEqual(readdirSync(join(restored, 'lib/net10.0')).sort(), ['Ochre.Emulator.dll', 'Ochre.Emulator.xml', 'Ochre.dll', 'Ochre.xml']);
    assert.match(readFileSync(join(restored, 'README.md'), 'utf8'), /^# Ochre\n/);
    assert.match(readFileSync(join(restored, 'lib/net10.0/Ochre.xml'), 'utf8'), /M:Ochre\.OchreClient\.GenerateAsync/);
  });

  test('has its symbols beside it', () => {
    assert.deepEqual(readdirSync(join(folder, 'feed')).sort(), [`Ochre.${version}.nupkg`, `Ochre.${version}.snupkg`]);
  });

  test('asks for the versions that are tested here or newer ones, of nothing but what it needs, and not for ASP.NET', () => {
    const nuspec = readFileSync(join(restored, 'ochre.nuspec'), 'utf8');
    const central = new Map([...readFileSync(join(root, 'Directory.Packages.props'), 'utf8').matchAll(/Include="(.+?)" Version="\[(.+?)\]"/g)].map(([, id, exact]) => [id, exact]));
    const wanted = [...nuspec.matchAll(/<dependency id="(.+?)" version="(.+?)"/g)];
    assert.ok(wanted.length > 5);
    for (const [, id, least] of wanted)
      assert.equal(least, central.get(id), id);
    assert.doesNotMatch(nuspec, /Ochre\.Emulator|frameworkReference/);
  });

  test('is trimmed without a warning, and the sample runs', () => {
    const made = join(folder, 'made');
    mkdirSync(made);
    const { status, stdout, stderr } = spawnSync(program, { cwd: made, encoding: 'utf8', timeout: 60_000 });
    assert.equal(status, 0, stderr.slice(-2000));
    assert.match(stdout, /^2 of image\/png, seed 30, 0\.04 USD each$/m);
    assert.match(stdout, /^Healthy: ochre, Ochre_eu$/m);
    const { width, height } = picture(readFileSync(join(made, 'otter.png')));
    assert.deepEqual([width, height], [512, 768]);
  });
});
