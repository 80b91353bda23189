/** Whether the user is looking. Read at the start and updated on each change, never assumed. */
export interface Attention {
  /** Whether the view is open in a window. */
  readonly isVisible: boolean;
  /** Whether a window has the focus. */
  readonly isFocused: boolean;
}

/** Where the user is looking in one window. */
export interface WindowAttention extends Attention {
  /** The IDs of the accounts whose rows are expanded in the view. Default: none. */
  readonly accounts?: readonly string[];
}
