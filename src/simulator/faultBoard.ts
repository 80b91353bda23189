import type { Endpoint } from './endpoint';
import type { EffectOf, Fault, FaultKind } from './fault';

/** The properties of a request that a fault is matched with. */
export interface FaultTarget {
  readonly endpoint: Endpoint;
  readonly jobId: string;
  readonly accountSid: string;
  readonly brandId: string | undefined;
  readonly ranged: boolean;
}

/** The faults that affect one request. If several are of one kind, the last one set applies. */
export class MetFaults {
  constructor(private readonly faults: readonly Fault[]) {}

  find<K extends FaultKind>(kind: K): EffectOf<K> | undefined {
    return this.faults.filter((fault): fault is Fault & EffectOf<K> => fault.kind === kind).at(-1);
  }
}

/** The faults that are set, each with its own count of matching requests. */
export class FaultBoard {
  private readonly entries = new Set<{ readonly fault: Fault; seen: number }>();

  /** Sets a fault. Returns a function that removes it. */
  set(fault: Fault): () => void {
    const entry = { fault, seen: 0 };
    this.entries.add(entry);
    return () => this.entries.delete(entry);
  }

  clear(): void {
    this.entries.clear();
  }

  meet(target: FaultTarget): MetFaults {
    const met: Fault[] = [];
    for (const entry of this.entries) {
      if (isInScope(entry.fault, target)) {
        entry.seen++;
        if (isItsTurn(entry.fault, entry.seen)) {
          met.push(entry.fault);
        }
      }
    }
    return new MetFaults(met);
  }
}

function isInScope({ endpoint, jobId, accountSid, brandId, ranged }: Fault, target: FaultTarget): boolean {
  const endpoints = endpoint === undefined ? undefined : [endpoint].flat();
  return (
    (endpoints === undefined || endpoints.includes(target.endpoint)) &&
    (jobId === undefined || jobId === target.jobId) &&
    (accountSid === undefined || accountSid === target.accountSid) &&
    (brandId === undefined || brandId === target.brandId) &&
    (ranged === undefined || ranged === target.ranged)
  );
}

function isItsTurn({ nth, from }: Fault, count: number): boolean {
  return (nth === undefined || [nth].flat().includes(count)) && (from === undefined || count >= from);
}
