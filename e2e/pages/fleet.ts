import type { Page } from "@playwright/test";

/** The fleet page as its readers find their way in it. */
export const fleetPage = (page: Page) => ({
  open: (search = "") => page.goto(`/${search}`),
  tiles: page.getByLabel("Figures of the fleet"),
  grid: page.getByRole("grid", { name: "Nodes" }),
  row: (node_name: string) => page.getByRole("row").filter({ hasText: node_name }),
  names: () => page.getByRole("grid", { name: "Nodes" }).getByRole("link").allTextContents(),
  heatMap: page.getByRole("slider", { name: /^Heat map/ }),
  search: page.getByRole("searchbox", { name: /Search nodes/ }),
  sortBy: (column: string | RegExp) => page.getByRole("columnheader", { name: column }).getByRole("button").click(),
});
