import type { OverlayNote } from "#components/charts/overlay-marks.tsx";
import { overlayLooks, overlaySource } from "#lib/overlay-lines.ts";
import type { OverlayAnswer } from "./use-overlays.ts";

const NAMES: Record<string, string> = { region: "region median", before: "period before" };

/** What is told of every overlay that was chosen: what it rests on; that it is on its way; why it is not there. */
export function overlayNotes({ keys, lines, data, problem }: OverlayAnswer, zone: string): OverlayNote[] {
  const looks = overlayLooks(keys);
  return keys.flatMap((key) => {
    const look = looks.get(key);
    if (!look) return [];
    const line = lines.find(({ overlay }) => overlay.key === key);
    const name = line?.label ?? NAMES[key] ?? `node ${key.slice(0, 8)}`;
    const missing = data?.missing.find((other) => other.key === key);
    const text = line && data ? overlaySource(line, zone, data.as_of) : null;
    const failed = problem ? `could not be read: ${problem.message}` : "is being read …";
    return [{ key, look, name, text: text ?? (missing ? `is not drawn. ${missing.reason}` : failed) }];
  });
}
