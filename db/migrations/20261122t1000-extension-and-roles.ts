import { type Kysely, sql } from "kysely";

/** The extension, and two roles that the console's pages and actions take instead of the owner's rights. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`CREATE EXTENSION IF NOT EXISTS timescaledb`.execute(db);
  await sql`CREATE SCHEMA IF NOT EXISTS fiber`.execute(db);

  // Roles belong to the whole server: another database may have made them, perhaps at this moment.
  await sql`
    DO $$
    DECLARE wanted text;
    BEGIN
      FOREACH wanted IN ARRAY ARRAY['fiber_reader', 'fiber_writer'] LOOP
        BEGIN
          EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        EXCEPTION
          WHEN duplicate_object OR unique_violation THEN NULL;
          WHEN insufficient_privilege THEN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
              RAISE EXCEPTION 'The role % is missing and % may not create roles.', wanted, current_user
                USING ERRCODE = 'insufficient_privilege',
                      HINT = format('As an administrator run: CREATE ROLE %I NOLOGIN; GRANT %I TO %I;', wanted, wanted, current_user);
            END IF;
        END;
        IF NOT pg_has_role(current_user, wanted, 'MEMBER') THEN
          BEGIN
            EXECUTE format('GRANT %I TO CURRENT_USER', wanted);
          EXCEPTION WHEN insufficient_privilege THEN
            RAISE EXCEPTION 'The role % exists and % may not take it.', wanted, current_user
              USING ERRCODE = 'insufficient_privilege',
                    HINT = format('As an administrator run: GRANT %I TO %I;', wanted, current_user);
          END;
        END IF;
      END LOOP;
    END $$`.execute(db);

  await sql`GRANT USAGE ON SCHEMA public, fiber TO fiber_reader, fiber_writer`.execute(db);
  // Whatever later migrations create, both roles may read it; what may be written is granted table by table.
  for (const schema of ["public", "fiber"]) {
    await sql`ALTER DEFAULT PRIVILEGES IN SCHEMA ${sql.raw(schema)} GRANT SELECT ON TABLES TO fiber_reader, fiber_writer`.execute(
      db,
    );
  }
};
