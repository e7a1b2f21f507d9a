// As whom Bedrock is called: every way to be someone on AWS, each with keys that Bedrock's end verifies.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { during, gateway, until } from './lib/ochre.mjs';
import { secretOf, signer } from './lib/sigv4.mjs';
import { answerWith, core, key, png } from './lib/upstream.mjs';

const role = 'arn:aws:iam::123456789012:role/images';
const base = { AWS_ACCESS_KEY_ID: 'AKIABASE', AWS_SECRET_ACCESS_KEY: secretOf('AKIABASE') };
const picture = answerWith(png(64, 64));

/** Whoever hands out keys, in a process of its own. */
async function credentials(t, behaviour = {}) {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./lib/credential-server.mjs', import.meta.url))], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => { child.kill('SIGCONT'); child.kill('SIGKILL'); });
  const port = await new Promise((resolve) => child.stdout.setEncoding('utf8').once('data', (text) => resolve(text.trim())));
  const url = `http://127.0.0.1:${port}`;
  const change = (to) => fetch(`${url}/_do`, { method: 'POST', body: JSON.stringify(to) });
  await change(behaviour);
  return { url, child, change, calls: async (from) => (await (await fetch(`${url}/_calls`)).json()).filter((call) => call.from === from) };
}

/** Bedrock, which takes only what is signed with the secret of its key and carries that key's session token. */
async function bedrock(t) {
  const signers = [];
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request)
      parts.push(part);
    const who = signer(request, Buffer.concat(parts), 'bedrock', secretOf);
    assert.equal(who.token, who.key.startsWith('ASIA') ? `token-of-${who.key}` : undefined);
    signers.push(who);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': picture.length });
    response.end(picture);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => { server.closeAllConnections(); server.close(); });
  return { signers, url: `http://127.0.0.1:${server.address().port}` };
}

function home(t, files = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'ochre-interop-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const serve = (t, front, env, ...args) => during(t, gateway(['--aws', ...args], {
  env: { OCHRE_API_KEY: key, AWS_REGION: 'us-west-2', AWS_ENDPOINT_URL_BEDROCK_RUNTIME: front.url, AWS_EC2_METADATA_DISABLED: 'true', ...env },
}));

async function paint(ochre, model = core) {
  const answer = await fetch(`${ochre.url}/v1/images/generations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ prompt: 'an otter', model, response_format: 'b64_json' }),
  });
  return { status: answer.status, body: await answer.json() };
}

async function calledBy(ochre, front, model) {
  const { status, body } = await paint(ochre, model);
  assert.equal(status, 200, JSON.stringify(body));
  return front.signers.at(-1).key;
}


test('60 s', async (t) => {
  const [aws, front] = [await credentials(t, { life: 160 }), await bedrock(t)];
  const ochre = await serve(t, front, { ...base, AWS_ROLE_NAME: role, AWS_STS_ENDPOINT: aws.url });
  await calledBy(ochre, front);
  const run = async (seconds) => { const took = []; for (const end = performance.now() + seconds * 1000; performance.now() < end;) { const s = performance.now(); assert.equal(await calledBy(ochre, front), 'ASIA1'); took.push(performance.now() - s); await new Promise((r) => setTimeout(r, 5)); } took.sort((a, b) => a - b); return [took.length, took[Math.floor(took.length / 2)], took[Math.floor(took.length * 0.99)], took.at(-1)].map((x) => +x.toFixed(1)); };
  await run(5);
  console.log('before', await run(60));
  aws.child.kill('SIGSTOP');
  console.log('stopped', await run(60));
  aws.child.kill('SIGCONT');
  await until(async () => await calledBy(ochre, front) !== 'ASIA1', 90_000);
  console.log('renewed', front.signers.at(-1).key, 'sts calls', (await aws.calls('sts')).length);
  console.log(ochre.log().match(/"Message":"AWS credentials[^"]*/g));
});
