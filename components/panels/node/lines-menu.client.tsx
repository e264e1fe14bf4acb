"use client";

import { ChevronDown } from "lucide-react";
import { useRef, useState } from "react";
import { NodeChoices } from "#components/panels/compare/node-choices.client.tsx";
import { Dialog } from "#components/ui/dialog.client.tsx";
import { Menu, MenuCheck, MenuGroup, MenuItem, MenuLine } from "#components/ui/menu.client.tsx";
import type { Node } from "#lib/model/node.ts";
import { OVERLAY_NODES_MAX } from "#lib/overlays.ts";
import type { ChartLines, OverlayAnswer } from "./use-overlays.ts";

type LinesMenuProps = { node: Node; lines: ChartLines; overlays: OverlayAnswer };

/** Which lines are drawn beside the median: high percentiles, and what is laid over. The address keeps it. */
export function LinesMenu({ node, lines, overlays }: LinesMenuProps) {
  const [open, setOpen] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const { percentiles, wish, setPercentile, setWish, toggleNode } = lines;
  const count = percentiles.length + overlays.keys.length;
  const nameOf = (node_id: string) =>
    overlays.lines.find(({ overlay }) => overlay.key === node_id)?.overlay.name ?? node_id.slice(0, 8);
  return (
    <>
      <Menu
        look="ghost"
        label={count === 0 ? "Lines: median alone" : `Lines +${count}: median and ${count} more`}
        trigger={
          <>
            {count > 0 ? "Lines " : "Lines"}
            {count > 0 ? <span className="figure text-ink-3">+{count}</span> : null}
            <ChevronDown size={14} aria-hidden="true" />
          </>
        }
      >
        <MenuGroup label="Of this node">
          <MenuCheck checked={percentiles.includes("p95")} onChange={(on) => setPercentile("p95", on)}>
            p95
          </MenuCheck>
          <MenuCheck checked={percentiles.includes("p99")} onChange={(on) => setPercentile("p99", on)}>
            p99
          </MenuCheck>
        </MenuGroup>
        <MenuLine />
        <MenuGroup label="Laid over">
          <MenuCheck
            checked={wish.region}
            onChange={(region) => setWish({ region })}
            hint={node.region ?? "has no region"}
          >
            Region median
          </MenuCheck>
          <MenuCheck checked={wish.before} onChange={(before) => setWish({ before })}>
            Period before
          </MenuCheck>
          {wish.node_ids.map((node_id) => (
            <MenuCheck key={node_id} checked onChange={() => toggleNode(node_id)}>
              {nameOf(node_id)}
            </MenuCheck>
          ))}
          <MenuItem onSelect={() => setOpen(true)}>
            <span className="w-3.5" />
            Other nodes …
          </MenuItem>
        </MenuGroup>
      </Menu>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Lay up to ${OVERLAY_NODES_MAX} nodes over ${node.node_name}`}
        initialFocus={search}
      >
        <NodeChoices
          node_ids={wish.node_ids}
          max={OVERLAY_NODES_MAX}
          toggle={toggleNode}
          except={node.node_id}
          search={search}
        />
      </Dialog>
    </>
  );
}
