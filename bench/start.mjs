#!/usr/bin/env node
// From the start of a process to its first answers: node bench/start.mjs PROGRAM [OTHER …] [--runs N]. Several programs take turns, and the first is the measure of the others.
// Each run has a port and an empty data folder of its own. The processor's time tells more than the clock where others use the machine.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { processorSeconds } from '../tests/interop/lib/process.mjs';
import { freePort } from '../tests/interop/lib/server.mjs';

const { values: said, positionals: programs } = parseArgs({ allowPositionals: true, options: { runs: { type: 'string', default: '9' } } });
const agent = new Agent({ keepAlive: false });
const first = { 'first health': ['GET', '/health'], 'first image': ['POST', '/v1/images/generations', '{"prompt":"A cute baby sea otter"}'] };

/** The status of the whole answer; 0 where nobody listens yet. */
const ask = (port, method, path, body) => new Promise((resolve) => {
  const asked = request({ host: '127.0.0.1', port, method, path, agent, headers: body ? { 'content-type': 'application/json' } : {} }, (answer) => {
    answer.resume().on('end', () => resolve(answer.statusCode));
  });
  asked.on('error', () => resolve(0)).end(body);
});

async function once(program, question) {
  const [data, port] = [mkdtempSync(join(tmpdir(), 'ochre-start-')), await freePort()];
  const began = performance.now();
  const child = spawn(program, ['serve', '--emulator', '--port', String(port), '--data-dir', data], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('close', resolve));
  let status = 0;
  while (status === 0 && child.exitCode === null) {
    status = await ask(port, ...question);
    if (status === 0)
      await pause(3);
  }
  const told = { ms: performance.now() - began, cpu: child.exitCode === null ? processorSeconds(child) * 1000 : 0 };
  child.kill('SIGKILL');
  await ended;
  rmSync(data, { recursive: true, force: true });
  if (status !== 200)
    throw new Error(`${program}: ${status}`);
  return told;
}

const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];

if (programs.length === 0)
  throw new Error('which program? node bench/start.mjs PROGRAM [OTHER …]');
console.log(`${cpus().length} processors, load ${loadavg()[0].toFixed(1)}, medians of ${said.runs}\n`);
console.log('| until | program | ms | fastest ms | CPU ms | CPU ÷ first |\n| --- | --- | --- | --- | --- | --- |');
for (const [name, question] of Object.entries(first)) {
  const all = programs.map(() => []);
  for (let run = 0; run < Number(said.runs); run++)
    for (const [place, program] of programs.entries())
      all[place].push(await once(program, question));
  const measure = median(all[0].map(({ cpu }) => cpu));
  for (const [place, runs] of all.entries()) {
    const cpu = median(runs.map((run) => run.cpu));
    console.log(`| ${name} | ${programs[place]} | ${median(runs.map(({ ms }) => ms)).toFixed(0)} | ${Math.min(...runs.map(({ ms }) => ms)).toFixed(0)} | ${cpu.toFixed(0)} | ${(cpu / measure).toFixed(2)} |`);
  }
}
