// Whether the key that somebody gives is the master key.
import { announce } from '../lib/announce.js';
import { ask } from './ask.js';
import { adminKey, forgetAdminKey, keepAdminKey } from './key.js';
import { change } from './state.js';

const WHY = {
  401: 'The gateway does not know this key.',
  403: 'This key is no master key: it may ask for images and about itself. Only the master key opens this page.',
};

/** Asks for the smallest thing that is the administrator's alone, and whether anything is recorded. */
export async function signIn(key = adminKey()) {
  keepAdminKey(key);
  try {
    await ask('admin/requests');
    change({ isIn: true, signInFault: null, fault: null, isOff: await isDatabaseOff() });
    return true;
  } catch (fault) {
    refuse(fault);
    return false;
  }
}

export function signOut(why = null) {
  forgetAdminKey();
  change({ isIn: false, signInFault: why, dialog: null });
}

/** A key that was good, and is no more. */
export const isShutOut = (fault) => fault.status === 401 || fault.status === 403;

function refuse(fault) {
  const why = WHY[fault.status] ?? fault.message;
  if (isShutOut(fault))
    forgetAdminKey();
  change({ isIn: false, signInFault: why });
  announce(why);
}

async function isDatabaseOff() {
  try {
    await ask('key/aliases?size=1');
    return false;
  } catch (fault) {
    return fault.code === 'database_off';
  }
}
