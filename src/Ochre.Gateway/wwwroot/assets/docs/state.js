// What the page knows, and who wants to hear that it has changed.

export const state = {
  /** The document as groups of operations; null until it has come. */
  api: null,
  /** Why it has not come. */
  fault: null,
  search: '',
  /** The operation that is being read. */
  current: '',
  /** What is unfolded, by name. */
  open: new Set(),
  /** What was typed and answered, by operation. */
  trials: new Map(),
  dialog: null,
};

let listener = () => {};

export function onChange(listen) {
  listener = listen;
}

export function change(changes = {}) {
  Object.assign(state, changes);
  listener();
}
