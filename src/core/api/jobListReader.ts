import { decodeJobs } from '../jobs/decodeJob';
import type { Job } from '../jobs/job';
import type { Shortfall } from '../jobs/snapshot';
import { type DecodedList, decodeList } from './decodeList';
import { type Pieces, readInPieces } from './jobListPieces';
import { parseJson } from './parseJson';

export interface JobList {
  readonly jobs: readonly Job[];
  /** True if the response has the same bytes as the last one. `jobs` is then the same array. */
  readonly isUnchanged: boolean;
  /** Whether `jobs` is only a part of the list. */
  readonly isPart: boolean;
  /** Set if some jobs of the list haven't been read, neither now nor earlier. */
  readonly shortfall: Shortfall | undefined;
}

export interface JobListPage extends Omit<JobList, 'isPart' | 'shortfall'>, Pick<DecodedList, 'total'> {
  /** The address of the next page as sent, or its number. Undefined on the last page. */
  readonly nextPage: string | number | undefined;
}

/**
 * Reads the first page of job lists. Mostly nothing has changed, and comparing the bytes costs a fiftieth of parsing
 * them.
 */
export class JobListReader {
  private last: { readonly body: Buffer; readonly page: JobListPage; readonly pieces: Pieces | undefined } | undefined;

  read(body: Buffer, parse: (body: Buffer) => unknown = parseJson): JobListPage {
    if (this.last?.body.equals(body)) {
      return { ...this.last.page, isUnchanged: true };
    }
    const inPieces = readInPieces(body, parse, this.last?.pieces);
    const page = inPieces === undefined ? this.readWhole(body, parse) : pageOf(inPieces.jobs);
    this.last = page.nextPage === undefined ? { body, page, pieces: inPieces?.pieces } : undefined;
    return page;
  }

  private readWhole(body: Buffer, parse: (body: Buffer) => unknown): JobListPage {
    const { rows, nextPage, total } = decodeList(parse(body), 'Jobs');
    return { ...pageOf(decodeJobs(rows, 0, this.last?.page.jobs)), nextPage, total };
  }
}

function pageOf(jobs: readonly Job[]): JobListPage {
  return { jobs, isUnchanged: false, nextPage: undefined, total: undefined };
}
