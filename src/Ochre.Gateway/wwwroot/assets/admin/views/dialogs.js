// Which dialog is open stands in the state, with what it needs.
import { dialog } from '../../lib/dialog.js';
import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { change, state } from '../state.js';
import { confirmContent } from './confirm.js';
import { formContent } from './forms.js';
import { keyContent } from './key-details.js';
import { madeContent } from './made.js';

// A dialog that another one has replaced is closed too: that is no wish to close the new one.
const closed = (mine) => () => state.dialog === mine && change({ dialog: null });

const KINDS = {
  form: (one) => dialog(one.title, formContent(one), { kind: 'wide', closed: closed(one) }),
  key: (one) => dialog(one.key.key_alias ?? one.key.token, keyContent(one), { kind: 'wide', closed: closed(one) }),
  made: (one) => dialog(one.isReplaced ? 'The new key' : 'The key is made', madeContent(one), { kind: 'wide', closed: closed(one), isFirm: true }),
  confirm: (one) => dialog(one.title, confirmContent(one), { closed: closed(one) }),
};

// Each kind stands in a place of its own, so that no dialog is made into another that is open already.
export const dialogs = ({ dialog: one }) => html`${Object.keys(KINDS).map((kind) => one?.kind === kind ? KINDS[kind](one) : nothing)}`;
