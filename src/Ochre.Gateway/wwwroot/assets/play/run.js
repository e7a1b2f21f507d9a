// One request from the press to its images: previews as they come, facts from the headers.
import { call, Refusal } from '../lib/api.js';
import { fromBase64 } from '../lib/bytes.js';
import { eventsOf } from '../lib/events.js';
import { toUnits } from '../lib/money.js';
import { bodyOf } from './request.js';

const PREVIEWS = 2;

/** A run as the page shows it; `status` is 'running', 'done', 'failed' or 'cancelled'. */
export const newRun = (model, request, about) => ({
  ...about, model, request, status: 'running', began: performance.now(), ms: 0, images: [], error: null, facts: null, control: new AbortController(),
});

/** Sends it and fills the run in; `onStep` is called whenever there is something new to see. Never throws. */
export async function go(run, onStep) {
  try {
    await (run.request.route === 'variations' ? whole(run) : streamed(run, onStep));
    if (finished(run).length === 0)
      throw new Refusal(502, { message: 'The answer ended before its first image.' });
    run.status = 'done';
  } catch (fault) {
    run.status = fault.name === 'AbortError' ? 'cancelled' : 'failed';
    run.error = fault instanceof Refusal ? fault : run.status === 'failed' ? new Refusal(0, { message: 'The answer broke off before its end.', code: 'broken_off' }) : null;
  }
  run.ms = performance.now() - run.began;
  run.images = finished(run);
  onStep();
}

const finished = (run) => run.images.filter((image) => image.isWhole);

async function streamed(run, onStep) {
  const fields = { ...run.request.fields, stream: true, partial_images: PREVIEWS };
  const answer = await call(`v1/images/${run.request.route}`, { body: bodyOf({ ...run.request, fields }), signal: run.control.signal, more: { 'x-ochre-comments': 'seed' } });
  run.facts = factsOf(answer.headers, run.request.fields.n);
  let seed = null;
  for await (const { event, data, comment } of eventsOf(answer)) {
    if (comment !== undefined) {
      seed = /^x-ochre-seed: (\d+)$/.exec(comment)?.[1] ?? seed;
      run.missing = /^x-ochre-(?:filtered|failed): (\d+)$/.exec(comment)?.[1] ?? run.missing;
      continue;
    }
    const told = JSON.parse(data);
    if (event === 'error')
      throw new Refusal(200, told.error);
    const isWhole = event.endsWith('.completed');
    show(run, told, isWhole, isWhole ? PREVIEWS : told.partial_image_index, seed);
    if (isWhole)
      seed = null;
    onStep();
  }
}

async function whole(run) {
  const answer = await call(`v1/images/${run.request.route}`, { body: bodyOf(run.request), signal: run.control.signal });
  run.facts = factsOf(answer.headers, run.request.fields.n);
  const seeds = answer.headers.get('x-ochre-seed')?.split(',') ?? [];
  const { data, output_format: format } = await answer.json();
  data.forEach((one, at) => show(run, { ...one, output_format: format }, true, PREVIEWS, seeds[at]));
}

// A preview makes room for the next one, and the last of them for its image.
function show(run, { b64_json: base64, output_format: format }, isWhole, stage, seed) {
  const blob = new Blob([fromBase64(base64)], { type: `image/${format}` });
  const last = run.images.at(-1);
  if (last && !last.isWhole) {
    URL.revokeObjectURL(last.url);
    run.images.pop();
  }
  run.images.push({ blob, url: URL.createObjectURL(blob), format, isWhole, stage, seed: seed ?? null });
}

/** What the answer says of itself; its cost is of all `count` images. */
function factsOf(headers, count) {
  const list = (name) => headers.get(name)?.split(',').filter((one) => one !== 'partial_images') ?? [];
  const cost = headers.get('x-ochre-cost-usd');
  return {
    model: headers.get('x-ochre-model'),
    region: headers.get('x-ochre-region'),
    each: cost === null ? null : Math.round(toUnits(cost) / count),
    ignored: list('x-ochre-ignored'),
    adjusted: list('x-ochre-adjusted'),
    substituted: headers.get('x-ochre-substituted'),
  };
}
