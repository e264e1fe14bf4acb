import { MILLISECONDS } from "#lib/units.ts";
import type { Unjudged } from "#lib/model/advisor.ts";
import type { Facts } from "./facts.ts";
import { at, bytesText, type Found, shareText } from "./text.ts";

/** As far as the advisor looks ahead. */
export const DISK_LOOKED_DAYS = 90;

const WARNED_DAYS = 30;
const CRITICAL_DAYS = 7;

const day = (days: number | null, now: string): string =>
  days === null
    ? `not within ${DISK_LOOKED_DAYS} d`
    : `${at(new Date(Date.parse(now) + days * MILLISECONDS.day).toISOString()).slice(0, 10)} (in ${days} d)`;

/** When the database fills the disk that it was given, by the projection of /capacity with things as they are. */
export const findDiskTroubles = ({ disk: { disk_bytes, database_bytes, full }, now }: Facts): Found[] => {
  if (disk_bytes === null || full === null) return [];
  const { earliest_days, expected_days, latest_days } = full;
  if (expected_days === null || expected_days >= WARNED_DAYS) return [];
  const is_full = expected_days === 0;
  return [
    {
      rule: "disk_full",
      severity: expected_days < CRITICAL_DAYS ? "critical" : "warning",
      subject: "disk",
      title: is_full
        ? "The database is as large as the disk it was given."
        : `The disk is full in about ${expected_days} d.`,
      evidence: [
        database_bytes === null
          ? `FIBER_DISK_SIZE is ${bytesText(disk_bytes)}.`
          : `The database takes ${bytesText(database_bytes)} of ${bytesText(disk_bytes)}, ${shareText(database_bytes / disk_bytes)}.`,
        ...(is_full
          ? []
          : [
              `By what is measured: expected ${day(expected_days, now)}, at the earliest ${day(earliest_days, now)}, at the latest ${day(latest_days, now)}.`,
            ]),
      ],
      consequence: "On a full disk nothing is stored any more, and the server ends.",
      remedy: "Enlarge the disk, compress earlier, keep less or send less: /capacity shows what each brings.",
      sql: null,
    },
  ];
};

/** Why nothing can be said of the disk. */
export const unjudgedDisk = ({ disk: { disk_bytes, full } }: Facts): Unjudged[] => {
  if (disk_bytes === null)
    return [
      {
        subject: "when the disk is full",
        reason: "Nobody said how large it is. FIBER_DISK_SIZE, like 500GiB, is how large the database may become.",
      },
    ];
  if (full !== null) return [];
  return [
    {
      subject: "when the disk is full",
      reason: "What a day of measurements takes is not measured yet, or this role may not ask.",
    },
  ];
};
