// The request on the screen as a program, with the key in an environment variable. It asks for the same images in one answer, without the stream that the page follows.
import { base } from '../lib/api.js';

export const languages = { curl: 'curl', python: 'Python', javascript: 'JavaScript', csharp: 'C#' };

const ENDPOINT = `${base}v1/images/`;
const METHODS = { generations: ['generate', 'generate'], edits: ['edit', 'edit'], variations: ['create_variation', 'createVariation'] };
/** What OpenAI's Python client has a name for; the rest goes into extra_body. */
const NAMED = ['model', 'prompt', 'n', 'size', 'quality', 'response_format'];

export function snippet(language, request) {
  return { curl, python, javascript, csharp }[language](request);
}

const shell = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
const fileName = (request) => `image.${request.fields.output_format ?? 'png'}`;
const several = ({ files }) => files.filter(([name]) => name === 'image').length > 1;
const text = (value) => typeof value === 'object' ? JSON.stringify(value) : String(value);

function curl(request) {
  const parts = request.files.length === 0
    ? [`-H 'Content-Type: application/json'`, `-d ${shell(JSON.stringify(request.fields))}`]
    : [
      ...request.files.map(([name, , file]) => `-F ${shell(`${several(request) && name === 'image' ? 'image[]' : name}=@${file}`)}`),
      ...Object.entries(request.fields).map(([name, value]) => `--form-string ${shell(`${name}=${text(value)}`)}`),
    ];
  return [
    `curl -s ${shell(ENDPOINT + request.route)}`, `-H "Authorization: Bearer $OCHRE_API_KEY"`, ...parts,
  ].join(' \\\n  ') + ` \\\n  | sed 's/.*"b64_json":"\\([^"]*\\)".*/\\1/' | base64 -d > ${fileName(request)}`;
}

function python(request) {
  const given = Object.entries(request.fields);
  const extra = Object.fromEntries(given.filter(([name]) => !NAMED.includes(name)));
  const lines = [
    ...filesIn(request, (file) => `open(${JSON.stringify(file)}, "rb")`, (name, value) => `${name}=${value}`),
    ...given.filter(([name]) => NAMED.includes(name)).map(([name, value]) => `${name}=${pythonValue(value)}`),
    ...(Object.keys(extra).length > 0 ? [`extra_body=${pythonValue(extra)}`] : []),
  ];
  return `import base64, os
from openai import OpenAI

client = OpenAI(base_url=${JSON.stringify(`${base}v1`)}, api_key=os.environ.get("OCHRE_API_KEY", "unused"))
answer = client.images.${METHODS[request.route][0]}(
    ${lines.join(',\n    ')},
)
with open("${fileName(request)}", "wb") as file:
    file.write(base64.b64decode(answer.data[0].b64_json))`;
}

function javascript(request) {
  const lines = [
    ...filesIn(request, (file) => `fs.createReadStream(${JSON.stringify(file)})`, (name, value) => `${name}: ${value}`),
    ...Object.entries(request.fields).map(([name, value]) => `${name}: ${JSON.stringify(value)}`),
  ];
  return `import fs from 'node:fs';
import OpenAI from 'openai';

const client = new OpenAI({ baseURL: ${JSON.stringify(`${base}v1`)}, apiKey: process.env.OCHRE_API_KEY ?? 'unused' });
const answer = await client.images.${METHODS[request.route][1]}({
  ${lines.join(',\n  ')},
});
fs.writeFileSync('${fileName(request)}', Buffer.from(answer.data[0].b64_json, 'base64'));`;
}

function csharp(request) {
  const body = request.files.length === 0
    ? `var body = new StringContent("""${JSON.stringify(request.fields)}""", Encoding.UTF8, "application/json");`
    : ['var body = new MultipartFormDataContent();',
      ...request.files.map(([name, , file]) => `body.Add(new ByteArrayContent(File.ReadAllBytes(${JSON.stringify(file)})), "${several(request) && name === 'image' ? 'image[]' : name}", ${JSON.stringify(file)});`),
      ...Object.entries(request.fields).map(([name, value]) => `body.Add(new StringContent(${JSON.stringify(text(value))}), "${name}");`)].join('\n');
  return `using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

using var http = new HttpClient();
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Environment.GetEnvironmentVariable("OCHRE_API_KEY") ?? "unused");
${body}
var answer = await http.PostAsync(${JSON.stringify(ENDPOINT + request.route)}, body);
using var json = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync());
File.WriteAllBytes("${fileName(request)}", json.RootElement.GetProperty("data")[0].GetProperty("b64_json").GetBytesFromBase64());`;
}

function filesIn(request, open, field) {
  const pictures = request.files.filter(([name]) => name === 'image').map(([, , file]) => open(file));
  const others = request.files.filter(([name]) => name !== 'image').map(([name, , file]) => field(name, open(file)));
  return pictures.length === 0 ? [] : [field('image', pictures.length > 1 ? `[${pictures.join(', ')}]` : pictures[0]), ...others];
}

// JSON is Python's own notation but for three words; text is written as JSON writes it.
function pythonValue(value) {
  if (Array.isArray(value))
    return `[${value.map(pythonValue).join(', ')}]`;
  if (value !== null && typeof value === 'object')
    return `{${Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${pythonValue(one)}`).join(', ')}}`;
  return value === true ? 'True' : value === false ? 'False' : value === null ? 'None' : JSON.stringify(value);
}
