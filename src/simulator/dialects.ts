import type { DialectName } from './dialectNames';
import type { Fault } from './fault';
import type { SimulatorOptions } from './simulatorOptions';

const COMPLETED_LATE: Fault = {
  endpoint: 'download',
  nth: [1, 3],
  kind: 'answer',
  status: 202,
  body: { text: '{"Type":"ApiReport","Status":"COMPLETED"}' },
};
const EXPIRED_REQUEST: Fault = {
  endpoint: 'storage',
  nth: [1, 3],
  kind: 'answer',
  status: 400,
  body: {
    text: '<Error><Code>ExpiredRequest</Code><Message>Request has expired</Message></Error>',
    contentType: 'application/xml',
  },
};

/** How impact.com, its storage, and what's in between have been seen to answer. Every kind of account can have each. */
const DIALECTS: Readonly<Record<DialectName, SimulatorOptions>> = {
  published: {},
  bareLists: { lists: 'bare' },
  wrappedLists: { lists: 'wrapped' },
  linkedPages: { lists: { pageSize: 2, isOtherCase: true } },
  countedPages: { lists: { pageSize: 2, isCounted: true } },
  nullLists: { emptyList: 'null' },
  objectLists: { emptyList: 'object' },
  texts: { stringNumbers: true, titleCaseStatus: true, missingDate: '' },
  utcDates: { dates: 'utcMillis', missingDate: 'absent' },
  localDates: { dates: 'local', missingDate: null },
  otherWords: { completedAs: 'DONE' },
  camelCaseDates: { camelCaseDates: true },
  /** The API answers below a path of a company's gateway. */
  gateway: { pathPrefix: '/impact', lists: { pageSize: 2 } },
  /** A portal answers in place of a file for a while. */
  portal: {
    faults: [
      { endpoint: 'download', nth: 2, kind: 'answer', status: 403, body: 'firewall' },
      { endpoint: 'storage', nth: 2, kind: 'answer', status: 200, body: 'firewall' },
    ],
  },
  /** A completed job has no file for a while. */
  lateResults: { faults: [COMPLETED_LATE] },
  /** The storage refuses a link that it calls expired, with HTTP 400. */
  expiredRequest: { faults: [EXPIRED_REQUEST] },
  /** The storage keeps files as gzip and unpacks them; their checksums are those of the gzip. */
  storedGzip: { faults: [{ endpoint: 'storage', kind: 'storedGzip' }] },
  /** Files without a byte, of jobs with records. */
  emptyResults: { exportJob: { records: 700, result: { content: '' } } },
};

/** The options with those of the dialect, where they don't say otherwise. */
export function withDialect(options: SimulatorOptions): SimulatorOptions {
  return { ...DIALECTS[options.dialect ?? 'published'], ...options };
}
