import { kindOfSegment } from '../api/endpoints';
import type { Job } from '../jobs/job';

/**
 * The brand's own SID, if the address of a result shows it. A brand that is reached through its agency is known by its
 * numeric ID, but some answers name the brand's own path. Undefined if none of the jobs does.
 */
export function brandSidIn(jobs: Iterable<Pick<Job, 'resultUri'>>): string | undefined {
  for (const { resultUri } of jobs) {
    const segments = resultUri.split(/[/?#]+/);
    const place = segments.findIndex((segment) => kindOfSegment(segment) !== undefined);
    if (kindOfSegment(segments[place] ?? '') === 'brand') {
      return segments[place + 1];
    }
  }
  return undefined;
}
