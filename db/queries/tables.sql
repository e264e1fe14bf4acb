-- Generated from db/queries/tables.ts. To renew: node db/queries/sql.ts

-- listTables

-- as getCapabilities in capabilities.sql

WITH
ca AS MATERIALIZED (
  SELECT view_schema, view_name, materialized_only, compression_enabled,
         materialization_hypertable_schema AS hypertable_schema, materialization_hypertable_name AS hypertable_name,
         hypertable_schema AS raw_schema, hypertable_name AS raw_name
  FROM timescaledb_information.continuous_aggregates
),
h AS MATERIALIZED (
  SELECT hypertable_schema, hypertable_name, compression_enabled FROM timescaledb_information.hypertables
), d AS MATERIALIZED (
  SELECT hypertable_schema, hypertable_name, column_name, time_interval FROM timescaledb_information.dimensions
  WHERE dimension_number = 1
), known AS MATERIALIZED (
  SELECT d.hypertable_schema, d.hypertable_name, ca.view_schema AS aggregate_schema, ca.view_name AS aggregate_name,
         d.column_name AS time_column, d.time_interval,
         coalesce(h.compression_enabled, ca.compression_enabled, false) AS compression_enabled,
         c.oid AS relid, c.reltoastrelid
  FROM d
  JOIN pg_namespace n ON n.nspname = d.hypertable_schema
  JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = d.hypertable_name
  LEFT JOIN h USING (hypertable_schema, hypertable_name)
  LEFT JOIN ca USING (hypertable_schema, hypertable_name)
), candidate AS MATERIALIZED (
  SELECT c.oid, n.nspname, c.relname, c.relkind, c.relispartition, c.reltoastrelid, c.reltuples
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
    AND n.nspname NOT LIKE '\_timescaledb\_%' AND n.nspname NOT LIKE 'pg\_temp\_%'
    AND c.oid NOT IN (SELECT relid FROM known WHERE relid IS NOT NULL)
    AND NOT EXISTS (SELECT FROM pg_inherits i JOIN known k ON k.relid = i.inhparent WHERE i.inhrelid = c.oid)
  ORDER BY c.relpages DESC, c.oid LIMIT $1
)
SELECT nspname AS table_schema, relname AS table_name,
       CASE WHEN relispartition THEN 'partition' WHEN relkind = 'm' THEN 'materialized_view'
            WHEN relkind = 'f' THEN 'foreign_table' ELSE 'table' END AS kind,
       pg_table_size(oid) - toast.bytes AS table_bytes, pg_indexes_size(oid) AS index_bytes, toast.bytes AS toast_bytes,
       pg_total_relation_size(oid) AS total_bytes,
       CASE WHEN reltuples >= 0 THEN reltuples::bigint END AS row_count_estimate
FROM candidate
CROSS JOIN LATERAL (SELECT coalesce(pg_total_relation_size(nullif(reltoastrelid, 0)), 0) AS bytes) toast
ORDER BY total_bytes DESC, 1, 2;
