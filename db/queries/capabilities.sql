-- Generated from db/queries/capabilities.ts. To renew: node db/queries/sql.ts

-- getCapabilities

SELECT current_database()::text AS database_name,
       current_setting('server_version') AS postgres_version,
       e.extversion AS timescaledb_version,
       CASE WHEN e.extversion IS NOT NULL THEN current_setting('timescaledb.license', true) END AS edition,
       coalesce(n.nspname, 'public')::text AS extension_schema,
       version() LIKE '%emscripten%' OR version() LIKE '%emcc%' AS embedded,
       pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') AS sees_activity,
       ARRAY(SELECT format('%s(%s)', p.proname, oidvectortypes(p.proargtypes))
             FROM pg_proc p JOIN pg_namespace pn ON pn.oid = p.pronamespace
             WHERE p.proname = ANY ($1::name[])
               AND (pn.oid = n.oid OR pn.nspname IN ('_timescaledb_functions', 'fiber'))
               AND format('%s(%s)', p.proname, oidvectortypes(p.proargtypes)) = ANY ($2::text[])
               AND has_schema_privilege(pn.oid, 'USAGE') AND has_function_privilege(p.oid, 'EXECUTE')) AS functions,
       ARRAY(SELECT format('%s.%s', c.relname, a.attname)
             FROM pg_class c JOIN pg_namespace cn ON cn.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
             WHERE c.relname = ANY ($3::name[])
               AND cn.nspname IN ('_timescaledb_catalog', '_timescaledb_internal', 'timescaledb_information', 'fiber')
               AND NOT a.attisdropped
               AND format('%s.%s', c.relname, a.attname) = ANY ($4::text[])
               AND has_schema_privilege(cn.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')) AS columns
FROM (VALUES (1)) one
LEFT JOIN pg_extension e ON e.extname = 'timescaledb'
LEFT JOIN pg_namespace n ON n.oid = e.extnamespace;
