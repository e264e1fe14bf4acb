import manifest from "../package.json" with { type: "json" };

/** Fiber-DB's own version. */
export const VERSION: string = manifest.version;
