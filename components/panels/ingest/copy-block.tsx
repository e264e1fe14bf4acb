import { CopyButton } from "#components/ui/copy-button.client.tsx";

/** A text to copy, under its name. */
export function CopyBlock({ title, text }: { title: string; text: string }) {
  return (
    <section aria-label={title} className="min-w-0 rounded-md border bg-sunken">
      <div className="flex items-center gap-2 border-b py-1 pr-1 pl-3">
        <h3 className="flex-1 text-13 font-medium">{title}</h3>
        <CopyButton text={text} label="Copy" name={`Copy ${title}`} />
      </div>
      <div tabIndex={0} role="group" aria-label={`Text of ${title}`} className="overflow-x-auto px-3 py-2">
        <pre className="font-mono text-12 leading-5">{text}</pre>
      </div>
    </section>
  );
}
