export interface ByteRange {
  start: number;
  /** The last byte, itself included. */
  end: number;
}

/**
 * The one part of a file that is asked for (RFC 9110). `whole`: nothing is asked, or not in a way that must be understood
 * (several parts, other units) · `outside`: there is no such part.
 */
export const byteRangeOf = (header: string | undefined, size: number): ByteRange | 'whole' | 'outside' => {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec((header ?? '').trim());
  if (!match) return 'whole';
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return 'whole';
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length > 0 ? { start: size - length, end: size - 1 } : 'outside';
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return 'whole';
  return start < size ? { start, end } : 'outside';
};
