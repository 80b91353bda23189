import type { Account } from './account';
import { brandJobs } from './brandJobs';
import { embeddedJobs } from './embeddedJobs';
import type { NewJob } from './jobScript';
import { largeJobs } from './largeJobs';
import type { Scenario } from './simulatorOptions';

/** The jobs that an account has when the simulator starts, and those that appear later. */
export function scenarioJobs(
  scenario: Scenario,
  { kind, sid, brand }: Account,
  seed: number,
  nowMs: number,
  isFirstAccount: boolean,
): readonly NewJob[] {
  if (scenario === 'empty') {
    return [];
  }
  if (scenario === 'embedded') {
    return brand === undefined ? embeddedJobs(kind, seed, nowMs) : brandJobs(sid, seed, nowMs);
  }
  if ('large' in scenario) {
    return largeJobs(scenario.large, seed, nowMs);
  }
  return isFirstAccount ? scenario.jobs : [];
}
