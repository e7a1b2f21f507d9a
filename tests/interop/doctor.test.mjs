// `ochre doctor` and inference profiles over real sockets: the built program asks a control plane on a port, signed as AWS wants it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BedrockClient, CreateInferenceProfileCommand } from '@aws-sdk/client-bedrock';
import { during, emulator, gateway, invocations, run } from './lib/ochre.mjs';

const core = 'stability.stable-image-core-v1:1';
const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', OCHRE_API_KEY: 'sk-interop-0123456789' };
const at = (url) => ({ ...keys, AWS_ENDPOINT_URL_BEDROCK_RUNTIME: url, AWS_ENDPOINT_URL_BEDROCK: url });

async function profile(url) {
  const client = new BedrockClient({ endpoint: url, region: 'us-west-2', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
  try {
    return (await client.send(new CreateInferenceProfileCommand({
      inferenceProfileName: 'marketing', modelSource: { copyFrom: `arn:aws:bedrock:us-west-2::foundation-model/${core}` },
    }))).inferenceProfileArn;
  } finally {
    client.destroy();
  }
}

const paint = (ochre, model) => fetch(`${ochre.url}/v1/images/generations`, {
  method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${keys.OCHRE_API_KEY}` },
  body: JSON.stringify({ model, prompt: 'a red kite', response_format: 'b64_json' }),
});

describe('inference profiles as the model', () => {
  test('an ARN that a client sends, and one behind a name, are called as they are', async (t) => {
    const bedrock = await during(t, emulator());
    const arn = await profile(bedrock.url);
    const ochre = await during(t, gateway([], { env: { ...at(bedrock.url), MODEL_ALIASES: JSON.stringify({ poster: arn }) } }));
    for (const model of [arn, 'poster']) {
      const answer = await paint(ochre, model);
      assert.deepEqual([answer.status, answer.headers.get('x-ochre-model')], [200, core]);
    }

    const asked = await invocations(bedrock.url);
    assert.deepEqual(asked.map((one) => decodeURIComponent(one.path)), [`/model/${arn}/invoke`, `/model/${arn}/invoke`]);
  });
});

describe('ochre doctor', () => {
  test('finds every gate open, and buys nothing', async (t) => {
    const bedrock = await during(t, emulator());
    const { code, out, err } = await run(['doctor', '--all', '--json'], { env: at(bedrock.url) });

    assert.deepEqual([code, err], [0, '']);
    const report = JSON.parse(out);
    assert.deepEqual([report.result, report.emulator], ['green', false]);
    const asked = await invocations(bedrock.url);
    assert.ok(asked.length >= 16);
    assert.equal(asked.reduce((all, one) => all + one.images_billed, 0), 0);
    assert.ok(asked.every((one) => one.status === 400), 'only ValidationException');
  });

  test('names the action that is denied with a policy to paste', async (t) => {
    const bedrock = await during(t, emulator(['--deny', 'bedrock:InvokeModel']));
    const { code, out } = await run(['doctor'], { env: at(bedrock.url) });

    assert.equal(code, 1);
    assert.match(out, /x denied/);
    const policy = JSON.parse(/^ {3}\{[^]*?^ {3}\}/m.exec(out)[0]);
    assert.deepEqual(policy.Statement[0], { Effect: 'Allow', Action: ['bedrock:InvokeModel'], Resource: [`arn:aws:bedrock:us-west-2::foundation-model/${core}`] });
  });

  test('names the model that the account has no access to', async (t) => {
    const bedrock = await during(t, emulator(['--withhold', core]));
    const { code, out } = await run(['doctor'], { env: at(bedrock.url) });

    assert.equal(code, 1);
    assert.match(out, /x no access[^]*aws-marketplace:Subscribe/);
    assert.deepEqual(await invocations(bedrock.url), []);
  });

  test('a profile that is not there is exit code 2', async () => {
    const { code, out, err } = await run(['doctor'], { env: { AWS_PROFILE: 'nobody' } });

    assert.deepEqual([code, out], [2, '']);
    assert.match(err, /AWS_PROFILE: There is no profile 'nobody'/);
  });
});
