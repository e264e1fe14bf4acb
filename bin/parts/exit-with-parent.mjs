// Preloaded (--import) into children that know nothing of us: they end when the channel to their parent closes,
// which happens even when the parent is killed with -9.
if (process.channel) {
  process.on("disconnect", () => process.exit(0));
  process.channel.unref();
}
