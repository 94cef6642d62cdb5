import { Traceparent, traceIdOf, traceparentOf } from './trace';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

describe('a traceparent', () => {
  it('gives its trace id, also where a later version says more', () => {
    expect(traceIdOf(`00-${TRACE}-${SPAN}-01`)).toBe(TRACE);
    expect(traceIdOf(`00-${TRACE}-${SPAN}-00`)).toBe(TRACE);
    expect(traceIdOf(`01-${TRACE}-${SPAN}-01-more`)).toBe(TRACE);
  });

  it.each([
    ['absent', undefined],
    ['repeated', [`00-${TRACE}-${SPAN}-01`]],
    ['empty', ''],
    ['of the forbidden version', `ff-${TRACE}-${SPAN}-01`],
    ['without a trace', `00-${'0'.repeat(32)}-${SPAN}-01`],
    ['without a span', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['in capitals', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ['too short', `00-${TRACE.slice(1)}-${SPAN}-01`],
    ['longer than its version knows', `00-${TRACE}-${SPAN}-01-more`],
    ['with a line of its own', `00-${TRACE}-${SPAN}-01\nforged`],
    ['endless', `01-${TRACE}-${SPAN}-01-${'a'.repeat(300)}`],
  ])('is none when it is %s', (_what, value) => {
    expect(traceIdOf(value)).toBeNull();
  });

  it('is written as the other process reads it', () => {
    const header = traceparentOf(TRACE, SPAN);
    expect(Traceparent.safeParse(header).success).toBe(true);
    expect(traceIdOf(header)).toBe(TRACE);
  });
});
