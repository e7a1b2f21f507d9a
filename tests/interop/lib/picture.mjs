// What an image file says of itself in its first bytes.
import assert from 'node:assert/strict';

/** `{ format, width, height }` of a PNG, JPEG or WebP file. */
export function picture(bytes) {
  const view = Buffer.from(bytes);
  if (view.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n')
    return { format: 'png', width: view.readUInt32BE(16), height: view.readUInt32BE(20) };
  if (view.readUInt16BE(0) === 0xffd8)
    return jpeg(view);
  if (view.toString('latin1', 0, 4) === 'RIFF' && view.toString('latin1', 8, 12) === 'WEBP')
    return webp(view);
  throw new Error(`not an image: ${view.subarray(0, 16).toString('hex')}`);
}

/** The picture in plain base64, which has no data URL before it. */
export function fromBase64(text) {
  assert.match(text, /^[A-Za-z0-9+/]+={0,2}$/);
  return picture(Buffer.from(text, 'base64'));
}

export const square = { format: 'png', width: 1024, height: 1024 };

function jpeg(view) {
  for (let at = 2; at < view.length;) {
    const marker = view[at + 1];
    if (marker >= 0xc0 && marker <= 0xc3)
      return { format: 'jpeg', width: view.readUInt16BE(at + 7), height: view.readUInt16BE(at + 5) };
    at += 2 + view.readUInt16BE(at + 2);
  }
  throw new Error('a JPEG without a frame');
}

function webp(view) {
  const kind = view.toString('latin1', 12, 16);
  if (kind === 'VP8X')
    return { format: 'webp', width: view.readUIntLE(24, 3) + 1, height: view.readUIntLE(27, 3) + 1 };
  if (kind === 'VP8L') {
    const bits = view.readUInt32LE(21);
    return { format: 'webp', width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
  }
  return { format: 'webp', width: view.readUInt16LE(26) & 0x3fff, height: view.readUInt16LE(28) & 0x3fff };
}
