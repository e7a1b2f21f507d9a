// Makes o200k-scripts.json: prompts in thirty scripts, emoji and code, and what OpenAI's own tokeniser counts in them. Run by hand, in this folder, with
// Node 20 or later and the package that make-cases.mjs names:
//
//     npm install --no-save --prefix node_modules/.cases tiktoken@1.0.22 && node make-script-cases.mjs
//
// The words are those of Unicode's CLDR, which node carries: names of countries, languages and days as people write them. No randomness: the same node makes
// the same file.
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';

const tiktoken = createRequire(import.meta.url)('./node_modules/.cases/node_modules/tiktoken');
const encoding = tiktoken.get_encoding('o200k_base');

const PROMPTS = 17;
// Script, locale, and a sentence of that language; every prompt of the script is made around words of the locale.
const scripts = [
  ['Latin', 'vi', 'Tất cả mọi người sinh ra đều được tự do và bình đẳng.'],
  ['Greek', 'el', 'Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι.'],
  ['Cyrillic', 'ru', 'Все люди рождаются свободными и равными.'],
  ['Arabic', 'ar', 'يولد جميع الناس أحرارًا متساوين.'],
  ['Hebrew', 'he', 'כל בני האדם נולדו בני חורין ושווים.'],
  ['Devanagari', 'hi', 'सभी मनुष्य स्वतंत्र और समान हैं।'],
  ['Bengali', 'bn', 'সমস্ত মানুষ স্বাধীনভাবে জন্মগ্রহণ করে।'],
  ['Gurmukhi', 'pa', 'ਸਾਰੇ ਮਨੁੱਖ ਆਜ਼ਾਦ ਹਨ।'],
  ['Gujarati', 'gu', 'બધા મનુષ્યો સ્વતંત્ર છે.'],
  ['Oriya', 'or', 'ସମସ୍ତ ମଣିଷ ସ୍ୱାଧୀନ।'],
  ['Tamil', 'ta', 'மனிதர் யாவரும் சுதந்திரமாகவே பிறக்கின்றனர்.'],
  ['Telugu', 'te', 'మానవులందరు స్వతంత్రులు.'],
  ['Kannada', 'kn', 'ಎಲ್ಲಾ ಮಾನವರೂ ಸ್ವತಂತ್ರರು.'],
  ['Malayalam', 'ml', 'എല്ലാ മനുഷ്യരും സ്വതന്ത്രരാണ്.'],
  ['Sinhala', 'si', 'සියලු මනුෂ්‍යයෝ නිදහස්ව උපත ලබති.'],
  ['Thai', 'th', 'มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกัน'],
  ['Lao', 'lo', 'ມະນຸດທຸກຄົນເກີດມາມີອິດສະຫຼະ'],
  ['Khmer', 'km', 'មនុស្សទាំងអស់កើតមកមានសេរីភាព។'],
  ['Myanmar', 'my', 'လူတိုင်းသည် လွတ်လပ်သည်။'],
  ['Tibetan', 'dz', 'འགྲོ་བ་མིའི་རིགས་རྒྱུད་ཡོངས་ལ་རང་དབང་ཡོད།'],
  ['Georgian', 'ka', 'ყველა ადამიანი იბადება თავისუფალი.'],
  ['Armenian', 'hy', 'Բոլոր մարդիկ ծնվում են ազատ։'],
  ['Ethiopic', 'am', 'የሰው ልጅ ሁሉ ሲወለድ ነጻ ነው።'],
  ['Han', 'zh', '人人生而自由，在尊严和权利上一律平等。'],
  ['Han', 'zh-Hant', '人人生而自由，在尊嚴和權利上一律平等。'],
  ['Katakana', 'ja', 'すべての人間は、ウマレナガラニシテ自由である。'],
  ['Hangul', 'ko', '모든 인간은 태어날 때부터 자유롭다.'],
  ['Cherokee', 'chr', 'ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ'],
];
const emoji = ['🪁 🌅 🏞️', '👩🏽‍🚀🌕', '🇯🇵🗻🌸', '🐉🔥🏰', '🧑‍🎨🖼️✨', '❤️‍🔥', '🦦💤🌊', '👨‍👩‍👧‍👦🏖️', '☕🥐🗼', '🎃🦇🌑', '🚀🛰️🪐', '🧜🏿‍♀️🐚', '🏴‍☠️⛵', '🎄☃️🎁', '🐈‍⬛🌿'];
const code = [
  'const f = (x) => x ** 2;', 'SELECT id FROM prompts WHERE n > 1;', 'def paint(size=(512, 512)):\n    return None', '<svg viewBox="0 0 10 10"><path d="M0 0L9 9"/></svg>',
  '{"prompt": "a kite", "n": 2}', 'for i in $(seq 1 9); do echo "$i"; done', 'fn main() { println!("{}", 1u8 << 3); }', '#include <stdio.h>\nint main(void) { return 0; }',
  'public record Size(int Width, int Height);', 'body { color: #cc7722; margin: 0 auto }', 'x ||= y&.z ? [*a] : {**b}', '\\frac{a}{b} + \\sqrt[3]{x}', 'model:\n  - name: core\n    n: 2',
  'GET /v1/images?n=1&size=512x512 HTTP/1.1', 'diff --git a/x b/x\n@@ -1,2 +1,2 @@',
];
const regions = ['JP', 'GB', 'FR', 'IN', 'BR', 'ET', 'GE', 'KH', 'EG', 'MX', 'NZ', 'FI', 'TH', 'AM', 'GR', 'KR', 'LK'];
const languages = ['fr', 'ja', 'ar', 'hi', 'pt', 'am', 'ka', 'km', 'el', 'es', 'mi', 'fi', 'th', 'hy', 'he', 'ko', 'si'];

/** Sentence, places, languages, days and numbers of one locale, each time put together in another way. */
function* promptsOf(locale, sentence) {
  const names = (type) => new Intl.DisplayNames(locale, { type, fallback: 'code' });
  const [place, language] = [names('region'), names('language')];
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const number = new Intl.NumberFormat(locale);
  for (let i = 0; i < PROMPTS; i++) {
    const [one, two] = [place.of(regions[i]), place.of(regions[(i + 5) % PROMPTS])];
    const date = day.format(new Date(Date.UTC(2026, i % 12, 1 + i)));
    yield [
      () => sentence, () => `${one}: ${date}`, () => list.format([one, two, language.of(languages[i])]), () => `${sentence} ${one}, ${number.format(1024 * (i + 1))}`,
      () => `${language.of(languages[i])} (${two})\n${date}`, () => `${one} – ${two}! ${sentence}`,
    ][i === 0 ? 0 : 1 + i % 5]();
  }
}

const cases = [
  ...scripts.flatMap(([script, locale, sentence]) => [...promptsOf(locale, sentence)].map((text) => ({ script, text }))),
  ...emoji.flatMap((text, i) => [{ script: 'emoji', text }, { script: 'emoji', text: `a kite ${text} over ${regions[i]}` }]),
  ...code.map((text) => ({ script: 'code', text })),
];
for (const { script, text } of cases.filter(({ script }) => script !== 'emoji' && script !== 'code')) {
  if (!new RegExp(`\\p{Script=${script}}`, 'u').test(text) && script !== 'Katakana')
    throw new Error(`${script}: ${text}`);
}
const lines = cases.map(({ script, text }) => JSON.stringify({ script, text, count: encoding.encode_ordinary(text).length }));
if (new Set(cases.map(({ text }) => text)).size !== cases.length)
  throw new Error('a prompt stands twice');
writeFileSync(new URL('o200k-scripts.json', import.meta.url), `{
"madeBy": "make-script-cases.mjs with npm tiktoken 1.0.22, o200k_base",
"cases": [
${lines.map((line) => line.replace(/[\p{Cf}\u00a0\u202f\u2009]/gu, (mark) => [...Array(mark.length).keys()].map((at) => `\\u${mark.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''))).join(',\n')}
]
}
`);
console.log(`${lines.length} prompts in ${new Set(cases.map(({ script }) => script)).size} scripts`);
