// Writes schemas.generated.json: what the routes answer (lib/api/answers.ts) as JSON Schema. `--check` writes nothing
// and exits 1 when the file is not what it would write.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createGenerator } from "ts-json-schema-generator";

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const FILE = pathOf("schemas.generated.json");

/** `{schemas, answers}`: every named type, and the schema of each address's answer. */
const generate = (): string => {
  const generator = createGenerator({
    path: pathOf("../../../../lib/api/answers.ts"),
    tsconfig: pathOf("../../../../tsconfig.json"),
    type: "Answers",
    // `verify` checks the types; this only reads them.
    skipTypeCheck: true,
    topRef: false,
    additionalProperties: false,
    sortProps: true,
  });
  const { properties: answers, definitions: schemas } = generator.createSchema("Answers");
  const text = JSON.stringify({ schemas, answers }, null, 1);
  const named = text.replaceAll(/\b(\w+)(?:<|%3C)(\w+)(?:>|%3E)/g, "$1Of$2");
  return `${named.replaceAll("#/definitions/", "#/components/schemas/")}\n`;
};

const fresh = generate();
if (!process.argv.includes("--check")) writeFileSync(FILE, fresh);
else if (readFileSync(FILE, "utf8") !== fresh) {
  console.error("app/api/v1/openapi.json/schemas.generated.json is not what lib/api/answers.ts gives.");
  process.exitCode = 1;
}
