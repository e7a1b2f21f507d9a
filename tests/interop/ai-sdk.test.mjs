// Vercel's AI SDK: its OpenAI provider at the gateway, its Bedrock provider at the emulator.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createAmazonBedrock } from '@ai-sdk/amazon-bedrock';
import { createOpenAI } from '@ai-sdk/openai';
import { APICallError, generateImage } from 'ai';
import { emulator, gateway, invocations, suite } from './lib/ochre.mjs';
import { picture, square } from './lib/picture.mjs';

globalThis.AI_SDK_LOG_WARNINGS = false;
const core = 'stability.stable-image-core-v1:1';
const canvas = 'amazon.nova-canvas-v1:0';

const all = (answer) => answer.images.map((image) => picture(image.uint8Array));
const different = (answer) => new Set(answer.images.map((image) => image.base64)).size;

describe('the AI SDK\'s OpenAI provider at the gateway', () => {
  const ochre = suite(gateway);
  const model = (id) => createOpenAI({ baseURL: `${ochre.url}/v1`, apiKey: 'unused' }).image(id);

  test('paints three different images with a model it does not know', async () => {
    const answer = await generateImage({ model: model(core), prompt: 'a paper crane', n: 3 });
    assert.deepEqual(all(answer), [square, square, square]);
    assert.equal(different(answer), 3);
    assert.equal(answer.image.mediaType, 'image/png');
  });

  test('paints three different images with gpt-image-1, in one request', async () => {
    const answer = await generateImage({ model: model('gpt-image-1'), prompt: 'a paper crane', n: 3, size: '1536x1024', providerOptions: { openai: { quality: 'high' } } });
    assert.equal(different(answer), 3);
    assert.equal(answer.responses.length, 1);
    const [first] = all(answer);
    assert.ok(first.width > first.height);
    assert.equal(answer.usage.outputTokens, 3);
  });

  test('is told of a refusal, which it does not send again', async () => {
    const before = (await invocations(ochre.url)).length;
    await assert.rejects(generateImage({ model: model(core), prompt: 'a forbidden crane' }), (error) => {
      assert.ok(APICallError.isInstance(error), `${error.name}: ${error.message}`);
      assert.equal(error.statusCode, 400);
      assert.equal(error.isRetryable, false);
      assert.equal(JSON.parse(error.responseBody).error.code, 'moderation_blocked');
      return true;
    });
    assert.equal((await invocations(ochre.url)).length, before + 1);
  });
});

describe('the AI SDK\'s Bedrock provider at the emulator', () => {
  const bedrock = suite(emulator);
  const provider = (more) => createAmazonBedrock({ baseURL: bedrock.url, region: 'us-west-2', accessKeyId: 'test', secretAccessKey: 'test', ...more });

  test('paints with Nova Canvas, and its signature is accepted', async () => {
    const answer = await generateImage({
      model: provider().image(canvas), prompt: 'a paper crane', n: 2, size: '512x768', seed: 7,
      providerOptions: { bedrock: { quality: 'premium', negativeText: 'fog', cfgScale: 5 } },
    });
    const portrait = { format: 'png', width: 512, height: 768 };
    assert.deepEqual(all(answer), [portrait, portrait]);
    assert.equal(different(answer), 2);
    const [asked] = await invocations(bedrock.url, 1);
    assert.equal(asked.model, canvas);
    assert.equal(asked.images_billed, 2);
    assert.deepEqual(asked.body.textToImageParams, { text: 'a paper crane', negativeText: 'fog' });
    assert.equal(asked.body.imageGenerationConfig.quality, 'premium');
    assert.equal(asked.headers.authorization, undefined);
  });

  test('paints with a bearer token', async () => {
    const answer = await generateImage({ model: provider({ apiKey: 'test', accessKeyId: undefined, secretAccessKey: undefined }).image(canvas), prompt: 'a crane', size: '320x320' });
    assert.deepEqual(all(answer), [{ format: 'png', width: 320, height: 320 }]);
  });

  test('hears Bedrock\'s own sentence when a side is no multiple of 16', async () => {
    await assert.rejects(generateImage({ model: provider().image(canvas), prompt: 'a crane', size: '512x500', maxRetries: 0 }), (error) => {
      assert.equal(error.statusCode, 400);
      assert.match(error.message + error.responseBody, /16/);
      return true;
    });
  });

  test('is refused with a wrong secret', async () => {
    await assert.rejects(
      generateImage({ model: provider({ secretAccessKey: 'wrong' }).image(canvas), prompt: 'a crane', maxRetries: 0 }),
      (error) => error.statusCode === 403 && /signature we calculated/.test(error.message + error.responseBody));
  });
});
