import { Actions } from './actions';
import type { DetailsMessage, DetailsRequest } from './protocol';

type AbsentProps = Extract<DetailsMessage, { kind: 'absent' }> & { readonly post: (request: DetailsRequest) => void };

/** Shown if there's no job: why, and the next step. */
export function Absent({ name, sentence, isBusy, actions, post }: AbsentProps) {
  return (
    <main aria-busy={isBusy}>
      <header>
        <h1>{name}</h1>
      </header>
      <p role="status">{sentence}</p>
      <Actions actions={actions} post={post} />
    </main>
  );
}
