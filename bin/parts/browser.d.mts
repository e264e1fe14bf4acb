/** What Chromium is started with. */
export const CHROMIUM_ARGUMENTS: string[];

/** Path of a Chromium that starts; "" stands for Playwright's own. */
export const findBrowser: () => Promise<string>;
