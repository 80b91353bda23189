import type { AccountKind } from './account';
import type { ReportColumns } from './reportColumns';

export const REPORT_CATEGORIES = [
  'Admin',
  'Beta',
  'Compliance',
  'Cross-Program',
  'Custom',
  'Finance',
  'Insights',
  'Listing',
  'Operations',
  'Partner',
  'Performance',
] as const;
export type ReportCategory = (typeof REPORT_CATEGORIES)[number];

export interface Report {
  /** Without the prefix of the account's kind. */
  readonly key: string;
  readonly name: string;
  readonly category: ReportCategory;
  readonly description: string;
  readonly columns: ReportColumns;
  /** A report that isn't accessible can only run in the web app. */
  readonly accessible: boolean;
  /** The required filters for the report's period. Undefined for a report without one. */
  readonly period: ReportPeriod | undefined;
}

/** The two filters of a report's period, such as `Start Date`, and whether they take days or times with an offset. */
export interface ReportPeriod {
  readonly start: string;
  readonly end: string;
  readonly takes: 'days' | 'moments';
}

const USUAL_PERIOD: ReportPeriod = { start: 'Start Date', end: 'End Date', takes: 'days' };

const PREFIXES: Record<AccountKind, string> = { agency: 'agency_', brand: 'adv_', partner: 'mp_' };

function report(
  key: string,
  name: string,
  category: ReportCategory,
  columns: ReportColumns,
  description: string,
  options: { webOnly?: boolean; period?: ReportPeriod | undefined } = {},
): Report {
  return {
    key,
    name,
    category,
    columns,
    description,
    accessible: !options.webOnly,
    period: 'period' in options ? options.period : USUAL_PERIOD,
  };
}

const WEB_ONLY = { webOnly: true };
const UNDATED = { period: undefined };
const TO_THE_SECOND = { period: { ...USUAL_PERIOD, takes: 'moments' } } as const;
const BY_ACTION_DATE = { period: { start: 'Action Start Date', end: 'Action End Date', takes: 'days' } } as const;

export const REPORTS: readonly Report[] = [
  report(
    'action_listing',
    'Action Listing',
    'Listing',
    'actions',
    'Displays data for each individual action that has been credited to your media.',
  ),
  report(
    'action_listing_sku',
    'Action Listing by SKU',
    'Listing',
    'actions',
    'Every action with the items that were bought.',
  ),
  report(
    'action_updates',
    'Action Updates',
    'Listing',
    'actions',
    'Actions whose status, amount or payout changed in the period.',
  ),
  report(
    'action_inquiries',
    'Action Inquiries',
    'Listing',
    'actions',
    'Actions that partners asked about, and what came of it.',
  ),
  report('click_performance', 'Click Listing', 'Listing', 'clicks', 'Each click with its ad, address and device.'),
  report('ad_listing', 'Ad Listing', 'Listing', 'ads', 'All ads with their state and their use in the period.'),
  report(
    'tracking_links',
    'Tracking Link Listing',
    'Listing',
    'ads',
    'Tracking links that partners made for themselves.',
  ),
  report(
    'performance_by_partner',
    'Performance by Partner',
    'Performance',
    'performance',
    'Clicks, actions, revenue and cost for each partner.',
  ),
  report(
    'performance_by_day',
    'Performance by Day',
    'Performance',
    'performance',
    'Clicks, actions, revenue and cost for each day.',
  ),
  report('performance_by_ad', 'Performance by Ad', 'Performance', 'performance', 'How each ad did in the period.'),
  report(
    'performance_by_country',
    'Performance by Country',
    'Performance',
    'performance',
    "Results by the customer's country.",
  ),
  report(
    'performance_by_promo_code',
    'Performance by Promo Code',
    'Performance',
    'performance',
    'Actions and revenue for each promo code.',
  ),
  report(
    'performance_by_subid',
    'Performance by SubId',
    'Performance',
    'performance',
    'Results split by the SubIds that partners hand over.',
  ),
  report(
    'performance_by_device',
    'Performance by Device',
    'Performance',
    'performance',
    'Desktop, mobile and tablet side by side.',
  ),
  report(
    'program_overview',
    'Program Overview',
    'Cross-Program',
    'performance',
    'All programs of the account in one table.',
  ),
  report(
    'partner_overlap',
    'Partner Overlap',
    'Cross-Program',
    'partners',
    'Partners who work for more than one of your programs.',
    UNDATED,
  ),
  report('year_over_year', 'Year over Year', 'Insights', 'performance', 'The period beside the same one a year ago.'),
  report('customer_journey', 'Customer Journey', 'Insights', 'clicks', 'The clicks that led to each action, in order.'),
  report(
    'attribution_paths',
    'Attribution Paths',
    'Insights',
    'clicks',
    'Which partners took part in a sale.',
    WEB_ONLY,
  ),
  report('partner_payouts', 'Partner Payouts', 'Finance', 'finance', 'What was paid to whom, and when.'),
  report('invoices', 'Invoices', 'Finance', 'finance', 'Invoices of the account with tax and state.'),
  report('account_balance', 'Account Balance', 'Finance', 'finance', 'The balance at the end of each day.', WEB_ONLY),
  report('invalid_clicks', 'Invalid Clicks', 'Compliance', 'clicks', 'Clicks that were filtered out, with the reason.'),
  report(
    'brand_bidding',
    'Brand Bidding',
    'Compliance',
    'clicks',
    "Search ads found on the brand's own name.",
    WEB_ONLY,
  ),
  report(
    'reversed_actions',
    'Reversed Actions',
    'Operations',
    'actions',
    'Actions that were taken back, with the reason.',
  ),
  report('pixel_activity', 'Pixel Activity', 'Operations', 'clicks', 'Calls of the conversion pixel by hour.'),
  report(
    'partner_listing',
    'Partner Listing',
    'Partner',
    'partners',
    'All partners with their groups, contracts and contacts.',
    UNDATED,
  ),
  report('new_partners', 'New Partners', 'Partner', 'partners', 'Partners who joined in the period.'),
  report(
    'contract_terms',
    'Contract Terms',
    'Partner',
    'partners',
    'The terms that are in force for each partner.',
    UNDATED,
  ),
  report('user_activity', 'User Activity', 'Admin', 'partners', 'Who changed what.', WEB_ONLY),
  report('monday_mix', 'Monday Mix', 'Custom', 'performance', "The agency's own report for the Monday meeting."),
  report(
    'action_log',
    'Action Log',
    'Listing',
    'actions',
    'Every action to the second, within any hours of any days.',
    TO_THE_SECOND,
  ),
  report(
    'locked_actions',
    'Locked Actions',
    'Finance',
    'actions',
    'Actions whose amount changes no more, by the day of the action.',
    BY_ACTION_DATE,
  ),
  report(
    'incrementality',
    'Incrementality',
    'Beta',
    'performance',
    'An estimate of what would have been bought anyway.',
  ),
];

/** The ID of a report for this kind of account, such as `agency_action_listing`. */
export function reportId(kind: AccountKind, report: Report): string {
  return PREFIXES[kind] + report.key;
}

/** Finds the report of an ID with any kind's prefix, or none. */
export function findReport(id: string): Report | undefined {
  const key = id.replace(/^(agency|adv|mp)_/, '');
  return REPORTS.find((report) => report.key === key);
}
