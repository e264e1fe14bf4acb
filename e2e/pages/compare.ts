import type { Page } from "@playwright/test";

/** The compare page as its readers find their way in it. */
export const comparePage = (page: Page) => ({
  open: (search = "") => page.goto(`/compare${search}`),
  figures: page.getByRole("region", { name: "Figures of the range" }),
  row: (node_name: string) =>
    page.getByRole("region", { name: "Figures of the range" }).getByRole("row").filter({ hasText: node_name }),
  line: (node_name: string) => page.getByRole("slider", { name: new RegExp(`of ${node_name}`) }),
  search: page.getByRole("searchbox", { name: /Search nodes/ }),
});
