import { useEffect, useEffectEvent, useState } from "react";
import type { RefObject } from "react";
import { isForPage } from "#components/shell/key-events.ts";
import type { FleetLine } from "./fleet-lines.ts";

type RowKeys = {
  lines: readonly FleetLine[];
  grid: RefObject<HTMLElement | null>;
  /** The first line that can be seen, where moving begins. */
  firstSeen: () => number;
  /** Brings a line into view. */
  reveal: (index: number) => void;
  open: (line: NodeLine) => void;
  /** Adds the line to what is compared, or takes it away. */
  choose: (line: NodeLine) => void;
  compare: () => void;
};

type NodeLine = Extract<FleetLine, { kind: "node" }>;

const STEPS: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1, PageDown: 10, PageUp: -10 };

/** Moves an active row with j, k, arrows, Page Up and Down, Home and End; Enter opens it, x chooses it, c compares what is chosen. Answers its key. */
export function useRowKeys({ lines, grid, firstSeen, reveal, open, choose, compare }: RowKeys): string | undefined {
  const [activeKey, setActiveKey] = useState<string>();
  const move = (target: number, step: number) => {
    const last = lines.length - 1;
    let index = Math.max(0, Math.min(last, target));
    while (lines[index]?.kind === "region" && index + step >= 0 && index + step <= last) index += step;
    const line = lines[index];
    if (line?.kind !== "node") return;
    setActiveKey(line.key);
    reveal(index);
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!isForPage(event)) return;
    const inGrid = grid.current?.contains(document.activeElement) ?? false;
    const free = document.activeElement === document.body || document.activeElement?.id === "content";
    const letter = ["j", "k", "x", "c"].includes(event.key);
    if (!inGrid && !letter && !(free && activeKey !== undefined)) return;
    const at = lines.findIndex(({ key }) => key === activeKey);
    const step = STEPS[event.key];
    if (step !== undefined) move(at === -1 ? firstSeen() : at + step, Math.sign(step));
    else if (event.key === "x") {
      const line = lines[at];
      if (line?.kind !== "node") return;
      choose(line);
    } else if (event.key === "c") compare();
    else if (event.key === "Home" && inGrid) move(0, 1);
    else if (event.key === "End" && inGrid) move(lines.length - 1, -1);
    else if (event.key === "Enter" && (document.activeElement === grid.current || free)) {
      const line = lines[at];
      if (line?.kind !== "node") return;
      open(line);
    } else if (event.key === "Escape") setActiveKey(undefined);
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
  return activeKey;
}
