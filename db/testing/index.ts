export { createTestDatabase, type TestDatabase, type TestDatabaseOptions } from "./test-database.ts";
export { insertMeasurements, insertNode, type MeasurementPattern } from "./factories.ts";
export { compressChunks, refreshAggregates, runPolicies } from "./jobs.ts";
export { insertTestFleet, type TestFleet } from "./fleet.ts";
