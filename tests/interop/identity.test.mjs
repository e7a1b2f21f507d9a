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

describe('as whom Bedrock is called', { concurrency: 3 }, () => {
  test('each model of config.yaml as its own: keys, a role with external id and tags, a web identity', async (t) => {
    const [aws, front] = [await credentials(t), await bedrock(t)];
    const folder = home(t, { 'pod-token': 'head.claims.signature', 'config.yaml': `
model_list:
  - { model_name: keys, litellm_params: { model: ${core}, aws_access_key_id: AKIAOTHER, aws_secret_access_key: os.environ/OTHER } }
  - model_name: role
    litellm_params: { model: ${core}, aws_role_name: "${role}", aws_session_name: nightly, aws_external_id: ext-42, aws_session_tags: [{ Key: team, Value: pictures }], aws_sts_endpoint: "${aws.url}" }
  - { model_name: web, litellm_params: { model: ${core}, aws_role_name: "${role}", aws_web_identity_token: oidc/env_path/TOKEN_PATH, aws_sts_endpoint: "${aws.url}" } }
  - { model_name: plain, litellm_params: { model: ${core} } }
` });
    const ochre = await serve(t, front, { ...base, OTHER: secretOf('AKIAOTHER'), TOKEN_PATH: join(folder, 'pod-token') }, '--config', join(folder, 'config.yaml'));

    assert.equal(await calledBy(ochre, front, 'keys'), 'AKIAOTHER');
    assert.match(await calledBy(ochre, front, 'role'), /^ASIA\d$/);
    assert.match(await calledBy(ochre, front, 'web'), /^ASIA\d$/);
    assert.equal(await calledBy(ochre, front, 'plain'), 'AKIABASE');
    const [assumed, web] = (await aws.calls('sts')).sort((a, b) => a.Action.length - b.Action.length);
    assert.deepEqual(
      [assumed.Action, assumed.RoleArn, assumed.RoleSessionName, assumed.ExternalId, assumed['Tags.member.1.Key'], assumed['Tags.member.1.Value'], assumed.signer.key, assumed.signer.region],
      ['AssumeRole', role, 'nightly', 'ext-42', 'team', 'pictures', 'AKIABASE', 'us-west-2']);
    assert.deepEqual([web.Action, web.WebIdentityToken, web.signer], ['AssumeRoleWithWebIdentity', 'head.claims.signature', null]);
  });

  test('a role of the environment, as LiteLLM names it, whose session hundreds of first requests share', async (t) => {
    const [aws, front] = [await credentials(t, { slow: 500 }), await bedrock(t)];
    const ochre = await serve(t, front, { ...base, AWS_ROLE_NAME: role, AWS_STS_ENDPOINT: aws.url });

    const all = await Promise.all(Array.from({ length: 200 }, () => paint(ochre)));

    assert.ok(all.every(({ status }) => status === 200));
    assert.equal((await aws.calls('sts')).length, 1);
    assert.deepEqual([...new Set(front.signers.map(({ key: who }) => who))], ['ASIA1']);
  });

  test("LiteLLM's oidc/ references: GitHub Actions, Google, CircleCI and Azure, each session with a token of its own", async (t) => {
    const [aws, front] = [await credentials(t, { life: 12 }), await bedrock(t)];
    const names = { github: 'oidc/github/sts.amazonaws.com', google: 'oidc/google/https://aud.example/a b', circleci: 'oidc/circleci/', v2: 'oidc/circleci_v2/', azure: 'oidc/azure/' };
    const folder = home(t, { 'azure-token': 'head.azure.signature', 'config.yaml': `model_list:\n${Object.entries(names).map(([name, token]) =>
      `  - { model_name: ${name}, litellm_params: { model: ${core}, aws_role_name: "${role}", aws_session_name: ${name}, aws_web_identity_token: "${token}", aws_sts_endpoint: "${aws.url}" } }\n`).join('')}` });
    const ochre = await serve(t, front, {
      ...base, ACTIONS_ID_TOKEN_REQUEST_URL: `${aws.url}/idtoken?api-version=2.0`, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'runner-secret', GCE_METADATA_HOST: new URL(aws.url).host,
      CIRCLE_OIDC_TOKEN: 'head.circle.signature', CIRCLE_OIDC_TOKEN_V2: 'head.circle2.signature', AZURE_FEDERATED_TOKEN_FILE: join(folder, 'azure-token'),
    }, '--config', join(folder, 'config.yaml'));

    for (const name of Object.keys(names))
      assert.match(await calledBy(ochre, front, name), /^ASIA\d+$/);

    const tokenOf = async (name) => (await aws.calls('sts')).filter((call) => call.RoleSessionName === name).map((call) => call.WebIdentityToken);
    assert.match((await tokenOf('github'))[0], /^head\.sts\.amazonaws\.com-\d+\.signature$/);
    assert.match((await tokenOf('google'))[0], /^head\.https:\/\/aud\.example\/a b-\d+\.signature$/);
    assert.deepEqual([(await tokenOf('circleci'))[0], (await tokenOf('v2'))[0], (await tokenOf('azure'))[0]], ['head.circle.signature', 'head.circle2.signature', 'head.azure.signature']);
    assert.deepEqual((await aws.calls('github'))[0], { from: 'github', path: '/idtoken', accept: 'application/json; api-version=2.0', 'api-version': '2.0', audience: 'sts.amazonaws.com' });
    assert.equal((await aws.calls('google'))[0].path, '/computeMetadata/v1/instance/service-accounts/default/identity');
    await until(async () => new Set(await tokenOf('github')).size > 1, 30_000, () => ochre.log());
  });

  for (const [issue, reason] of [['refuse', /of GitHub Actions: 127\.0\.0\.1:\d+ answered with HTTP 403: .*id-token: write/], ['garbage', /of GitHub Actions: 127\.0\.0\.1:\d+ answered without a token/]]) {
    test(`an issuer that answers with ${issue === 'refuse' ? 'a refusal' : 'no token'} is named in the log, and its secret is not`, async (t) => {
      const [aws, front] = [await credentials(t, { issue }), await bedrock(t)];
      const ochre = await serve(t, front, {
        AWS_ROLE_NAME: role, AWS_WEB_IDENTITY_TOKEN: 'oidc/github/sts.amazonaws.com', AWS_STS_ENDPOINT: aws.url,
        ACTIONS_ID_TOKEN_REQUEST_URL: `${aws.url}/idtoken`, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'runner-secret',
      });

      const { status, body } = await paint(ochre);

      assert.deepEqual([status, body.error.code], [502, 'bedrock_access_denied']);
      assert.match(ochre.log(), reason);
      assert.doesNotMatch(ochre.log(), /runner-secret/);
      assert.equal((await aws.calls('sts')).length, 0);
    });
  }

  test('a pod of EKS with a web identity', async (t) => {
    const [aws, front] = [await credentials(t), await bedrock(t)];
    const folder = home(t, { token: 'head.claims.signature' });
    const ochre = await serve(t, front, { AWS_WEB_IDENTITY_TOKEN_FILE: join(folder, 'token'), AWS_ROLE_ARN: role, AWS_ROLE_SESSION_NAME: 'pod', AWS_ENDPOINT_URL_STS: aws.url });

    assert.equal(await calledBy(ochre, front), 'ASIA1');
    const [call] = await aws.calls('sts');
    assert.deepEqual([call.Action, call.RoleArn, call.RoleSessionName, call.WebIdentityToken], ['AssumeRoleWithWebIdentity', role, 'pod', 'head.claims.signature']);
  });

  test('a container of ECS or a pod identity of EKS, with its token in a file', async (t) => {
    const [aws, front] = [await credentials(t), await bedrock(t)];
    const folder = home(t, { token: 'pod-token' });
    const ochre = await serve(t, front, { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${aws.url}/container`, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: join(folder, 'token') });

    assert.equal(await calledBy(ochre, front), 'ASIA1');
  });

  test('an instance, by its metadata of version 2', async (t) => {
    const [aws, front] = [await credentials(t), await bedrock(t)];
    const ochre = await serve(t, front, { AWS_EC2_METADATA_DISABLED: 'false', AWS_EC2_METADATA_SERVICE_ENDPOINT: aws.url });

    assert.match(await calledBy(ochre, front), /^ASIA\d$/);
    assert.equal((await aws.calls('imds'))[0].path, '/latest/api/token');
  });

  test('a profile of IAM Identity Center, and one with a role upon another', async (t) => {
    const [aws, front] = [await credentials(t), await bedrock(t)];
    const session = { startUrl: 'https://corp.example/start', region: 'us-east-1', accessToken: 'sso-access-token', expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
    const folder = home(t, {
      [`.aws/sso/cache/${createHash('sha1').update('corp').digest('hex')}.json`]: JSON.stringify(session),
      '.aws/config': `[profile studio]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = images
region = us-west-2
[sso-session corp]
sso_region = us-east-1
sso_start_url = https://corp.example/start
sso_registration_scopes = sso:account:access
[profile base]
aws_access_key_id = AKIABASE
aws_secret_access_key = ${secretOf('AKIABASE')}
[profile above]
role_arn = ${role}
source_profile = base
external_id = ext-7
`,
      'config.yaml': `
model_list:
  - { model_name: sso, litellm_params: { model: ${core}, aws_profile_name: studio } }
  - { model_name: above, litellm_params: { model: ${core}, aws_profile_name: above } }
`,
    });
    const ochre = await serve(t, front, { HOME: folder, AWS_ENDPOINT_URL_SSO: aws.url, AWS_ENDPOINT_URL_STS: aws.url }, '--config', join(folder, 'config.yaml'));

    assert.match(await calledBy(ochre, front, 'sso'), /^ASIA\d$/);
    assert.match(await calledBy(ochre, front, 'above'), /^ASIA\d$/);
    const [[portal], [sts]] = [await aws.calls('sso'), await aws.calls('sts')];
    assert.deepEqual([portal.role_name, portal.account_id], ['images', '123456789012']);
    assert.deepEqual([sts.RoleArn, sts.ExternalId, sts.signer.key], [role, 'ext-7', 'AKIABASE']);
  });
});

describe('a session that ends', () => {
  test('is renewed beside the requests, and an STS that hangs slows none of them', async (t) => {
    const [aws, front] = [await credentials(t, { life: 16 }), await bedrock(t)];
    const ochre = await serve(t, front, { ...base, AWS_ROLE_NAME: role, AWS_STS_ENDPOINT: aws.url });
    await calledBy(ochre, front);
    aws.child.kill('SIGSTOP');

    // The renewal is due after half of the life: at 8 seconds it hangs, and these requests go on until 13.
    const took = [];
    for (const end = performance.now() + 13_000; performance.now() < end;) {
      const started = performance.now();
      assert.equal(await calledBy(ochre, front), 'ASIA1');
      took.push(performance.now() - started);
    }
    took.sort((a, b) => a - b);
    const worst = took[Math.floor(took.length * 0.99)];
    assert.ok(worst < 250, `p99 of ${took.length} requests is ${worst.toFixed(0)} ms`);

    aws.child.kill('SIGCONT');
    await until(async () => await calledBy(ochre, front) !== 'ASIA1', 40_000);
  });

  test('and cannot be renewed serves to its end; then requests fail, and the log says which gate is shut and what opens it', async (t) => {
    const [aws, front] = [await credentials(t, { life: 12 }), await bedrock(t)];
    const ochre = await serve(t, front, { ...base, AWS_ROLE_NAME: role, AWS_STS_ENDPOINT: aws.url, AWS_EXTERNAL_ID: 'ext-canary' });
    await calledBy(ochre, front);
    await aws.change({ refuse: 'AccessDenied' });

    await until(() => /AWS credentials of role images were not renewed: STS: AccessDenied for AssumeRole: [^"]*trust policy[^"]*serve until/.test(ochre.log()));
    assert.equal(await calledBy(ochre, front), 'ASIA1');
    const refused = await until(async () => { const answer = await paint(ochre); return answer.status !== 200 && answer; });
    assert.deepEqual([refused.status, refused.body.error.code], [502, 'bedrock_access_denied']);
    assert.doesNotMatch(JSON.stringify(refused.body), /AccessDenied|trust|ext-canary/);
    await until(async () => { await paint(ochre); return /There are no AWS credentials of role images/.test(ochre.log()); });
    assert.doesNotMatch(ochre.log(), /secret-of|token-of|ext-canary|123456789012/);

    await aws.change({ refuse: null, life: 3600 });
    await until(async () => (await paint(ochre)).status === 200);
  });
});
