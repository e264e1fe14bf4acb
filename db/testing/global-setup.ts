/** Vitest: builds the snapshots once, before several files ask for it at the same time. */
export const setup = async (): Promise<void> => {
  if (process.env.TEST_DATABASE_URL) return;
  const { ensureSnapshot } = await import("./snapshot.ts");
  await ensureSnapshot("migrated");
};
