// Programs too large to install here, by the requests that their sources send; and LangChain's own tool. Where each request was read stands with it.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { describe, test } from 'node:test';
import { DallEAPIWrapper } from '@langchain/openai';
import OpenAI from 'openai';
import { gateway, invocations, suite } from './lib/ochre.mjs';
import { png } from './lib/paint.mjs';
import { fromBase64, picture, square } from './lib/picture.mjs';

const ultra = 'stability.stable-image-ultra-v1:1';
// LibreChat's DALL-E-3 tool tells by a link's address what it downloads.
const ochre = suite(gateway, [], { env: { OCHRE_LINK_FILE_NAMES: 'true' } });
const otter = png(256, 256, (x, y) => [x, y, 64]);
const mask = png(256, 256, (x) => x < 128 ? [255, 255, 255] : [0, 0, 0]);
const likeOtter = { format: 'png', width: 256, height: 256 };
const post = (path, body, headers = {}) => fetch(`${ochre.url}/v1${path}`, { method: 'POST', headers: { Authorization: 'Bearer unused', ...headers }, body });
const generate = async (body) => answered(await post('/images/generations', JSON.stringify(body), { 'content-type': 'application/json' }));
const whatWasAsked = async () => (await invocations(ochre.url, 1))[0];

async function answered(response) {
  assert.equal(response.status, 200, await response.clone().text());
  return response.json();
}

/** A form of words and files, each file as `[name, bytes]`. */
function form(words, files) {
  const data = new FormData();
  files.forEach(([name, bytes], i) => data.append(name, new Blob([bytes], { type: 'image/png' }), `${i}.png`));
  Object.entries(words).forEach(([name, value]) => data.append(name, value));
  return data;
}

// danny-avila/LibreChat, api/app/clients/tools/structured/OpenAIImageTools.js and DALLE3.js.
describe('LibreChat', () => {
  const openai = () => new OpenAI({ apiKey: 'unused', baseURL: `${ochre.url}/v1` });
  const wishes = { prompt: 'a red kite', n: 1, background: 'auto', output_format: 'png', output_compression: undefined, quality: 'auto', size: 'auto' };

  for (const model of ['gpt-image-1', 'gpt-image-2.5-flare'])
    test(`image_gen_oai with ${model}: base64, which it did not ask for and cannot do without`, async () => {
      assert.deepEqual(fromBase64((await openai().images.generate({ ...wishes, model })).data[0].b64_json), square);
    });

  test('image_gen_oai as webp, large and wide', async () => {
    const { data } = await openai().images.generate({ ...wishes, model: 'gpt-image-1', output_format: 'webp', output_compression: 100, quality: 'high', size: '1536x1024' });
    const made = fromBase64(data[0].b64_json);
    assert.equal(made.format, 'webp');
    assert.ok(made.width > made.height);
  });

  test('image_gen_oai with a transparent background: a refusal whose words tell its agent what to send', async () => {
    const error = await openai().images.generate({ ...wishes, model: 'gpt-image-1', background: 'transparent' }).then(() => assert.fail('no refusal'), (thrown) => thrown);
    assert.deepEqual([error.status, error.param], [400, 'background']);
    assert.match(error.message, /'opaque' or 'auto'/);
  });

  test('image_edit_oai: axios sends its form in chunks, the file last and as image[]', async () => {
    const boundary = '--------------------------012345678901234567890123';
    const word = (name, value) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const { status, text } = await inChunks('/v1/images/edits', { Authorization: 'Bearer unused', 'Content-Type': `multipart/form-data; boundary=${boundary}` }, [
      word('model', 'gpt-image-1') + word('prompt', 'a red hat') + word('quality', 'auto') + word('size', 'auto'),
      `--${boundary}\r\nContent-Disposition: form-data; name="image[]"; filename="otter.png"\r\nContent-Type: image/png\r\n\r\n`,
      otter.subarray(0, 100), otter.subarray(100), `\r\n--${boundary}--\r\n`,
    ]);
    assert.equal(status, 200, text);
    assert.deepEqual(fromBase64(JSON.parse(text).data[0].b64_json), likeOtter);
    assert.equal((await whatWasAsked()).body.image, otter.toString('base64'));
  });

  test('the DALL-E-3 tool: a link by whose address it tells the kind of file', async () => {
    const { data: [{ url }] } = await openai().images.generate({ model: 'dall-e-3', quality: 'hd', style: 'vivid', size: '1792x1024', prompt: 'a red kite', n: 1 });
    // getImageBasename, in api/server/services/Files/images/parse.js; without an ending it records a file that it does not have.
    assert.match(new URL(url).pathname, /\.(jpg|jpeg|png|gif|bmp|tiff|svg)$/i);
    assert.equal(picture(await (await fetch(url)).arrayBuffer()).format, 'png');
  });
});

// n8n-io/n8n, packages/@n8n/nodes-langchain/nodes/vendors/OpenAi/v2/actions/image/generate.operation.ts and edit.operation.ts;
// packages/nodes-base/nodes/OpenAi/ImageDescription.ts; packages/nodes-base/credentials/OpenAiApi.credentials.ts.
describe('n8n', () => {
  test('its credential is tried, and its list of models filled, although its organisation is empty', async () => {
    const models = await answered(await fetch(`${ochre.url}/v1/models`, { headers: { Authorization: 'Bearer unused', 'OpenAI-Organization': '' } }));
    const ids = models.data.map((model) => model.id);
    for (const id of ['gpt-image-1', 'gpt-image-1-mini', 'gpt-image-1.5', 'dall-e-2', 'dall-e-3', ultra])
      assert.ok(ids.includes(id), id);
  });

  for (const [what, body, widerThanHigh] of [
    ['its default', { prompt: 'a red kite', model: 'gpt-image-1-mini' }, 0],
    ['gpt-image-1 upright', { prompt: 'a red kite', model: 'gpt-image-1', size: '1024x1536', quality: 'medium' }, -1],
    ['dall-e-3', { prompt: 'a red kite', model: 'dall-e-3', response_format: 'b64_json', quality: 'hd', size: '1792x1024', style: 'natural' }, 1],
    ['a model by its id', { prompt: 'a red kite', model: ultra, response_format: 'b64_json' }, 0],
    ['two of dall-e-2, by the older node', { prompt: 'a red kite', model: 'dall-e-2', response_format: 'b64_json', n: 2, size: '256x256' }, 0],
  ])
    test(`an image: ${what}`, async () => {
      const { data } = await generate(body);
      assert.equal(data.length, body.n ?? 1);
      const made = fromBase64(data[0].b64_json);
      assert.equal(Math.sign(made.width - made.height), widerThanHigh);
    });

  test('an image as a link', async () => {
    assert.deepEqual(Object.keys((await generate({ prompt: 'a red kite', model: 'dall-e-3', response_format: 'url' })).data[0]), ['url']);
  });

  test('an edit, with what its form says unasked', async () => {
    const { data } = await answered(await post('/images/edits', form({ prompt: 'a red hat', model: 'gpt-image-1', n: '1', size: '1024x1024', quality: 'auto' }, [['image[]', otter]])));
    assert.deepEqual(fromBase64(data[0].b64_json), likeOtter);
  });

  test('an edit with a mask and every option', async () => {
    const words = { prompt: 'a red hat', model: 'gpt-image-1.5', n: '1', size: 'auto', user: 'user-12345', background: 'auto', input_fidelity: 'low', quality: 'standard' };
    const { data } = await answered(await post('/images/edits', form(words, [['image[]', otter], ['mask', mask]])));
    assert.deepEqual(fromBase64(data[0].b64_json), likeOtter);
    assert.equal((await whatWasAsked()).model.replace(/^us\./, ''), 'stability.stable-image-inpaint-v1:0');
  });

  test('an edit with dall-e-2, as a link', async () => {
    const { data } = await answered(await post('/images/edits', form({ prompt: 'a red hat', model: 'dall-e-2', n: '1', size: '256x256', response_format: 'url' }, [['image', otter]])));
    assert.deepEqual(Object.keys(data[0]), ['url']);
  });
});

// open-webui/open-webui, backend/open_webui/routers/images.py: image_generations and image_edits.
describe('Open WebUI', () => {
  test('an image with its own default size', async () => {
    assert.deepEqual(fromBase64((await generate({ model: ultra, prompt: 'a red kite', n: 1, size: '512x512', response_format: 'b64_json' })).data[0].b64_json), square);
  });

  for (const [what, name] of [['of one picture', 'image'], ['of a list with one picture', 'image[]']])
    test(`an edit ${what}`, async () => {
      const words = { model: 'stability.sd3-5-large-v1:0', prompt: 'a red hat', n: '1', size: '512x512', response_format: 'b64_json' };
      assert.deepEqual(fromBase64((await answered(await post('/images/edits', form(words, [[name, otter]])))).data[0].b64_json), likeOtter);
    });
});

describe('LangChain', () => {
  const tool = (more) => new DallEAPIWrapper({ apiKey: 'unused', baseUrl: `${ochre.url}/v1`, ...more });

  test('a link, by its defaults', async () => {
    const link = await tool().invoke('a red kite');
    assert.deepEqual(picture(await (await fetch(link)).arrayBuffer()), square);
  });

  test('two images as base64, of another model', async () => {
    const blocks = await tool({ model: ultra, n: 2, dallEResponseFormat: 'b64_json', quality: 'hd', size: '1792x1024', user: 'somebody' }).invoke('a red kite');
    assert.equal(new Set(blocks.map(({ image_url: { url } }) => url)).size, 2);
    const made = fromBase64(blocks[0].image_url.url);
    assert.ok(made.width > made.height);
  });

  test('a call of an agent becomes an answer of a tool', async () => {
    const message = await tool().invoke({ type: 'tool_call', id: 'call_1', name: 'dalle_api_wrapper', args: { input: 'a red kite' } });
    assert.deepEqual([message.getType(), message.tool_call_id], ['tool', 'call_1']);
    assert.match(message.content, /^http:.*\.png\?/);
  });

  // langchain-ai/langchain, langchain_community/utilities/dalle_image_generator.py
  test('its Python wrapper asks for no format and reads links', async () => {
    const { data } = await generate({ prompt: 'a red kite', n: 1, size: '1024x1024', model: 'dall-e-2', quality: 'standard' });
    assert.deepEqual(Object.keys(data[0]), ['url']);
  });
});

function inChunks(path, headers, pieces) {
  return new Promise((resolve, reject) => {
    const asked = request(ochre.url + path, { method: 'POST', headers: { ...headers, 'Transfer-Encoding': 'chunked' } }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part)).on('error', reject);
      answer.on('end', () => resolve({ status: answer.statusCode, text: Buffer.concat(parts).toString() }));
    });
    asked.on('error', reject);
    pieces.forEach((piece) => asked.write(piece));
    asked.end();
  });
}
