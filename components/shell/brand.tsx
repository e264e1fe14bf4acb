/** The name with its mark: three strands, one of them dropped for a moment. */
export function Brand({ folded = false }: { folded?: boolean }) {
  return (
    <span className="inline-flex items-center gap-2 text-14 font-semibold tracking-[-0.01em]">
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" className="shrink-0 text-accent">
        <g fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round">
          <path d="M1.5 4h13" />
          <path d="M1.5 8h4.5M10 8h4.5" />
          <path d="M1.5 12h13" />
        </g>
      </svg>
      <span className={folded ? "sr-only" : undefined}>Fiber-DB</span>
    </span>
  );
}
