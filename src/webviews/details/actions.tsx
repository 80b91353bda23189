import { Button } from '../kit/button';
import type { ActionView, DetailsAction, DetailsRequest } from './protocol';

/** If an action turns into its opposite, its button stays the same element, so it keeps the focus. */
const OPPOSITES: Partial<Record<DetailsAction, DetailsAction>> = {
  unwatchJob: 'watchJob',
  unmuteJob: 'muteJob',
  resumeDownload: 'pauseDownload',
};

interface ActionsProps {
  readonly actions: readonly ActionView[];
  readonly post: (request: DetailsRequest) => void;
}

/** The actions of a job, with the rarely used ones below. */
export function Actions({ actions, post }: ActionsProps) {
  const [loud, quiet] = [
    actions.filter(({ weight }) => weight !== 'quiet'),
    actions.filter(({ weight }) => weight === 'quiet'),
  ];
  return (
    <>
      {[loud, quiet].map(
        (row) =>
          row.length > 0 && (
            <div key={row === quiet} class={row === quiet ? 'actions quiet-actions' : 'actions'}>
              {row.map(({ action, icon, label, weight }) => (
                <Button
                  key={OPPOSITES[action] ?? action}
                  icon={icon}
                  label={label}
                  isPrimary={weight === 'primary'}
                  isFlat={weight === 'quiet'}
                  onClick={() => post({ kind: 'run', action })}
                />
              ))}
            </div>
          ),
      )}
    </>
  );
}
