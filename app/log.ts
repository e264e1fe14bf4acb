import pino from "pino";

/** The console's log. What a reader may not see of an error goes here. */
export const log = pino({ name: "fiber-db console" });
