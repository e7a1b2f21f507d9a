// Everything that the page shows follows from this one object.
import { store } from '../lib/store.js';

export const { state, change, onChange } = store({
  /** 'create', 'edit' or 'compare'. */
  mode: 'create',
  /** null until they have been read. */
  models: null,
  /** A Refusal: why there are no models. */
  fault: null,
  needsKey: false,
  /** 'models', 'key', 'code', 'clear' or null. */
  dialog: null,

  prompt: '',
  /** The prompt of the other side: editing has words of its own. */
  otherPrompt: '',
  negative: '',
  /** The chosen model of each task. */
  modelOf: {},
  compared: [],
  size: null,
  count: 1,
  seed: { isLocked: false, value: 0 },
  premium: false,
  /** A model's own parameters, by their names without the place. */
  extras: {},
  colors: [],

  task: 'INPAINTING',
  /** `{ blob, url, width, height }`: what an edit starts from. */
  picture: null,
  second: null,
  mask: null,
  margins: { left: 0, right: 256, up: 0, down: 0 },
  search: '',

  /** What was asked for last: one run, or one for each compared model. */
  runs: [],
  /** The record on the stage; null shows the runs. */
  shown: null,
  /** This browser's images, newest first. */
  wall: [],
  isWallKept: true,
  spent: 0,
});
