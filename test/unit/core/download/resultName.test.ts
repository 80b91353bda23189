import assert from 'node:assert/strict';
import { fillTemplate } from '../../../../src/core/download/fileTemplate';
import { resultName, type ResultNameOptions } from '../../../../src/core/download/resultName';
import type { JobEntry } from '../../../../src/core/jobs/jobEntry';
import type { Job } from '../../../../src/core/jobs/job';
import { ENGLISH } from '../../../../src/core/words/language';
import { anEntry } from '../../../support/aJob';

const NOW = Date.UTC(2026, 10, 23, 23, 59);

function nameOf(job: Partial<Job>, known: Partial<JobEntry>, change: Partial<ResultNameOptions> = {}): string {
  const template = '${report}|${type}|${program}|${date}|${id}.${ext}';
  return resultName(anEntry({ id: '0123456789ab', ...job }, known), {
    ...{ template, nowMs: NOW, extension: 'csv', language: ENGLISH },
    ...change,
  });
}

describe('The name of a result by a template', () => {
  it('contains the report, program, day, and the beginning of the ID', () => {
    const completedAt = Date.UTC(2026, 10, 1);
    assert.equal(
      nameOf({ completedAt, programId: '77' }, { name: 'Actions', programName: 'Acme' }),
      'Actions|Report export|Acme|2026-11-01|01234567.csv',
    );
    assert.equal(nameOf({ programId: '77' }, { name: 'Actions' }), 'Actions|Report export|77|2026-11-23|01234567.csv');
  });

  it('takes the report from the server’s name for the file, or else the type of the job', () => {
    assert.match(nameOf({}, {}), /^Report export\|Report export\|\|/);
    assert.doesNotMatch(nameOf({}, {}, { suggestedName: 'Action_Listing.csv' }), /^Report export\|/);
  });

  it('leaves no gap for what has no value, and shows a placeholder that does not exist', () => {
    const parts = { report: 'A', type: '', program: '', date: 'D', id: 'I', ext: 'csv' };
    assert.equal(fillTemplate(' ${report} ${program}  ${type} ${date} ${program}.${ext} ', parts), 'A D.csv');
    assert.equal(fillTemplate('${report}${raport}${toString} $report', parts), 'A${raport}${toString} $report');
  });
});
