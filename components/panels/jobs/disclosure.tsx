import { ChevronRight } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cn } from "#components/ui/cn.ts";

type DisclosureProps = {
  heading: "h3" | "h4";
  open: boolean;
  onToggle: () => void;
  mark: ReactNode;
  title: ReactNode;
  aside?: ReactNode;
  className?: string | undefined;
  children: ReactNode;
};

/** A line of a list that opens what stands below it. */
export function Disclosure({
  heading: Heading,
  open,
  onToggle,
  mark,
  title,
  aside,
  className,
  children,
}: DisclosureProps) {
  const id = useId();
  return (
    <li className={cn("border-t", className)}>
      <Heading>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          onClick={onToggle}
          className="flex w-full items-start gap-x-3 px-4 py-2.5 text-left text-13 hover:bg-hover"
        >
          <span className="w-[72px] shrink-0">{mark}</span>
          <span className="min-w-0 flex-1 break-words">{title}</span>
          {aside}
          <ChevronRight
            size={14}
            aria-hidden="true"
            className={cn("mt-0.5 shrink-0 text-ink-3", open && "rotate-90")}
          />
        </button>
      </Heading>
      <div id={id} hidden={!open}>
        {open ? children : null}
      </div>
    </li>
  );
}
