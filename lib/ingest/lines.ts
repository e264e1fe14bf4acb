/** Longest line that is read, in UTF-16 units; what is longer is refused without being kept. */
export const LINE_MAX_LENGTH = 65_536;

/** A line without its end, numbered from 1 as an editor does; text is null when the line is too long to be read. */
export type OnLine = (text: string | null, line: number) => void;

export type LineSplitter = {
  /** Takes bytes of UTF-8 in any portions. */
  push: (bytes: Uint8Array) => void;
  /** Says that no more come: a last line without an end is given out. */
  end: () => void;
};

/**
 * Cuts a stream of UTF-8 into lines at LF or CRLF. A byte order mark at the start is dropped. Memory is bounded: at
 * most LINE_MAX_LENGTH of an unfinished line is kept.
 */
export const createLineSplitter = (on_line: OnLine): LineSplitter => {
  const decoder = new TextDecoder("utf-8");
  let kept = "";
  let line = 0;
  let skipping = false;

  const emit = (text: string): void => {
    line += 1;
    if (skipping || text.length > LINE_MAX_LENGTH) on_line(null, line);
    else on_line(text.endsWith("\r") ? text.slice(0, -1) : text, line);
    skipping = false;
  };

  const take = (text: string): void => {
    let at = 0;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", at)) {
      emit(text.slice(at, end));
      at = end + 1;
    }
    kept = at === 0 ? text : text.slice(at);
    if (kept.length > LINE_MAX_LENGTH) {
      skipping = true;
      kept = "";
    }
  };

  return {
    push: (bytes) => take(kept + decoder.decode(bytes, { stream: true })),
    end: () => {
      take(kept + decoder.decode());
      if (kept !== "" || skipping) emit(kept);
      kept = "";
    },
  };
};
