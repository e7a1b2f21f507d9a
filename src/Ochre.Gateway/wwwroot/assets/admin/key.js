// The master key: for this tab alone. It comes from the sign-in, or behind the # of an address, which no server is sent.
import { ofTab } from '../lib/storage.js';

const NAME = 'ochre-admin-key';

export const adminKey = () => ofTab.getItem(NAME) ?? '';

export const keepAdminKey = (key) => ofTab.setItem(NAME, key);

export const forgetAdminKey = () => ofTab.removeItem(NAME);

/** Takes the key of `#key=…` and wipes it from the address bar and the history; whether there was one. */
export function takeKeyFromAddress() {
  const key = new URLSearchParams(location.hash.slice(1)).get('key');
  if (!key)
    return false;
  history.replaceState(null, '', location.pathname + location.search);
  keepAdminKey(key.trim());
  return true;
}
