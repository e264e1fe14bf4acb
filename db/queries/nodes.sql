-- Generated from db/queries/nodes.ts. To renew: node db/queries/sql.ts

-- listNodes

select "node_id", "node_name", "region", "interval_seconds", "origin", "created_at", "first_seen_at", "last_seen_at"
from "nodes"
order by "node_name"
limit $1;

-- listNodesOf

select "node_id", "node_name", "region", "interval_seconds", "origin", "created_at", "first_seen_at", "last_seen_at"
from "nodes"
where "node_id" in ($1);

-- listNodesOfRegion

select "node_id", "node_name", "region", "interval_seconds", "origin", "created_at", "first_seen_at", "last_seen_at"
from "nodes"
where "region" = $1
order by "node_name"
limit $2;

-- findNode

select "node_id", "node_name", "region", "interval_seconds", "origin", "created_at", "first_seen_at", "last_seen_at"
from "nodes"
where "node_id" = $1;

-- getNode

-- as findNode in nodes.sql
