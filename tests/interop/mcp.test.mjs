// MCP over a real socket, by the clients people use: both eras of the protocol, and the inspector's command line.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { test } from 'node:test';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { during, gateway, invocations, suite } from './lib/ochre.mjs';

const KEY = 'sk-mcp-test';
const NOVA = 'amazon.nova-canvas-v1:0';
const TOOLS = ['openai_image_generation', 'openai_image_edit', 'openai_image_variation', 'openai_model_list'];
const ochre = suite(gateway, [], { env: { OCHRE_API_KEY: KEY } });
const headers = { Authorization: `Bearer ${KEY}` };
const inspector = fileURLToPath(new URL('./node_modules/.bin/mcp-inspector-cli', import.meta.url));

/** One of the two clients, connected; closed when the test ends. */
async function connected(t, era, url = ochre.url, given = headers) {
  const options = { requestInit: { headers: given } };
  const address = new URL(`${url}/mcp`);
  const client = era === 'handshake'
    ? new LegacyClient({ name: 'test', version: '1' })
    : new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } });
  await client.connect(era === 'handshake' ? new LegacyTransport(address, options) : new StreamableHTTPClientTransport(address, options));
  t.after(() => client.close());
  return client;
}

const png = (block) => Buffer.from(block.data, 'base64');

for (const era of ['handshake', 'stateless']) {
  test(`${era}: the tools are listed with schemas and hints`, async (t) => {
    const client = await connected(t, era);
    const { tools } = await client.listTools();
    assert.deepEqual(tools.map((tool) => tool.name), TOOLS);
    for (const tool of tools) {
      assert.equal(tool.inputSchema.type, 'object');
      assert.equal(tool.annotations.readOnlyHint, tool.name === 'openai_model_list');
    }
    for (const { inputSchema: { properties } } of tools) {
      assert.deepEqual(['stream', 'partial_images', 'user', 'safety_identifier'].filter((name) => name in properties), []);
      assert.deepEqual(Object.values(properties).filter((property) => property.anyOf && property.type), []);
    }
    assert.deepEqual(tools[0].inputSchema.required, ['prompt']);
    assert.deepEqual(tools[0].inputSchema.properties.n.maximum, 10);
  });

  test(`${era}: an image comes to look at, with a link and with progress`, async (t) => {
    const client = await connected(t, era);
    await client.listTools();
    const seen = [];
    const call = { name: 'openai_image_generation', arguments: { model: NOVA, prompt: 'A cute baby sea otter', size: '320x320', seed: 7 } };
    const onprogress = (progress) => seen.push(progress);
    const answer = era === 'handshake' ? await client.callTool(call, undefined, { onprogress }) : await client.callTool(call, { onprogress });

    assert.ok(!answer.isError, JSON.stringify(answer.content));
    const [image, link, words] = answer.content;
    assert.equal(image.type, 'image');
    assert.equal(image.mimeType, 'image/png');
    assert.deepEqual([...png(image).subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
    assert.equal(link.type, 'resource_link');
    assert.deepEqual(Buffer.from(await (await fetch(link.uri)).arrayBuffer()), png(image));
    assert.match(words.text, /1 image by amazon\.nova-canvas-v1:0/);
    assert.equal(answer.structuredContent.data[0].url, link.uri);
    assert.equal(answer.structuredContent.data[0].shown, 'full');
    assert.equal(answer.structuredContent.data[0].seed, 7);
    assert.ok(seen.length > 0);
  });

  test(`${era}: an image made here is edited by its link, and varied`, async (t) => {
    const client = await connected(t, era);
    const made = await client.callTool({ name: 'openai_image_generation', arguments: { model: NOVA, prompt: 'A vase', size: '320x320', response_format: 'url' } });
    assert.deepEqual(made.content.map((block) => block.type), ['resource_link', 'text']);
    const image = made.structuredContent.data[0].url;
    const edited = await client.callTool({ name: 'openai_image_edit', arguments: { model: NOVA, image, prompt: 'a vase with roses', response_format: 'b64_json' } });
    assert.deepEqual(edited.content.map((block) => block.type), ['image', 'text'], JSON.stringify(edited.content.at(-1)));
    const data = `data:image/png;base64,${edited.content[0].data}`;
    const varied = await client.callTool({ name: 'openai_image_variation', arguments: { model: NOVA, image: [data], n: 2, size: '320x320' } });
    assert.ok(!varied.isError, varied.content.at(-1).text);
    assert.equal(varied.structuredContent.data.length, 2);
  });

  test(`${era}: a refusal is the tool's answer, in Ochre's words`, async (t) => {
    const client = await connected(t, era);
    const answer = await client.callTool({ name: 'openai_image_generation', arguments: { model: NOVA, prompt: 'x', n: 99 } });
    assert.equal(answer.isError, true);
    assert.match(answer.content[0].text, /'n' is 99; it must be from 1 to 10/);
    await assert.rejects(client.callTool({ name: 'search_the_web', arguments: {} }), /search_the_web/);
  });

  test(`${era}: the list of models is short enough to read`, async (t) => {
    const client = await connected(t, era);
    const answer = await client.callTool({ name: 'openai_model_list', arguments: {} });
    const nova = answer.structuredContent.data.find((model) => model.id === NOVA);
    assert.deepEqual(nova.tools, TOOLS.slice(0, 3));
    assert.equal(answer.content[0].text, JSON.stringify(answer.structuredContent));
    assert.ok(answer.content[0].text.length < 30_000, `${answer.content[0].text.length}`);
  });

  test(`${era}: without a key nothing is said`, async (t) => {
    await assert.rejects(connected(t, era, ochre.url, {}));
  });
}

test('the stateless client speaks 2026-07-28, the other one 2025-11-25', async (t) => {
  assert.equal((await connected(t, 'stateless')).getNegotiatedProtocolVersion(), '2026-07-28');
  const client = await connected(t, 'handshake');
  assert.equal(client.transport.protocolVersion, '2025-11-25');
  assert.equal(client.transport.sessionId, undefined);
});

test('what is too large to look at is shown smaller, and whole behind its link', async (t) => {
  const small = await during(t, gateway([], { env: { OCHRE_MCP_MAX_IMAGE_BYTES: '60000' } }));
  const client = await connected(t, 'stateless', small.url, {});
  const answer = await client.callTool({ name: 'openai_image_generation', arguments: { model: NOVA, prompt: 'A harbour at night', size: '1024x1024', quality: 'high' } });
  const [image, link] = answer.content;
  assert.equal(answer.structuredContent.data[0].shown, 'smaller', JSON.stringify(answer.content.at(-1)));
  assert.equal(image.mimeType, 'image/jpeg');
  assert.ok(png(image).length <= 60_000);
  assert.ok(Number((await fetch(link.uri)).headers.get('content-length')) > 60_000);
});

test('tools can be left out, and the route with them', async (t) => {
  const some = await during(t, gateway([], { env: { MCP_EXCLUDE_TOOLS: 'openai_image_variation', MCP_INCLUDE_TOOLS: '["openai_image_generation","openai_image_variation"]' } }));
  const client = await connected(t, 'handshake', some.url, {});
  assert.deepEqual((await client.listTools()).tools.map((tool) => tool.name), ['openai_image_generation']);
  await assert.rejects(client.callTool({ name: 'openai_image_variation', arguments: {} }), /openai_image_variation/);
  const none = await during(t, gateway([], { env: { ENABLE_MCP_STREAMABLE_HTTP: 'false' } }));
  assert.equal((await fetch(`${none.url}/mcp`, { method: 'POST' })).status, 404);
});

test("the inspector's command line lists and calls", async (t) => {
  // Its last version for node 20 sends no headers.
  const open = await during(t, gateway());
  const cli = async (...args) => JSON.parse((await promisify(execFile)(inspector, ['--cli', `${open.url}/mcp`, '--transport', 'http', ...args], { maxBuffer: 20_000_000 })).stdout);
  assert.deepEqual((await cli('--method', 'tools/list')).tools.map((tool) => tool.name), TOOLS);
  const answer = await cli('--method', 'tools/call', '--tool-name', 'openai_image_generation',
    '--tool-arg', 'prompt=A lighthouse', '--tool-arg', `model=${NOVA}`, '--tool-arg', 'size=320x320', '--tool-arg', 'n=2');
  assert.deepEqual(answer.content.map((block) => block.type), ['image', 'resource_link', 'image', 'resource_link', 'text']);
  assert.equal((await invocations(open.url)).length, 1);
});
