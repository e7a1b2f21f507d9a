// What models can be asked to do, in people's words, and what each task wants to be given.

/** `mask`, `margins`, `second` and `search` say which tools it needs. */
export const tasks = {
  INPAINTING: { name: 'Paint over', verb: 'Paint', mask: true, hint: 'Brush over what should change, and say what should be there.' },
  ERASE_OBJECT: { name: 'Erase', verb: 'Erase', mask: true, hint: 'Brush over what should go. The gap is filled from its surroundings.' },
  OUTPAINTING: { name: 'Extend', verb: 'Extend', margins: true, hint: 'Say how far to paint beyond each edge, in pixels.' },
  BACKGROUND_REMOVAL: { name: 'Cut out', verb: 'Cut out', hint: 'The subject stays, its background becomes transparent.' },
  SEARCH_AND_REPLACE: { name: 'Replace', verb: 'Replace', search: 'search_prompt', ask: 'What to replace', example: 'the sofa', hint: 'Name a thing in the picture, and what to put in its place. Nothing to brush.' },
  SEARCH_AND_RECOLOR: { name: 'Recolour', verb: 'Recolour', search: 'select_prompt', ask: 'What to recolour', example: 'the jacket', hint: 'Name a thing in the picture, and its new colour. Nothing to brush.' },
  IMAGE_TO_IMAGE: { name: 'Rework', verb: 'Rework', hint: 'A new picture that starts from this one. Strength says how far it may go.' },
  IMAGE_VARIATION: { name: 'Vary', verb: 'Vary', hint: 'The same idea again, otherwise.' },
  UPSCALE: { name: 'Enlarge', verb: 'Enlarge', hint: 'The same picture with more pixels.' },
  STYLE_TRANSFER: { name: 'Take a style', verb: 'Restyle', second: 'Picture with the style', hint: 'This picture, in the style of a second one.' },
  STYLE_GUIDE: { name: 'Guide by style', verb: 'Paint', hint: 'A new picture from your words, in the style of this one.' },
  CONTROL_SKETCH: { name: 'From a sketch', verb: 'Paint', hint: 'Your words, painted along the lines of this sketch.' },
  CONTROL_STRUCTURE: { name: 'Keep the structure', verb: 'Paint', hint: 'Your words, painted into the structure of this picture.' },
  VIRTUAL_TRY_ON: { name: 'Try on', verb: 'Try on', mask: true, second: 'Picture of the garment', hint: 'Brush over the clothes to replace; the second picture has the garment.' },
};

export const taskName = (word) => tasks[word]?.name ?? (word === 'TEXT_IMAGE' ? 'Text to image' : word === 'COLOR_GUIDED_GENERATION' ? 'Colour guided' : word);

/** The task that a press would ask for: colours make a task of their own. */
export function currentTask(state, model) {
  if (state.mode === 'edit')
    return state.task;
  return state.mode === 'create' && state.colors.length > 0 && model?.ochre.tasks.includes('COLOR_GUIDED_GENERATION') ? 'COLOR_GUIDED_GENERATION' : 'TEXT_IMAGE';
}
