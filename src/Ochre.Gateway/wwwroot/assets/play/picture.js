// Pictures that an edit starts from.
const SENT = ['image/png', 'image/jpeg', 'image/webp'];

/** `{ blob, url, width, height }`; what no model takes becomes a PNG. Throws when it is no picture. */
export async function pictureOf(blob) {
  const bitmap = await createImageBitmap(blob).catch(() => { throw new Error('This file is no picture that the browser can read.'); });
  const { width, height } = bitmap;
  const kept = SENT.includes(blob.type) ? blob : await drawn(width, height, (context) => context.drawImage(bitmap, 0, 0));
  bitmap.close();
  return { blob: kept, url: URL.createObjectURL(kept), width, height };
}

/** A small WebP of it, for the wall. */
export async function thumbnail(blob) {
  const bitmap = await createImageBitmap(blob);
  const scale = Math.min(1, 320 / Math.min(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * scale)));
  const small = await drawn(width, height, (context) => context.drawImage(bitmap, 0, 0, width, height), 'image/webp');
  const size = { width: bitmap.width, height: bitmap.height };
  bitmap.close();
  return { small, ...size };
}

/** The picture on a larger canvas, and the mask that is transparent where there was none: for models that extend by a mask. */
export async function extended(picture, { left, right, up, down }) {
  const bitmap = await createImageBitmap(picture.blob);
  const [width, height] = [picture.width + left + right, picture.height + up + down];
  const image = await drawn(width, height, (context) => {
    context.fillStyle = '#808080';
    context.fillRect(0, 0, width, height);
    context.drawImage(bitmap, left, up);
  });
  const mask = await drawn(width, height, (context) => context.fillRect(left, up, picture.width, picture.height));
  bitmap.close();
  return { image, mask };
}

/** What `paint` draws on a canvas of this size, as a file. */
export function drawn(width, height, paint, type = 'image/png') {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  paint(canvas.getContext('2d'));
  return new Promise((resolve) => canvas.toBlob(resolve, type, 0.85));
}
