/** What a dialog is, and what it may ask of the frame it is shown in. */

/** What is shown in the frame: one at a time. */
export interface Dialog {
  readonly title: string;
  readonly isWide?: boolean;
  /** It is about to be shown, not for the first time perhaps. */
  begin?(): void;
  /** All below the title. */
  view(): unknown;
}

/** What a dialog may ask of the frame. */
export interface Frame {
  /** Whether slow work is under way: its buttons are off meanwhile. */
  readonly busy: boolean;
  close(): void;
  /** Do slow work; what goes wrong is said in the dialog, which stays open. */
  work(act: () => Promise<void> | void): void;
  /** For a form: the same, with what was filled in. */
  submit(act: (form: FormData) => Promise<void> | void): (event: Event) => void;
}
