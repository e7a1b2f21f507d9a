// Makes o200k-cases.json: texts and what OpenAI's own tokeniser counts in them. Run by hand, in this folder, with Node 20 or later:
//
//     npm install --no-save --prefix node_modules/.cases tiktoken@1.0.22 && node make-cases.mjs
//
// tiktoken on npm is OpenAI's Rust code compiled to WebAssembly. js-tiktoken and gpt-tokenizer run the pattern in JavaScript's regex,
// where \s has U+FEFF and lacks U+0085: they differ from OpenAI's count on such texts.
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';

const tiktoken = createRequire(import.meta.url)('./node_modules/.cases/node_modules/tiktoken');
const encoding = tiktoken.get_encoding('o200k_base');

const english = [
  '', ' ', 'a', 'A', 'kite', ' kite', 'A red kite over Snowdonia at dawn.', 'Hello, world!', 'The quick brown fox jumps over the lazy dog.',
  'A watercolour of a lighthouse, soft ochre light, mist in the valleys; in the foreground a dry-stone wall with lichen.',
  'photo of a corgi wearing sunglasses --ar 16:9 --v 6 --style raw', 'masterpiece, best quality, (ultra-detailed:1.2), 8k, hdr, [bokeh]',
  'An astronaut riding a horse in the style of ukiyo-e, 1792x1024, high contrast', 'logo: "OCHRE" in Helvetica Bold, flat, vector, #CC7722',
  'pneumonoultramicroscopicsilicovolcanoconiosis', 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch',
  'antidisestablishmentarianism',
  'naïve café façade coöperate résumé', 'e-mail: someone@example.com, see https://example.com/a/b?c=d&e=f#g',
  'Wait... what?! No — really – yes.',
];
const contractions = [
  "I'm you're he's we've they'll I'd can't", "I'M YOU'RE HE'S WE'VE THEY'LL I'D CAN'T", "I'lL I'Ll rock'n'roll o'clock 'tis 'twas",
  "it’s don’t we’ve",
  "'s", " 's", "''s", "x's's", "X'SX", "1's", "é's", "中's", "\u0301's", "a\u0301's", "'re", "'r", "'l", "'lx", "a'l", "a'v", "it'ſ", "a'",
  "'", "'ve'll'd",
  "ALL'sALL'S", "don'tDON'T", "abc'd'e'f", "ll'll'LL",
];
const cases = [
  'HTTPServer', 'getElementById', 'XMLHttpRequest', 'iPhone', 'eBay', 'McDonald', 'ABCdefGHIjkl', 'aB', 'Ab', 'AB', 'ABc', 'aBC',
  'SCREAMING_SNAKE_CASE', 'snake_case',
  'kebab-case', 'PascalCase', 'camelCase', 'ÀÉÎõü', 'ǅungla Ǆ ǆ', 'ΑΒΓαβγ', 'АБВабв', 'ʰABCʰabc', 'ABC中DEF', 'ABC中def', 'abc中DEF',
  'A\u0301B\u0301c\u0301', '\u0301ABC',
  '\u0301abc', '\u0301', ' \u0301', '\u0301\u0301A', 'ªº', 'Ⓐⓐ', 'ℵℶ',
];
const code = [
  'for (var i = 0; i < n; i++) { sum += a[i]; }', 'public sealed class PromptTokens\n{\n    public int Count() => 0;\n}\n',
  'def f(x):\n\treturn x ** 2\n\n\nprint(f(3))',
  '{"prompt":"a red kite","n":1,"size":"1024x1024"}', '<div class="a">\r\n  <!-- b -->\r\n</div>\r\n',
  'SELECT * FROM t WHERE a = \'b\' AND c <> 0;', '#!/bin/bash\nset -euo pipefail\n',
  'x = y / z; // comment\n/* a */ /// b\n', 'a//b/c\n\n/d', '!!!/\n/\n', '!\n\n\n a', ' !\r\n/\r\nx', '?./\\|', '=>->::===!==&&||??',
  '$(echo ${HOME})', 'λx. x x', '∀x∈ℝ: x² ≥ 0',
  '\\u00e9\\n', 'git commit -m "fix: off-by-one"', 'C:\\Users\\a\\b.txt', '/usr/local/bin', '&nbsp;&amp;', '```csharp\nvar a = 1;\n```',
  '| a | b |\n| --- | --- |',
];
const special = ['<|endoftext|>', '<|endofprompt|>', 'a<|endoftext|>b', '<|im_start|>user<|im_sep|>'];
const numbers = [
  '0', '12', '123', '1234', '12345', '123456', '1234567', '3.14159', '1,000,000', '0xDEADBEEF', '2026-11-21T10:00:00Z', '1a2b3c', 'a1',
  '1 2 3', ' 1234', '²³¹', 'Ⅷ Ⅸ',
  '٣٤٥٦', '१२३४', '𝟘𝟙𝟚𝟛', '½¾', '①②③④', '1\u0301', '1中2', '10%', '$9.99', '-1', '1e-9', '192.168.0.1', '+44 20 7946 0000',
];
const spaces = [
  '  ', '   ', '    a', 'a  b', 'a   b', ' a ', '\t', '\t\t', '\ta', 'a\tb', '\n', '\n\n', '\n\n\na', 'a\n', 'a\n\n', 'a \n b',
  'a  \n  b', ' \n', '\n ', ' \n ', '\r\n', '\r', '\r\r\n', 'a\r\nb',
  '\u00a0', 'a\u00a0b', '\u0085', '\u0085a', 'a\u0085\u0085b', '\u2028', 'a\u2028b', '\u2029\u2029a', '\u3000', '中\u3000文',
  '\u2003\u2003x', '\u202fa', '\u1680', '\u200b', 'a\u200bb', '\ufeff',
  '\ufeffa', '\ufeff\ufeff a', '\v\f', ' \t \t', '  1', '  !', ' \u00a0 a', '\u0000', '\u0000\u0000', '\u001b[0m', ' \n\n \n x', 'end   ',
  'end \n\t', '   \n',
];
const languages = [
  'Ein roter Milan über dem Fluss, Donaudampfschifffahrtsgesellschaft.',
  'Un milan royal au-dessus de la vallée, à l\'aube ; « très » doux.', 'Un milano real sobre el río: ¿dónde está? ¡Aquí!',
  'Um gavião vermelho sobre o rio, manhã de névoa, coração.', 'Czerwona kania nad rzeką, żółć, gęślą jaźń.',
  'Červený luňák nad řekou, příliš žluťoučký kůň.', 'Kırmızı çaylak, İstanbul, ışık.',
  'Rauður flugdreki yfir ánni, þæð.', 'Diều đỏ trên sông lúc bình minh, tiếng Việt.', 'Красный коршун над рекой на рассвете.',
  'Червоний шуліка над річкою, їжак.', 'Κόκκινος ψαλιδιάρης πάνω από το ποτάμι.',
  'דיה אדומה מעל הנהר, שָׁלוֹם.', 'حدأة حمراء فوق النهر عند الفجر، السَّلَامُ.', 'بادبادک قرمز، می‌خواهم.',
  'नदी के ऊपर लाल चील, हिन्दी में क्षत्रिय।', 'নদীর উপর লাল চিল।', 'ஆற்றின் மேல் சிவப்புப் பருந்து.', 'నది మీద ఎర్ర గద్ద.',
  'ว่าวแดงเหนือแม่น้ำยามรุ่งอรุณ', 'ខ្លែងក្រហម', 'မြန်မာစာ', 'ᠮᠣᠩᠭᠣᠯ', '红鸢在晨光中飞过河面。', '紅鳶在晨光中飛過河面。', '夜明けの川の上の赤い凧、アカトビ。ｶﾀｶﾅ',
  '새벽 강 위의 붉은 솔개', '한국어', 'წითელი ძერა', 'Կարմիր ցին',
  'ቀይ ጭላት', 'ᐃᓄᒃᑎᑐᑦ', 'བོད་སྐད', 'Māori ʻōlelo Hawaiʻi', 'ꜰᴜʟʟ ѕⅿаⅼⅼ', '㍿㌔℡', 'ＦＵＬＬ　ｗｉｄｔｈ１２３', 'Zalgo: Z̷̧̛a̵l̸g̶o̴',
];
const astral = [
  '𝐀', '𝐚', '𝐀𝐁𝐂𝐚𝐛𝐜', '𝐚𝐁', '𝓗𝓮𝓵𝓵𝓸 𝔀𝓸𝓻𝓵𝓭', '𝔄𝔅ℭ𝔡', '𝕋𝕙𝕖', '𐐀𐐨', '𐐨𐐀', '𠀀𠀁', '𠀀a', 'A𠀀B', '𐎠𐎡', '𒀀𒁀', '𓀀', '𞤀𞤢', '𑀓𑀸', '🜁', '𝄞',
  '\u{e0067}', '\u{10ffff}', '\u{1e000}', "𝐚's", ' 𝐚', '!𝐚',
];
const emoji = [
  '😀', '😀😀😀', ' 😀', '😀a', 'a😀', '👍🏽', '👨‍👩‍👧‍👦', '🏳️‍🌈', '🇩🇪🇫🇷', '❤️', '☺', '1️⃣', '🧑🏿‍🚀 on 🌕', '🎨🖌️ a red kite 🪁', '👩‍❤️‍💋‍👨!', '♀️',
  '©®™', '→ ← ↔', '█▓▒░', '٩(◕‿◕)۶', '¯\\_(ツ)_/¯', '(╯°□°）╯︵ ┻━┻',
  '😀\n\n😀', '😀/\n', '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
];
const opaque = [
  'aGVsbG8gd29ybGQsIHRoaXMgaXMgYmFzZTY0IHRleHQ=',
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'd41d8cd98f00b204e9800998ecf8427e',
  '550e8400-e29b-41d4-a716-446655440000', 'AKIAIOSFODNN7EXAMPLE', 'qwertyuiopasdfghjklzxcvbnm', 'zzxxqqjjkkvvwwyy', 'XQZJKVWXQZJKVW',
  '________', '--------', '........', '////////', '!?!?!?!?', '%20%2F%3D', '\ufffd\ufffd',
];
// Long pieces: text × times.
const long = [
  ['a', 32000], ['A', 32000], [' ', 32000], ['\n', 3000], ['ab', 5000], ['xq', 3000], ['中', 10000], ['红鸢', 2000], ['😀', 5000],
  ['\ufffd', 3000], ['!', 3000], ['=-', 2000], ['7', 3000], ['\u0301', 3000], ['A中', 2000], ['𝐀𝐚', 500], ['aGVsbG8gd29ybGQ', 300],
  ['A red kite over Snowdonia. ', 300],
];

const once = [english, contractions, cases, code, special, numbers, spaces, languages, astral, emoji, opaque].flat().map(text => [text, 1]);
const lines = [...once, ...long].map(([text, times]) => {
  const count = encoding.encode_ordinary(text.repeat(times)).length;
  return ascii(JSON.stringify(times === 1 ? { text, count } : { text, times, count }));
});
writeFileSync(new URL('o200k-cases.json', import.meta.url), `{
"madeBy": "make-cases.mjs with npm tiktoken 1.0.22, o200k_base",
"cases": [
${lines.join(',\n')}
]
}
`);
console.log(`${lines.length} cases`);

// What an editor would hide, join or normalise is written as an escape; letters and signs stay readable.
function ascii(json) {
  return json.replace(/[^\P{C}\n]|[\p{Z}--[ ]]|\p{M}|\ufffd/gv, mark =>
    Array.from({ length: mark.length }, (_, at) => '\\u' + mark.charCodeAt(at).toString(16).padStart(4, '0')).join(''));
}
