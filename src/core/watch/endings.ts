import type { JobEntry } from '../jobs/jobEntry';
import type { Transition } from '../jobs/snapshot';

/** The jobs that came to an end, told apart by how loud that is to be said. */
export interface Endings {
  readonly completed: readonly JobEntry[];
  readonly failed: readonly JobEntry[];
}

export interface EndingsPolicy {
  readonly completed: boolean;
  readonly failed: boolean;
}

/** Which of the transitions are endings that the user wants to hear of. A cancelled job ended on purpose, so it is none. */
export function endingsOf(transitions: readonly Transition[], policy: EndingsPolicy): Endings {
  const entries = transitions.map(({ entry }) => entry);
  return {
    completed: entries.filter((entry) => policy.completed && entry.job.status === 'COMPLETED'),
    failed: entries.filter((entry) => policy.failed && (entry.job.status === 'FAILED' || entry.job.status === 'ERROR')),
  };
}
