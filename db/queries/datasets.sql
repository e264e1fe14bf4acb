-- Generated from db/queries/datasets.ts. To renew: node db/queries/sql.ts

-- listDatasets

select "d"."dataset_id", "d"."kind", "d"."title", "d"."credit", "d"."shift_seconds", "d"."first_time", "d"."last_time", "d"."created_at", count("n"."node_id") as "node_count"
from "fiber"."datasets" as "d"
left join "fiber"."dataset_nodes" as "n" on "n"."dataset_id" = "d"."dataset_id"
group by "d"."dataset_id"
order by "d"."created_at" desc
limit $1;
