// A real server from .ci: it says 'ready PID' when it answers, and goes when nobody listens to it any more.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

/** Its ports are free when they are chosen; somebody else may be quicker, and then it is told others. */
export const start = (name, count = 1) => startOnce(name, count).catch(() => startOnce(name, count));

/** @param name of the script; it is told `start FOLDER PORT…`. */
async function startOnce(name, count) {
  const ports = [];
  while (ports.length < count)
    ports.push(await freePort());
  const folder = mkdtempSync(`${tmpdir()}/ochre-${name}-`);
  const script = fileURLToPath(new URL(`../../../.ci/${name}`, import.meta.url));
  const child = spawn('bash', [script, 'start', folder, ...ports], { stdio: ['pipe', 'pipe', 'pipe'] });
  const said = [];
  child.stderr.setEncoding('utf8').on('data', (text) => said.push(text));
  const pid = await new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text) => { if (text.startsWith('ready ')) resolve(Number(text.slice(6))); });
    child.on('close', () => reject(new Error(`${name} does not start (.ci/${name} install):\n${said.join('').slice(-3000)}`)));
    child.on('error', reject);
  });
  return {
    ports,
    pid,
    async stop() {
      const ended = new Promise((resolve) => child.on('close', resolve));
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One that nobody holds at this moment. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
