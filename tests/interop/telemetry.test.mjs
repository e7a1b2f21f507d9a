// Figures and traces as a collector gets them.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { gunzipSync } from 'node:zlib';
import { it } from 'node:test';
import { during, gateway } from './lib/ochre.mjs';

/** A collector that keeps what it gets; `until(path, text)` resolves when a body at that path has had the text in it. */
async function collector(t) {
  const got = [];
  const waiting = new Set();
  const server = createServer(async (request, response) => {
    const pieces = [];
    for await (const piece of request)
      pieces.push(piece);
    const body = Buffer.concat(pieces);
    got.push({ path: request.url, headers: request.headers, body: request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body });
    response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
    for (const look of waiting)
      look();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const until = (path, text) => new Promise((resolve) => {
    const look = () => {
      const found = got.find((one) => one.path === path && one.body.includes(text));
      if (!found)
        return;
      waiting.delete(look);
      resolve(found);
    };
    waiting.add(look);
    look();
  });
  return { url: `http://127.0.0.1:${server.address().port}`, got, until };
}

const make = (url, prompt, headers) => fetch(`${url}/v1/images/generations`, {
  method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ prompt, response_format: 'b64_json', user: 'canary-user' }),
}).then((answer) => answer.arrayBuffer());

it('sends a trace and figures to the collector, and not a word of the prompt', { timeout: 60_000 }, async (t) => {
  const to = await collector(t);
  const ochre = await during(t, gateway([], { env: {
    OTEL_EXPORTER_OTLP_ENDPOINT: to.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf', OTEL_EXPORTER_OTLP_HEADERS: 'x-team=ochre', OTEL_SERVICE_NAME: 'pictures',
    OTEL_BSP_SCHEDULE_DELAY: '100', OTEL_METRIC_EXPORT_INTERVAL: '200',
  } }));
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  await make(ochre.url, 'canary-prompt', { traceparent: `00-${trace}-00f067aa0ba902b7-01` });

  const span = await to.until('/v1/traces', 'POST /v1/images/generations');
  const figures = await to.until('/v1/metrics', 'ochre.images');

  assert.ok(span.body.includes(Buffer.from(trace, 'hex')), "the caller's trace goes on");
  assert.ok(span.body.includes('pictures'));
  // OpenTelemetry's conventions for generative AI: one span and one figure for the call of Bedrock.
  const call = await to.until('/v1/traces', 'generate_content stability.stable-image-core-v1:1');
  for (const word of ['gen_ai.provider.name', 'aws.bedrock', 'gen_ai.request.model', 'gen_ai.response.model', 'us-west-2', Buffer.from(trace, 'hex')])
    assert.ok(call.body.includes(word), `${word}`);
  await to.until('/v1/metrics', 'gen_ai.client.operation.duration');
  assert.equal(span.headers['x-team'], 'ochre');
  assert.ok(figures.body.includes('stability.stable-image-core-v1:1'));
  for (const { body } of to.got)
    assert.ok(!body.includes('canary'));
});

it('understands stdapi.ai, and sends what it has when it ends', { timeout: 60_000 }, async (t) => {
  const to = await collector(t);
  const ochre = await during(t, gateway([], { env: { OTEL_ENABLED: 'true', OTEL_EXPORTER_ENDPOINT: `${to.url}/v1/traces`, OTEL_SAMPLE_RATE: '1.0' } }));
  await make(ochre.url, 'a heron');
  await ochre.stop();
  await to.until('/v1/traces', 'POST /v1/images/generations');
  await to.until('/v1/metrics', 'ochre.images');
});

it('is not held up by a collector that is not there', { timeout: 60_000 }, async (t) => {
  const ochre = await during(t, gateway([], { env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf', OTEL_BSP_SCHEDULE_DELAY: '50' } }));
  for (let i = 0; i < 5; i++)
    await make(ochre.url, `heron ${i}`);
  assert.equal((await fetch(`${ochre.url}/health`)).status, 200);
});

const exported = (to, more) => gateway([], { env: { OTEL_EXPORTER_OTLP_ENDPOINT: to.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf', ...more } });

it('takes its name, its sampler and its headers from the standard variables', { timeout: 60_000 }, async (t) => {
  const to = await collector(t);
  const ochre = await during(t, exported(to, {
    OTEL_RESOURCE_ATTRIBUTES: 'service.name=attributed,service.instance.id=the-third,deployment.environment=staging', OTEL_TRACES_SAMPLER: 'always_off',
    OTEL_EXPORTER_OTLP_METRICS_HEADERS: 'x-team=figures', OTEL_EXPORTER_OTLP_TIMEOUT: '5000',
  }));
  await make(ochre.url, 'a heron');
  await ochre.stop();
  const { body, headers } = await to.until('/v1/metrics', 'ochre.images');
  for (const word of ['attributed', 'the-third', 'staging'])
    assert.ok(body.includes(word), word);
  assert.equal(headers['x-team'], 'figures');
  assert.deepEqual(to.got.filter(({ path }) => path === '/v1/traces'), []);
});

it("sends one signal alone to an address of the signal's own, as it stands", { timeout: 60_000 }, async (t) => {
  const to = await collector(t);
  const ochre = await during(t, gateway([], { env: { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${to.url}/own/path`, OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf' } }));
  await make(ochre.url, 'a heron');
  await ochre.stop();
  await to.until('/own/path', 'POST /v1/images/generations');
  assert.ok(to.got.every(({ path }) => path === '/own/path'));
});

for (const [what, more, silent] of [
  ['OTEL_SDK_DISABLED', { OTEL_SDK_DISABLED: 'true' }, ['/v1/traces', '/v1/metrics']],
  ['OTEL_METRICS_EXPORTER=none', { OTEL_METRICS_EXPORTER: 'none' }, ['/v1/metrics']],
  ['OTEL_TRACES_EXPORTER=none', { OTEL_TRACES_EXPORTER: 'none' }, ['/v1/traces']],
])
  it(`keeps silent by ${what}`, { timeout: 60_000 }, async (t) => {
    const to = await collector(t);
    const ochre = await during(t, exported(to, more));
    await make(ochre.url, 'a heron');
    await ochre.stop();
    assert.deepEqual(['/v1/traces', '/v1/metrics'].filter((path) => !to.got.some((one) => one.path === path)), silent);
  });

it('refuses a protocol that there is not', { timeout: 60_000 }, () => assert.rejects(
  gateway([], { env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' } }), /OTEL_EXPORTER_OTLP_PROTOCOL: 'http\/json'/));
