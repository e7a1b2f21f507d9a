// This browser's images, in IndexedDB: bounded, the oldest go first. Where a browser keeps nothing they last as long as the page.
const MOST_IMAGES = 200;
const MOST_BYTES = 400 * 1024 * 1024;
const STORE = 'images';

let database = null;
let isWritten = true;
/** Newest first. */
let images = [];

/** Whether what was hung last survives a reload. */
export const isKept = () => database !== null && isWritten;

/** All of them, newest first. */
export async function openWall() {
  try {
    database = await opened();
    images = (await asked(database.transaction(STORE).objectStore(STORE).getAll())).toSorted((a, b) => b.created - a.created);
  } catch {
    database = null;
  }
  return images;
}

/** Adds an image and gives all that are left, newest first. */
export async function hang(image) {
  images = [image, ...images];
  isWritten = await write((kept) => kept.put(image));
  while (images.length > 1 && (images.length > MOST_IMAGES || images.reduce((sum, one) => sum + one.blob.size, 0) > MOST_BYTES))
    await takeDown(images.at(-1).id);
  return images;
}

/** Takes one away and gives all that are left, newest first. */
export async function takeDown(id) {
  images = images.filter((image) => image.id !== id);
  await write((kept) => kept.delete(id));
  return images;
}

export async function clearWall() {
  images = [];
  await write((kept) => kept.clear());
}

// A disk that is full, or a database that the browser has closed, takes nothing away from the page: the image lasts as long as it does.
async function write(act) {
  try {
    const transaction = database.transaction(STORE, 'readwrite');
    act(transaction.objectStore(STORE));
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    return true;
  } catch {
    return false;
  }
}

function opened() {
  const opening = indexedDB.open('ochre-wall', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'id' });
  return asked(opening);
}

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
