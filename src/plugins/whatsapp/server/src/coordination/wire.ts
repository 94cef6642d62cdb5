import { randomUUID } from 'node:crypto';
import { Letter, type News } from '../../../contracts/coordination';
import { backoffMs } from '../kit/backoff';
import { clock } from '../kit/clock';
import type { Line, OpenLine } from './line';

const BEAT_MS = 4_000;
/** A line on which our own heartbeat does not come back carries nothing, whatever its socket says. */
const SILENCE_MS = 10_000;
const BACKOFF = { baseMs: 200, maxMs: 3_000 };

export interface Wire {
  /** To all other processes. Never fails; gets lost while the line is away. */
  tell(news: News): void;
  /** Whether what others tell arrives at present. */
  isUp(): boolean;
  stop(): Promise<void>;
}

interface WireOptions {
  open: OpenLine;
  onNews(news: News): void;
  /** News may have been missed until now. */
  onUp(): void;
  /** Once for each time that the line is away, however often opening it fails. */
  onDown(reason: string): void;
}

const parseLetter = (text: string): Letter | null => {
  try {
    const letter = Letter.safeParse(JSON.parse(text));
    return letter.success ? letter.data : null;
  } catch {
    return null; // of another version, or of nobody of ours
  }
};

/** Keeps a line open: notices when it is dead, opens another one, and tells when news may have been missed. */
export const startWire = ({ open, onNews, onUp, onDown }: WireOptions): Wire => {
  const me = randomUUID();
  let line: Line | null = null;
  let isStopped = false;
  let failures = 0;
  let heardAt = 0;
  let retry: NodeJS.Timeout | undefined;
  /** Gives up the line of the moment, once. */
  let giveUp: (reason: string) => void = () => undefined;

  const hear = (text: string): void => {
    heardAt = clock.now().getTime();
    const letter = parseLetter(text);
    if (letter?.news && letter.from !== me) onNews(letter.news);
  };

  const lose = (reason: string): void => {
    // Nobody waits for its end: it may never come.
    line?.close().catch(() => undefined);
    line = null;
    if (isStopped) return;
    failures += 1;
    if (failures === 1) onDown(reason);
    retry = setTimeout(() => void connect(), backoffMs(failures, BACKOFF));
  };

  const connect = async (): Promise<void> => {
    let isOver = false;
    const over = (reason: string): void => {
      if (isOver) return;
      isOver = true;
      lose(reason);
    };
    try {
      const opened = await open({ onText: hear, onClosed: over });
      if (isOver || isStopped) return void opened.close().catch(() => undefined);
      line = opened;
      heardAt = clock.now().getTime();
      failures = 0;
      giveUp = over;
      onUp();
    } catch (error) {
      over(error instanceof Error ? error.message : String(error));
    }
  };

  const post = (news: News | null): void => {
    const over = giveUp;
    line?.send(JSON.stringify({ from: me, news } satisfies Letter)).catch((error: unknown) => {
      over(error instanceof Error ? error.message : String(error));
    });
  };

  const beat = setInterval(() => {
    if (!line) return;
    if (clock.now().getTime() - heardAt > SILENCE_MS) giveUp('nothing comes back');
    else post(null);
  }, BEAT_MS);
  void connect();

  return {
    tell: (news) => post(news),
    isUp: () => line !== null,
    async stop() {
      isStopped = true;
      clearInterval(beat);
      clearTimeout(retry);
      const closing = line;
      line = null;
      await closing?.close().catch(() => undefined);
    },
  };
};
