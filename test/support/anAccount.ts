import type { Account } from '../../src/core/account';

/** An account for a test that sets only what it needs. */
export function anAccount(stated: Partial<Account> = {}): Account {
  return {
    id: 'an-account',
    kind: 'agency',
    sid: 'IRtest',
    name: 'An agency',
    source: 'stored',
    baseUrl: 'https://api.example.test',
    ...stated,
  };
}
