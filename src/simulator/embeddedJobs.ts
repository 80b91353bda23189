import type { AccountKind } from './account';
import type { NewJob } from './jobScript';
import { progressCurves } from './progressCurve';
import { hashOf } from './random';
import { reports } from './reportCatalogue';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const kB = 1_000;
const MB = 1_000_000;
/** Someone who replays an old export in a demo wants to see it end. */
const replay = { queueMs: 3 * second, runMs: 25 * second, curve: progressCurves.uneven } as const;

/** A Monday at an agency: what ran over the last days, what runs now, and what will come in the next hours. */
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
    replay: { ...replay, ...job.replay },
  }));
}

function exportOf(report: string, programId: string, createdAgoMs: number, rest: NewJob): NewJob {
  const name = reports.find(({ key }) => key === report)?.name;
  return { type: 'ApiReport', report, programId, createdAgoMs, ...(name === undefined ? {} : { name }), ...rest };
}

/** Running at the start. The first two end within a minute, the others take longer. */
function activeJobs(): NewJob[] {
  return [
    exportOf('performance_by_partner', '4187', 22 * second, {
      queueMs: 4 * second,
      runMs: 42 * second,
      result: { bytes: 340 * kB },
    }),
    exportOf('action_listing', '3629', 40 * second, {
      queueMs: 6 * second,
      runMs: 78 * second,
      curve: progressCurves.uneven,
      result: { bytes: 24 * MB },
    }),
    exportOf('action_listing_sku', '5120', 12 * second, {
      queueMs: 8 * second,
      runMs: 135 * second,
      curve: progressCurves.slowStart,
      result: { bytes: 61 * MB },
    }),
    exportOf('click_performance', '7734', 95 * second, {
      queueMs: 7 * second,
      runMs: 6 * minute,
      curve: progressCurves.stalling,
      result: { bytes: 183 * MB },
    }),
    exportOf('invalid_clicks', '4187', 4 * minute, {
      queueMs: 12 * second,
      runMs: 9 * minute,
      curve: progressCurves.slowEnd,
      result: { bytes: 7.2 * MB },
    }),
    exportOf('customer_journey', '9050', 19 * minute, {
      queueMs: 40 * second,
      runMs: 55 * minute,
      curve: progressCurves.uneven,
      result: { bytes: 268 * MB },
    }),
    {
      type: 'AudienceSync',
      programId: '3629',
      createdAgoMs: 11 * minute,
      queueMs: 5 * second,
      runMs: 26 * minute,
      records: 48_213,
      replayable: false,
    },
    {
      type: 'UploadAds',
      programId: '5120',
      createdAgoMs: 70 * second,
      queueMs: 5 * second,
      runMs: 3.5 * minute,
      records: 412,
      replayable: false,
    },
    exportOf('performance_by_ad', '3629', 15 * second, {
      queueMs: 32 * second,
      runMs: 38 * second,
      result: { bytes: 96 * kB },
    }),
    exportOf('partner_payouts', '', 30 * second, {
      queueMs: 105 * second,
      runMs: 2 * minute,
      result: { bytes: 1.4 * MB, format: 'XML' },
    }),
    exportOf('performance_by_country', '7734', 6 * second, {
      queueMs: 4 * minute,
      runMs: 90 * second,
      result: { bytes: 52 * kB },
    }),
  ];
}

/** One of each way to go wrong, and one that goes wrong while one looks. */
function troubledJobs(): NewJob[] {
  return [
    exportOf('tracking_links', '4187', 25 * second, {
      queueMs: 5 * second,
      runMs: 85 * second,
      outcome: {
        status: 'FAILED',
        message: 'The tracking service did not answer within 60 s. Replay the job in a few minutes.',
        atPercent: 71,
      },
      result: { bytes: 830 * kB },
    }),
    exportOf('action_inquiries', '9050', 11 * minute, {
      queueMs: 20 * second,
      runMs: 80 * second,
      outcome: {
        status: 'ERROR',
        message: 'Lost the connection to the data warehouse (code 4021).',
        failedTries: 1,
        atPercent: 46,
      },
      result: { bytes: 410 * kB },
    }),
    exportOf('performance_by_promo_code', '3629', 52 * minute, {
      runMs: 4 * minute,
      outcome: {
        status: 'FAILED',
        message: 'The result would hold more than 5,000,000 rows. Choose a shorter period, or one program (SUBAID).',
        atPercent: 12,
      },
      result: { bytes: 2.2 * MB },
    }),
    exportOf('year_over_year', '', 20 * hour, {
      runMs: 35 * minute,
      outcome: { status: 'CANCELLED', message: 'Cancelled by an impact.com administrator.', atPercent: 63 },
      result: { bytes: 760 * kB },
    }),
  ];
}

/** Completed over the last days, with files from a few kB to a few hundred MB; the oldest file has been cleared away. */
function endedJobs(): NewJob[] {
  return [
    exportOf('program_overview', '', 35 * minute, { runMs: 21 * second, result: { bytes: 4.6 * kB } }),
    exportOf('action_updates', '3629', 88 * minute, { runMs: 95 * second, result: { bytes: 2.9 * MB } }),
    {
      type: 'TermModification',
      programId: '4187',
      createdAgoMs: 2.6 * hour,
      runMs: 44 * second,
      records: 18,
      replayable: false,
    },
    exportOf('monday_mix', '', 3.1 * hour, { runMs: 50 * second, result: { bytes: 128 * kB, format: 'JSON' } }),
    exportOf('performance_by_day', '7734', 5 * hour, { runMs: 33 * second, result: { bytes: 18 * kB } }),
    exportOf('invoices', '', 21 * hour, { type: 'DownloadReport', runMs: 12 * second, result: { bytes: 610 * kB } }),
    exportOf('action_listing', '9050', day + 2 * hour, { runMs: 3 * minute, result: { bytes: 17.8 * MB } }),
    exportOf('performance_by_device', '5120', 2 * day + hour, { runMs: 40 * second, result: { bytes: 74 * kB } }),
    exportOf('click_performance', '3629', 3 * day + 3 * hour, { runMs: 14 * minute, result: { bytes: 312 * MB } }),
    exportOf('partner_listing', '', 3 * day + 5 * hour, { runMs: 65 * second, result: { bytes: 1.1 * MB } }),
    exportOf('reversed_actions', '4187', 4 * day + 2 * hour, { runMs: 2 * minute, result: { bytes: 3.4 * MB } }),
    exportOf('contract_terms', '', 5 * day + hour, { runMs: 25 * second, result: { bytes: 39 * kB, format: 'XML' } }),
    exportOf('pixel_activity', '7734', 6 * day + 2 * hour, {
      runMs: 8 * minute,
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
      createdAgoMs: 50 * second,
      queueMs: 6 * second,
      runMs: 2.5 * minute,
      result: { bytes: 44 * MB },
    },
    {
      type: 'ClickExport',
      name: 'Click Export',
      report: 'click_performance',
      programId: '4187',
      createdAgoMs: day,
      runMs: 5 * minute,
      result: { bytes: 29 * MB },
    },
  ];
}

/** What colleagues and schedules add during the first hour. */
function comingJobs(): NewJob[] {
  return [
    exportOf('performance_by_subid', '3629', -45 * second, {
      queueMs: 8 * second,
      runMs: 50 * second,
      curve: progressCurves.slowStart,
      result: { bytes: 220 * kB },
    }),
    exportOf('new_partners', '', -2 * minute, { queueMs: 10 * second, runMs: 35 * second, result: { bytes: 12 * kB } }),
    exportOf('action_listing', '7734', -5 * minute, {
      queueMs: 25 * second,
      runMs: 3 * minute,
      curve: progressCurves.uneven,
      result: { bytes: 33 * MB },
    }),
    {
      type: 'TermModification',
      programId: '5120',
      createdAgoMs: -9 * minute,
      queueMs: 4 * second,
      runMs: 75 * second,
      records: 64,
      replayable: false,
    },
    exportOf('ad_listing', '9050', -14 * minute, {
      queueMs: 5 * second,
      runMs: 70 * second,
      result: { bytes: 480 * kB },
    }),
    exportOf('partner_overlap', '', -22 * minute, {
      queueMs: 15 * second,
      runMs: 4 * minute,
      curve: progressCurves.silent,
      result: { bytes: 88 * kB },
    }),
    exportOf('incrementality', '4187', -31 * minute, {
      queueMs: 20 * second,
      runMs: 2 * minute,
      outcome: { status: 'FAILED', message: 'Not enough data for the chosen period.', atPercent: 8 },
      result: { bytes: 9 * kB },
    }),
    exportOf('performance_by_partner', '9050', -40 * minute, {
      queueMs: 6 * second,
      runMs: 55 * second,
      result: { bytes: 410 * kB },
    }),
    exportOf('action_listing_sku', '3629', -52 * minute, {
      queueMs: 9 * second,
      runMs: 5 * minute,
      curve: progressCurves.stalling,
      result: { bytes: 140 * MB },
    }),
  ];
}

/** After that about two an hour for the rest of the day, so that a demo that is left running does not fall silent. */
function laterJobs(seed: number): NewJob[] {
  return Array.from({ length: 16 }, (_, index) => {
    const chance = (name: string, of: number) => hashOf(seed, 'later', index, name) % of;
    const accessible = reports.filter(({ accessible: isAccessible }) => isAccessible);
    const report = accessible[chance('report', accessible.length)]?.key ?? 'action_listing';
    const createdAgoMs = -(hour + index * 29 * minute + chance('minute', 20) * minute);
    return exportOf(report, String(3_629 + chance('program', 5) * 500), createdAgoMs, {
      queueMs: 12 * second,
      runMs: minute + chance('run', 5) * minute,
      result: { bytes: 60 * kB + chance('bytes', 20) * MB },
    });
  });
}
