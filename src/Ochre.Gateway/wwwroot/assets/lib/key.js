// The caller's key: for this tab, or, where he says so, for this browser. It goes out in a header and nowhere else.
const NAME = 'ochre-key';

export const readKey = () => sessionStorage.getItem(NAME) ?? localStorage.getItem(NAME) ?? '';

export const isRemembered = () => localStorage.getItem(NAME) !== null;

export function keepKey(key, remember) {
  forgetKey();
  if (key)
    (remember ? localStorage : sessionStorage).setItem(NAME, key);
}

export function forgetKey() {
  sessionStorage.removeItem(NAME);
  localStorage.removeItem(NAME);
}
