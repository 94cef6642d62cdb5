/** A way on which texts reach every process of the installation, the sender too. A text may get lost on it. */
export interface Line {
  send(text: string): Promise<void>;
  close(): Promise<void>;
}

export interface LineEvents {
  onText(text: string): void;
  /** It works no more, and does not come back: another one must be opened. */
  onClosed(reason: string): void;
}

export type OpenLine = (events: LineEvents) => Promise<Line>;
