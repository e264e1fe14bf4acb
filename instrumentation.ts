/** Called by Next once, before the server takes requests. */
export const register = async (): Promise<void> => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { watchRequests } = await import("#app/entry.ts");
  watchRequests();
  const { warmCatalog } = await import("#app/warm.ts");
  void warmCatalog();
};
