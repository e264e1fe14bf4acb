import { Command, CommanderError } from "commander";
import { FiberError } from "#lib/errors.ts";
import { addMigrate } from "./db/migrate.ts";
import { addSchema } from "./db/schema.ts";
import { addStatus } from "./db/status.ts";
import { addCapacityCommand } from "./capacity.ts";
import { addImportCommand } from "./import.ts";
import { addIngestCommand } from "./ingest.ts";
import { addCreate as addTokenCreate } from "./token/create.ts";
import { addList as addTokenList } from "./token/list.ts";
import { addRevoke } from "./token/revoke.ts";
import { addCreate as addUserCreate } from "./user/create.ts";
import { addDisable } from "./user/disable.ts";
import { addList as addUserList } from "./user/list.ts";
import { addResetPassword } from "./user/reset-password.ts";
import { addSetRole } from "./user/set-role.ts";
import { addDoctorCommand } from "./doctor.ts";
import { addJobsCommand } from "./jobs.ts";
import { addStorageCommand } from "./storage.ts";

const EXIT = { done: 0, failed: 1, usage: 2 } as const;

const createProgram = (): Command => {
  const program = new Command("fiber")
    .description("Works on the database that DATABASE_URL names, or else on the embedded one of FIBER_DATA_DIR.")
    .helpOption("-h, --help", "show help")
    .helpCommand("help [command]", "show help for a command")
    .showHelpAfterError("(fiber --help lists the commands)")
    .exitOverride();

  const database = program.command("db").description("the database itself: migrations, state, schema");
  for (const add of [addMigrate, addStatus, addSchema]) add(database);

  addImportCommand(program);
  addIngestCommand(program);

  const user = program.command("user").description("people who sign in to the console");
  for (const add of [addUserCreate, addUserList, addSetRole, addDisable, addResetPassword]) add(user);

  const token = program.command("token").description("tokens with which machines write and read");
  for (const add of [addTokenCreate, addTokenList, addRevoke]) add(token);
  addStorageCommand(program);
  addCapacityCommand(program);
  addJobsCommand(program);
  addDoctorCommand(program);

  return program;
};

/** Every level reports wrong usage in the same way; commander copies settings only to commands made afterwards. */
const inheritSettings = (command: Command): void => {
  for (const child of command.commands) {
    child.copyInheritedSettings(command);
    inheritSettings(child);
  }
};

const report = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  if (error instanceof FiberError && error.remedy !== undefined) process.stderr.write(`${error.remedy}\n`);
  if (process.env.FIBER_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return EXIT.failed;
};

/** Runs one command line (without `node fiber`) and returns the exit status: 0 done, 1 failed, 2 wrong usage. */
export const main = async (args: string[]): Promise<number> => {
  // `fiber … | head` closes the pipe when it has read enough, which is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(EXIT.done);
    throw error;
  });
  const program = createProgram();
  inheritSettings(program);
  try {
    await program.parseAsync(args, { from: "user" });
    return typeof process.exitCode === "number" ? process.exitCode : EXIT.done;
  } catch (error) {
    return report(error);
  }
};
