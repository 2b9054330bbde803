/** `node tests/e2e/screenshot.mjs OUT.png`: the demo page after a verification, as the README shows it. */

import { DemoPage, startBrowser } from "../support/browser.mjs";
import { startDemo } from "../support/demo.mjs";

const out = process.argv[2];
if (out === undefined) {
  console.error("Usage: node tests/e2e/screenshot.mjs OUT.png");
  process.exit(2);
}

const [browser, demo] = await Promise.all([startBrowser(), startDemo()]);
try {
  const context = await browser.newContext({
    viewport: { width: 1120, height: 760 },
    colorScheme: "light",
    reducedMotion: "reduce",
  });
  const page = new DemoPage(await context.newPage());
  await page.page.goto(demo.url);
  await page.enter(await page.requestCode("+20 123 456 789"));
  await page.says(/Verified/);
  await page.page.mouse.move(0, 0);
  await page.page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  await page.page.waitForTimeout(400);
  await page.page.screenshot({ path: out });
} finally {
  await browser.close();
  await demo.dispose();
}
