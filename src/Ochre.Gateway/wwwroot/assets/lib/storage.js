// What the browser keeps for this tab, or for longer. Where it may keep nothing, the page remembers for as long as it is there.
function open(find) {
  try {
    const found = find();
    found.getItem('');
    return found;
  } catch {
    const kept = new Map();
    return { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, String(value)), removeItem: (name) => kept.delete(name) };
  }
}

export const ofTab = open(() => sessionStorage);

export const ofBrowser = open(() => localStorage);
