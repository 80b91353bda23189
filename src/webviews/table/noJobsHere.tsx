import { Button } from '../kit/button';
import type { NoJobs, TableRequest } from './protocol';

/** Why the table has no jobs, and what the user can do. */
export function NoJobsHere({
  noJobs = { sentences: [], steps: [] },
  post,
}: {
  readonly noJobs: NoJobs | undefined;
  readonly post: (request: TableRequest) => void;
}) {
  return (
    <div class="no-jobs" role="status">
      {noJobs.sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <div class="steps">
        {noJobs.steps.map((label, index) => (
          <Button key={label} label={label} isPrimary={index === 0} onClick={() => post({ kind: 'step', index })} />
        ))}
      </div>
    </div>
  );
}
