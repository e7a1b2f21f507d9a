// What the page knows.
import { store } from '../lib/store.js';

export const { state, change, onChange } = store({
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
});
