// Exits with 0 when the Chromium of the first argument ("": Playwright's own) starts and runs a page.
import { CHROMIUM_ARGUMENTS } from "./browser.mjs";

const { chromium } = await import("playwright-core");

const executablePath = process.argv[2] || undefined;
const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS, timeout: 45_000 });
const page = await browser.newPage();
await page.setContent("<title>probe</title>");
const title = await page.title();
await browser.close();
process.exit(title === "probe" ? 0 : 1);
