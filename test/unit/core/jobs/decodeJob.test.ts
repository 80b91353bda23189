import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeJob, decodeJobs } from '../../../../src/core/jobs/decodeJob';
import { hasOwnId, type Job } from '../../../../src/core/jobs/job';
import { JOB_STATUSES } from '../../../../src/core/jobs/statuses';
import { hasResult } from '../../../../src/core/jobs/jobState';

describe('decodeJob', () => {
  it('reads a job as published in the reference', () => {
    assert.deepEqual(
      decodeJob({
        Id: '81258bc5-54cf-4a09-9fbc-eb837637d02f',
        Type: 'ApiReport',
        ProgramId: '3629',
        CreatedBy: 'IRtest',
        CreatedDate: '2026-05-29T04:33:50-05:00',
        StartedDate: '2026-05-29T04:33:55-05:00',
        CompletedDate: '2026-05-29T04:35:12-05:00',
        AbandonedDate: '',
        CancelledDate: '',
        FailedDate: '',
        LastProgressUpdateDate: '2026-05-29T04:34:30-05:00',
        Status: 'COMPLETED',
        StatusMessage: 'Job processing completed successfully.',
        RecordsProcessed: 250,
        PercentageComplete: 100,
        Replayable: true,
        ResultUri: '/Agencies/IRtest/Jobs/81258bc5-54cf-4a09-9fbc-eb837637d02f/Download',
      }),
      {
        id: '81258bc5-54cf-4a09-9fbc-eb837637d02f',
        type: 'ApiReport',
        status: 'COMPLETED',
        statusText: 'COMPLETED',
        statusMessage: 'Job processing completed successfully.',
        programId: '3629',
        createdBy: 'IRtest',
        createdAt: Date.UTC(2026, 4, 29, 9, 33, 50),
        startedAt: Date.UTC(2026, 4, 29, 9, 33, 55),
        completedAt: Date.UTC(2026, 4, 29, 9, 35, 12),
        abandonedAt: undefined,
        cancelledAt: undefined,
        failedAt: undefined,
        progressAt: Date.UTC(2026, 4, 29, 9, 34, 30),
        recordsProcessed: 250,
        percent: 100,
        replayable: true,
        resultUri: '/Agencies/IRtest/Jobs/81258bc5-54cf-4a09-9fbc-eb837637d02f/Download',
        unread: undefined,
      } satisfies Job,
    );
  });

  describe('numbers and booleans', () => {
    it('are read from strings, as in the published examples', () => {
      const job = decodeJob({ ...ROW, RecordsProcessed: '250', PercentageComplete: '42.5', Replayable: 'true' });
      assert.deepEqual([job.recordsProcessed, job.percent, job.replayable, job.unread], [250, 42.5, true, undefined]);
    });

    for (const [value, expected] of [
      ['false', false],
      ['TRUE', true],
      [' True ', true],
      [1, true],
      ['0', false],
      ['', undefined],
      [null, undefined],
    ] as const) {
      it(`Replayable ${JSON.stringify(value)} is ${expected}`, () =>
        assert.equal(decodeJob({ ...ROW, Replayable: value }).replayable, expected));
    }

    for (const [value, expected] of [
      [0, 0],
      ['0', 0],
      [-3, 0],
      [250, 100],
      ['1e2', 100],
      ['', undefined],
      ['  ', undefined],
      [null, undefined],
    ] as const) {
      it(`PercentageComplete ${JSON.stringify(value)} is ${expected}`, () =>
        assert.equal(decodeJob({ ...ROW, PercentageComplete: value }).percent, expected));
    }

    for (const value of ['half', '42%', 'NaN', 'Infinity', {}, [], true, Number.POSITIVE_INFINITY]) {
      it(`${JSON.stringify(value)} isn't a number, but is kept`, () => {
        const job = decodeJob({ ...ROW, RecordsProcessed: value, PercentageComplete: value });
        assert.deepEqual([job.recordsProcessed, job.percent], [undefined, undefined]);
        assert.deepEqual(job.unread, { RecordsProcessed: value, PercentageComplete: value });
      });
    }
  });

  describe('dates', () => {
    for (const value of ['', null, undefined]) {
      it(`are missing if the field is ${JSON.stringify(value) ?? 'absent'}`, () => {
        const job = decodeJob(value === undefined ? ROW : { ...ROW, CompletedDate: value });
        assert.deepEqual([job.completedAt, job.unread], [undefined, undefined]);
      });
    }

    it("that can't be read are kept as sent", () => {
      const job = decodeJob({ ...ROW, CompletedDate: 'yesterday', FailedDate: 1780000000000 });
      assert.deepEqual([job.completedAt, job.failedAt], [undefined, undefined]);
      assert.deepEqual(job.unread, { CompletedDate: 'yesterday', FailedDate: 1780000000000 });
    });
  });

  describe('the status', () => {
    for (const status of JOB_STATUSES) {
      const spelled = `${status.charAt(0)}${status.slice(1).toLowerCase()}`;
      it(`is recognized as ${status}, ${spelled} and ${status.toLowerCase()}`, () => {
        for (const text of [status, spelled, status.toLowerCase(), ` ${spelled} `]) {
          const job = decodeJob({ Id: 'a', Status: text });
          assert.deepEqual([job.status, job.statusText], [status, status]);
        }
      });
    }

    it('can use American spelling', () => assert.equal(decodeJob({ Id: 'a', Status: 'Canceled' }).status, 'CANCELLED'));

    for (const [value, text] of [
      ['Paused', 'PAUSED'],
      ['', ''],
      [null, ''],
      [7, '7'],
      ['__proto__', '__PROTO__'],
      ['constructor', 'CONSTRUCTOR'],
    ] as const) {
      it(`${JSON.stringify(value)} is UNKNOWN and keeps its text`, () => {
        const job = decodeJob({ Id: 'a', Status: value });
        assert.deepEqual([job.id, job.status, job.statusText], ['a', 'UNKNOWN', text]);
      });
    }

    for (const text of ['COMPLETE', 'Done', 'success', 'FINISHED']) {
      it(`${text} is COMPLETED if there is a result, and otherwise UNKNOWN`, () => {
        const job = decodeJob({ Id: 'a', Status: text, ResultUri: '/Agencies/IRtest/Jobs/a/Download' });
        assert.deepEqual([job.status, job.statusText, hasResult(job)], ['COMPLETED', text.toUpperCase(), true]);
        assert.equal(decodeJob({ Id: 'a', Status: text, ResultUri: '' }).status, 'UNKNOWN');
      });
    }

    it('of a job without a status is UNKNOWN, never an invented end', () =>
      assert.equal(decodeJob({ Id: 'a', CompletedDate: '2026-05-29T04:35:12-05:00' }).status, 'UNKNOWN'));
  });

  it('keeps an unknown type', () =>
    assert.equal(decodeJob({ ...ROW, Type: 'GenerateInvoice' }).type, 'GenerateInvoice'));

  it('reads numbers where text is expected', () => {
    const job = decodeJob({ Id: 17, Status: 'RUNNING', ProgramId: 3629 });
    assert.deepEqual([job.id, job.programId, job.unread], ['17', '3629', undefined]);
  });

  it('reads fields in any letter case', () => {
    const job = decodeJob({
      id: 'a',
      STATUS: 'running',
      percentagecomplete: '42',
      createdDate: '2026-05-29T12:00:00Z',
    });
    assert.deepEqual(
      [job.id, job.status, job.percent, job.createdAt, job.unread],
      ['a', 'RUNNING', 42, Date.UTC(2026, 4, 29, 12), undefined],
    );
  });

  it('reads fields if only some have a different letter case', () => {
    const job = decodeJob({ Id: 'a', status: 'RUNNING' });
    assert.deepEqual([job.id, job.status, job.unread], ['a', 'RUNNING', undefined]);
  });

  it('prefers a field with the published spelling, and keeps the other', () => {
    const job = decodeJob({ id: 'other', Id: 'a', status: 'RUNNING' });
    assert.deepEqual([job.id, job.unread], ['a', { id: 'other' }]);
  });

  describe('the ID', () => {
    it('can be called JobId', () => {
      const job = decodeJob({ JobId: 'a', Status: 'RUNNING' });
      assert.deepEqual([job.id, job.unread], ['a', undefined]);
    });

    it('can be given twice', () => {
      const job = decodeJob({ Id: 'a', JobId: 'a', Status: 'RUNNING' });
      assert.deepEqual([job.id, job.unread], ['a', undefined]);
    });

    it('uses Id if JobId differs, and keeps JobId', () => {
      const job = decodeJob({ Id: 'a', JobId: 'b', Status: 'RUNNING' });
      assert.deepEqual([job.id, job.unread], ['a', { JobId: 'b' }]);
    });

    it('uses JobId if Id is empty, and loses no other field', () => {
      const job = decodeJob({ Id: '', JobId: 'a', Status: 'RUNNING', Priority: 3 });
      assert.deepEqual([job.id, job.unread], ['a', { Priority: 3 }]);
    });

    it("falls back to the row’s position if it's missing, and the job is shown", () => {
      const job = decodeJob({ Status: 'RUNNING', PercentageComplete: 42 }, 2);
      assert.deepEqual([job.id, hasOwnId(job), job.status, job.percent], ['row 3', false, 'RUNNING', 42]);
    });

    it("is kept beside the row’s position if it's an object", () => {
      const job = decodeJob({ Id: { value: 'a' }, Status: 'RUNNING' });
      assert.deepEqual([job.id, job.unread], ['row 1', { Id: { value: 'a' } }]);
    });
  });

  describe('undocumented fields', () => {
    it('are kept as sent', () =>
      assert.deepEqual(decodeJob({ ...ROW, Priority: 3, Tags: ['a'] }).unread, { Priority: 3, Tags: ['a'] }));

    it('called __proto__ are like other fields and change no object', () => {
      const { unread } = decodeJob(
        JSON.parse('{"Id":"a","Status":"RUNNING","__proto__":{"polluted":true},"constructor":1,"toString":2}'),
      );
      assert.deepEqual(Object.entries(unread ?? {}), [
        ['__proto__', { polluted: true }],
        ['constructor', 1],
        ['toString', 2],
      ]);
      assert.equal(Object.getPrototypeOf(unread), Object.prototype);
      assert.equal('polluted' in {}, false);
    });

    it('called __proto__ survive if other fields have a different letter case', () => {
      const job = decodeJob(JSON.parse('{"id":"a","status":"RUNNING","__proto__":{"Id":"b"}}'));
      assert.deepEqual([job.id, Object.keys(job.unread ?? {})], ['a', ['__proto__']]);
    });
  });

  for (const value of ['a job', 42, true, null, ['Id', 'a']]) {
    it(`shows a row that is ${JSON.stringify(value)} as far as possible`, () => {
      const job = decodeJob(value, 4);
      assert.deepEqual([job.id, job.status, job.unread], ['row 5', 'UNKNOWN', { Row: value }]);
    });
  }

  it('never throws, drops nothing, and makes a valid job of any JSON', () => {
    const anyValue = fc.jsonValue();
    const anyRow = fc.oneof(
      anyValue,
      fc.dictionary(
        fc.constantFrom(
          'Id',
          'JobId',
          'Type',
          'Status',
          'CreatedDate',
          'PercentageComplete',
          'Replayable',
          'RecordsProcessed',
          'id',
          'STATUS',
          '__proto__',
          'Other',
        ),
        anyValue,
      ),
    );
    fc.assert(
      fc.property(anyRow, (value) => {
        const job = decodeJob(value);
        assert.notEqual(job.id, '');
        assert.ok(job.status === 'UNKNOWN' || JOB_STATUSES.includes(job.status));
        for (const number of [job.percent, job.recordsProcessed, job.createdAt]) {
          assert.ok(number === undefined || Number.isFinite(number));
        }
        assert.ok(job.percent === undefined || (job.percent >= 0 && job.percent <= 100));
        assert.equal(typeof job.statusText, 'string');
        if (value !== null && typeof value === 'object' && 'Other' in value) {
          assert.deepEqual(job.unread?.['Other'], value.Other);
        }
      }),
    );
  });
});

describe('decodeJobs', () => {
  it('names rows without an ID by their position in the entire list', () => {
    assert.deepEqual(
      decodeJobs([{}, { Id: 'a', Status: 'RUNNING' }, 'x'], 10).map(({ id }) => id),
      ['row 11', 'a', 'row 13'],
    );
  });

  it('returns the known object of each job that is the same, also after new jobs at the start', () => {
    const job = (Id: string, Status: string): object => ({ Id, Status, PercentageComplete: 7, Extra: { a: 1 } });
    const known = decodeJobs([job('a', 'RUNNING'), job('b', 'QUEUED'), job('c', 'COMPLETED')]);
    const rows = [job('new', 'QUEUED'), job('a', 'RUNNING'), job('b', 'RUNNING'), job('c', 'COMPLETED')];
    const next = decodeJobs(rows, 0, known);
    assert.deepEqual(next, decodeJobs(rows));
    assert.deepEqual(
      next.map((each) => known.indexOf(each)),
      [-1, 0, -1, 2],
    );
  });

  it('reads the same jobs whatever was known', () => {
    const row = fc.record({ Id: fc.constantFrom('a', 'b', 'c', ''), PercentageComplete: fc.constantFrom(1, 2) });
    fc.assert(
      fc.property(fc.array(row), fc.array(row), (before, rows) => {
        assert.deepEqual(decodeJobs(rows, 0, decodeJobs(before)), decodeJobs(rows));
      }),
    );
  });

  it('keeps the rows independent of each other', () => {
    const [first, second, third] = decodeJobs([{ ...ROW, Extra: 1 }, ROW, { ...ROW, Replayable: 'maybe' }]);
    assert.deepEqual(
      [first?.unread, second?.unread, third?.unread],
      [{ Extra: 1 }, undefined, { Replayable: 'maybe' }],
    );
  });
});

const ROW = { Id: 'a', Status: 'RUNNING' } as const;

describe('A field of a job', () => {
  it('keeps 10,000 characters of a text, and says that there were more', () => {
    const whole = 'x'.repeat(10_000);
    assert.equal(decodeJob({ StatusMessage: whole }).statusMessage, whole);
    assert.equal(decodeJob({ StatusMessage: `${whole}y` }).statusMessage, `${whole}…`);
  });

  it('is read as text from a number or a Boolean, and from nothing else', () => {
    const read = [7, true, { a: 1 }, [], null].map((StatusMessage) => decodeJob({ StatusMessage }).statusMessage);
    assert.deepEqual(read, ['7', 'true', '', '', '']);
  });

  it('is read as a Boolean from a Boolean or its word, in any letter case', () => {
    const read = [true, false, 'TRUE', ' false ', '1', 0, 'maybe', {}].map(
      (Replayable) => decodeJob({ Replayable }).replayable,
    );
    assert.deepEqual(read, [true, false, true, false, true, false, undefined, undefined]);
  });

  it('is kept as unread if it says something that can’t be read, but not if it says nothing', () => {
    assert.deepEqual(decodeJob({ Id: 'a', Status: 'RUNNING', RecordsProcessed: 'many' }).unread, {
      RecordsProcessed: 'many',
    });
    for (const nothing of ['', null]) {
      assert.equal(decodeJob({ Id: 'a', Status: 'RUNNING', RecordsProcessed: nothing }).unread, undefined);
    }
  });
});
