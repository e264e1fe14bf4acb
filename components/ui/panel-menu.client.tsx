"use client";

import { CodeXml, Download, Image, MoreHorizontal } from "lucide-react";
import { lazy, Suspense, useRef, useState } from "react";
import { Menu, MenuCheck, MenuItem, MenuLine } from "./menu.client.tsx";
import { NOT_IN_PICTURE } from "./not-in-picture.ts";
import { saveText } from "./save-text.ts";

// Comes when it is first asked for.
const SqlDialog = lazy(async () => ({ default: (await import("./sql-dialog.client.tsx")).SqlDialog }));

export type PanelMenuProps = {
  /** The panel's title: names the menu, its dialog and its files. */
  title: string;
  /** Start of the names of saved files, when the title alone does not tell whose they are. */
  file?: string;
  /** The table twin: whether it is shown, and how to switch. */
  table?: { shown: boolean; onChange: (shown: boolean) => void };
  /** Routes of /api/v1 that answer for the panel, with the parameters of what is shown; their SQL is told. */
  sql?: string | readonly string[];
  /** What is shown as CSV text, made when asked for. */
  csv?: () => string;
  /** Why there is no CSV now. */
  csvWaits?: string | undefined;
  /** The panel can be saved as a picture: it draws, and does not show its table. */
  png?: boolean;
};

/** What can be done with any panel: its table twin, the SQL behind it, CSV, PNG. Entries that are not given are not there. */
export function PanelMenu({ title, file = title, table, sql, csv, csvWaits, png = false }: PanelMenuProps) {
  const anchor = useRef<HTMLSpanElement>(null);
  const [told, setTold] = useState(false);
  const [failed, setFailed] = useState(false);
  const picture = () => {
    const panel = anchor.current?.closest("section");
    if (!panel) return;
    setFailed(false);
    void import("./save-picture.ts").then(({ savePicture }) => savePicture(file, panel)).catch(() => setFailed(true));
  };
  const saves = csv !== undefined || csvWaits !== undefined || png;
  return (
    <span ref={anchor} className="inline-flex" {...NOT_IN_PICTURE}>
      {failed ? (
        <span role="alert" className="self-center pr-1 text-12 text-bad">
          The browser could not draw the picture.
        </span>
      ) : null}
      <Menu look="ghost" icon label={`${title}: menu`} trigger={<MoreHorizontal size={16} aria-hidden="true" />}>
        {table ? (
          <MenuCheck checked={table.shown} onChange={table.onChange}>
            Show as table
          </MenuCheck>
        ) : null}
        {sql === undefined ? null : (
          <MenuItem onSelect={() => setTold(true)}>
            <CodeXml size={14} aria-hidden="true" />
            Show its SQL
          </MenuItem>
        )}
        {saves && (table || sql !== undefined) ? <MenuLine /> : null}
        {csv ? (
          <MenuItem onSelect={() => saveText(`${file}.csv`, "text/csv", csv())}>
            <Download size={14} aria-hidden="true" />
            Save what is shown as CSV
          </MenuItem>
        ) : null}
        {csvWaits === undefined ? null : (
          <MenuItem disabled>
            <Download size={14} aria-hidden="true" className="self-start" />
            <span>
              Save what is shown as CSV
              <span className="block text-12">{csvWaits}</span>
            </span>
          </MenuItem>
        )}
        {png ? (
          <MenuItem onSelect={picture} disabled={table?.shown ?? false}>
            <Image size={14} aria-hidden="true" />
            Save as PNG picture
          </MenuItem>
        ) : null}
      </Menu>
      {told && sql !== undefined ? (
        <Suspense fallback={null}>
          <SqlDialog title={title} paths={[sql].flat()} onClose={() => setTold(false)} />
        </Suspense>
      ) : null}
    </span>
  );
}
