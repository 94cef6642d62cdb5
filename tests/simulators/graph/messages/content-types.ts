import { z } from 'zod';

/**
 * One entry per message type. `schema` is strict: what Meta documents and nothing else. A type whose entry is
 * `null` exists at Meta and is not simulated yet: it is refused with 131051 instead of being waved through.
 */
export interface ContentType {
  schema: z.ZodType;
  /** What a test wants to see of it. */
  textOf(content: unknown): string | null;
}

const longest = 4096;

const Text = z.strictObject({
  body: z
    .string()
    .refine((body) => body.trim() !== '', { params: { meta: 'required' } })
    .refine((body) => [...body].length <= longest, `must be at most ${longest} characters long.`),
  preview_url: z.boolean().optional(),
});

export const CONTENT_TYPES: Readonly<Record<string, ContentType | null>> = {
  text: { schema: Text, textOf: (content) => Text.parse(content).body },
  image: null,
  video: null,
  audio: null,
  document: null,
  sticker: null,
  location: null,
  contacts: null,
  reaction: null,
  interactive: null,
  template: null,
};
