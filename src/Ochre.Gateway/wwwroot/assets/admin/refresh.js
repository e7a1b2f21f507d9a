// Keeps the open view fresh: asks again after a while, sooner when nobody answered, and not at all while nobody looks.
import { isShutOut, signOut } from './sign-in.js';
import { change, changePart, state } from './state.js';
import { TABS } from './tabs.js';

const AGAIN = 3000;
let timer = 0;
let turn = 0;

/** Asks for what the open view shows; what was asked before for another view comes to nothing. */
export async function refresh() {
  const [mine, view] = [++turn, state.view];
  clearTimeout(timer);
  if (!state.isIn || (state.isOff && TABS[view].needsRecords))
    return;
  let wait = TABS[view].every;
  try {
    await TABS[view].load();
    if (state.fault)
      change({ fault: null });
  } catch (fault) {
    if (isShutOut(fault)) {
      signOut('The gateway no longer takes this key. Give the one that counts now.');
      return;
    }
    // What stands there stays, with a word that it is old.
    changePart(view, { fault });
    change({ fault });
    wait = AGAIN;
  }
  if (mine === turn && wait > 0 && !document.hidden)
    timer = setTimeout(refresh, wait);
}

document.addEventListener('visibilitychange', () => document.hidden ? clearTimeout(timer) : refresh());
