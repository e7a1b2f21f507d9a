// The emulator and AWS's own SDK: what works against Bedrock works against it, signatures and refusals included.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  BedrockClient, CreateInferenceProfileCommand, DeleteInferenceProfileCommand, GetFoundationModelAvailabilityCommand, GetFoundationModelCommand, GetInferenceProfileCommand, ListFoundationModelsCommand, ListInferenceProfilesCommand,
} from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { emulator, invocations, suite } from './lib/ochre.mjs';
import { fromBase64, square } from './lib/picture.mjs';

const region = 'us-west-2';
const core = 'stability.stable-image-core-v1:1';

for (const [protocol, handler] of [['HTTP/2, the client\'s own choice', {}], ['HTTP/1.1', { requestHandler: new NodeHttpHandler() }]]) {
  describe(`the AWS SDK at the emulator by ${protocol}`, () => {
    const bedrock = suite(emulator);
    const runtime = (more) => new BedrockRuntimeClient({
      endpoint: bedrock.url, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, maxAttempts: 1, ...handler, ...more,
    });

    async function invoke(modelId, body, { client = runtime(), ...input } = {}) {
      try {
        const answer = await client.send(new InvokeModelCommand({ modelId, contentType: 'application/json', accept: 'application/json', body: JSON.stringify(body), ...input }));
        return JSON.parse(Buffer.from(answer.body).toString('utf8'));
      } finally {
        client.destroy();
      }
    }

    const refusal = (...args) => invoke(...args).then(() => assert.fail('no refusal'), (error) => error);

    test('Stable Image Core', async () => {
      const answer = await invoke(core, { prompt: 'a red barn in the snow', seed: 7, aspect_ratio: '1:1', output_format: 'png' });
      assert.deepEqual(fromBase64(answer.images[0]), square);
      assert.deepEqual([answer.seeds, answer.finish_reasons], [[7], [null]]);
    });

    test('Stable Diffusion XL', async () => {
      const answer = await invoke('stability.stable-diffusion-xl-v1', { text_prompts: [{ text: 'a red barn', weight: 1 }], seed: 7, width: 1024, height: 1024, style_preset: 'anime' });
      assert.equal(answer.result, 'success');
      assert.deepEqual(fromBase64(answer.artifacts[0].base64), square);
      assert.deepEqual([answer.artifacts[0].seed, answer.artifacts[0].finishReason], [7, 'SUCCESS']);
    });

    for (const model of ['amazon.titan-image-generator-v2:0', 'amazon.nova-canvas-v1:0']) {
      test(model, async () => {
        const answer = await invoke(model, {
          taskType: 'TEXT_IMAGE', textToImageParams: { text: 'a red barn' },
          imageGenerationConfig: { numberOfImages: 2, width: 512, height: 512, quality: 'standard', cfgScale: 8, seed: 7 },
        });
        assert.equal(answer.images.length, 2);
        assert.notEqual(answer.images[0], answer.images[1]);
        for (const image of answer.images)
          assert.deepEqual(fromBase64(image), { format: 'png', width: 512, height: 512 });
      });
    }

    test('a model by its ARN, on the invoice like any other; a refusal is not', async () => {
      await invoke(`arn:aws:bedrock:${region}::foundation-model/${core}`, { prompt: 'a barn' });
      const [asked] = await invocations(bedrock.url, 1);
      assert.deepEqual([asked.model, asked.status, asked.images_billed, asked.usd], [core, 200, 1, 0.04]);
      await refusal(core, { prompt: 'a barn', width: 1024 });
      assert.deepEqual((({ status, images_billed }) => [status, images_billed])((await invocations(bedrock.url, 1))[0]), [400, 0]);
    });

    test('a wrong secret, an unknown key, a clock that is wrong', async () => {
      const as = (accessKeyId, secretAccessKey, more) => ({ client: runtime({ credentials: { accessKeyId, secretAccessKey }, ...more }) });
      const wrong = await refusal(core, { prompt: 'a barn' }, as('test', 'wrong'));
      assert.deepEqual([wrong.name, wrong.$metadata.httpStatusCode], ['InvalidSignatureException', 403]);
      const unknown = await refusal(core, { prompt: 'a barn' }, as('AKIAUNKNOWN', 'test'));
      assert.deepEqual([unknown.name, unknown.$metadata.httpStatusCode], ['UnrecognizedClientException', 403]);
      const late = await refusal(core, { prompt: 'a barn' }, as('test', 'test', { systemClockOffset: -3_600_000 }));
      assert.match(late.message, /Signature expired/);
    });

    test('a bearer token, right and wrong', async () => {
      const by = (token) => ({ client: runtime({ credentials: undefined, token: { token }, authSchemePreference: ['httpBearerAuth'] }) });
      assert.equal((await invoke(core, { prompt: 'a barn' }, by('test'))).images.length, 1);
      assert.equal((await refusal(core, { prompt: 'a barn' }, by('wrong'))).$metadata.httpStatusCode, 403);
    });

    test('Bedrock\'s own refusals, by name and text', async () => {
      const of = async (model, body) => { const { name, message, $metadata } = await refusal(model, body); return [$metadata.httpStatusCode, name, message]; };
      assert.deepEqual(await of(core, { prompt: 'a barn', aspect_ratio: '7:3' }).then(([status, name]) => [status, name]), [400, 'ValidationException']);
      assert.deepEqual(await of('amazon.nova-canvas-v1:0', { taskType: 'TEXT_IMAGE', textToImageParams: { text: 'a barn', images: [] } }),
        [400, 'ValidationException', 'Malformed input request: #/textToImageParams: extraneous key [images] is not permitted, please reformat your input and try again.']);
      assert.deepEqual(await of('stability.no-such-model-v1:0', { prompt: 'a barn' }), [400, 'ValidationException', 'The provided model identifier is invalid.']);
    });

    test('a refused prompt is a 200 without images at Stability and a 400 at Amazon', async () => {
      const stability = await invoke(core, { prompt: 'a forbidden barn' });
      assert.deepEqual([stability.images, stability.finish_reasons], [undefined, ['Filter reason: prompt']]);
      const amazon = await refusal('amazon.nova-canvas-v1:0', { taskType: 'TEXT_IMAGE', textToImageParams: { text: 'a forbidden barn' } });
      assert.match(amazon.message, /blocked by our content filters/);
    });

    test('a guardrail that intervenes', async () => {
      const answer = await invoke(core, { prompt: 'a guarded barn' }, { guardrailIdentifier: 'abc123', guardrailVersion: 'DRAFT', trace: 'ENABLED' });
      assert.equal(answer['amazon-bedrock-guardrailAction'], 'INTERVENED');
      assert.equal(answer.images, undefined);
    });

    test('four at once', async () => {
      const client = runtime();
      const answers = await Promise.all([1, 2, 3, 4].map((seed) => client.send(new InvokeModelCommand({
        modelId: core, contentType: 'application/json', body: JSON.stringify({ prompt: 'a barn', seed }),
      }))));
      client.destroy();
      assert.deepEqual(answers.map((answer) => JSON.parse(Buffer.from(answer.body)).seeds[0]), [1, 2, 3, 4]);
    });
  });
}

describe('the AWS SDK at the emulator\'s control plane', () => {
  const bedrock = suite(emulator);
  const send = async (command) => {
    const client = new BedrockClient({ endpoint: bedrock.url, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, maxAttempts: 1 });
    try {
      return await client.send(command);
    } finally {
      client.destroy();
    }
  };

  test('ListFoundationModels', async () => {
    const { modelSummaries } = await send(new ListFoundationModelsCommand({ byOutputModality: 'IMAGE' }));
    const model = modelSummaries.find((summary) => summary.modelId === core);
    assert.equal(model.modelArn, `arn:aws:bedrock:${region}::foundation-model/${core}`);
    assert.equal(model.providerName, 'Stability AI');
    assert.deepEqual(model.outputModalities, ['IMAGE']);
    assert.ok(['ACTIVE', 'LEGACY'].includes(model.modelLifecycle.status));
    assert.equal(new Set(modelSummaries.map((summary) => summary.modelArn)).size, modelSummaries.length);

    const { modelSummaries: amazons } = await send(new ListFoundationModelsCommand({ byProvider: 'Amazon' }));
    assert.ok(amazons.length > 0 && amazons.every((summary) => summary.providerName === 'Amazon'));
    const { modelSummaries: texts } = await send(new ListFoundationModelsCommand({ byOutputModality: 'TEXT' }));
    assert.deepEqual(texts, []);
  });

  test('GetFoundationModel, by id and by ARN, with dates that are dates', async () => {
    for (const modelIdentifier of ['amazon.nova-canvas-v1:0', `arn:aws:bedrock:${region}::foundation-model/amazon.nova-canvas-v1:0`]) {
      const { modelDetails } = await send(new GetFoundationModelCommand({ modelIdentifier }));
      assert.equal(modelDetails.modelId, 'amazon.nova-canvas-v1:0');
      assert.equal(modelDetails.modelLifecycle.endOfLifeTime.toISOString().slice(0, 10), '2026-09-30');
    }
    await assert.rejects(send(new GetFoundationModelCommand({ modelIdentifier: 'no.such-model-v1:0' })), (error) => error.name === 'ResourceNotFoundException');
  });

  test('ListInferenceProfiles and GetInferenceProfile', async () => {
    const { inferenceProfileSummaries: profiles } = await send(new ListInferenceProfilesCommand({ typeEquals: 'SYSTEM_DEFINED' }));
    const [profile] = profiles;
    assert.ok(profile.inferenceProfileId.startsWith('us.') && profile.inferenceProfileArn.endsWith(`inference-profile/${profile.inferenceProfileId}`));
    assert.ok(profile.models.every((model) => model.modelArn.endsWith(`foundation-model/${profile.inferenceProfileId.slice(3)}`)));
    assert.equal((await send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: profile.inferenceProfileId }))).inferenceProfileArn, profile.inferenceProfileArn);
    assert.deepEqual((await send(new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION' }))).inferenceProfileSummaries, []);
  });

  test('CreateInferenceProfile, and all that is done with one', async () => {
    const { inferenceProfileArn: arn, status } = await send(new CreateInferenceProfileCommand({
      inferenceProfileName: 'marketing', description: 'for posters', modelSource: { copyFrom: `arn:aws:bedrock:${region}::foundation-model/${core}` },
    }));
    assert.equal(status, 'ACTIVE');
    const told = await send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: arn }));
    assert.deepEqual([told.type, told.models, told.createdAt instanceof Date], ['APPLICATION', [{ modelArn: `arn:aws:bedrock:${region}::foundation-model/${core}` }], true]);
    assert.deepEqual((await send(new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION' }))).inferenceProfileSummaries.map((one) => one.inferenceProfileArn), [arn]);
    await send(new DeleteInferenceProfileCommand({ inferenceProfileIdentifier: arn }));
    await assert.rejects(send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: arn })), (error) => error.name === 'ResourceNotFoundException');
  });

  test('GetFoundationModelAvailability', async () => {
    const told = await send(new GetFoundationModelAvailabilityCommand({ modelId: core }));
    assert.deepEqual(
      [told.modelId, told.agreementAvailability, told.authorizationStatus, told.entitlementAvailability, told.regionAvailability],
      [core, { status: 'AVAILABLE' }, 'AUTHORIZED', 'AVAILABLE', 'AVAILABLE']);
  });
});

describe('the emulator on a day after the end of life', () => {
  const bedrock = suite(emulator, ['--today', '2026-11-21']);

  test('a dead model answers AWS\'s 404', async () => {
    const client = new BedrockRuntimeClient({ endpoint: bedrock.url, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, maxAttempts: 1 });
    const body = JSON.stringify({ taskType: 'TEXT_IMAGE', textToImageParams: { text: 'a barn' } });
    await assert.rejects(client.send(new InvokeModelCommand({ modelId: 'amazon.nova-canvas-v1:0', contentType: 'application/json', body })),
      (error) => error.name === 'ResourceNotFoundException' && /reached the end of its life/.test(error.message));
    client.destroy();
  });
});
