"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ChartLaneLifecycle } from "#components/charts/chart-lane-lifecycle.client.tsx";
import { AnswerPanel } from "#components/panels/storage/answer-panel.client.tsx";
import { useKeptSearch } from "#components/shell/keep-link.client.tsx";
import { useLiveQuery } from "#components/shell/use-live-query.ts";
import { useTimeZone } from "#components/shell/zone.client.tsx";
import { Menu, MenuChoice } from "#components/ui/menu.client.tsx";
import { PanelMenu } from "#components/ui/panel-menu.client.tsx";
import { PanelMessage } from "#components/ui/panel.tsx";
import { lifecycleQuery, ofHypertable, STORAGE_CHOICE, storagePath } from "#lib/api/storage.ts";
import { csvRows, LANE_KEYS, laneRows } from "#lib/lane-rows.ts";
import { archivedText } from "#lib/lifecycle-words.ts";
import { formatCount, formatRecentTime } from "#lib/format.ts";
import { recordsCsv } from "#lib/records-csv.ts";
import type { Lifecycle, LifecycleBlock } from "#lib/model/lifecycle.ts";
import type { Problem } from "#lib/problem.ts";
import { BlocksTable } from "./blocks-table.tsx";
import { CollisionList } from "./collision-list.tsx";

type LifecyclePanelProps = {
  /** Whose lifecycle the server rendered. */
  hypertable: string;
  /** The names that may be picked; absent: it is that one's page. */
  names?: string[];
  initial: Lifecycle | undefined;
  initialProblem: Problem | undefined;
};

/** From new rows to the retention edge: one hypertable's chunks, policies and aggregates on one time axis, and where they collide. */
export function LifecyclePanel({ hypertable, names, initial, initialProblem }: LifecyclePanelProps) {
  const { zone } = useTimeZone();
  const [picked, setPicked] = useQueryState("lane", parseAsString);
  const [table, setTable] = useState(false);
  const name = names && picked !== null && names.includes(picked) ? picked : hypertable;
  const start = name === hypertable ? { initial, initialProblem } : { initial: undefined, initialProblem: undefined };
  const answer = useLiveQuery<Lifecycle>({ options: lifecycleQuery(name), ...start, choice: STORAGE_CHOICE });
  const open = useOpenBlock(name, names === undefined);
  const { data } = answer;
  const drawn = data !== undefined && laneRows(data).length > 0;
  return (
    <AnswerPanel
      title="Lifecycle"
      source={data ? sourceText(data, zone) : ""}
      answer={answer}
      height={names ? 390 : 360}
      menu={
        <>
          {names ? (
            <Picker names={names} name={name} onPick={(next) => void setPicked(next === hypertable ? null : next)} />
          ) : null}
          <PanelMenu
            title="Lifecycle"
            file={`lifecycle-${name}`}
            sql={storagePath(ofHypertable(name, "/lifecycle"))}
            {...(drawn
              ? {
                  table: { shown: table, onChange: setTable },
                  csv: () => recordsCsv(csvRows(data), LANE_KEYS),
                }
              : {})}
            png={drawn}
          />
        </>
      }
    >
      {(of) =>
        laneRows(of).length === 0 ? (
          <NoBlocks of={of} />
        ) : (
          <>
            {table ? <BlocksTable of={of} zone={zone} /> : <ChartLaneLifecycle of={of} zone={zone} onPick={open} />}
            <CollisionList of={of} zone={zone} />
          </>
        )
      }
    </AnswerPanel>
  );
}

/** A click leads to the chunk: in the table of this page, or on the hypertable's own. Several chunks lead to their range. */
function useOpenBlock(name: string, here: boolean) {
  const router = useRouter();
  const kept = useKeptSearch();
  const [, setChunk] = useQueryState("chunk", parseAsString.withOptions({ history: "push" }));
  return ({ chunk_name }: LifecycleBlock) => {
    if (here && chunk_name !== null) return void setChunk(chunk_name);
    const search = new URLSearchParams(kept);
    if (chunk_name !== null) search.set("chunk", chunk_name);
    const text = search.toString();
    router.push(`/storage/${encodeURIComponent(name)}${text === "" ? "" : `?${text}`}`);
  };
}

type PickerProps = { names: string[]; name: string; onPick: (name: string) => void };

function Picker({ names, name, onPick }: PickerProps) {
  return (
    <Menu
      trigger={<span className="max-w-48 truncate max-md:max-w-28">{name}</span>}
      label={`Lifecycle of ${name}: choose another`}
    >
      <MenuChoice value={name} onChange={onPick} options={names.map((each) => ({ value: each, label: each }))} />
    </Menu>
  );
}

function NoBlocks({ of }: { of: Lifecycle }) {
  return of.timeless_count > 0 ? (
    <PanelMessage kind="not_available" title={`${of.shown_name} is partitioned by an integer.`}>
      Its {formatCount(of.timeless_count)} chunks have no place in time; they are in the table of its own page.
    </PanelMessage>
  ) : (
    <PanelMessage kind="empty" title={`${of.shown_name} has no chunk yet.`}>
      The first row makes the first chunk.
    </PanelMessage>
  );
}

const sourceText = (of: Lifecycle, zone: string): string =>
  [
    "height: bytes now, pale: before compression",
    of.merged ? `${formatCount(of.chunk_count)} chunks, neighbours put together` : "",
    of.archived === null || of.archived.length === 0 ? "" : archivedText(of),
    "policies act on whole chunks",
    `read ${formatRecentTime(of.as_of, zone, of.as_of)}`,
  ]
    .filter(Boolean)
    .join(" · ");
