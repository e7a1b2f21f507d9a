// The caller's key: for this tab, or, where he says so, for this browser. It goes out in a header and nowhere else.
import { ofBrowser, ofTab } from './storage.js';

const NAME = 'ochre-key';

export const readKey = () => ofTab.getItem(NAME) ?? ofBrowser.getItem(NAME) ?? '';

export const isRemembered = () => ofBrowser.getItem(NAME) !== null;

export function keepKey(key, remember) {
  forgetKey();
  if (key)
    (remember ? ofBrowser : ofTab).setItem(NAME, key);
}

export function forgetKey() {
  ofTab.removeItem(NAME);
  ofBrowser.removeItem(NAME);
}
