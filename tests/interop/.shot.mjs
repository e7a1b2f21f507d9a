import { chromium } from 'playwright-core';
const out='/tmp/pg/shots'; import { mkdirSync } from 'node:fs'; mkdirSync(out,{recursive:true});
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu'] });
const which = process.argv.slice(2);
async function page(opts, name, act) {
  if (which.length && !which.some(w=>name.includes(w))) return;
  const c = await b.newContext(opts); const p = await c.newPage();
  p.on('console', m => ['error','warning'].includes(m.type()) && console.log(name, m.type(), m.text(), m.location().url));
  p.on('pageerror', e => console.log(name,'pageerror', e.message, e.stack?.split('\n')[1]));
  await p.goto('http://127.0.0.1:4712/'); await p.waitForSelector('#press',{timeout:10000}).catch(()=>console.log(name,'no press'));
  try { await act?.(p); } catch (e) { console.log(name, 'ACT', e.message.slice(0,600)); }
  await p.screenshot({ path: `${out}/${name}.png`, fullPage: name.endsWith('-full') });
  await c.close();
}
const desk = { viewport:{width:1440,height:900} }, phone={ viewport:{width:390,height:844}, deviceScaleFactor:2, hasTouch:true, isMobile:true };
const paint = async (p, t='A hot-air balloon over snowy mountains at dawn, watercolour') => { await p.fill('textarea', t); await p.keyboard.press('Control+Enter'); await p.waitForSelector('#shown'); await p.waitForTimeout(400); };
await page({...desk, colorScheme:'light'}, 'desk-light');
await page({...desk, colorScheme:'dark'}, 'desk-dark');
await page({...desk, colorScheme:'light'}, 'desk-light-done-full', async p=>{ await paint(p,'A red desert canyon at sunset with a winding river'); await paint(p,'A lighthouse at night, storm'); await paint(p); });
await page({...desk, colorScheme:'dark'}, 'desk-dark-edit-full', async p=>{ await paint(p); await p.click('text=Edit >> nth=-1'); await p.waitForSelector('canvas.mask'); const box=await p.locator('canvas.mask').boundingBox(); await p.mouse.move(box.x+150,box.y+200); await p.mouse.down(); await p.mouse.move(box.x+300,box.y+260,{steps:8}); await p.mouse.move(box.x+400,box.y+200,{steps:8}); await p.mouse.up(); });
await page({...phone, colorScheme:'light'}, 'phone-light-full');
await page({...phone, colorScheme:'dark'}, 'phone-dark-done-full', async p=>{ await paint(p); });
await page({...desk, colorScheme:"light"}, "desk-extend", async p=>{ await paint(p); await p.click("text=Edit >> nth=-1"); await p.getByLabel("What to do",{exact:true}).selectOption("OUTPAINTING"); });
await page({...phone, colorScheme:"light"}, "phone-edit-light-full", async p=>{ await p.getByLabel("Edit").check(); });
await page({...desk, colorScheme:'light'}, 'desk-models', async p=>{ await p.click('.picked'); await p.waitForSelector('.models'); });
await page({...desk, colorScheme:'light'}, 'desk-compare', async p=>{ await p.fill('textarea','A red kite over a lake'); await p.click('.chip:has-text("Compare")'); await p.click('#press'); await p.waitForFunction(()=>document.querySelectorAll('.column .sheet:not(:disabled)').length>=3); await p.waitForTimeout(500); });
await page({...desk, colorScheme:'light'}, 'desk-error', async p=>{ await p.fill('textarea','a forbidden thing'); await p.click('#press'); await p.waitForSelector('.error'); });
await page({...desk, colorScheme:'dark'}, 'desk-code', async p=>{ await p.fill('textarea','A red kite'); await p.click('text=Copy as'); await p.waitForSelector('.code'); });
await b.close();
