/** One part of a form. Its body has to be read to its end before the next part comes. */
export interface Part {
  /** By lower-case name. */
  headers: ReadonlyMap<string, string>;
  body: AsyncIterable<Buffer>;
}

/** What was sent is no form as RFC 7578 has it, or broke off. */
export class MultipartFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MultipartFault';
  }
}

const HEAD_MAX_BYTES = 16 * 1024;
const LINE = Buffer.from('\r\n');
const HEAD_END = Buffer.from('\r\n\r\n');
const BOUNDARY = /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i;

/** The boundary of a form; undefined when the type is another one. */
export const boundaryOf = (contentType: string): string | undefined => {
  const [, quoted, plain] = BOUNDARY.exec(contentType) ?? [];
  return quoted ?? plain;
};

/** Bytes that are taken off in pieces. Never holds more than one chunk of the source and the mark that is looked for. */
const createReader = (source: AsyncIterable<Buffer>) => {
  const chunks = source[Symbol.asyncIterator]();
  // As if a line had just ended: then every boundary looks the same, the first one, too.
  let held = LINE;

  const more = async (): Promise<void> => {
    const next = await chunks.next();
    if (next.done) throw new MultipartFault('The form breaks off');
    held = Buffer.concat([held, next.value]);
  };

  return {
    /** What comes before the mark; the mark itself is taken off, too. */
    async *until(mark: Buffer): AsyncGenerator<Buffer, void> {
      for (;;) {
        const at = held.indexOf(mark);
        const end = at < 0 ? Math.max(0, held.length - mark.length + 1) : at;
        const piece = held.subarray(0, end);
        held = held.subarray(at < 0 ? end : end + mark.length);
        if (piece.length > 0) yield piece;
        if (at >= 0) return;
        await more();
      }
    },

    async take(count: number): Promise<Buffer> {
      while (held.length < count) await more();
      const piece = held.subarray(0, count);
      held = held.subarray(count);
      return piece;
    },
  };
};

type Reader = ReturnType<typeof createReader>;

const readHead = async (reader: Reader): Promise<Map<string, string>> => {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of reader.until(HEAD_END)) {
    size += piece.length;
    if (size > HEAD_MAX_BYTES) throw new MultipartFault('The head of a part is too long');
    pieces.push(piece);
  }
  const lines = Buffer.concat(pieces).toString('utf8').split('\r\n');
  return new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      if (colon < 1) throw new MultipartFault('A part has a head that is none');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
};

/** The parts of a form, one after the other, as they come in. Fails with `MultipartFault`. */
export async function* readParts(source: AsyncIterable<Buffer>, boundary: string): AsyncGenerator<Part> {
  const reader = createReader(source);
  const mark = Buffer.from(`\r\n--${boundary}`, 'latin1');
  // Before the first boundary there may be words for who does not understand what follows.
  for await (const _ of reader.until(mark));
  for (;;) {
    const next = (await reader.take(2)).toString('latin1');
    if (next === '--') return;
    if (next !== '\r\n') throw new MultipartFault('A boundary does not end its line');
    const headers = await readHead(reader);
    const body = reader.until(mark);
    yield { headers, body };
    // Whoever had enough of it: nothing of the body is left when the next part begins.
    for await (const _ of body);
  }
}

/** What the part is called in the form, and the name of its file; undefined where it says nothing. */
export const dispositionOf = ({ headers }: Part): { name?: string; filename?: string } => {
  const disposition = headers.get('content-disposition') ?? '';
  const valueOf = (key: string): string | undefined => {
    const [, quoted, plain] =
      new RegExp(`;\\s*${key}=(?:"((?:\\\\.|[^"])*)"|([^\\s;"]+))`, 'i').exec(disposition) ?? [];
    // Browsers write a quotation mark as %22, older clients as \".
    return quoted === undefined ? plain : quoted.replace(/\\"|%22/g, '"');
  };
  return { name: valueOf('name'), filename: valueOf('filename') };
};
