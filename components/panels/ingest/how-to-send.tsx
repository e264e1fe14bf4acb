import { KeepLink } from "#components/shell/keep-link.client.tsx";
import { PanelMessage } from "#components/ui/panel.tsx";
import { CopyBlock } from "./copy-block.tsx";

const telegraf = (address: string) => `[[inputs.ping]]
  urls = ["192.0.2.1"]

[[outputs.influxdb_v2]]
  urls = ["${address}"]
  token = "$FIBER_TOKEN"
  organization = "fiber"
  bucket = "fiber"`;

const curl = (address: string) => `curl ${address}/api/v1/ingest \\
  -H "Authorization: Bearer $FIBER_TOKEN" \\
  -H "Content-Type: application/x-ndjson" \\
  -d '{"time":"'$(date -u +%FT%TZ)'","node_name":"edge-1","latency_ms":12.5}'`;

const CLI = `npx fiber ingest measurements.csv
fping -J -c 10 192.0.2.1 | npx fiber ingest -
npx fiber ingest --watch /var/spool/fiber`;

/** Nothing ever arrived: a token, and three ways to use it. */
export function HowToSend({ address }: { address: string }) {
  return (
    <div className="flex flex-1 flex-col gap-4">
      <PanelMessage kind="empty" title="Nothing has arrived yet.">
        A node appears with its first measurement. Senders need a token of scope{" "}
        <code className="font-mono">ingest</code>, made under{" "}
        <KeepLink href="/settings/tokens" className="underline">
          Settings, Tokens
        </KeepLink>{" "}
        or with <code className="font-mono">npx fiber token create --name edge --scope ingest</code>.
      </PanelMessage>
      <SendSnippets address={address} />
    </div>
  );
}

/** Telegraf, curl and the command line, ready to copy. */
export function SendSnippets({ address }: { address: string }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 xl:grid-cols-3">
      <CopyBlock title="Telegraf" text={telegraf(address)} />
      <CopyBlock title="curl" text={curl(address)} />
      <CopyBlock title="Command line" text={CLI} />
    </div>
  );
}
