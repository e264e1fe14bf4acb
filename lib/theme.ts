export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** Where a browser keeps it, and what tells the system's. */
export const THEME_KEY = "theme";
export const DARK_SYSTEM = "(prefers-color-scheme: dark)";

/** Runs before the first picture: what this browser keeps, else the system's. It stands in the page, under its nonce. */
export const THEME_SCRIPT = `{let t;try{t=localStorage.getItem("${THEME_KEY}")}catch{}document.documentElement.classList.toggle("dark",t==="dark"||t!=="light"&&matchMedia("${DARK_SYSTEM}").matches)}`;
