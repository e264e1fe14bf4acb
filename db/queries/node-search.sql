-- Generated from db/queries/node-search.ts. To renew: node db/queries/sql.ts

-- listNodesMatching

SELECT node_id, node_name, region FROM nodes
WHERE node_name ILIKE $1 OR region ILIKE $2
ORDER BY node_name ILIKE $3 DESC, node_name ILIKE $4 DESC, lower(node_name), node_name
LIMIT $5;
