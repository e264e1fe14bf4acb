// Preloaded (--import) into children that know nothing of us: they end when the channel to their parent closes,
// which happens even when the parent is killed with -9. Their own forks inherit the preload and do likewise.
if (process.channel) {
  process.on("disconnect", () => process.exit(1));
  // Our own channel carries nothing and must keep nobody alive. A fork's channel carries its work: leave it be.
  if (process.env.FIBER_CHANNEL === "idle") process.channel.unref();
}
delete process.env.FIBER_CHANNEL;
