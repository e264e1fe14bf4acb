export { createTestDatabase, type TestDatabase, type TestDatabaseOptions } from "./test-database.ts";
export { insertMeasurements, insertNode, type MeasurementPattern } from "./factories.ts";
export { compressChunks, refreshAggregates, runPolicies, scheduleJobs } from "./jobs.ts";
export { insertTestFleet, type TestFleet } from "./fleet.ts";
export { insertKnownToken, insertPerson, insertTestPeople } from "./people.ts";
export { TEST_PASSWORD, TEST_TOKENS, testEmail } from "./credentials.ts";
