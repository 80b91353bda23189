import type { Account } from './account';

export interface Program {
  readonly id: string;
  readonly name: string;
}

/** What a partner has joined. The jobs of a demo belong to the first ones. */
const JOINED: readonly Program[] = [
  { id: '3629', name: 'Nordlicht Outdoor' },
  { id: '4187', name: 'Alpenglück Reisen' },
  { id: '5120', name: 'Café & Co.' },
  { id: '5388', name: 'Tokyo Living 東京' },
  { id: '6014', name: 'Brightwater Home, Inc.' },
];

/** The programs of a brand, or those that a partner has joined. The Agency API has none. */
export function programsOf({ kind, name }: Pick<Account, 'kind' | 'name'>): readonly Program[] {
  const brand = name.replace(/ \(demo\)$/, '');
  switch (kind) {
    case 'agency':
      return [];
    case 'partner':
      return JOINED;
    case 'brand':
      return [
        { id: '3629', name: brand },
        { id: '4187', name: `${brand} Europe` },
        { id: '5120', name: `${brand} Outlet` },
      ];
  }
}

export function programOf(account: Pick<Account, 'kind' | 'name'>, id: string): Program | undefined {
  return programsOf(account).find((program) => program.id === id);
}
