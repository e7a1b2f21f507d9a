// What is on the screen, as the request that is sent: `{ route, fields, files }`.
import { hasQuality, hasSeed, offered, takesNegative, takesPrompt, takesSize } from './fields.js';
import { fieldOf } from './models.js';
import { nearestSize } from './sizes.js';
import { currentTask, tasks } from './tasks.js';
import { extended } from './picture.js';

/** @param seed what this press paints with; @returns fields in OpenAI's and the model's own words, files as `[name, blob, filename]`. */
export async function requestOf(state, model, seed) {
  const fields = { model: model.id, ...words(state, model), ...shared(state, model, seed), ...own(state, model) };
  if (state.mode !== 'edit')
    return { route: 'generations', fields, files: [] };
  const files = await filesOf(state, model, fields);
  return { route: goesToVariations(state, model) ? 'variations' : 'edits', fields, files };
}

/** A model with a variation of its own takes it there. */
export const goesToVariations = (state, model) => state.task === 'IMAGE_VARIATION' && !fieldOf(model, 'taskType');

function words(state, model) {
  const fields = {};
  const prompt = state.prompt.trim();
  if (takesPrompt(state, model) && prompt && !goesToVariations(state, model))
    fields.prompt = prompt;
  if (takesNegative(state, model) && state.negative.trim() && !goesToVariations(state, model))
    fields.negative_prompt = state.negative.trim();
  const { search } = state.mode === 'edit' ? tasks[state.task] : {};
  if (search)
    fields[search] = state.search.trim();
  return fields;
}

function shared(state, model, seed) {
  return {
    n: state.count,
    ...(takesSize(state, model) && { size: nearestSize(model, state.size) }),
    ...(hasQuality(state, model) && state.premium && { quality: 'high' }),
    ...(hasSeed(state, model) && { seed }),
    response_format: 'b64_json',
  };
}

function own(state, model) {
  const fields = {};
  for (const field of offered(state, model)) {
    const value = within(field, state.extras[field.name]);
    if (value !== null)
      fields[field.name] = value;
  }
  const task = currentTask(state, model);
  if (task === 'COLOR_GUIDED_GENERATION')
    fields.colors = state.colors;
  if (fieldOf(model, 'taskType') && task !== 'TEXT_IMAGE')
    fields.taskType = task;
  return fields;
}

// A value may have been chosen for another model, which has other words and a wider range.
function within({ type, min, max, options }, value) {
  if (value === undefined || value === '' || (type === 'choice' && !options.includes(value)))
    return null;
  return type === 'choice' ? value : Math.min(max, Math.max(min, Number(value)));
}

async function filesOf(state, model, fields) {
  const { mask, margins, second } = tasks[state.task];
  if (margins && fieldOf(model, 'taskType')) {
    const wide = await extended(state.picture, state.margins);
    return [['image', wide.image, 'picture.png'], ['mask', wide.mask, 'mask.png']];
  }
  if (margins)
    Object.assign(fields, Object.fromEntries(Object.entries(state.margins).filter(([, pixels]) => pixels > 0)));
  const files = [['image', state.picture.blob, `picture.${extension(state.picture.blob)}`]];
  if (second && state.second)
    files.push(['image', state.second.blob, `second.${extension(state.second.blob)}`]);
  if (mask && !state.mask.isEmpty)
    files.push(['mask', await state.mask.file(), 'mask.png']);
  return files;
}

/** What is missing before it can be asked: `{ param, message }` in the words of the page, or null. */
export function missing(state, model) {
  const task = state.mode === 'edit' ? tasks[state.task] : {};
  if (state.mode === 'edit' && !state.picture)
    return { param: 'image', message: 'Choose a picture to start from.' };
  if (task.mask && !(state.mask && !state.mask.isEmpty))
    return { param: 'mask', message: 'Brush over the part of the picture that should change.' };
  if (task.second && !state.second)
    return { param: 'second', message: `Choose the second picture: ${task.second.toLowerCase()}.` };
  if (task.search && !state.search.trim())
    return { param: task.search, message: `${task.ask}? Name the thing, such as “${task.example}”.` };
  if (task.margins && Object.values(state.margins).every((pixels) => pixels === 0))
    return { param: 'left', message: 'Say how far to extend: at least one edge above 0 pixels.' };
  if (state.mode !== 'edit' && !state.prompt.trim())
    return { param: 'prompt', message: 'Say what to paint.' };
  return state.mode === 'compare' && state.compared.length < 2 ? { param: 'model', message: 'Choose at least two models to compare.' } : null;
}

/** The request's body: JSON without files, a form with them. */
export function bodyOf({ fields, files }) {
  if (files.length === 0)
    return JSON.stringify(fields);
  const form = new FormData();
  for (const [name, value] of Object.entries(fields))
    form.append(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  const several = files.filter(([name]) => name === 'image').length > 1;
  for (const [name, blob, filename] of files)
    form.append(several && name === 'image' ? 'image[]' : name, blob, filename);
  return form;
}

const extension = (blob) => ({ 'image/jpeg': 'jpg', 'image/webp': 'webp' })[blob.type] ?? 'png';
