import { Icon } from './icon';
import type { IconName } from './icons';

export interface ButtonProps {
  readonly icon?: IconName;
  readonly label: string;
  readonly onClick: () => void;
  /** The one thing that most people want next. */
  readonly isPrimary?: boolean;
  /** Shows the icon alone; the label is heard, and seen as a tooltip. */
  readonly isQuiet?: boolean;
}

export function Button({ icon, label, onClick, isPrimary = false, isQuiet = false }: ButtonProps) {
  return (
    <button type="button" class={isQuiet ? 'quiet' : isPrimary ? 'primary' : 'secondary'} onClick={onClick} {...(isQuiet ? { 'aria-label': label, title: label } : {})}>
      {icon !== undefined && <Icon name={icon} />}
      {!isQuiet && <span>{label}</span>}
    </button>
  );
}
