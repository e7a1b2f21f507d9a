// What a press does.
import { announce } from '../lib/announce.js';
import { Refusal } from '../lib/api.js';
import { dollars } from '../lib/money.js';
import { ofTab } from '../lib/storage.js';
import { takesPrompt } from './fields.js';
import { doing, findModel, isRetired, modelFor, readModels } from './models.js';
import { pictureOf, thumbnail } from './picture.js';
import { priceOf } from './price-lines.js';
import { missing, requestOf } from './request.js';
import { go, newRun } from './run.js';
import { change, state } from './state.js';
import { currentTask } from './tasks.js';
import { clearWall, hang, isKept, takeDown } from './wall.js';

const SPENT = 'ochre-spent';
const SMALLEST_MAX = 2_147_483_646;

export const isRunning = () => state.runs.some((run) => run.status === 'running');

export const randomSeed = (max = SMALLEST_MAX) => crypto.getRandomValues(new Uint32Array(1))[0] % (Math.min(max, SMALLEST_MAX) + 1);

export async function loadModels() {
  change({ fault: null });
  try {
    const models = await readModels();
    const compared = doing(models, 'TEXT_IMAGE').filter((model) => !model.isAlias && !isRetired(model)).slice(0, 3).map((model) => model.id);
    change({ models, needsKey: false, compared: state.compared.length ? state.compared : compared, spent: Number(ofTab.getItem(SPENT) ?? 0), dialog: state.dialog === 'key' ? null : state.dialog });
  } catch (fault) {
    change({ fault, needsKey: fault.status === 401, dialog: fault.status === 401 ? 'key' : state.dialog });
  }
}

/** Asks for what is on the screen. */
export async function press() {
  if (isBeginning || isRunning() || !state.models)
    return;
  const lack = missing(state, modelFor(state));
  if (lack) {
    const field = document.querySelector(`[data-param~="${CSS.escape(lack.param)}"]`);
    change({ runs: [failed(new Refusal(0, { ...lack, code: 'missing' }))], shown: null });
    field?.focus();
    return;
  }
  const seed = state.seed.isLocked ? state.seed.value : randomSeed();
  change({ seed: { ...state.seed, value: seed } });
  const models = state.mode === 'compare' ? state.compared.map((id) => findModel(state.models, id)) : [modelFor(state)];
  await begin(() => Promise.all(models.map(async (model) => newRun(model, await requestOf(state, model, Math.min(seed, model.ochre.abilities.max_seed || seed)), about()))));
}

/** The shown image again, otherwise: by its own model where that varies, else by the first that does. */
export async function vary(record) {
  const model = varier(record);
  await begin(async () => {
    const picture = await pictureOf(record.blob);
    const wish = { ...state, mode: 'edit', task: 'IMAGE_VARIATION', picture, prompt: takesPrompt({ ...state, mode: 'edit', task: 'IMAGE_VARIATION' }, model) ? record.prompt : '', negative: '', count: 1, extras: {}, premium: false };
    return [newRun(model, await requestOf(wish, model, randomSeed()), { prompt: record.prompt, task: 'IMAGE_VARIATION', count: 1 })];
  });
}

export function varier(record) {
  const able = doing(state.models, 'IMAGE_VARIATION').filter((model) => !model.isAlias);
  return able.find((model) => model.id === record.asked) ?? able[0];
}

export const varyPrice = (model, record) => priceOf(model, { task: 'IMAGE_VARIATION', width: record.width, height: record.height, premium: false, steps: 30 });

export function cancel() {
  state.runs.forEach((run) => run.control.abort());
}

const about = () => ({ prompt: state.prompt.trim(), task: state.mode === 'edit' ? state.task : currentTask(state, modelFor(state)), count: state.count });

/** A run that came to nothing before it was sent. */
export const failed = (error) => ({ status: 'failed', error, images: [], ms: 0, control: new AbortController(), model: modelFor(state), count: 1 });

let isBeginning = false;

// Pictures and masks take a moment: a second press in it would buy twice.
async function begin(make) {
  if (isBeginning || isRunning())
    return;
  isBeginning = true;
  const runs = await make().catch(() => null);
  isBeginning = false;
  if (runs)
    await start(runs);
  else
    change({ runs: [failed(new Refusal(0, { message: 'The browser cannot put this picture or its mask together: it may be too large.', code: 'no_picture' }))], shown: null });
}

async function start(runs) {
  state.runs.flatMap((run) => run.images).forEach((image) => URL.revokeObjectURL(image.url));
  change({ runs, shown: null });
  queueMicrotask(bringStage);
  announce(runs.length > 1 ? `Painting with ${runs.length} models` : 'Painting');
  await Promise.all(runs.map(async (run) => {
    let ready = 0;
    await go(run, () => {
      const now = run.images.filter((image) => image.isWhole).length;
      if (now > ready && run.count > 1)
        announce(`${now} of ${run.count} ready`);
      ready = now;
      change();
    });
    await keep(run).catch(() => Object.assign(run, { status: 'failed', images: [], error: new Refusal(502, { message: 'What came is no picture that the browser can show.', code: 'no_picture' }) }));
    change();
  }));
  const first = runs.length === 1 ? runs[0] : null;
  if (first?.records?.length === 1)
    change({ shown: first.records[0].id });
  tell(runs);
}

// On a phone the stage lies below the press, or above it.
function bringStage() {
  const stage = document.querySelector('.stage');
  const { top, bottom } = stage.getBoundingClientRect();
  if (top > innerHeight * 0.6 || bottom < innerHeight * 0.4)
    stage.scrollIntoView({ behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
}

function tell(runs) {
  const images = runs.flatMap((run) => run.images).length;
  const refused = runs.find((run) => run.status === 'failed');
  announce(refused ? `Refused: ${refused.error.message}` : runs.some((run) => run.status === 'cancelled') ? 'Cancelled' : images === 1 ? `The image is ready. ${dollars(runs[0].facts.each ?? 0)}` : `${images} images are ready`);
  if (refused?.error.status === 401)
    change({ needsKey: true, dialog: 'key' });
}

// Whatever came is kept and counted, of a run that broke off too.
async function keep(run) {
  run.records = [];
  for (const [at, image] of run.images.entries()) {
    const { small, width, height } = await thumbnail(image.blob);
    const record = {
      id: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`, created: Date.now() + at / 100, blob: image.blob, small, width, height, format: image.format,
      seed: image.seed, ms: run.ms, prompt: run.prompt, task: run.task, asked: run.model.id, name: run.model.ochre.name, ...run.facts, wish: wishOf(run),
    };
    run.records.push(record);
    change({ wall: await hang(record), isWallKept: isKept(), spent: state.spent + (run.facts.each ?? 0) });
    ofTab.setItem(SPENT, state.spent);
  }
}

const wishOf = ({ request: { route, fields } }) => ({ route, fields });

export function show(id) {
  change({ shown: id });
}

/** Arrow keys on the stage: the newer or the older one. */
export function showNext(step) {
  const at = state.wall.findIndex((image) => image.id === state.shown);
  const next = state.wall[Math.min(state.wall.length - 1, Math.max(0, at + step))];
  if (next)
    change({ shown: next.id });
}

export async function remove(id) {
  const at = state.wall.findIndex((image) => image.id === id);
  const wall = await takeDown(id);
  change({ wall, shown: wall[Math.min(at, wall.length - 1)]?.id ?? null, runs: state.shown === id ? [] : state.runs });
  announce('The image is deleted');
}

export async function removeAll() {
  await clearWall();
  change({ wall: [], shown: null, runs: [], dialog: null });
  announce('All images are deleted');
}
