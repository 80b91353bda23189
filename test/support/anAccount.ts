import type { Account } from '../../src/core/account';

/** An account of which a test states only what matters to it. */
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
