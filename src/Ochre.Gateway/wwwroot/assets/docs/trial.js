// Sends a request of the page's own, and keeps what came back.
import { announce } from '../lib/announce.js';
import { base } from '../lib/api.js';
import { readKey } from '../lib/key.js';
import { address } from './curl.js';
import { change, state } from './state.js';

const LONGEST = 20_000;

export const trialOf = (operation) => {
  if (!state.trials.has(operation.id))
    state.trials.set(operation.id, { path: {}, query: {}, body: bodyOf(operation), answer: null, isRunning: false });
  return state.trials.get(operation.id);
};

const bodyOf = (operation) => {
  const json = operation.bodies.find((body) => body.type === 'application/json');
  return json && JSON.stringify(json.example ?? {}, null, 2);
};

export async function send(operation) {
  const trial = trialOf(operation);
  Object.assign(trial, { isRunning: true, answer: null });
  change();
  const began = performance.now();
  try {
    const key = readKey();
    const answer = await fetch(base + address(operation, trial), {
      method: operation.method.toUpperCase(), body: trial.body, cache: 'no-store',
      headers: { ...(trial.body && { 'content-type': 'application/json' }), ...(key && { authorization: `Bearer ${key}` }) },
    });
    trial.answer = { status: answer.status, headers: [...answer.headers].filter(([name]) => /^x-|^retry-after$/.test(name)), ...await contents(answer) };
  } catch {
    trial.answer = { status: 0, headers: [], text: 'The gateway cannot be reached. Is it running, and is this computer online?', pictures: [] };
  }
  trial.answer.seconds = (performance.now() - began) / 1000;
  trial.isRunning = false;
  change();
  announce(trial.answer.status ? `Answered ${trial.answer.status}` : trial.answer.text);
}

async function contents(answer) {
  const type = answer.headers.get('content-type') ?? '';
  if (type.startsWith('image/'))
    return { text: '', pictures: [URL.createObjectURL(await answer.blob())] };
  const text = await answer.text();
  const pictures = [...text.matchAll(/"b64_json":"([A-Za-z0-9+/=]+)"/g)].map(([, file]) => `data:${mediaType(file)};base64,${file}`);
  const short = text.replace(/"(b64_json|image_url)":"([^"]{60})[^"]*"/g, '"$1":"$2…"');
  return { text: (type.startsWith('application/json') ? pretty(short) : short).slice(0, LONGEST), pictures: pictures.length > 0 ? pictures : links(text) };
}

const mediaType = (file) => file.startsWith('/9j/') ? 'image/jpeg' : file.startsWith('UklG') ? 'image/webp' : 'image/png';

// Images of this gateway alone: the page may load no others.
function links(text) {
  try {
    return (JSON.parse(text).data ?? []).map((one) => one.url).filter((url) => url && new URL(url).origin === location.origin);
  } catch {
    return [];
  }
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
