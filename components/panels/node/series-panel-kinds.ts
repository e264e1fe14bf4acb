/** Heights of the content, the same in every state; the legend takes more lines on a narrow screen. */
export const PANEL_HEIGHT = {
  latency: "min-h-[360px] max-md:min-h-[450px]",
  uptime: "min-h-[172px] max-md:min-h-[208px]",
  loss: "min-h-[204px] max-md:min-h-[260px]",
  coverage: "min-h-[152px] max-md:min-h-[190px]",
} as const;

export type SeriesPanelKind = keyof typeof PANEL_HEIGHT;

export const PANEL_TITLE: Record<SeriesPanelKind, string> = {
  latency: "Latency",
  uptime: "Uptime",
  loss: "Packet loss",
  coverage: "Coverage",
};
