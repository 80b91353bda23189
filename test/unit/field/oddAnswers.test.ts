import assert from 'node:assert/strict';
import type { ApiClient } from '../../../src/core/api/apiClient';
import { isApiError } from '../../../src/core/apiError';
import { FakeClock } from '../../support/fakeClock';
import { aClient } from '../../support/aClient';
import { simulatorsForTest } from '../simulator/support/simulators';

type Call = (client: ApiClient) => Promise<unknown>;

const CALLS = {
  list: async (client) => {
    const { jobs, shortfall } = await client.listJobs(0);
    const ids = jobs.map(({ id, status }) => `${id} ${status}`).join(', ') || 'no jobs';
    return shortfall === undefined ? ids : `${ids} of ${shortfall.total ?? '?'}`;
  },
  job: async (client) => {
    const { id, status } = await client.getJob('a');
    return `${id} ${status}`;
  },
  replay: async (client) => (await client.replayJob('a')).id,
  reports: async (client) => (await client.listReports()).items.map(({ id }) => id).join(', ') || 'no reports',
  metaData: async (client) =>
    (await client.reportMetaData('r')).filters.map(({ queryName }) => queryName).join(', ') || 'no filters',
  reportExport: async (client) => (await client.exportReport({ reportId: 'r', format: 'CSV', filters: {} })).id,
  brands: async (client) => (await client.listBrands()).items.map(({ id }) => id).join(', ') || 'no brands',
} as const satisfies Readonly<Record<string, Call>>;
type Endpoint = keyof typeof CALLS;

const JOB = '{"Id":"a","Type":"ApiReport","Status":"RUNNING"}';
const GATEWAY = 'unreadable';
const REFUSED = 'rejected';

/** Answers with HTTP 200 that nobody has documented, and what comes of each: what it says, or whose answer it is. */
const ANSWERS: Readonly<Record<Endpoint, readonly (readonly [body: string, outcome: string])[]>> = {
  list: [
    ['null', 'no jobs'],
    ['{}', 'no jobs'],
    ['{"Jobs":null}', 'no jobs'],
    ['{"Jobs":{}}', 'no jobs'],
    ['{"Jobs":""}', 'no jobs'],
    ['{"Jobs":"none"}', GATEWAY],
    ['{"Jobs":0}', GATEWAY],
    ['"Sign in"', GATEWAY],
    ['', GATEWAY],
    [`\ufeff[${JOB}]`, 'a RUNNING'],
    [`{"Jobs":${JOB}}`, 'a RUNNING'],
    [`{"jobs":[${JOB}]}`, 'a RUNNING'],
    [`{"JOBS":[${JOB}]}`, 'a RUNNING'],
    [`{"Job":[${JOB}]}`, 'a RUNNING'],
    [`{"Jobs":{"Job":[${JOB}]}}`, 'a RUNNING'],
    [`{"Jobs":{"Job":${JOB}}}`, 'a RUNNING'],
    [`{"Jobs":{"Job":""}}`, 'no jobs'],
    ['[null]', 'row 1 UNKNOWN'],
    [`{"@page":"1","@numpages":"1","@total":"130","Jobs":[${JOB}]}`, 'a RUNNING of 130'],
    [`{"@total":"1,234","Jobs":[${JOB}]}`, 'a RUNNING of 1234'],
    [`{"page":"1","numpages":"3","total":"5","Jobs":[${JOB}]}`, 'a RUNNING of 5'],
    [`{"@total":"5","Jobs":null}`, 'no jobs of 5'],
    ['{"@total":"0"}', 'no jobs'],
    ['{"@total":"119"}', GATEWAY],
    ['{"message":"Forbidden"}', GATEWAY],
    ['{"Status":"OK"}', GATEWAY],
    ['{"Status":"ERROR","Message":"No"}', REFUSED],
    ['<ImpactRadiusResponse><Status>ERROR</Status></ImpactRadiusResponse>', REFUSED],
    ['<ImpactRadiusResponse><Jobs/></ImpactRadiusResponse>', GATEWAY],
    ['<html></html>', GATEWAY],
  ],
  job: [
    [JOB, 'a RUNNING'],
    [`{"Job":${JOB}}`, 'a RUNNING'],
    ['{"id":"a","status":"running"}', 'a RUNNING'],
    ['{"JobId":"A","Status":"Running"}', 'A RUNNING'],
    ['{"Id":"a"}', 'a UNKNOWN'],
    ['{"Id":"a","Status":{"x":1}}', 'a UNKNOWN'],
    ['{"Id":"a","Status":"ERROR","Message":"x"}', 'a ERROR'],
    ['{"Id":"a","Status":"DONE"}', 'a UNKNOWN'],
    ['{"Id":"a","Status":"Done","ResultUri":"/x"}', 'a COMPLETED'],
    ['{"Id":"b","Status":"RUNNING"}', GATEWAY],
    ['null', GATEWAY],
    ['{}', GATEWAY],
    ['"a"', GATEWAY],
    ['{"message":"x"}', GATEWAY],
    ['{"Status":"ERROR","Message":"No"}', REFUSED],
  ],
  replay: [
    ['{"Id":"b","Status":"QUEUED"}', 'b'],
    [`{"Job":${JOB}}`, 'a'],
    ['null', GATEWAY],
    ['{}', GATEWAY],
    ['{"Status":"QUEUED"}', GATEWAY],
    ['{"Status":"ERROR","Message":"Not replayable"}', REFUSED],
  ],
  reports: [
    ['null', 'no reports'],
    ['{}', 'no reports'],
    ['{"Reports":{}}', 'no reports'],
    ['{"Reports":[{"Id":"r","ApiAccessible":"true"}]}', 'r'],
    ['{"Reports":{"Report":[{"Id":"r"}]}}', 'r'],
    ['{"Report":{"Id":"r"}}', 'r'],
    ['[{"Id":7}]', '7'],
    ['{"@total":"79"}', GATEWAY],
    ['{"message":"x"}', GATEWAY],
    ['{"Reports":"x"}', GATEWAY],
  ],
  metaData: [
    ['null', 'no filters'],
    ['{}', 'no filters'],
    ['{"Id":"r","Name":"R"}', 'no filters'],
    ['{"Filters":null}', 'no filters'],
    ['{"Filters":[{"Name":"Start Date"}]}', 'START_DATE'],
    ['{"Filters":{"Filter":[{"Name":"START_DATE"}]}}', 'START_DATE'],
    ['{"Report":{"Filters":[{"Name":"A"}]}}', 'A'],
    ['""', GATEWAY],
    ['[]', GATEWAY],
    ['{"message":"x"}', GATEWAY],
    ['{"error":{"code":403}}', GATEWAY],
    ['{"Status":"ERROR","Message":"No"}', REFUSED],
  ],
  reportExport: [
    ['{"Status":"QUEUED","QueuedUri":"/Agencies/x/Jobs/abc"}', 'abc'],
    ['{"ResultUri":"https://api.impact.com/Agencies/x/jobs/abc/download"}', 'abc'],
    ['{"QueuedUri":"","ResultUri":null,"ReplayUri":"/x/Jobs/abc/Replay"}', 'abc'],
    ['{"Id":"abc","Status":"QUEUED"}', 'abc'],
    ['{"JobId":"abc"}', 'abc'],
    ['{"Job":{"Id":"abc"}}', 'abc'],
    ['{"Status":"COMPLETED","ResultUri":"/x/Jobs/abc/Download"}', 'abc'],
    ['{"Id":"../../x"}', GATEWAY],
    ['{"QueuedUri":"/x/Jobs/"}', GATEWAY],
    ['{"Status":"QUEUED"}', GATEWAY],
    ['null', GATEWAY],
    ['{"message":"x"}', GATEWAY],
    ['a,b\n1,2', GATEWAY],
    ['{"Status":"error"}', REFUSED],
  ],
  brands: [
    ['null', 'no brands'],
    ['{}', 'no brands'],
    ['{"Advertisers":null}', 'no brands'],
    ['{"Advertiser":[{"Id":"5"}]}', '5'],
    ['{"Advertisers":{"Advertiser":[{"Id":"5"}]}}', '5'],
    ['{"Advertisers":[{"Id":5}]}', '5'],
    ['{"Advertisers":[{"Name":"x"}]}', 'no brands'],
    ['{"message":"x"}', GATEWAY],
    ['{"@total":"3"}', GATEWAY],
  ],
};

describe('An odd answer', () => {
  const start = simulatorsForTest();

  for (const [endpoint, answers] of Object.entries(ANSWERS) as [Endpoint, (typeof ANSWERS)[Endpoint]][]) {
    for (const [text, expected] of answers) {
      it(`to ${endpoint} is understood for what it is: ${JSON.stringify(text).slice(0, 80)}`, async () => {
        const simulator = await start();
        simulator.setFault({ endpoint, kind: 'answer', status: 200, body: { text } });
        const outcome = await CALLS[endpoint](aClient(simulator, new FakeClock())).catch((error: unknown) =>
          isApiError(error) ? error.kind : String(error),
        );
        assert.equal(outcome, expected);
      });
    }
  }
});
