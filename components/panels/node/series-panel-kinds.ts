/** Heights of the content, the same in every state; the legend takes more lines on a narrow screen. */
export const PANEL_HEIGHT = {
  latency: "min-h-[360px] max-md:min-h-[450px]",
  jitter: "min-h-[192px] max-md:min-h-[228px]",
  uptime: "min-h-[172px] max-md:min-h-[208px]",
  loss: "min-h-[204px] max-md:min-h-[260px]",
  coverage: "min-h-[152px] max-md:min-h-[190px]",
} as const;

export type NodePanelKind = keyof typeof PANEL_HEIGHT;

/** Those that the series answers; jitter has an answer of its own. */
export type SeriesPanelKind = Exclude<NodePanelKind, "jitter">;

export const PANEL_TITLE: Record<NodePanelKind, string> = {
  latency: "Latency",
  jitter: "Jitter",
  uptime: "Uptime",
  loss: "Packet loss",
  coverage: "Coverage",
};
