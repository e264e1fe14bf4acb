import { useQueryStates } from "nuqs";
import { useTransition } from "react";
import { FiberError } from "#lib/errors.ts";
import { DEFAULT_RANGE, parseRange } from "#lib/range.ts";
import type { RangeChoice } from "#lib/range.ts";
import { viewParams } from "./search-params.ts";

const { range, from, to } = viewParams;
const DEFAULT_CHOICE: RangeChoice = { kind: "relative", range: DEFAULT_RANGE };

type RangeState = {
  /** What the URL asks for; the default when it asks for something that cannot be understood (see `error`). */
  choice: RangeChoice;
  error: FiberError | undefined;
  setChoice: (choice: RangeChoice) => void;
  /** True while the server makes the page of a new range. */
  pending: boolean;
};

/** The range of the URL. Setting it asks the server anew and adds a step to the browser's history. */
export function useRange(): RangeState {
  const [pending, startTransition] = useTransition();
  const [params, setParams] = useQueryStates({ range, from, to }, { shallow: false, history: "push", startTransition });
  const setChoice = (choice: RangeChoice) =>
    void setParams(
      choice.kind === "relative"
        ? { range: choice.range === DEFAULT_RANGE ? null : choice.range, from: null, to: null }
        : { range: null, from: choice.from, to: choice.to },
    );
  try {
    return { choice: parseRange(params), error: undefined, setChoice, pending };
  } catch (error) {
    if (!(error instanceof FiberError)) throw error;
    return { choice: DEFAULT_CHOICE, error, setChoice, pending };
  }
}
