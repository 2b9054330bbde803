/**
 * The pictures of the README: `node tests/e2e/screenshot.mjs [FOLDER]` writes them to docs/, or to
 * the folder named.
 */

import { writeFile } from "node:fs/promises";
import path from "node:path";
import { startBrowser } from "../support/browser.mjs";
import { ROOT, startDemo } from "../support/demo.mjs";

const DESKTOP = { width: 1120, height: 750 };
const PHONE = { width: 390, height: 844 };

/** @typedef {{ query?: string, scheme?: "light" | "dark", viewport?: typeof DESKTOP, scale?: number, panels?: boolean }} Look */
/** @type {Record<string, Look>} */
const LOOKS = {
  demo: {},
  "demo-dark": { scheme: "dark" },
  "demo-arabic": { query: "?lang=ar" },
  "demo-phone": { viewport: PHONE, scale: 1.5 },
  "demo-panels": { panels: true },
};

const folder = process.argv[2] ?? path.join(ROOT, "docs");
const browser = await startBrowser();
try {
  for (const [name, look] of Object.entries(LOOKS)) await writeFile(path.join(folder, `${name}.png`), await picture(look));
} finally {
  await browser.close();
}

/**
 * A picture of a demo that has sent no message yet.
 * @param {Look} look
 */
async function picture({ query = "", scheme = "light", viewport = DESKTOP, scale = 1, panels = false }) {
  const demo = await startDemo();
  const context = await browser.newContext({ viewport, colorScheme: scheme, deviceScaleFactor: scale, reducedMotion: "reduce" });
  try {
    const page = await context.newPage();
    await page.goto(demo.url + query);
    await page.locator("#number").fill("+20 123 456 789");
    await page.locator("#send-button").click();
    const message = await page.locator("#messages li").last().innerText();
    await page.locator("otp-input input").fill(/(?<!\d)\d{6}(?!\d)/.exec(message)?.[0] ?? "");
    await page.locator("#check-button").click();
    await page.locator("#outcome[data-tone=good]").waitFor();
    if (panels) {
      for (const panel of await page.locator("[data-panel]").all()) {
        await panel.scrollIntoViewIfNeeded();
        await page.waitForTimeout(200);
      }
      for (const name of ["race", "guess", "replay"]) {
        await page.locator(`#${name}-run`).click();
        await page.locator(`#${name}-result .verdict`).waitFor({ timeout: 120_000 });
      }
      await page.locator("#generator-title").scrollIntoViewIfNeeded();
      await page.locator("#generator-plot svg").waitFor();
    }
    // A panel outside the window is not drawn.
    if (panels) await page.setViewportSize({ width: viewport.width, height: 4000 });
    await page.mouse.move(0, 0);
    await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
    await page.waitForTimeout(400);
    return panels ? await page.locator(".lab").screenshot() : await page.screenshot();
  } finally {
    await context.close();
    await demo.dispose();
  }
}
