import { decodeJobs } from '../jobs/decodeJob';
import type { Job } from '../jobs/job';
import { decodeList } from './decodeList';
import { parseJson } from './parseJson';

export interface JobList {
  readonly jobs: readonly Job[];
  /** True if the response has the same bytes as the last one. `jobs` is then the same array. */
  readonly isUnchanged: boolean;
}

export interface JobListPage extends JobList {
  /** The address of the next page as sent, or its number. Undefined on the last page. */
  readonly nextPage: string | number | undefined;
}

/**
 * Reads the first page of job lists. Mostly nothing has changed, and comparing the bytes costs a fiftieth of parsing
 * them.
 */
export class JobListReader {
  private last: { readonly body: Buffer; readonly jobs: readonly Job[] } | undefined;

  read(body: Buffer, parse: (body: Buffer) => unknown = parseJson): JobListPage {
    if (this.last?.body.equals(body)) {
      return { jobs: this.last.jobs, isUnchanged: true, nextPage: undefined };
    }
    const { rows, nextPage } = decodeList(parse(body), 'Jobs');
    const jobs = decodeJobs(rows);
    this.last = nextPage === undefined ? { body, jobs } : undefined;
    return { jobs, isUnchanged: false, nextPage };
  }
}
