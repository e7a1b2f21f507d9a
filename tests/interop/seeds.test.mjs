// The shell examples of the peers' own documents (seeds/), run as they stand: only the program's name, and where it listens, are ours.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { during, gateway, invocations } from './lib/ochre.mjs';
import { png, send, upstream } from './lib/upstream.mjs';
import { fromBase64, picture, square } from './lib/picture.mjs';

const key = 'sk-interop-0123456789';

/** The fenced examples of a document in one language. */
function examples(document, language) {
  const text = readFileSync(new URL(`seeds/${document}.md`, import.meta.url), 'utf8');
  return [...text.matchAll(/^```(\w+)\n(.*?)\n```$/gms)].filter((match) => match[1] === language).map((match) => match[2]);
}

/** Runs a piece of bash; a curl that is refused fails. `http://0.0.0.0:4000` is where LiteLLM's documents have it listen. */
async function bash(script, ochre, env = {}) {
  const front = `curl() { command curl --fail-with-body --no-progress-meter "\${@//http:\\/\\/0.0.0.0:4000/${ochre?.url.replaceAll('/', '\\/')}}"; }\n`;
  const child = spawn('bash', ['-euo', 'pipefail', '-c', front + script], { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (data) => { out += data; });
  child.stderr.setEncoding('utf8').on('data', (data) => { err += data; });
  const code = await new Promise((resolve) => child.on('close', resolve));
  assert.equal(code, 0, `${out.slice(0, 500)}\n${err.slice(0, 500)}`);
  return out;
}

/** The picture of an answer, be it inline, behind a link, or the last event of a stream. */
async function pictureOf(out) {
  const events = [...out.matchAll(/^data: (.*)$/gm)].map((match) => JSON.parse(match[1]));
  if (events.length > 0) {
    assert.deepEqual(events.map(({ type }) => type.split('.')[1]), ['partial_image', 'partial_image', 'partial_image', 'completed']);
    return fromBase64(events.at(-1).b64_json);
  }
  const [{ b64_json: inline, url }] = JSON.parse(out).data;
  return inline ? fromBase64(inline) : picture(await (await fetch(url)).arrayBuffer());
}

/** The body that an example sends. */
const sentBy = (example) => JSON.parse(/-d '(\{.*\})'/s.exec(example)[1]);

describe("LiteLLM's document, step by step", () => {
  const [start, ...curls] = examples('litellm', 'bash');
  const [config, profile] = examples('litellm', 'yaml');

  async function started(t, yaml, options = { backend: '--emulator' }) {
    const folder = mkdtempSync(join(tmpdir(), 'ochre-interop-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, 'config.yaml'), yaml);
    const [program, ...args] = start.trim().split(' ');
    assert.equal(program, 'litellm');
    return during(t, gateway([...args.map((arg) => arg.replace('/path/to', folder)), options.backend], options));
  }

  test('its config.yaml, its command and its two requests', async (t) => {
    const ochre = await started(t, config);
    assert.equal(curls.length, 2);
    for (const curl of curls) {
      assert.deepEqual(await pictureOf(await bash(curl, ochre)), square);
      const [{ model, body }] = await invocations(ochre.url, 1);
      assert.deepEqual([model, body.taskType], ['amazon.nova-canvas-v1:0', sentBy(curl).taskType ?? 'TEXT_IMAGE']);
    }
  });

  test('its inference profile is what is called', async (t) => {
    const answer = Buffer.from(JSON.stringify({ images: [png(64, 64).toString('base64')] }));
    const bedrock = await upstream(t, (call) => send(call, answer));
    // Its single quotes send the variable's name, so that is the key.
    const ochre = await started(t, profile, {
      backend: '--aws',
      env: {
        OCHRE_API_KEY: '$LITELLM_VIRTUAL_KEY', OCHRE_AVAILABLE_MODELS: 'amazon.nova-canvas-v1:0', AWS_ENDPOINT_URL_BEDROCK_RUNTIME: bedrock.url,
        AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test',
      },
    });
    await bash(curls[0].replace('"model": "amazon.nova-canvas-v1:0"', '"model": "nova-canvas-inference-profile"'), ochre);
    const [{ response }] = bedrock.calls;
    assert.equal(decodeURIComponent(response.req.url), '/model/arn:aws:bedrock:eu-west-1:000000000000:application-inference-profile/a0a0a0a0a0a0/invoke');
    assert.match(response.req.headers.authorization, /\/eu-west-1\/bedrock\/aws4_request/);
  });
});

describe("stdapi.ai's documents", () => {
  const all = examples('stdapi', 'bash');
  const [settings, curls] = [all.find((example) => example.startsWith('export ')), all.filter((example) => !example.startsWith('export '))];
  const prompts = curls.map((curl) => sentBy(curl).prompt);

  test('there is one request for each example', () => assert.equal(new Set(prompts).size, 9));

  for (const curl of curls) {
    test(`${sentBy(curl).model}: ${sentBy(curl).prompt}`, async (t) => {
      const ochre = await during(t, gateway([], { env: { OCHRE_API_KEY: key } }));
      const { width, height } = await pictureOf(await bash(curl, ochre, { BASE: ochre.url, OPENAI_API_KEY: key }));
      const sent = sentBy(curl);
      const [{ model, body, headers }] = await invocations(ochre.url);
      assert.equal(model, sent.model);
      assert.equal(body.prompt ?? body[sent.taskType ? 'colorGuidedGenerationParams' : 'textToImageParams'].text, sent.prompt);
      assert.deepEqual(body.colorGuidedGenerationParams?.colors, sent.colorGuidedGenerationParams?.colors);
      if (sent.size)
        assert.equal(`${width}x${height}`, sent.size);
      if (sent.quality)
        assert.equal(body.imageGenerationConfig.quality, 'premium');
      for (const [, name, value] of curl.matchAll(/"(X-Amzn-Bedrock-[\w-]+): (\w+)"/g))
        assert.equal(headers[name.toLowerCase()], value);
    });
  }

  test('its two negative prompts, and its default for a model under the request', async (t) => {
    const DEFAULT_MODEL_PARAMS = await bash(`${settings}\nprintf %s "$DEFAULT_MODEL_PARAMS"`);
    const ochre = await during(t, gateway([], { env: { OCHRE_API_KEY: key, DEFAULT_MODEL_PARAMS } }));
    const post = (body) => fetch(`${ochre.url}/v1/images/generations`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body });
    const [core, canvas, withComma] = examples('stdapi', 'json');
    const negative = JSON.parse(core).negative_prompt;

    assert.equal((await post(core)).status, 200);
    assert.equal((await invocations(ochre.url))[0].body.negative_prompt, negative);
    assert.equal((await post(canvas)).status, 200);
    assert.equal((await invocations(ochre.url))[0].body.textToImageParams.negativeText, negative);
    assert.equal((await post(JSON.stringify({ ...JSON.parse(core), negative_prompt: undefined }))).status, 200);
    assert.equal((await invocations(ochre.url))[0].body.negative_prompt, 'blurry, low quality, watermark');
    // One of the documents has a comma too many, which is no JSON: told, and nothing is bought.
    const refused = await post(withComma);
    assert.deepEqual([refused.status, (await refused.json()).error.code], [400, 'invalid_json']);
    assert.equal((await invocations(ochre.url)).length, 3);
  });
});
