-- Generated from db/queries/health.ts. To renew: node db/queries/sql.ts

-- getServerVersions

SELECT current_setting('timescaledb.license', true) AS edition,
       (SELECT extversion FROM pg_extension WHERE extname = 'timescaledb') AS timescaledb,
       current_setting('server_version') AS postgres;
