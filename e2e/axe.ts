import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

type Part = {
  /** Selector of the part to look at; absent: the page. */
  include?: string;
  disabled_rules?: string[];
};

/** A theme changes colours and nothing else: what they decide is looked at in both, all the rest in light. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

// In its legacy mode: the other one opens a page of its own for each analysis, to join frames, and no page has frames.
const build = (page: Page, { include }: Part): AxeBuilder => {
  const axe = new AxeBuilder({ page }).setLegacyMode();
  return include === undefined ? axe : axe.include(include);
};

/** Fails with what axe finds on the page as it stands, in light and in dark. Leaves the page in light. */
export const expectAccessible = async (page: Page, part: Part = {}): Promise<void> => {
  const root = page.locator("html");
  const found: string[] = [];
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(root).toHaveClass(colorScheme === "dark" ? /(^| )dark( |$)/ : /^(?!.*\bdark\b)/);
    const rules =
      colorScheme === "dark"
        ? { runOnly: COLOUR_RULES }
        : { rules: Object.fromEntries((part.disabled_rules ?? []).map((rule) => [rule, { enabled: false }])) };
    const { violations } = await build(page, part)
      .options({ ...rules, resultTypes: ["violations"] })
      .analyze();
    for (const { id, nodes } of violations) {
      found.push(`${colorScheme}: ${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    }
  }
  expect(found).toEqual([]);
};
