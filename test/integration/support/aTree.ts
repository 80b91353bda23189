import { ArrangedJobs } from '../../../src/core/arrange/arrangedJobs';
import { JobStore } from '../../../src/core/jobs/jobStore';
import { JobsTree } from '../../../src/vscode/jobs/jobsTree';
import { JOB_WORDS } from '../../../src/vscode/arrange/arrangementWords';
import { anAccount } from '../../support/anAccount';
import { FakeClock } from '../../support/fakeClock';

export type TreeParts = ReturnType<typeof aTree>;

/** A tree beside the extension's own, of an account `a` without jobs, on a clock that stands still. */
export function aTree() {
  const clock = new FakeClock();
  const store = new JobStore(clock);
  store.setAccounts([anAccount({ id: 'a' })]);
  const arranged = new ArrangedJobs({ store, clock, words: JOB_WORDS });
  const tree = new JobsTree({ store, arranged, clock });
  const dispose = (): void => {
    tree.dispose();
    arranged.dispose();
  };
  return { clock, store, arranged, tree, dispose };
}
