// Starts the built binary as its users do: its own process, a free port, a data folder and a home of its own.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, afterEach, before } from 'node:test';

export const binary = process.env.OCHRE_BINARY
  ?? fileURLToPath(new URL('../../../artifacts/bin/Ochre.Gateway/release/Ochre.Gateway', import.meta.url));
const START = 60_000;

/** What the test process has, less everything that would steer Ochre or an AWS SDK; the codec that ./test found is no steering. */
export function environment(home, extra = {}) {
  const kept = Object.entries(process.env).filter(([name]) => /^(PATH|LANG|LC_|TZ|TMPDIR|DOTNET_|OCHRE_LIBVIPS)/.test(name));
  return { ...Object.fromEntries(kept), HOME: home, ...extra };
}

/** Runs the binary until it ends by itself: for refusals to start. */
export async function run(args, { env = {}, deadline = START } = {}) {
  const ochre = launch(args, env);
  const timer = setTimeout(() => ochre.child.kill('SIGKILL'), deadline);
  const [code, signal] = await ochre.ended;
  clearTimeout(timer);
  ochre.clean();
  return { code, signal, out: ochre.out.join(''), err: ochre.err.join('') };
}

/** A gateway that answers. */
export const gateway = (args = [], options) => start([...anyPort(args), ...args], { ...options, ready: '/health', keepsData: true });

/** Bedrock on a port, for any AWS SDK. */
export const emulator = (args = [], options) => start(['emulator', ...anyPort(args), ...args], { ...options, ready: '/_emulator/invocations' });

const anyPort = (args) => args.includes('--port') ? [] : ['--port', '0'];

/** For a whole suite: started before it, stopped after it, its log shown only where a test failed. */
export function suite(starter, ...args) {
  const holder = {};
  before(async () => { holder.server = await starter(...args); });
  afterEach((t) => { if (t.passed === false) holder.server?.showLog(); });
  after(() => holder.server?.stop());
  return { get url() { return holder.server.url; }, get server() { return holder.server; } };
}

/** For one test: stopped when the test ends, the log shown if it failed. */
export async function during(t, starting) {
  const server = await starting;
  t.after(async () => {
    if (t.passed === false)
      server.showLog();
    await server.stop();
  });
  return server;
}

async function start(args, { env = {}, ready, keepsData = false }) {
  const ochre = launch(args, env, keepsData);
  let over = false;
  ochre.ended.then(() => { over = true; });
  const url = await until(() => {
    if (over)
      throw new Error(`ochre ${args.join(' ')} ended at its start:\n${ochre.log()}`);
    return /^Ochre (?:serves|emulates Bedrock on) (http:\/\/[^\s]+?)\.?\s/m.exec(ochre.out.join(''))?.[1];
  }, START, () => `ochre ${args.join(' ')} names no address:\n${ochre.log()}`);
  await until(async () => (await fetch(url + ready).catch(() => null))?.ok, START, () => `${url} does not get ready:\n${ochre.log()}`);
  return {
    url,
    data: join(ochre.home, 'data'),
    child: ochre.child,
    ended: ochre.ended,
    log: ochre.log,
    announcement: () => ochre.out.join('').slice(0, 2000),
    showLog: () => console.error(`--- log of ochre ${args.join(' ')} ---\n${ochre.log()}`),
    async stop() {
      ochre.child.kill('SIGCONT');
      ochre.child.kill('SIGTERM');
      // Told again, it waits for nothing that still runs.
      const timers = [setTimeout(() => ochre.child.kill('SIGTERM'), 2_000), setTimeout(() => ochre.child.kill('SIGKILL'), 15_000)];
      const ending = await ochre.ended;
      timers.forEach(clearTimeout);
      ochre.clean();
      return ending;
    },
  };
}

function launch(args, env, keepsData = false) {
  const home = mkdtempSync(join(tmpdir(), 'ochre-interop-'));
  const own = keepsData && !args.includes('--data-dir') ? ['--data-dir', join(home, 'data')] : [];
  const child = spawn(binary, [...args, ...own], { cwd: home, env: environment(home, env), stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err] = [[], []];
  child.stdout.setEncoding('utf8').on('data', (text) => out.push(text));
  child.stderr.setEncoding('utf8').on('data', (text) => err.push(text));
  const ended = new Promise((resolve) => {
    child.on('close', (code, signal) => resolve([code, signal]));
    child.on('error', (error) => { err.push(`${error.message}; build first: dotnet build -c Release\n`); resolve([null, 'error']); });
  });
  return {
    home, child, out, err, ended,
    log: () => [...out, ...err].join('').slice(-3000),
    clean: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** Asks until there is an answer; no fixed pause decides anything. */
export async function until(ask, deadline = 30_000, complaint = () => 'it did not happen in time') {
  const end = Date.now() + deadline;
  for (;;) {
    const answer = await ask();
    if (answer)
      return answer;
    if (Date.now() > end)
      throw new Error(complaint());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What Bedrock was asked and what it billed, newest first. */
export async function invocations(url, last = 1000) {
  const answer = await fetch(`${url}/_emulator/invocations?last=${last}`);
  return answer.json();
}
