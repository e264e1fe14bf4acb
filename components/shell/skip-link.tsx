/** The first thing that Tab reaches: past the frame, into the page. */
export function SkipLink() {
  return (
    <a
      href="#content"
      className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:border focus:bg-raised focus:px-3 focus:py-1.5 focus:text-13"
    >
      Skip to the content
    </a>
  );
}
