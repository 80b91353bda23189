import type { ComponentChildren } from 'preact';

interface AbsentProps {
  readonly name: string;
  readonly sentence: string;
  readonly isBusy: boolean;
  readonly isError?: boolean;
  /** The actions. */
  readonly children: ComponentChildren;
}

/** A page that has nothing to show: why, and what the user can do. */
export function Absent({ name, sentence, isBusy, isError = false, children }: AbsentProps) {
  return (
    <main class="absent" aria-busy={isBusy}>
      <h1>{name}</h1>
      <p role={isError ? 'alert' : 'status'}>{sentence}</p>
      {isBusy && <div class="busy" aria-hidden="true" />}
      {children}
    </main>
  );
}
