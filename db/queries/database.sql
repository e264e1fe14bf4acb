-- Generated from db/queries/database.ts. To renew: node db/queries/sql.ts

-- getDatabaseOverview

-- as getCapabilities in capabilities.sql

SELECT CASE WHEN has_database_privilege(current_database(), 'CONNECT')
              OR pg_has_role(current_user, 'pg_read_all_stats', 'USAGE')
            THEN pg_database_size(current_database()) END AS database_bytes,
       clock_timestamp() AS as_of;
