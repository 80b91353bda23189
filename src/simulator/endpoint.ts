import { PATH_SEGMENTS } from './account';
import type { AccountKind, Scope } from './account';
import type { AnswerFormat } from './reply';

export type ApiEndpoint =
  | 'list'
  | 'job'
  | 'download'
  | 'replay'
  | 'reports'
  | 'report'
  | 'metaData'
  | 'reportExport'
  | 'clickExport'
  | 'campaigns'
  | 'company'
  | 'brands'
  | 'brand';
/** What a request addresses. `storage` is the second origin, `unknown` any path that the API doesn't have. */
export type Endpoint = ApiEndpoint | 'storage' | 'unknown';

export interface Route {
  readonly endpoint: ApiEndpoint;
  readonly kind: AccountKind;
  /** The owner of the credentials. */
  readonly accountSid: string;
  /** The brand's account ID, if the path leads to a brand through its agency. The kind is then `brand`. */
  readonly brandId?: string;
  /** The ID of the job, report, or program, if the endpoint has one. */
  readonly id: string;
  /** The format that the path's extension requests. */
  readonly format: AnswerFormat | undefined;
}

interface Shape {
  readonly endpoint: ApiEndpoint;
  /** The path after the account. `*` stands for an ID. */
  readonly path: string;
  readonly method: 'GET' | 'PUT';
  readonly scope: Scope;
  readonly kinds?: readonly AccountKind[];
}

const SHAPES: readonly Shape[] = [
  { endpoint: 'list', path: 'Jobs', method: 'GET', scope: 'Jobs' },
  { endpoint: 'job', path: 'Jobs/*', method: 'GET', scope: 'Jobs' },
  { endpoint: 'download', path: 'Jobs/*/Download', method: 'GET', scope: 'Jobs' },
  { endpoint: 'replay', path: 'Jobs/*/Replay', method: 'PUT', scope: 'Jobs' },
  { endpoint: 'brands', path: 'Advertisers', method: 'GET', scope: 'Advertisers', kinds: ['agency'] },
  { endpoint: 'brand', path: 'Advertisers/*', method: 'GET', scope: 'Advertisers', kinds: ['agency'] },
  { endpoint: 'reports', path: 'Reports', method: 'GET', scope: 'Reports' },
  { endpoint: 'report', path: 'Reports/*', method: 'GET', scope: 'Reports' },
  { endpoint: 'metaData', path: 'Reports/*/MetaData', method: 'GET', scope: 'Reports' },
  { endpoint: 'reportExport', path: 'ReportExport/*', method: 'GET', scope: 'ReportExport' },
  { endpoint: 'clickExport', path: 'Programs/*/ClickExport', method: 'GET', scope: 'ClickExport', kinds: ['brand'] },
  { endpoint: 'campaigns', path: 'Campaigns', method: 'GET', scope: 'Campaigns', kinds: ['brand', 'partner'] },
  { endpoint: 'company', path: 'CompanyInformation', method: 'GET', scope: 'CompanyInformation' },
  { endpoint: 'clickExport', path: 'ClickExport', method: 'GET', scope: 'ClickExport', kinds: ['partner'] },
];

export function findRoute(pathname: string): Route | undefined {
  const ending = /\.(json|xml)$/i.exec(pathname);
  const [, kindSegment, accountSid, ...rest] = (ending ? pathname.slice(0, ending.index) : pathname).split('/');
  const kind = (Object.keys(PATH_SEGMENTS) as AccountKind[]).find(
    (candidate) => PATH_SEGMENTS[candidate] === kindSegment,
  );
  if (!kind || !accountSid) {
    return undefined;
  }
  const format = ending?.[1]?.toLowerCase() as AnswerFormat | undefined;
  const [below, brandId, ...restOfBrand] = rest;
  if (kind === 'agency' && below === PATH_SEGMENTS.brand && brandId && restOfBrand.length > 0) {
    const found = findShape('brand', restOfBrand);
    return found && { ...found, kind: 'brand', accountSid, brandId, format };
  }
  const found = findShape(kind, rest);
  return found && { ...found, kind, accountSid, format };
}

/** The endpoint of a path after the account, with its ID. */
function findShape(kind: AccountKind, rest: readonly string[]): Pick<Route, 'endpoint' | 'id'> | undefined {
  const shape = SHAPES.find(({ path, kinds }) => matches(path.split('/'), rest) && (!kinds || kinds.includes(kind)));
  const idIndex = shape?.path.split('/').indexOf('*') ?? -1;
  return shape && { endpoint: shape.endpoint, id: decode(rest[idIndex] ?? '') };
}

export function methodOf(endpoint: ApiEndpoint): string {
  return SHAPES.find((shape) => shape.endpoint === endpoint)?.method ?? 'GET';
}

export function scopeOf(endpoint: ApiEndpoint): Scope {
  return SHAPES.find((shape) => shape.endpoint === endpoint)?.scope ?? 'Jobs';
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, index) => (part === '*' ? segments[index] !== '' : part === segments[index]))
  );
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
