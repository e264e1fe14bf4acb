import { cn } from "#components/ui/cn.ts";
import { Box } from "#components/ui/placed.tsx";
import { formatBytes, formatPercent } from "#lib/format.ts";

type SplitBarProps = {
  label: string;
  parts: { name: string; bytes: number; className: string }[];
};

/** Parts of a whole as one bar, each with its name and bytes below, so that colour is not the only sign. */
export function SplitBar({ label, parts }: SplitBarProps) {
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <div className="min-w-0">
      <div aria-hidden="true" className="flex h-2 gap-px overflow-hidden rounded-[2px] bg-sunken">
        {parts.map(({ name, bytes, className }) =>
          bytes > 0 ? (
            <Box key={name} width={`${(bytes / total) * 100}%`} className={cn("h-full min-w-0.5 shrink!", className)} />
          ) : null,
        )}
      </div>
      <dl aria-label={label} className="flex flex-wrap gap-x-4 pt-1 text-12">
        {parts.map(({ name, bytes, className }) => (
          <div
            key={name}
            className="flex items-center gap-1.5"
            title={total > 0 ? formatPercent((bytes / total) * 100) : undefined}
          >
            <dt className="flex items-center gap-1.5 text-ink-3">
              <span aria-hidden="true" className={cn("h-2 w-2 rounded-[2px]", className)} />
              {name}
            </dt>
            <dd className="figure">{bytes === 0 ? "none" : formatBytes(bytes)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
