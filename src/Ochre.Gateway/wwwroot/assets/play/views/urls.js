// One address for each blob that is on the page, however often it is drawn.
const urls = new WeakMap();

export function urlOf(blob) {
  if (!urls.has(blob))
    urls.set(blob, URL.createObjectURL(blob));
  return urls.get(blob);
}
