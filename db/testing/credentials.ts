import type { Role } from "#lib/access/roles.ts";

/** Credentials of test databases alone. */
export const TEST_PASSWORD = "harbour kettle sixteen";

export const testEmail = (role: Role): string => `${role}@fiber.test`;

const token = (letter: string): string => `fbr_${letter.repeat(43)}`;

export const TEST_TOKENS = { ingest: token("i"), read: token("r"), operate: token("o"), one_node: token("n") } as const;
