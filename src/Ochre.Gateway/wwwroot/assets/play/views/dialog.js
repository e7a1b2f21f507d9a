// The playground's dialogs: which one is open stands in its state.
import { dialog as open } from '../../lib/dialog.js';
import { change } from '../state.js';

const closed = () => change({ dialog: null });

export const dialog = (title, content, kind = '') => open(title, content, { kind, closed });
