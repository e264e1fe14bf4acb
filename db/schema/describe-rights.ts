import { type Kysely, sql } from "kysely";
import type { Database } from "./index.ts";

const texts = async (query: ReturnType<typeof sql<{ text: string }>>, db: Kysely<Database>): Promise<string[]> =>
  (await query.execute(db)).rows.map(({ text }) => text);

/** Policies in force, as the calls that would add them; whether they are scheduled is not part of the schema. */
export const describePolicies = (db: Kysely<Database>): Promise<string[]> =>
  texts(
    sql`
      SELECT format('-- %s on %I.%I: %s, every %s', j.proc_name, coalesce(ca.view_schema, j.hypertable_schema),
                    coalesce(ca.view_name, j.hypertable_name),
                    (SELECT string_agg(key || ' ' || value, ', ' ORDER BY key DESC) FROM jsonb_each_text(j.config)
                     WHERE key NOT IN ('hypertable_id', 'mat_hypertable_id')), j.schedule_interval) AS text
      FROM timescaledb_information.jobs j
      LEFT JOIN timescaledb_information.continuous_aggregates ca
        ON (ca.materialization_hypertable_schema, ca.materialization_hypertable_name) = (j.hypertable_schema, j.hypertable_name)
      WHERE j.proc_schema LIKE '\\_timescaledb\\_%' AND j.hypertable_name IS NOT NULL
        AND coalesce(ca.view_schema, j.hypertable_schema) IN ('public', 'fiber')
      ORDER BY text`,
    db,
  );

/** Functions of schema fiber. */
export const describeFunctions = (db: Kysely<Database>): Promise<string[]> =>
  texts(
    sql`
      SELECT trim(pg_get_functiondef(p.oid)) || ';' AS text
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname = 'fiber' AND p.prokind IN ('f', 'p')
      ORDER BY p.proname, oidvectortypes(p.proargtypes)`,
    db,
  );

/** Rights of roles other than the owner, on schemas, relations, columns and functions, and on what is made later. */
export const describeRights = (db: Kysely<Database>): Promise<string[]> =>
  texts(
    sql`
      WITH acl AS (
        SELECT format('SCHEMA %I', n.nspname) AS target, a.* FROM pg_namespace n, aclexplode(n.nspacl) a
        WHERE n.nspname IN ('public', 'fiber') AND a.grantee <> n.nspowner
        UNION ALL
        SELECT format('TABLE %I.%I', n.nspname, c.relname), a.*
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a
        WHERE n.nspname IN ('public', 'fiber') AND c.relkind IN ('r', 'p', 'v', 'm') AND a.grantee <> c.relowner
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'e')
        UNION ALL
        SELECT format('COLUMN %I.%I.%I', n.nspname, c.relname, t.attname), a.*
        FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(t.attacl) a
        WHERE n.nspname IN ('public', 'fiber') AND a.grantee <> c.relowner
        UNION ALL
        SELECT format('FUNCTION %I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)), a.*
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace, aclexplode(p.proacl) a
        WHERE n.nspname = 'fiber' AND a.grantee <> p.proowner
        UNION ALL
        SELECT format('EVERY NEW %s IN SCHEMA %I', CASE d.defaclobjtype WHEN 'r' THEN 'TABLE' WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FUNCTION'
                      ELSE d.defaclobjtype::text END, n.nspname), a.*
        FROM pg_default_acl d JOIN pg_namespace n ON n.oid = d.defaclnamespace, aclexplode(d.defaclacl) a
        WHERE n.nspname IN ('public', 'fiber') AND a.grantee <> d.defaclrole
      )
      SELECT format('GRANT %s ON %s TO %s;', string_agg(DISTINCT privilege_type, ', ' ORDER BY privilege_type), target,
                    coalesce(quote_ident(r.rolname), 'PUBLIC')) AS text
      FROM acl LEFT JOIN pg_roles r ON r.oid = grantee
      WHERE grantee = 0 OR r.rolname LIKE 'fiber\\_%'
      GROUP BY target, r.rolname
      ORDER BY coalesce(r.rolname, ''), target`,
    db,
  );

/** The roles that hold rights here; who may take them is the server's affair. */
export const describeRoles = (db: Kysely<Database>): Promise<string[]> =>
  texts(
    sql`
      SELECT format('CREATE ROLE %I %s;', rolname, CASE WHEN rolcanlogin THEN 'LOGIN' ELSE 'NOLOGIN' END) AS text
      FROM pg_roles WHERE rolname IN ('fiber_reader', 'fiber_writer') ORDER BY rolname`,
    db,
  );
