export type ExportEnd = {
  /** Called once, however it ends: read to the end, left, or failed. */
  done: () => void;
  /** Why it failed, when it did while somebody was reading. */
  failed: (error: unknown) => void;
};

/** Asks for the next part only when the client took the one before; one that goes away ends it, an error breaks it off. */
export const streamOf = (
  parts: AsyncGenerator<Uint8Array>,
  { done, failed }: ExportEnd,
): ReadableStream<Uint8Array> => {
  let left = false;
  return new ReadableStream({
    pull: async (controller) => {
      try {
        const { value, done: ended } = await parts.next();
        // Whoever went away while the part was made takes it no more.
        if (left) return;
        if (value && value.byteLength > 0) controller.enqueue(value);
        if (!ended) return;
        controller.close();
      } catch (error) {
        if (left) return;
        failed(error);
        // Whoever reads must not take what came so far for the whole.
        controller.error(error);
      }
      done();
    },
    cancel: async () => {
      left = true;
      done();
      await parts.return(undefined);
    },
  });
};
