-- Generated from db/queries/node-status.ts. To renew: node db/queries/sql.ts

-- countNodesByStatus

WITH node AS (
  SELECT last_seen_at, extract(epoch FROM now() - last_seen_at) / interval_seconds AS intervals FROM nodes
)
SELECT count(*) FILTER (WHERE intervals <= $1) AS online,
       count(*) FILTER (WHERE intervals > $2 AND intervals <= $3) AS late,
       count(*) FILTER (WHERE intervals > $4) AS silent,
       count(*) FILTER (WHERE intervals IS NULL) AS never, max(last_seen_at) AS newest_at
FROM node;
