import type { Kysely } from "kysely";
import { addressGroup } from "#lib/access/address.ts";
import type { Database } from "../schema/index.ts";
import { clearUse, countUse, type RateRule, readUse, sweepUses, tooManyRequests } from "./rate-limit.ts";

const MINUTES_15 = 900;

/** From one address, whatever accounts it tries. */
export const PER_ADDRESS: RateRule = { max: 50, window_seconds: MINUTES_15 };
/** From one address for one account. */
export const PER_ADDRESS_AND_ACCOUNT: RateRule = { max: 10, window_seconds: MINUTES_15 };
/** For one account from everywhere. Passing it locks nobody out: it leaves fewer attempts to each address. */
export const PER_ACCOUNT: RateRule = { max: 100, window_seconds: 3_600 };
export const ATTEMPTS_UNDER_ATTACK = 3;

const names = (email: string, address: string) => {
  const group = addressGroup(address);
  return {
    address: `sign-in address ${group}`,
    pair: `sign-in pair ${group} ${email}`,
    account: `sign-in account ${email}`,
  };
};

/**
 * Counts an attempt before the password is looked at, and throws `too_many_requests` when there were too many. It
 * counts first and clears on success, so that attempts sent at once are all counted. Equal for accounts that exist
 * and that do not.
 */
export const consumeSignIn = async (db: Kysely<Database>, email: string, address: string): Promise<void> => {
  const { address: byAddress, pair, account } = names(email, address);
  const fromAddress = await countUse(db, byAddress, PER_ADDRESS);
  if (fromAddress.count > PER_ADDRESS.max)
    throw tooManyRequests("attempts to sign in", fromAddress.seconds_left, fromAddress.count === PER_ADDRESS.max + 1);
  const everywhere = await readUse(db, account);
  const max = everywhere.count >= PER_ACCOUNT.max ? ATTEMPTS_UNDER_ATTACK : PER_ADDRESS_AND_ACCOUNT.max;
  const forPair = await countUse(db, pair, PER_ADDRESS_AND_ACCOUNT);
  if (forPair.count > max)
    throw tooManyRequests("attempts to sign in", forPair.seconds_left, forPair.count === max + 1);
  await countUse(db, account, PER_ACCOUNT);
};

/** After a right password: the attempts of this address for this account are forgotten, and this one counts nowhere. */
export const forgiveSignIn = async (db: Kysely<Database>, email: string, address: string): Promise<void> => {
  const { address: byAddress, pair, account } = names(email, address);
  await clearUse(db, pair);
  await countUse(db, byAddress, PER_ADDRESS, -1);
  await countUse(db, account, PER_ACCOUNT, -1);
  await sweepUses(db);
};
