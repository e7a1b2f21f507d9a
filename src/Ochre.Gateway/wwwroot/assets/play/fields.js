// A model's own parameters that the page offers beside the ones that every model has, in people's words.
import { fieldOf, leaf } from './models.js';
import { currentTask } from './tasks.js';

/** By name without the place. `tasks`: only there; Amazon's fields stand in an object that says its task. */
const KNOWN = {
  style_preset: { label: 'Style' },
  style: { label: 'Style' },
  strength: { label: 'Strength', hint: '0 keeps the picture, 1 hardly looks at it', start: 0.35, tasks: ['IMAGE_TO_IMAGE', 'IMAGE_VARIATION'] },
  image_strength: { label: 'Closeness', hint: '1 keeps the picture, 0 hardly looks at it', start: 0.35, tasks: ['IMAGE_TO_IMAGE', 'IMAGE_VARIATION'] },
  similarityStrength: { label: 'Likeness', hint: 'how near to the picture', start: 0.7 },
  control_strength: { label: 'Hold', hint: 'how closely the lines are followed', start: 0.7 },
  fidelity: { label: 'Likeness of style', start: 0.5 },
  composition_fidelity: { label: 'Keep the composition', start: 0.9 },
  style_strength: { label: 'Strength of the style', start: 1 },
  change_strength: { label: 'How much may change', start: 0.9 },
  creativity: { label: 'Creativity', hint: 'how much may be invented', start: 0.35 },
  grow_mask: { label: 'Grow the mask', hint: 'pixels, so that no edge shows', start: 5 },
  outPaintingMode: { label: 'Edge' },
  cfgScale: { label: 'Closeness to the words', start: 6.5 },
  cfg_scale: { label: 'Closeness to the words', start: 7 },
  steps: { label: 'Steps', hint: 'more take longer and may cost more', start: 30 },
  sampler: { label: 'Sampler' },
};

const OBJECT_TASK = {
  textToImageParams: 'TEXT_IMAGE',
  colorGuidedGenerationParams: 'COLOR_GUIDED_GENERATION',
  imageVariationParams: 'IMAGE_VARIATION',
  inPaintingParams: 'INPAINTING',
  outPaintingParams: 'OUTPAINTING',
};

/** `{ name, label, hint, start, type, min, max, options }` of what this model takes for this task. */
export function offered(state, model) {
  const task = currentTask(state, model);
  return Object.entries(KNOWN).flatMap(([name, known]) => {
    const field = model.ochre.abilities.fields.find((one) => leaf(one.path) === name && belongs(one, task));
    return field && (known.tasks?.includes(task) ?? true) ? [{ name, ...known, ...field }] : [];
  });
}

function belongs(field, task) {
  const place = field.path.includes('.') ? field.path.split('.')[0] : null;
  if (place === 'imageGenerationConfig')
    return task !== 'BACKGROUND_REMOVAL';
  return place === null || OBJECT_TASK[place] === task;
}

export const hasQuality = (state, model) => Boolean(fieldOf(model, 'quality')) && currentTask(state, model) !== 'BACKGROUND_REMOVAL';

export const hasSeed = (state, model) => model.ochre.abilities.max_seed > 0 && !(fieldOf(model, 'taskType') && currentTask(state, model) === 'BACKGROUND_REMOVAL');

const WORDLESS = ['BACKGROUND_REMOVAL', 'ERASE_OBJECT', 'VIRTUAL_TRY_ON'];

/** Whether the task has any use for words. */
export const takesPrompt = (state, model) => model.ochre.max_prompt > 0 && !WORDLESS.includes(currentTask(state, model));

export const takesNegative = (state, model) => model.ochre.abilities.max_negative_prompt > 0 && takesPrompt(state, model);

/** Some edits can be asked for a size; the others keep their picture's. */
export function takesSize(state, model) {
  const task = currentTask(state, model);
  const isSized = state.mode !== 'edit' || task === 'STYLE_GUIDE' || (task === 'IMAGE_VARIATION' && Boolean(fieldOf(model, 'taskType')));
  return isSized && Boolean(model.ochre.abilities.size_range || model.ochre.sizes?.length);
}

/** A style's word for people: `analog-film` and `GRAPHIC_NOVEL_ILLUSTRATION` become words. */
export const humanWord = (word) => word.toLowerCase().replaceAll(/[-_]/g, ' ').replace(/^./, (letter) => letter.toUpperCase());
