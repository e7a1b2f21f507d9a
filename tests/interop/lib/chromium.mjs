// A real browser, as the system has it.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

export const launch = () => chromium.launch({ executablePath: browser(), args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });

/** Debian's name for it, or another's. */
function browser() {
  const folders = process.env.PATH.split(delimiter);
  for (const path of ['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) => folders.map((folder) => join(folder, name)))) {
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not here.
    }
  }
  throw new Error('no chromium: ./test installs it as root on Debian, elsewhere install it yourself');
}
