// Beginning an edit: from a file, or from an image of the wall.
import { Refusal } from '../lib/api.js';
import { failed } from './actions.js';
import { Mask } from './mask.js';
import { doing } from './models.js';
import { pictureOf } from './picture.js';
import { change, state } from './state.js';
import { tasks } from './tasks.js';

/** What changes with the mode: editing has its own words, and a task that some model here can do. */
export function entering(mode) {
  const able = editTasks();
  const swaps = (mode === 'edit') !== (state.mode === 'edit');
  return {
    mode, task: able.includes(state.task) ? state.task : able[0],
    ...(swaps && { prompt: state.otherPrompt, otherPrompt: state.prompt }),
  };
}

/** Starts an edit from a file, or from an image of the wall. */
export async function startFrom(blob, task = state.task, prompt = null) {
  try {
    usePicture(await pictureOf(blob), task, prompt);
  } catch (fault) {
    refuse(fault, 'image');
  }
}

const refuse = (fault, param) => change({ runs: [failed(new Refusal(0, { message: fault.message, param, code: 'no_picture' }))], shown: null });

function usePicture(picture, task, prompt) {
  change(entering('edit'));
  change({
    task: editTasks().includes(task) ? task : editTasks()[0], prompt: prompt ?? state.prompt, picture, mask: new Mask(picture.width, picture.height, () => change()), shown: null, runs: [],
  });
}

export async function useSecond(blob) {
  try {
    change({ second: await pictureOf(blob), runs: [] });
  } catch (fault) {
    refuse(fault, 'second');
  }
}

/** The edits that some model here can do. */
export const editTasks = () => Object.keys(tasks).filter((task) => doing(state.models, task).length > 0);
