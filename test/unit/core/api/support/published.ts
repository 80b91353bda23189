import assert from 'node:assert/strict';
import Ajv from 'ajv';
import type { RequestRecord } from '../../../../../src/simulator/requestLog';
import published from './publishedRequests.json';

interface PublishedParameter {
  readonly isRequired: boolean;
  readonly schema: Readonly<Record<string, unknown>> & { readonly type?: string };
}

const ajv = new Ajv({
  coerceTypes: true,
  formats: {
    date: /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/,
    'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/,
  },
});
/** A report has filters of its own beside the published parameters. */
const TAKES_FILTERS = /\/ReportExport\//;
/** The types of filters that metadata names. All others take any text. */
const FILTER_SCHEMAS: Readonly<Record<string, PublishedParameter['schema']>> = {
  Integer: { type: 'integer' },
  Decimal: { type: 'number' },
  Boolean: { type: 'boolean' },
  DATE: { type: 'string', format: 'date' },
  DATETIME: { type: 'string', format: 'date-time' },
};
/** No document names them, but lists link to their further pages with them, and to nothing else that is new. */
const PAGES = /\/(?:Jobs|Reports|Advertisers|Campaigns)$/;
const PAGE_NUMBER = { isRequired: false, schema: { type: 'integer', minimum: 1 } };

/** An agency reaches all endpoints of its brands below its own path. */
const THROUGH_AGENCY = /^\/Agencies\/[^/]+(?=\/Advertisers\/[^/]+\/)/;

/** A report's metadata as the API sends it. */
export interface SentMetaData {
  readonly Filters?: readonly { readonly Name: string; readonly DataType: string }[];
}

/**
 * Asserts that a request is one that the published OpenAPI documents describe: its path and method, and its parameters
 * with their types. `publishedRequests.json` holds what the documents say of requests. An export can also have the
 * filters that the report's `metaData` names, and the request for a further page its number.
 */
export function assertPublished(
  { method, path: sentPath, query }: Pick<RequestRecord, 'method' | 'path' | 'query'>,
  metaData: SentMetaData = {},
): void {
  const path = sentPath.replace(THROUGH_AGENCY, '');
  const call = published.find((known) => known.method === method && patternOf(known.path).test(path));
  assert.ok(call, `${method} ${path} is published`);
  const sent = new URLSearchParams(query);
  const known: Readonly<Record<string, PublishedParameter>> = {
    ...(TAKES_FILTERS.test(path) && filtersIn(metaData)),
    ...(PAGES.test(path) && sent.has('Page') && { Page: PAGE_NUMBER, PageSize: PAGE_NUMBER }),
    ...(call.query as Readonly<Record<string, PublishedParameter>>),
  };
  for (const [name, { isRequired, schema }] of Object.entries(known)) {
    const values = sent.getAll(name);
    assert.ok(!isRequired || values.length > 0, `${path} has ${name}`);
    assert.ok(values.length <= 1 || schema.type === 'array', `${path} has one ${name}`);
    for (const value of values) {
      const isValid = ajv.compile({ type: 'object', properties: { [name]: schema } });
      assert.ok(isValid({ [name]: schema.type === 'array' ? [value] : value }), `${path} has a good ${name}: ${value}`);
    }
  }
  const others = [...sent.keys()].filter((name) => !(name in known));
  assert.deepEqual(others, [], `${path} has only parameters that are published or in the metadata`);
}

/** The parameters that metadata names. An Agency's has display names, such as `Start Date` for `START_DATE`. */
function filtersIn({ Filters = [] }: SentMetaData): Readonly<Record<string, PublishedParameter>> {
  return Object.fromEntries(
    Filters.map(({ Name, DataType }) => [
      Name.includes(' ') ? Name.toUpperCase().replaceAll(' ', '_') : Name,
      { isRequired: false, schema: schemaOf(Name, DataType) },
    ]),
  );
}

/** Only filters for several values, whose names end in `_MS`, can be repeated. */
function schemaOf(name: string, dataType: string): PublishedParameter['schema'] {
  const schema = FILTER_SCHEMAS[dataType] ?? { type: 'string' };
  return name.endsWith('_MS') ? { type: 'array', items: schema } : schema;
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`);
}
