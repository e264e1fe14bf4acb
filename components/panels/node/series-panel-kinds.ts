/** Heights of the content, the same in every state; the legend takes more lines on a narrow screen. */
export const PANEL_HEIGHT = {
  latency: "min-h-[386px] max-md:min-h-[520px]",
  uptime: "min-h-[172px] max-md:min-h-[196px]",
  loss: "min-h-[204px] max-md:min-h-[228px]",
  coverage: "min-h-[148px] max-md:min-h-[176px]",
} as const;

export type SeriesPanelKind = keyof typeof PANEL_HEIGHT;

export const PANEL_TITLE: Record<SeriesPanelKind, string> = {
  latency: "Latency",
  uptime: "Uptime",
  loss: "Packet loss",
  coverage: "Coverage",
};
