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

/** An agency reaches all endpoints of its brands below its own path. */
const THROUGH_AGENCY = /^\/Agencies\/[^/]+(?=\/Advertisers\/[^/]+\/)/;

/**
 * Asserts that a request is one that the published OpenAPI documents describe: its path and method, and its parameters
 * with their types. `publishedRequests.json` holds what the documents say of requests.
 */
export function assertPublished({ method, path: sentPath, query }: RequestRecord): void {
  const path = sentPath.replace(THROUGH_AGENCY, '');
  const call = published.find((known) => known.method === method && patternOf(known.path).test(path));
  assert.ok(call, `${method} ${path} is published`);
  const known = call.query as Readonly<Record<string, PublishedParameter>>;
  const sent = new URLSearchParams(query);
  for (const [name, { isRequired, schema }] of Object.entries(known)) {
    const values = sent.getAll(name);
    assert.ok(!isRequired || values.length > 0, `${path} has ${name}`);
    assert.ok(values.length <= 1 || schema.type === 'array', `${path} has one ${name}`);
    for (const value of values) {
      const isValid = ajv.compile({ type: 'object', properties: { [name]: schema } });
      assert.ok(isValid({ [name]: schema.type === 'array' ? [value] : value }), `${path} has a good ${name}: ${value}`);
    }
  }
  if (!TAKES_FILTERS.test(path)) {
    const others = [...sent.keys()].filter((name) => !(name in known));
    assert.deepEqual(others, [], `${path} has only published parameters`);
  }
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`);
}
