import type { AccountKind } from './account';
import type { NewJob } from './jobScript';
import { PROGRESS_CURVES } from './progressCurve';
import { hashOf } from './random';
import { REPORTS } from './reportCatalog';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const KB = 1_000;
const MB = 1_000_000;
/** Short, so that a replay of an old export in a demo ends while the user watches. */
const REPLAY = { queueMs: 3 * SECOND, runMs: 25 * SECOND, curve: PROGRESS_CURVES.uneven } as const;

/**
 * The jobs of a Monday at an agency: those of the last days, those that run now, and those that start in the next
 * hours.
 */
export function embeddedJobs(kind: AccountKind, seed: number, nowMs: number): NewJob[] {
  return [
    ...endedJobs(),
    ...activeJobs(),
    ...troubledJobs(),
    ...(kind === 'agency' ? [] : clickExports()),
    ...comingJobs(),
    ...laterJobs(seed),
  ].map((job) => ({
    ...job,
    createdAtMs: nowMs - (job.createdAgoMs ?? 0),
    replay: { ...REPLAY, ...job.replay },
  }));
}

function exportOf(report: string, programId: string, createdAgoMs: number, rest: NewJob): NewJob {
  const name = REPORTS.find(({ key }) => key === report)?.name;
  return { type: 'ApiReport', report, programId, createdAgoMs, ...(name === undefined ? {} : { name }), ...rest };
}

/** Jobs that run at the start. The first two end within a minute, the others later. */
function activeJobs(): NewJob[] {
  return [
    exportOf('performance_by_partner', '4187', 22 * SECOND, {
      queueMs: 4 * SECOND,
      runMs: 42 * SECOND,
      result: { bytes: 340 * KB },
    }),
    exportOf('action_listing', '3629', 40 * SECOND, {
      queueMs: 6 * SECOND,
      runMs: 78 * SECOND,
      curve: PROGRESS_CURVES.uneven,
      result: { bytes: 24 * MB },
    }),
    exportOf('action_listing_sku', '5120', 12 * SECOND, {
      queueMs: 8 * SECOND,
      runMs: 135 * SECOND,
      curve: PROGRESS_CURVES.slowStart,
      result: { bytes: 61 * MB },
    }),
    exportOf('click_performance', '7734', 95 * SECOND, {
      queueMs: 7 * SECOND,
      runMs: 6 * MINUTE,
      curve: PROGRESS_CURVES.stalling,
      result: { bytes: 183 * MB },
    }),
    exportOf('invalid_clicks', '4187', 4 * MINUTE, {
      queueMs: 12 * SECOND,
      runMs: 9 * MINUTE,
      curve: PROGRESS_CURVES.slowEnd,
      result: { bytes: 7.2 * MB },
    }),
    exportOf('customer_journey', '9050', 19 * MINUTE, {
      queueMs: 40 * SECOND,
      runMs: 55 * MINUTE,
      curve: PROGRESS_CURVES.uneven,
      result: { bytes: 268 * MB },
    }),
    {
      type: 'AudienceSync',
      programId: '3629',
      createdAgoMs: 11 * MINUTE,
      queueMs: 5 * SECOND,
      runMs: 26 * MINUTE,
      records: 48_213,
      replayable: false,
    },
    {
      type: 'UploadAds',
      programId: '5120',
      createdAgoMs: 70 * SECOND,
      queueMs: 5 * SECOND,
      runMs: 3.5 * MINUTE,
      records: 412,
      replayable: false,
    },
    exportOf('performance_by_ad', '3629', 15 * SECOND, {
      queueMs: 32 * SECOND,
      runMs: 38 * SECOND,
      result: { bytes: 96 * KB },
    }),
    exportOf('partner_payouts', '', 30 * SECOND, {
      queueMs: 105 * SECOND,
      runMs: 2 * MINUTE,
      result: { bytes: 1.4 * MB, format: 'XML' },
    }),
    exportOf('performance_by_country', '7734', 6 * SECOND, {
      queueMs: 4 * MINUTE,
      runMs: 90 * SECOND,
      result: { bytes: 52 * KB },
    }),
  ];
}

/** One job for each kind of failure, and one that fails while the user watches. */
function troubledJobs(): NewJob[] {
  return [
    exportOf('tracking_links', '4187', 25 * SECOND, {
      queueMs: 5 * SECOND,
      runMs: 85 * SECOND,
      outcome: {
        status: 'FAILED',
        message: 'The tracking service did not answer within 60 s. Replay the job in a few minutes.',
        atPercent: 71,
      },
      result: { bytes: 830 * KB },
    }),
    exportOf('action_inquiries', '9050', 11 * MINUTE, {
      queueMs: 20 * SECOND,
      runMs: 80 * SECOND,
      outcome: {
        status: 'ERROR',
        message: 'Lost the connection to the data warehouse (code 4021).',
        failedTries: 1,
        atPercent: 46,
      },
      result: { bytes: 410 * KB },
    }),
    exportOf('performance_by_promo_code', '3629', 52 * MINUTE, {
      runMs: 4 * MINUTE,
      outcome: {
        status: 'FAILED',
        message: 'The result would hold more than 5,000,000 rows. Choose a shorter period, or one program (SUBAID).',
        atPercent: 12,
      },
      result: { bytes: 2.2 * MB },
    }),
    exportOf('year_over_year', '', 20 * HOUR, {
      runMs: 35 * MINUTE,
      outcome: { status: 'CANCELLED', message: 'Canceled by an impact.com administrator.', atPercent: 63 },
      result: { bytes: 760 * KB },
    }),
  ];
}

/** Jobs completed in the last days, with files from a few kB to a few hundred MB. The oldest file has been deleted. */
function endedJobs(): NewJob[] {
  return [
    exportOf('program_overview', '', 35 * MINUTE, { runMs: 21 * SECOND, result: { bytes: 4.6 * KB } }),
    exportOf('action_updates', '3629', 88 * MINUTE, { runMs: 95 * SECOND, result: { bytes: 2.9 * MB } }),
    {
      type: 'TermModification',
      programId: '4187',
      createdAgoMs: 2.6 * HOUR,
      runMs: 44 * SECOND,
      records: 18,
      replayable: false,
    },
    exportOf('monday_mix', '', 3.1 * HOUR, { runMs: 50 * SECOND, result: { bytes: 128 * KB, format: 'JSON' } }),
    exportOf('performance_by_day', '7734', 5 * HOUR, { runMs: 33 * SECOND, result: { bytes: 18 * KB } }),
    exportOf('invoices', '', 21 * HOUR, { type: 'DownloadReport', runMs: 12 * SECOND, result: { bytes: 610 * KB } }),
    exportOf('action_listing', '9050', DAY + 2 * HOUR, { runMs: 3 * MINUTE, result: { bytes: 17.8 * MB } }),
    exportOf('performance_by_device', '5120', 2 * DAY + HOUR, { runMs: 40 * SECOND, result: { bytes: 74 * KB } }),
    exportOf('click_performance', '3629', 3 * DAY + 3 * HOUR, { runMs: 14 * MINUTE, result: { bytes: 312 * MB } }),
    exportOf('partner_listing', '', 3 * DAY + 5 * HOUR, { runMs: 65 * SECOND, result: { bytes: 1.1 * MB } }),
    exportOf('reversed_actions', '4187', 4 * DAY + 2 * HOUR, { runMs: 2 * MINUTE, result: { bytes: 3.4 * MB } }),
    exportOf('contract_terms', '', 5 * DAY + HOUR, { runMs: 25 * SECOND, result: { bytes: 39 * KB, format: 'XML' } }),
    exportOf('pixel_activity', '7734', 6 * DAY + 2 * HOUR, {
      runMs: 8 * MINUTE,
      result: { bytes: 96 * MB, gone: 404 },
    }),
  ];
}

function clickExports(): NewJob[] {
  return [
    {
      type: 'ClickExport',
      name: 'Click Export',
      report: 'click_performance',
      programId: '3629',
      createdAgoMs: 50 * SECOND,
      queueMs: 6 * SECOND,
      runMs: 2.5 * MINUTE,
      result: { bytes: 44 * MB },
    },
    {
      type: 'ClickExport',
      name: 'Click Export',
      report: 'click_performance',
      programId: '4187',
      createdAgoMs: DAY,
      runMs: 5 * MINUTE,
      result: { bytes: 29 * MB },
    },
  ];
}

/** Jobs that colleagues and schedules add in the first hour. */
function comingJobs(): NewJob[] {
  return [
    exportOf('performance_by_subid', '3629', -45 * SECOND, {
      queueMs: 8 * SECOND,
      runMs: 50 * SECOND,
      curve: PROGRESS_CURVES.slowStart,
      result: { bytes: 220 * KB },
    }),
    exportOf('new_partners', '', -2 * MINUTE, { queueMs: 10 * SECOND, runMs: 35 * SECOND, result: { bytes: 12 * KB } }),
    exportOf('action_listing', '7734', -5 * MINUTE, {
      queueMs: 25 * SECOND,
      runMs: 3 * MINUTE,
      curve: PROGRESS_CURVES.uneven,
      result: { bytes: 33 * MB },
    }),
    {
      type: 'TermModification',
      programId: '5120',
      createdAgoMs: -9 * MINUTE,
      queueMs: 4 * SECOND,
      runMs: 75 * SECOND,
      records: 64,
      replayable: false,
    },
    exportOf('ad_listing', '9050', -14 * MINUTE, {
      queueMs: 5 * SECOND,
      runMs: 70 * SECOND,
      result: { bytes: 480 * KB },
    }),
    exportOf('partner_overlap', '', -22 * MINUTE, {
      queueMs: 15 * SECOND,
      runMs: 4 * MINUTE,
      curve: PROGRESS_CURVES.silent,
      result: { bytes: 88 * KB },
    }),
    exportOf('incrementality', '4187', -31 * MINUTE, {
      queueMs: 20 * SECOND,
      runMs: 2 * MINUTE,
      outcome: { status: 'FAILED', message: 'Not enough data for the chosen period.', atPercent: 8 },
      result: { bytes: 9 * KB },
    }),
    exportOf('performance_by_partner', '9050', -40 * MINUTE, {
      queueMs: 6 * SECOND,
      runMs: 55 * SECOND,
      result: { bytes: 410 * KB },
    }),
    exportOf('action_listing_sku', '3629', -52 * MINUTE, {
      queueMs: 9 * SECOND,
      runMs: 5 * MINUTE,
      curve: PROGRESS_CURVES.stalling,
      result: { bytes: 140 * MB },
    }),
  ];
}

/** About two jobs an hour for the rest of the day, so that something happens in a demo that keeps running. */
function laterJobs(seed: number): NewJob[] {
  return Array.from({ length: 16 }, (_, index) => {
    const chance = (name: string, of: number) => hashOf(seed, 'later', index, name) % of;
    const accessible = REPORTS.filter(({ accessible: isAccessible }) => isAccessible);
    const report = accessible[chance('report', accessible.length)]?.key ?? 'action_listing';
    const createdAgoMs = -(HOUR + index * 29 * MINUTE + chance('minute', 20) * MINUTE);
    return exportOf(report, String(3_629 + chance('program', 5) * 500), createdAgoMs, {
      queueMs: 12 * SECOND,
      runMs: MINUTE + chance('run', 5) * MINUTE,
      result: { bytes: 60 * KB + chance('bytes', 20) * MB },
    });
  });
}
