import { type Simulator, startSimulator } from '../../../src/simulator/startSimulator';
import type { SimulatorOptions } from '../../../src/simulator/simulatorOptions';

export const CONTAINER = 'Impact Jobs';
export const VIEW = 'Jobs';
export const STATUS_ITEM = 'impact-jobs.impact-jobs.impactJobs.status';

/** A simulator whose clock stands still until a test advances it. */
export function startStill(options: SimulatorOptions): Promise<Simulator> {
  const startedAt = Date.now();
  return startSimulator({ clock: { now: () => startedAt }, ...options });
}

/** The environment variables that sign an extension in to a simulator's first account. */
export function environmentOf({ baseUrl, accounts }: Simulator): Record<string, string> {
  const [account] = accounts;
  if (account === undefined) {
    throw new Error('The simulator has no account.');
  }
  const { kind, sid, token } = account;
  return { IMPACT_ACCOUNT_SID: sid, IMPACT_AUTH_TOKEN: token, IMPACT_ACCOUNT_KIND: kind, IMPACT_API_BASE_URL: baseUrl };
}
