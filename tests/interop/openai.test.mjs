// The official JavaScript client, both majors in use, at a gateway that paints by itself.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as openai6 from 'openai';
import * as openai7 from 'openai7';
import { gateway, invocations, suite } from './lib/ochre.mjs';
import { fromBase64, picture, square } from './lib/picture.mjs';

const core = 'stability.stable-image-core-v1:1';
const key = 'sk-interop-0123456789';

for (const [name, library] of [['openai 6', openai6], ['openai 7', openai7]]) {
  const { OpenAI } = library;

  describe(name, () => {
    const ochre = suite(gateway);
    const client = (more) => new OpenAI({ apiKey: 'unused', baseURL: `${ochre.url}/v1`, ...more });
    const generate = (body) => client().images.generate({ model: core, prompt: 'a cute baby sea otter', response_format: 'b64_json', ...body });
    const refusal = async (kind, body) => {
      let calls = 0;
      const counted = client({ fetch: (...args) => (calls++, fetch(...args)) });
      const error = await counted.images.generate({ model: core, prompt: 'an otter', ...body }).then(() => assert.fail('no refusal'), (thrown) => thrown);
      assert.ok(error instanceof library[kind], `${error.constructor.name}: ${error.message}`);
      assert.equal(calls, 1, 'a refusal that will not heal was sent again');
      return error;
    };

    test('answers b64_json with the fields of OpenAI and no others', async () => {
      const answer = await generate();
      assert.deepEqual(Object.keys(answer).sort(), ['background', 'created', 'data', 'output_format', 'quality', 'size', 'usage']);
      assert.deepEqual(Object.keys(answer.data[0]), ['b64_json']);
      assert.deepEqual(fromBase64(answer.data[0].b64_json), square);
      assert.equal(answer.size, '1024x1024');
      assert.equal(answer.output_format, 'png');
      assert.ok(Math.abs(answer.created - Date.now() / 1000) < 60);
      assert.equal(answer.usage.output_tokens, 1);
      assert.ok(answer.usage.input_tokens_details.text_tokens > 0);
      assert.equal(answer.usage.total_tokens, answer.usage.input_tokens + answer.usage.output_tokens);
      assert.match(answer._request_id, /^req_.{26}$/);
    });

    test('answers a link that gives the picture to whoever has it', async () => {
      const { data: [image] } = await generate({ response_format: 'url' });
      assert.deepEqual(Object.keys(image), ['url']);
      const download = await fetch(image.url);
      assert.equal(download.status, 200);
      assert.equal(download.headers.get('content-type'), 'image/png');
      assert.deepEqual(picture(await download.arrayBuffer()), square);
      assert.equal((await fetch(image.url.replace(/sig=./, 'sig=!'))).status, 404);
    });

    test('gives what the name of the model promises: base64 for gpt-image, a link for dall-e and for Bedrock ids', async () => {
      const kinds = {};
      for (const model of ['gpt-image-1', 'gpt-image-2', 'dall-e-3', core])
        kinds[model] = Object.keys((await client().images.generate({ model, prompt: 'a tin robot' })).data[0])[0];
      assert.deepEqual(kinds, { 'gpt-image-1': 'b64_json', 'gpt-image-2': 'b64_json', 'dall-e-3': 'url', [core]: 'url' });
    });

    test('says which model an alias stands for, and what the image cost', async () => {
      const { response } = await client().images.generate({ model: 'gpt-image-1', prompt: 'a tin robot' }).withResponse();
      assert.equal(response.headers.get('x-ochre-model'), core);
      assert.equal(response.headers.get('x-ochre-cost-usd'), '0.04');
      assert.equal(response.headers.get('x-litellm-response-cost'), '0.04');
      assert.equal(response.headers.get('openai-version'), '2020-10-01');
      assert.match(response.headers.get('openai-processing-ms'), /^\d+$/);
    });

    test('takes every parameter of the old and the new images API', async () => {
      const { data, response } = await client().images.generate({
        model: 'gpt-image-1', prompt: 'a lighthouse', n: null, size: 'auto', quality: 'hd', style: 'vivid', background: 'opaque', moderation: 'auto',
        output_format: 'jpeg', user: 'somebody', safety_identifier: null,
      }).withResponse();
      assert.deepEqual(fromBase64(data.data[0].b64_json), { ...square, format: 'jpeg' });
      assert.equal(data.output_format, 'jpeg');
      assert.equal(response.headers.get('x-ochre-ignored'), 'quality,style');
    });

    test('paints n different images, each with its seed', async () => {
      const { data, response } = await client().images.generate({ model: core, prompt: 'a fox', n: 2, response_format: 'b64_json', seed: 41 }).withResponse();
      assert.equal(data.data.length, 2);
      assert.notEqual(data.data[0].b64_json, data.data[1].b64_json);
      assert.equal(response.headers.get('x-ochre-seed'), '41,42');
      assert.equal(data.usage.output_tokens, 2);
    });

    test('paints the size it can and says so', async () => {
      const { data, response } = await client().images.generate({ model: core, prompt: 'a fox', size: '1792x1024', response_format: 'b64_json' }).withResponse();
      const { width, height } = fromBase64(data.data[0].b64_json);
      assert.equal(data.size, `${width}x${height}`);
      assert.notEqual(data.size, '1792x1024');
      assert.ok(width > height);
      assert.equal(response.headers.get('x-ochre-adjusted'), `size=${data.size}`);
    });

    test('streams one completed event for each image', async () => {
      const events = [];
      for await (const event of await client().images.generate({ model: core, prompt: 'a fox', n: 2, stream: true }))
        events.push(event);
      assert.deepEqual(events.map((event) => event.type), ['image_generation.completed', 'image_generation.completed']);
      for (const event of events) {
        assert.deepEqual(Object.keys(event).sort(), ['b64_json', 'background', 'created_at', 'output_format', 'quality', 'size', 'type', 'usage']);
        assert.deepEqual(Object.keys(event.usage).sort(), ['input_tokens', 'input_tokens_details', 'output_tokens', 'total_tokens']);
        assert.deepEqual(fromBase64(event.b64_json), square);
      }
      assert.notEqual(events[0].b64_json, events[1].b64_json);
    });

    test('refuses a stream like any other request while nothing has been sent', async () => {
      const error = await refusal('BadRequestError', { prompt: 'a forbidden otter', stream: true });
      assert.equal(error.code, 'moderation_blocked');
    });

    test('hands provider parameters to the model', async () => {
      await generate({ seed: 17, negative_prompt: 'fog', aspect_ratio: '16:9' });
      const [{ body, model }] = await invocations(ochre.url, 1);
      assert.equal(model, core);
      assert.deepEqual(body, { prompt: 'a cute baby sea otter', seed: 17, negative_prompt: 'fog', aspect_ratio: '16:9', output_format: 'png' });
    });

    test('merges nested provider parameters into what it mapped', async () => {
      await client().images.generate({ model: 'amazon.nova-canvas-v1:0', prompt: 'a fox', size: '512x512', textToImageParams: { negativeText: 'fog' }, imageGenerationConfig: { seed: 3, cfgScale: 4.5 } });
      const [{ body }] = await invocations(ochre.url, 1);
      assert.deepEqual(body.textToImageParams, { text: 'a fox', negativeText: 'fog' });
      assert.equal(body.imageGenerationConfig.seed, 3);
      assert.equal(body.imageGenerationConfig.cfgScale, 4.5);
      assert.equal(body.imageGenerationConfig.width, 512);
    });

    test('paints the same for the same prompt and seed, and something else for another prompt', async () => {
      const bytes = async (prompt, seed) => (await generate({ prompt, seed })).data[0].b64_json;
      const first = await bytes('a blue boat', 5);
      assert.equal(await bytes('a blue boat', 5), first);
      assert.notEqual(await bytes('a red boat', 5), first);
      assert.notEqual(await bytes('a blue boat', 6), first);
    });

    test('refuses an unknown model and names the nearest', async () => {
      const error = await refusal('BadRequestError', { model: 'stability.stable-image-cor-v1:1' });
      assert.deepEqual([error.status, error.code, error.param, error.type], [400, 'model_not_found', 'model', 'invalid_request_error']);
      assert.match(error.message, /stability\.stable-image-core-v1:1/);
    });

    test('refuses an unknown parameter and lists the model\'s own', async () => {
      const error = await refusal('BadRequestError', { seedz: 1 });
      assert.deepEqual([error.code, error.param], ['unknown_parameter', 'seedz']);
      assert.match(error.message, /seed.*negative_prompt|negative_prompt.*seed/);
    });

    test('refuses what is out of range, of the wrong type, or missing, by name', async () => {
      const of = async (body) => { const { code, param } = await refusal('BadRequestError', body); return [code, param]; };
      assert.deepEqual(await of({ n: 11 }), ['invalid_value', 'n']);
      assert.deepEqual(await of({ n: 'two' }), ['invalid_type', 'n']);
      assert.deepEqual(await of({ size: 'huge' }), ['invalid_value', 'size']);
      assert.deepEqual(await of({ response_format: 'gif' }), ['invalid_value', 'response_format']);
      assert.deepEqual(await of({ partial_images: 1 }), ['invalid_value', 'partial_images']);
      assert.deepEqual(await of({ prompt: undefined }), ['missing_required_parameter', 'prompt']);
      assert.deepEqual(await of({ prompt: '' }), ['invalid_value', 'prompt']);
    });

    test('gives a moderated prompt OpenAI\'s own code', async () => {
      const error = await refusal('BadRequestError', { prompt: 'a forbidden otter' });
      assert.deepEqual([error.code, error.type], ['moderation_blocked', 'image_generation_user_error']);
      assert.match(error.message, /prompt/);
      assert.match((await refusal('BadRequestError', { prompt: 'a forbidden-output otter' })).message, /output image/);
    });

    test('lists the models that can be called', async () => {
      const models = [];
      for await (const model of client().models.list())
        models.push(model);
      const ids = models.map((model) => model.id);
      assert.ok(ids.includes(core) && ids.includes('gpt-image-1'), ids.join());
      assert.equal(new Set(ids).size, ids.length);
      for (const model of models) {
        assert.equal(model.object, 'model');
        assert.ok(Number.isInteger(model.created) && model.created > 1_600_000_000, `${model.id} ${model.created}`);
        assert.ok(model.owned_by);
      }
    });

    test('retrieves a model by id, alias or ARN', async () => {
      const model = await client().models.retrieve(core);
      assert.equal(model.id, core);
      assert.equal(model.object, 'model');
      assert.ok(model.ochre.price_usd);
      assert.equal((await client().models.retrieve('gpt-image-1')).id, 'gpt-image-1');
      const arn = `arn:aws:bedrock:us-west-2::foundation-model/${core}`;
      assert.equal((await client().models.retrieve(arn)).id, arn);
      await assert.rejects(client().models.retrieve('no-such-model'), (error) => error instanceof library.NotFoundError && error.code === 'model_not_found');
    });

    test('answers where Azure\'s clients look', async () => {
      const azure = client({ baseURL: `${ochre.url}/openai/deployments/${encodeURIComponent(core)}`, defaultQuery: { 'api-version': '2026-01-01' } });
      const answer = await azure.images.generate({ prompt: 'an otter', response_format: 'b64_json' });
      assert.deepEqual(fromBase64(answer.data[0].b64_json), square);
    });
  });

  describe(`${name} with a key`, () => {
    const ochre = suite(gateway, [], { env: { OCHRE_API_KEY: key } });
    const client = (apiKey) => new OpenAI({ apiKey, baseURL: `${ochre.url}/v1` });

    test('lets in whoever has it', async () => {
      const answer = await client(key).images.generate({ model: core, prompt: 'an otter' });
      assert.deepEqual(picture(await (await fetch(answer.data[0].url)).arrayBuffer()), square);
    });

    test('refuses everybody else', async () => {
      for (const call of [(c) => c.images.generate({ model: core, prompt: 'an otter' }), (c) => c.models.list(), (c) => c.models.retrieve(core)]) {
        await assert.rejects(call(client('sk-wrong')), (error) => error instanceof library.AuthenticationError
          && error.status === 401 && error.code === 'invalid_api_key' && !error.message.includes('sk-wrong'));
      }
    });
  });
}
