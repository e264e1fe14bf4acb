-- Generated from db/queries/database.ts. To renew: node db/queries/sql.ts

-- getDatabaseOverview

-- as getCapabilities in capabilities.sql

SELECT CASE WHEN has_database_privilege(current_database(), 'CONNECT')
              OR pg_has_role(current_user, 'pg_read_all_stats', 'USAGE')
            THEN pg_database_size(current_database()) END AS bytes;

SELECT CASE WHEN NOT pg_is_in_recovery() THEN NULL
            WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
            ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::double precision
            END AS replica_lag_seconds,
       clock_timestamp() AS as_of;
