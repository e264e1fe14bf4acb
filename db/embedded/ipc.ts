/** What the server process tells the process that started it. */
export type ServerMessage =
  | { type: "ready"; port: number; password: string }
  | { type: "failed"; message: string }
  | { type: "snapshot"; file: string; failed?: string }
  /** Asked to stop: all is on disk, and the directory is free. */
  | { type: "closed" };

/** What it can be told. */
export type ParentMessage = { type: "snapshot"; file: string };
